"""A question as the contract writes it in JSON, read into the dataclasses of `question`; faults are named by field."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from features.subsidies.question import Question, QuestionError

T = TypeVar("T")


def question_from_json(text: str | bytes) -> Question:
    """The question in a JSON text; numbers are taken exactly as they are written. QuestionError for anything wrong."""
    try:
        body = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as cause:
        raise QuestionError([("body", "this is not valid JSON")]) from cause
    return question_from(body)


def question_from(body: Any) -> Question:
    """The question in a JSON object. QuestionError names unknown, missing and mistyped fields."""
    faults: list[tuple[str, str]] = []
    made = _dataclass(Question, body, "", faults)
    if made is None or faults:
        raise QuestionError(faults)
    return made


def _dataclass(kind: type[T], body: Any, where: str, faults: list[tuple[str, str]]) -> T | None:
    if not isinstance(body, dict):
        faults.append((where or "body", "give an object with named fields"))
        return None
    declared = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    faults += [(_path(where, name), "this field is unknown") for name in body if name not in declared]
    read: dict[str, Any] = {}
    for name, field in declared.items():
        if body.get(name) is not None:
            read[name] = _value(hints[name], body[name], _path(where, name), faults)
        elif field.default is MISSING and field.default_factory is MISSING:
            faults.append((_path(where, name), "this field is missing"))
    return None if faults else kind(**read)


def _value(kind: Any, given: Any, where: str, faults: list[tuple[str, str]]) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    if is_dataclass(kind):
        return _dataclass(kind, given, where, faults)  # type: ignore[arg-type]
    if get_origin(kind) is Mapping:
        if not isinstance(given, dict):
            faults.append((where, "give an object from scheme to number"))
            return None
        return {name: _value(get_args(kind)[1], one, f"{where}.{name}", faults) for name, one in given.items()}
    try:
        return _single(kind, given)
    except ValueError as cause:
        faults.append((where, str(cause)))
        return None


def _single(kind: Any, given: Any) -> Any:
    if kind is Decimal:
        if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
            raise ValueError("give a number")
        number = Decimal(str(given))
        if not number.is_finite():
            raise ValueError("give a finite number")
        return number
    if kind is bool:
        if not isinstance(given, bool):
            raise ValueError("give true or false")
        return given
    if not isinstance(given, str):
        raise ValueError("give a date as YYYY-MM-DD" if kind is date else "give a text")
    if kind is date:
        return _day(given)
    if issubclass(kind, StrEnum):
        if given not in set(kind):
            raise ValueError(f"give one of {', '.join(kind)}")
        return kind(given)
    return given


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given) if len(given) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError("give a date as YYYY-MM-DD")
    if not 1900 <= day.year <= 2100:
        raise ValueError("give a date between 1900 and 2100")
    return day


def _path(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
