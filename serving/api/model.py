"""What is live, and what was live when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite

from fastapi import APIRouter

from features.database import Promotion
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling, Held
from serving.schemas import LiveModel, ModelHistory, ModelPeriod

ROUTER = APIRouter(prefix="/v1/model", tags=["model"], responses=PROBLEMS)


@ROUTER.get("", summary="What is live")
def get_model(_caller: Calling, state: Held) -> LiveModel:
    """The model that orders lists now; every part is null when none does."""
    live = state.matcher()
    if live is None:
        return LiveModel(name=None, version=None, trained_as_of=None, metrics=None)
    return LiveModel(
        name=live.name,
        version=live.version,
        trained_as_of=live.trained_as_of,
        metrics=_finite(live.metrics),
    )


def _finite(metrics: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in metrics.items() if isfinite(value)}


def _period(promotion: Promotion) -> ModelPeriod:
    metrics = _finite(json.loads(promotion.metrics_json or "{}"))
    return ModelPeriod(name=promotion.name, version=promotion.version, live_from=promotion.at, metrics=metrics)


@ROUTER.get("/history", summary="What was live when")
def get_history(_caller: Calling, state: Held) -> ModelHistory:
    """Our own record of what went live when, by promotion, roll-back or loading, newest first."""
    return ModelHistory(items=[_period(p) for p in reversed(state.database.model_history())])
