"""What a command found out, kept as a run of its own: the text, the picture and every number."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from models.registry import Registry

EVALUATIONS = "rettplass-evaluations"
"""Name under which such runs are kept, apart from those that trained a model."""
Numbers = Mapping[str, float | Sequence[float]]


def keep_report(
    registry: Registry,
    name: str,
    text: str,
    numbers: Numbers,
    draw: Callable[[Path], None] | None,
    params: Mapping[str, object],
    at: datetime,
    out: Path | None = None,
) -> str:
    """Keep `NAME.txt` and what `draw` puts into `NAME.png` with the numbers; returns the run's id.

    The same files are written to the folder `out` where one is given.
    """
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder)
        (written / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
        if draw is not None:
            draw(written / f"{name}.png")
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for file in written.iterdir():
                shutil.copyfile(file, out / file.name)
        return registry.log_run(dict(params) | {"report": name}, numbers, written, {"report": name}, at)
