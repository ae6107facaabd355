"""What Norwegian texts about work say: occupations and work conditions, with the words that gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from features.text.health_words import health_question
from features.world.texts import reader
from serving.api.problem_docs import PROBLEMS
from serving.api.seams import Calling
from serving.schemas import CodeFound, ConditionFound, TextsRequest, TextUnderstood

if TYPE_CHECKING:
    from features.text.understand import Understanding

ROUTER = APIRouter(prefix="/v1/texts", tags=["texts"], responses=PROBLEMS)


@ROUTER.post("/understand", summary="What texts say about work")
def post_texts(body: TextsRequest, _caller: Calling) -> list[TextUnderstood]:
    """One answer per text, in order: a proposal to confirm («Forstod vi deg rett?»), never a decision; none is kept."""
    return [as_schema(said) for said in understood(body.texts)]


def understood(texts: list[str]) -> list[Understanding]:
    """What each text says; 503 when the text model of the settings cannot be opened."""
    return reader().understand(texts)


def as_schema(said: Understanding) -> TextUnderstood:
    """The answer for one text."""
    return TextUnderstood(
        codes=[CodeFound(code=c.code, name=c.name, score=c.score, because=c.because) for c in said.codes],
        conditions=[ConditionFound(condition=c.condition, wanted=c.wanted, because=c.because) for c in said.conditions],
        ask=health_question(said.health),
    )
