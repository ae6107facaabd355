"""What is live, and what somebody has to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from serving.api.seams import Calling, Held, Today
from serving.pages.labels import MEASURES
from serving.pages.layout.page import Shown

ROUTER = APIRouter(include_in_schema=False)
SHOWN_BEFORE = 10


@dataclass(frozen=True)
class Measure:
    """One number of an evaluation in words, with its 90 % interval where it has one; all are shares."""

    name: str
    value: float
    low: float | None
    high: float | None


@ROUTER.get("/drift")
def operations(_caller: Calling, state: Held, today: Today, page: Shown) -> HTMLResponse:
    """"""
    model = state.matcher()
    history = state.database.model_history()
    return page(
        "operations/operations.html",
        model=model,
        measures=measures(model.metrics) if model is not None else [],
        history=list(reversed(history))[:SHOWN_BEFORE],
        book=state.book(),
        warnings=state.check_book(today),
    )


def measures(metrics: Mapping[str, float]) -> list[Measure]:
    """What the evaluation of the order gave, of what has words; an outlook's numbers have none."""
    told = {name.rpartition("/")[2]: value for name, value in metrics.items() if name.count("/") == 1}
    return [
        Measure(words, told[name], told.get(f"{name}_low"), told.get(f"{name}_high"))
        for name, words in MEASURES.items()
        if name in told
    ]
