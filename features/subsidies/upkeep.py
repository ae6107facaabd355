"""What somebody has to look at before it goes wrong: values about to end, and values nobody has checked for long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from features.subsidies.dated import Dated
from features.subsidies.in_words import in_words

ENDS_WITHIN_DAYS = 60
CHECKED_WITHIN_DAYS = 180


class Concern(StrEnum):
    """Why a value needs somebody's attention."""

    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class BookWarning:
    """One value, why it needs attention, the day it is about, and the same in bokmål."""

    parameter: str
    concern: Concern
    day: date
    text: str


def warnings_of(parameter: Dated[Any], today: date, title: str | None = None) -> Iterator[BookWarning]:
    """The warnings of one parameter on that day; `title` is what its file is called in bokmål."""
    called = in_words(parameter.name, title)
    entries = parameter.entries
    held = [entry for entry in entries if entry.starts_on <= today]
    if not held:
        return
    now, following = held[-1], entries[len(held)] if len(held) < len(entries) else None
    if now.ended:
        return
    last = parameter.last_day if following is not None and following.ended else None
    if following is None:
        last = now.valid_until
    if last is not None and last < today:
        text = f"{called}: verdien var kjent til og med {last:%d.%m.%Y}, og ingen ny er lagt inn"
        yield BookWarning(parameter.name, Concern.EXPIRED, last, text)
    elif last is not None and (last - today).days <= ENDS_WITHIN_DAYS:
        text = f"{called}: gjelder til og med {last:%d.%m.%Y}, om {(last - today).days} dager"
        yield BookWarning(parameter.name, Concern.ENDS_SOON, last, text)
    ago = (today - now.checked_on).days
    if ago > CHECKED_WITHIN_DAYS:
        text = f"{called}: sist kontrollert {now.checked_on:%d.%m.%Y}, for {ago} dager siden"
        yield BookWarning(parameter.name, Concern.NOT_CHECKED, now.checked_on, text)
