"""Norwegian texts about work, and what they are understood to say."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from features.vocabulary import WorkCondition
from serving.schemas.fields import Flag, Occupation, Schema, Share, Text

MOST_TEXTS = 100


class TextsRequest(Schema):
    """Wishes, skills, needs or ads in anybody's own words. They are neither kept nor logged."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"texts": ["Jeg liker å rydde varer på plass og være for meg selv"]}]}
    )

    texts: list[Text] = Field(max_length=MOST_TEXTS)


class CodeFound(Schema):
    """An occupation that a text speaks of, and the words of the text that gave it."""

    code: Occupation
    name: str
    score: Annotated[Share, Field(description="how sure, 0–1")]
    because: list[str]


class ConditionFound(Schema):
    """A work condition that a text speaks of: wanted, or said not to be needed."""

    condition: WorkCondition
    wanted: Flag
    because: list[str]


class TextUnderstood(Schema):
    """What one text says, for the specialist to confirm. Both lists are empty where nothing is understood."""

    codes: list[CodeFound]
    conditions: list[ConditionFound]
    ask: str | None = Field(description="asks to say a health word as a work condition; null where there is none")
