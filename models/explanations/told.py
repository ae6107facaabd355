"""What a sentence may rest on: the facts of one workplace and person, the median candidate, and names for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan

from features.vocabulary import EndReason

Facts = Mapping[str, float]

SAME_WORK, SIMILAR_WORK = 0.05, 0.4
"""STYRK-08 distances up to which work is the same, or similar."""
COMMON_WORK = 0.7
"""Log lift from which an industry commonly has an occupation: about twice as often as elsewhere."""


@dataclass(frozen=True)
class Told:
    """One row: features by name, those of the median candidate, and names in bokmål where there is something to name.

    `needed`, `seen` and `common` are the wished occupations nearest to a current need or ad, nearest to work ever seen
    there, and commonest in the industry; `done` and `done_common` the same of experience. `offered` and `refused` are
    the conditions asked for that the workplace has said yes or no to. `broke` is why an earlier job ended that is still
    remembered, `answered` what the workplace offers against it.
    """

    facts: Facts
    typical: Facts
    needed: str | None = None
    seen: str | None = None
    common: str | None = None
    done: str | None = None
    done_common: str | None = None
    offered: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    broke: EndReason | None = None
    answered: tuple[str, ...] = ()
    beyond_reach: bool = False

    def above(self, name: str) -> bool:
        """Whether a feature is above the median candidate's."""
        return self.facts[name] > self.typical[name]

    def below(self, name: str) -> bool:
        """Whether a feature is below the median candidate's."""
        return self.facts[name] < self.typical[name]


@dataclass(frozen=True)
class Sentence:
    """Something that can be said of a group: `rests_on` are its features, `say` gives the words or None if untrue."""

    rests_on: tuple[str, ...]
    say: Callable[[Told], str | None]


def named(text: str, name: str | None) -> str:
    """The text with what it is about, where that can be named."""
    return f"{text}: {name}" if name else text


def listed(words: tuple[str, ...]) -> str:
    """«a», «a og b», «a, b og c»."""
    return " og ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def count(number: float) -> str:
    """A count as a word up to five: «én», «to», …"""
    words = {1: "én", 2: "to", 3: "tre", 4: "fire", 5: "fem"}
    return words.get(int(number), f"{number:.0f}")


def ago(days: float) -> str:
    """So many days back in the words of a colleague: «i dag», «for tre uker siden»."""
    if days < 1:
        return "i dag"
    if days < 2:
        return "i går"
    if days < 14:
        return f"for {days:.0f} dager siden"
    if days < 60:
        return f"for {count(days // 7)} uker siden"
    return f"for {count(days // 30)} måneder siden"


def minutes(number: float) -> str:
    """«omtrent 12 minutter», and from two hours on «omtrent 3 timer»."""
    if number >= 120:
        return f"omtrent {number / 60:.0f} timer"
    return "omtrent ett minutt" if round(number) <= 1 else f"omtrent {number:.0f} minutter"


def at_most(value: float, limit: float) -> bool:
    """Whether a value is known and at most the limit."""
    return not isnan(value) and value <= limit
