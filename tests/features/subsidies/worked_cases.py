"""The worked cases: how they are read, how the rule book is asked, and what is compared.

A case says, per scheme, the keys it is about; only those are compared. A list as `status` or `source_level` means that
the facts can be read in more than one way, and the case's `because` says how. `some_periods` are found by their first
day. `says` are phrases of the reason or the question; a list among them holds alternatives. Of `at_most_one_of`
no package holds two, `never` are schemes no package holds together, `packages_include` are packages that must be
offered. `refused` is the field of a 422.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from features.subsidies.body import question_from
from features.subsidies.book import load_book
from features.subsidies.question import QuestionError
from features.subsidies.quote import as_json, quote
from features.vocabulary import Scheme

CASES = Path(__file__).parent / "cases"
Json = dict[str, Any]
_ABOUT_PACKAGES = ("at_most_one_of", "never", "packages_include")
_MAY_HOLD = {"name", "because", "today", "question", "expect", "refused", *_ABOUT_PACKAGES}
_SCHEMES = {str(scheme) for scheme in Scheme}


class RefusedError(Exception):
    """The question cannot be used; `fields` are the paths the answer names."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def answer(question: Json, today: date) -> Json:
    """The contract's answer to the contract's question, both as JSON; raises `RefusedError` for one that is a 422."""
    try:
        given = as_json(quote(load_book(), question_from(question), today))
    except QuestionError as error:
        raise RefusedError([fault[0] for fault in error.faults]) from error
    return given


class Row(NamedTuple):
    """A case beside what is computed for it: the same keys on both sides."""

    case: str
    expected: Json
    computed: Json

    @property
    def differences(self) -> list[str]:
        """What differs, one line for each key; empty where the case holds."""
        pairs = ((key, expected, self.computed.get(key)) for key, expected in self.expected.items())
        return [f"{key}: expected {e}, computed {c}" for key, e, c in pairs if not _agree(key, e, c)]


def worked_cases() -> list[Json]:
    """Every case of the folder with its `file`, dates as ISO text; unknown keys and schemes are refused."""
    return [case for path in sorted(CASES.glob("*.yaml")) for case in _read(path)]


def row(case: Json) -> Row:
    """Ask the rule book the case's question and set the answer beside what is expected."""
    name = f"{case['file']}: {case['name']}"
    try:
        given = answer(case["question"], date.fromisoformat(case["today"]))
    except RefusedError as refusal:
        within = [field for field in refusal.fields if _is_within(field, case.get("refused"))]
        named = case["refused"] if within else refusal.fields
        return Row(name, _expected(case), {"refused": named})
    return Row(name, _expected(case), _computed(case, given))


def _expected(case: Json) -> Json:
    expected = {f"{s}.{key}": value for s, keys in case.get("expect", {}).items() for key, value in keys.items()}
    return expected | {key: case[key] for key in ("refused", *_ABOUT_PACKAGES) if key in case}


def _computed(case: Json, given: Json) -> Json:
    by_code = {scheme["scheme"]: scheme for scheme in given["schemes"]}
    packages = [set(package) for package in given["packages"]]
    computed = {
        f"{code}.{key}": _observed(key, expected, by_code[code])
        for code, keys in case.get("expect", {}).items()
        for key, expected in keys.items()
    }
    alone = case.get("at_most_one_of", [])
    together = [sorted(package & set(alone)) for package in packages if len(package & set(alone)) > 1]
    about_packages = {
        "at_most_one_of": together or alone,
        "never": [never for never in case.get("never", []) if not any(set(never) <= package for package in packages)],
        "packages_include": [wanted for wanted in case.get("packages_include", []) if set(wanted) in packages],
    }
    return computed | {key: about_packages[key] for key in _ABOUT_PACKAGES if key in case}


def _observed(key: str, expected: Any, scheme: Json) -> Any:
    """The part of the scheme's answer that the key is about, in the form the case writes it."""
    periods = scheme["periods"]
    match key:
        case "periods":
            return [_only(expected[0], period) for period in periods] if expected else periods
        case "some_periods":
            first_days = {period["from"]: period for period in periods}
            return [_only(wanted, first_days.get(wanted["from"], {})) for wanted in expected]
        case "number_of_periods":
            return len(periods)
        case "total":
            return sum(period["amount"] for period in periods)
        case "first_day":
            return periods[0]["from"] if periods else None
        case "last_day":
            return periods[-1]["to"] if periods else None
        case "says":
            text = " ".join(f"{scheme.get('reason') or ''} {scheme.get('question') or ''}".split()).lower()
            return [phrase for phrase in expected if any(word.lower() in text for word in _alternatives(phrase))]
        case "status" | "source_level" | "monthly_cost" | "hourly_wage":
            return scheme[key]
    raise ValueError(f"a case cannot ask for {key}")


def _only(wanted: Json, period: Json) -> Json:
    return {key: period.get(key) for key in wanted}


def _agree(key: str, expected: Any, computed: Any) -> bool:
    may_vary = key.endswith((".status", ".source_level"))
    return computed in _alternatives(expected) if may_vary else bool(computed == expected)


def _alternatives(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_within(path: str, field: str | None) -> bool:
    return field is not None and (path == field or path.startswith(f"{field}."))


class _OnceOnly(yaml.SafeLoader):
    """PyYAML silently keeps the last of two equal keys; here two equal keys are an error."""


def _mapping(loader: _OnceOnly, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if len(set(keys)) < len(keys):
        raise ValueError(f"a key is given twice{node.start_mark}")
    return loader.construct_mapping(node, deep=True)


_OnceOnly.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _read(path: Path) -> Iterator[Json]:
    for case in yaml.load(path.read_text("utf-8"), _OnceOnly):
        if unknown := (set(case) - _MAY_HOLD) | (set(case.get("expect", {})) - _SCHEMES):
            raise ValueError(f"{path.name}, {case['name']}: unknown {sorted(unknown)}")
        yield json.loads(json.dumps(case | {"file": path.stem}, default=str))
