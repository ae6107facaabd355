"""The lexicon: phrases that people use about work, by occupation and by work condition, read and checked.

`lexicon/occupations/NN.yaml` holds phrases by four-digit code and kind, `lexicon/hints.yaml` indirect ones by code,
`lexicon/conditions.yaml` by work condition, and `other_talk.yaml` what people say that is about no task. They are
written in this project, by hand. A fault is told with its file and phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from features.errors import InputError
from features.occupations import distance_matrix, is_occupation, occupation_codes, occupation_index, occupation_name
from features.vocabulary import WorkCondition

LEXICON = Path(__file__).parent / "lexicon"
OTHER_TALK = Path(__file__).parent / "other_talk.yaml"
KINDS = ("does", "places", "tools", "titles", "nynorsk")
HINT = "hint"
STANCES: dict[str, bool | None] = {"wanted": True, "unwanted": False, "neither": None}
NEAR = 0.5
"""Occupations no further apart than this (`features.occupations`) may share a phrase; any may share a place or a
tool.
"""
SHARED_KINDS = frozenset({"places", "tools"})
MOST_WORDS, MOST_LETTERS = 16, 120
_ENGLISH = frozenset(
    ["the", "and", "with", "of", "for", "you", "your", "are", "this", "that", "working", "work", "from", "have"]
) - {"for", "are"}
_FOREIGN = re.compile(r"[^\w\s.,;:!?%+/&()'’«»–\-…°€$§\"]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class OccupationPhrase:
    """Words that point to an occupation. `kind` is one of `KINDS`, `HINT`, or "name" for the occupation's own title."""

    text: str
    code: str
    kind: str


@dataclass(frozen=True)
class ConditionPhrase:
    """Words about a work condition: wanted, the opposite is fine (`wanted` False), or only words like it (None)."""

    text: str
    condition: WorkCondition
    wanted: bool | None


@dataclass(frozen=True)
class Lexicon:
    """All phrases, occupations sorted by code, in the order of the files; `others` are lists of phrases about no
    task.
    """

    occupations: tuple[OccupationPhrase, ...]
    conditions: tuple[ConditionPhrase, ...]
    others: tuple[tuple[str, ...], ...] = ()


def read_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Reads the lexicon, without the phrases that have a fault (`lexicon_faults`). A file that is no YAML is an
    InputError.
    """
    return _read_lexicon(folder)[0]


def lexicon_faults(folder: Path = LEXICON) -> list[str]:
    """What is wrong with the lexicon, each fault with its file and phrase; empty when all is well."""
    return _read_lexicon(folder)[1]


def _read_lexicon(folder: Path) -> tuple[Lexicon, list[str]]:
    faults: list[str] = []
    named = [OccupationPhrase(occupation_name(code), code, "name") for code in occupation_codes()]
    written = [p for path in sorted((folder / "occupations").glob("*.yaml")) for p in _occupations(path, faults)]
    written += _hints(folder / "hints.yaml", faults)
    conditions = tuple(_conditions(folder / "conditions.yaml", faults))
    occupations = tuple(sorted([*named, *written], key=lambda phrase: phrase.code))
    others = tuple(tuple(texts) for texts in _read(OTHER_TALK).values())
    return Lexicon(occupations, conditions, others), faults + _repeated(written)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise InputError(f"{path.name} cannot be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise InputError(f"{path.name} must map a code or a condition to its phrases")
    return content


def _occupations(path: Path, faults: list[str]) -> Iterator[OccupationPhrase]:
    for code, kinds in _read(path).items():
        if not (isinstance(code, str) and is_occupation(code) and code.startswith(path.stem)):
            faults.append(f"{path.name}: {code!r} is not a four-digit code of the group")
            continue
        for kind, text in _phrases(path, code, kinds, KINDS, faults):
            yield OccupationPhrase(text, code, kind)


def _hints(path: Path, faults: list[str]) -> Iterator[OccupationPhrase]:
    for code, texts in _read(path).items():
        if not (isinstance(code, str) and is_occupation(code)):
            faults.append(f"{path.name}: {code!r} is not a four-digit code")
            continue
        for _, text in _phrases(path, code, {HINT: texts}, (HINT,), faults):
            yield OccupationPhrase(text, code, HINT)


def _conditions(path: Path, faults: list[str]) -> Iterator[ConditionPhrase]:
    for name, stances in _read(path).items():
        if name not in set(WorkCondition):
            faults.append(f"{path.name}: {name!r} is not a work condition")
            continue
        for stance, text in _phrases(path, name, stances, tuple(STANCES), faults):
            yield ConditionPhrase(text, WorkCondition(name), STANCES[stance])


def _phrases(path: Path, key: str, lists: Any, kinds: tuple[str, ...], faults: list[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(lists, dict):
        faults.append(f"{path.name}: {key} has no lists")
        return
    seen: set[str] = set()
    for kind, texts in lists.items():
        if kind not in kinds:
            faults.append(f"{path.name}: {key} has a list {kind!r}, known are {', '.join(kinds)}")
            continue
        for text in texts or ():
            wrong = _fault(text, seen)
            if wrong:
                faults.append(f"{path.name}: {key} {kind}: {text!r} {wrong}")
            else:
                seen.add(text.casefold())
                yield kind, text


def _fault(text: Any, seen: set[str]) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return "is not text (does it need quotes?)"
    if unicodedata.normalize("NFC", text) != text:
        return "is not written with composed letters (NFC)"
    if len(text) > MOST_LETTERS or len(text.split()) > MOST_WORDS:
        return f"is longer than {MOST_WORDS} words or {MOST_LETTERS} letters"
    if _FOREIGN.search(text) or len(_ENGLISH & set(text.casefold().split())) > 1:
        return "is not Norwegian"
    return "is written twice" if text.casefold() in seen else None


def _repeated(phrases: list[OccupationPhrase]) -> list[str]:
    first: dict[str, str] = {}
    faults = []
    for phrase in (p for p in phrases if p.kind not in SHARED_KINDS):
        other = first.setdefault(phrase.text.casefold(), phrase.code)
        if distance_matrix()[occupation_index(other), occupation_index(phrase.code)] > NEAR:
            faults.append(f"{phrase.code[:2]}.yaml: {phrase.text!r} stands under {other} and {phrase.code}, far apart")
    return faults
