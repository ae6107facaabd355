"""What a value of the rule book may be: one reader for each, which refuses in words what it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from features.subsidies.dated import Dated, Entry, Level
from features.subsidies.reading import Node
from features.vocabulary import SupportNeedGroup

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader = Callable[[Node], T]
Steps = tuple[tuple[int, Decimal], ...]
"""Percent from so many months after the start on, in order; the first is from 0 months."""

EVERYBODY = "everybody"
UNKNOWN = "unknown"
_ENTRY = ("value", "source", "level", "checked_on")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def day(node: Node) -> date:
    """A date as YYYY-MM-DD."""
    written = node.text()
    try:
        return date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else _refuse(node, written)
    except ValueError:
        return _refuse(node, written)


def _refuse(node: Node, written: str) -> date:
    raise node.wrong(f"«{written}» er ingen dato; skriv år-måned-dag, for eksempel 2027-01-01")


def number(node: Node) -> Decimal:
    """A number that is not negative, with a decimal point and without spaces."""
    written = node.text()
    if not _NUMBER.fullmatch(written):
        raise node.wrong(f"«{written}» er ikke et tall som kan brukes; skriv det som 7321 eller 10.2, ikke negativt")
    return Decimal(written)


def whole(node: Node) -> int:
    """A whole number that is not negative."""
    value = number(node)
    if value != value.to_integral_value():
        raise node.wrong(f"«{value}» må være et helt tall")
    return int(value)


def percent(node: Node) -> Decimal:
    """A percentage from 0 to 100."""
    value = number(node)
    if value > 100:
        raise node.wrong(f"«{value}» prosent er utenfor 0–100")
    return value


def text(node: Node) -> str:
    """A text."""
    return node.text()


def yes(node: Node) -> bool:
    """`yes`: the rule holds. What does not hold is null or left out."""
    if node.text() not in ("yes", "true"):
        raise node.wrong("skriv «yes», eller «null» når det er avsluttet")
    return True


def month_and_day(node: Node) -> tuple[int, int]:
    """A day of any year, written MM-DD."""
    written = node.text()
    if not re.fullmatch(r"\d\d-\d\d", written):
        raise node.wrong(f"«{written}» må skrives som måned-dag, for eksempel 06-01")
    found = day(Node(node.file, node.line, f"2001-{written}"))
    return found.month, found.day


def one_of(words: type[E]) -> Reader[E]:
    """One word of a closed list."""

    def read(node: Node) -> E:
        written = node.text()
        if written not in set(words):
            raise node.wrong(f"«{written}» er ukjent; det må være {', '.join(words)}")
        return words(written)

    return read


def each(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list without repetition."""

    def read(node: Node) -> tuple[T, ...]:
        found: list[T] = []
        for item in node.items():
            value = reader(item)
            if value in found:
                raise item.wrong(f"«{item.text()}» står to ganger i listen")
            found.append(value)
        return tuple(found)

    return read


def table(keys: Reader[Any] | Collection[str], reader: Reader[T]) -> Reader[dict[str, T]]:
    """A mapping; `keys` reads a key or lists those allowed."""

    def read(node: Node) -> dict[str, T]:
        found: dict[str, T] = {}
        for name, item in node.mapping().items():
            if callable(keys):
                keys(Node(item.file, item.line, name))
            elif name not in keys:
                raise item.wrong(f"«{name}» er ukjent; det kan stå {', '.join(keys)}")
            found[name] = reader(item)
        return found

    return read


GROUPS = (*(group.value for group in SupportNeedGroup), EVERYBODY, UNKNOWN)


def by_group(reader: Reader[T]) -> Reader[dict[str, T]]:
    """A value for each support-need group named, `everybody`, or `unknown` for one that is not known."""
    return table(GROUPS, reader)


def steps(node: Node) -> Steps:
    """Percent by months after the start: `{0: 60, 12: 50}`, in order, from 0 and never rising."""
    found: list[tuple[int, Decimal]] = []
    for name, item in node.mapping().items():
        months, value = whole(Node(item.file, item.line, name)), percent(item)
        if (found and (months <= found[-1][0] or value > found[-1][1])) or (not found and months):
            raise item.wrong("trinnene må begynne med 0 måneder, stå i rekkefølge, og satsen kan bare gå ned")
        found.append((months, value))
    return tuple(found)


def dated(name: str, node: Node, reader: Reader[T]) -> Dated[T]:
    """A parameter: `date: {value, source, level, checked_on, valid_until?}` in the order of the dates.

    `value: null` means ended. BookError for a date out of order, or a gap: a `valid_until` that ends before the next
    entry begins, or reaches beyond it.
    """
    entries: list[Entry[T]] = []
    for written, item in node.mapping().items():
        given = item.fields(_ENTRY, ("valid_until",))
        starts_on = day(Node(item.file, item.line, written))
        entry: Entry[T] = Entry(
            starts_on=starts_on,
            value=None if given["value"].value is None else reader(given["value"]),
            source=given["source"].text(),
            level=one_of(Level)(given["level"]),
            checked_on=day(given["checked_on"]),
            valid_until=day(given["valid_until"]) if "valid_until" in given else None,
        )
        _check_order(item, entries, entry)
        entries.append(entry)
    return Dated(name, tuple(entries))


def _check_order(node: Node, before: list[Entry[T]], entry: Entry[T]) -> None:
    if entry.valid_until is not None and entry.valid_until < entry.starts_on:
        raise node.wrong("«valid_until» er før datoen verdien gjelder fra")
    if not before:
        if entry.ended:
            raise node.wrong("den første verdien kan ikke være «null»: det må ha vært noe før det ble avsluttet")
        return
    last = before[-1]
    if entry.starts_on <= last.starts_on:
        raise node.wrong("datoene må stå i rekkefølge, den eldste først, og hver dato bare én gang")
    if last.valid_until is not None and (entry.starts_on - last.valid_until).days != 1:
        raise node.wrong(
            f"det er et hull eller en overlapping: verdien før gjelder til og med {last.valid_until:%d.%m.%Y}, "
            f"og den neste begynner {entry.starts_on:%d.%m.%Y}"
        )
