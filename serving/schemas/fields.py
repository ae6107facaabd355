"""What every body is made of: a closed schema, and fields that say their own limits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import polars as pl
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from features.hidden_characters import is_plain
from features.identity_numbers import holds_identity_number


class Schema(BaseModel):
    """A body of the interface: closed, finite, and complete when written."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _null_is_empty(cls, value: Any, info: ValidationInfo) -> Any:
        """`null` for a list or an object that may be left out means an empty one."""
        factory = cls.model_fields[info.field_name].default_factory if info.field_name else None
        return factory() if value is None and factory is not None else value  # type: ignore[call-arg]


def _plain(text: str) -> str:
    if not is_plain(text):
        raise ValueError("remove characters that are not seen, or that turn the text around")
    if holds_identity_number(pl.Series([text])).any():
        raise ValueError("remove the national identity number: people are known here by an opaque key alone")
    return text


def _iso_day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not (isinstance(value, str) and len(value) == 10):
        raise ValueError("give a date as YYYY-MM-DD")
    day = date.fromisoformat(value)
    if not 1900 <= day.year <= 2100:
        raise ValueError("give a date between 1900 and 2100")
    return day


def _number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("give a number")
    return value


Key = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(_plain)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Whole = Annotated[int, BeforeValidator(_number)]
Number = Annotated[float, BeforeValidator(_number)]
Flag = Annotated[bool, Field(strict=True)]
Hours = Annotated[Number, Field(ge=0, le=60)]
Minutes = Annotated[Whole, Field(ge=0, le=300)]
Orgnr = Annotated[str, Field(pattern=r"^[0-9]{9}$")]
Occupation = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="STYRK-08, 4 digits")]
Municipality = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="4 digits; older codes are mapped")]
Industry = Annotated[
    str, Field(pattern=r"^[0-9]{2}(\.?[0-9]{1,3})?$", description="a code or the digits it begins with")
]
Share = Annotated[float, Field(ge=0, le=1)]
Office = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="Nav office, 4 digits")]
AwayTime = Annotated[
    str, Field(pattern=r"^[a-z]{3} [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", examples=["tue 09:00-12:00"])
]
Licence = Annotated[str, Field(min_length=1, max_length=10), AfterValidator(_plain)]
