"""A retraining in a process of its own that ends without warning (SIGKILL) when it comes to a named function."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce, wraps
from multiprocessing import get_context
from typing import Any

from models.bundle import Matcher
from training import retrain
from training.gates import Decision

PROCESSES = get_context("forkserver")
"""Each process starts from one that has read the slow libraries and done nothing: Polars does not work in a process
that comes from one where it has worked, so our own modules are read anew."""
PROCESSES.set_forkserver_preload(["mlflow.tracking", "lightgbm", "scipy.optimize", "typer", "pydantic_settings"])


@dataclass(frozen=True)
class Point:
    """Just before or just after a function, by the place it is looked up in: `module` or `module:Class`."""

    owner: str
    name: str
    after: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} {self.name}"


def retrain_until(point: Point, settings: dict[str, str], learnt: Matcher | None = None) -> int:
    """Exit code of `python -m training retrain` that is killed at the point: -9 when it came there.

    Every gate lets it through, so that the whole way is gone. With a matcher it is taken for what was learnt.
    """
    process = PROCESSES.Process(target=_retrain, args=(point, settings, learnt))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _retrain(point: Point, settings: dict[str, str], learnt: Matcher | None) -> None:
    from training.__main__ import main

    os.environ.update(settings)
    retrain.decide_on = lambda trained, first: Decision(())
    if learnt is not None:
        retrain.train_and_judge = lambda *given: retrain.Trained(learnt, None, None)  # type: ignore[assignment]
    module, _, inside = point.owner.partition(":")
    owner = reduce(getattr, filter(None, [inside]), importlib.import_module(module))
    setattr(owner, point.name, _deadly(getattr(owner, point.name), point.after))
    sys.argv = ["training", "retrain"]
    main()


def _deadly(function: Callable[..., Any], after: bool) -> Callable[..., None]:
    @wraps(function)
    def deadly(*given: Any, **named: Any) -> None:
        if after:
            function(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return deadly
