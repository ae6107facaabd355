"""Three for and one against on each card of a list, and what every group says, so that two cards can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.catalogue import RANKING, Group
from features.world.facts import Floats
from models.explanations.effects import GROUPS, group_contributions
from models.explanations.speaks_against import AGAINST
from models.explanations.speaks_for import FOR
from models.explanations.told import Told

REASONS_FOR = 3
ON_EVERY_CARD = 0.5
"""What a sentence that stands on every card of a list counts of its effect, beside one on this card alone."""
URGENT = (Group.DEFEAT, Group.TRAVEL)
"""Groups that are the caution whenever they have to be said: what broke before, and a way beyond what is wished for."""
_COLUMNS = {name: position for position, name in enumerate(RANKING)}


@dataclass(frozen=True)
class Reason:
    """One reason: the group's code, a sentence, and what the group adds to the raw score."""

    code: str
    text: str
    effect: float


@dataclass(frozen=True)
class Ground:
    """What one group adds to a card's score, and what can be said of it: for where it adds, against where it takes."""

    code: str
    effect: float
    text: str | None


@dataclass(frozen=True)
class Explanation:
    """At most three reasons for, largest first, the strongest against where there is one, and the grounds of all."""

    reasons: list[Reason]
    caution: Reason | None
    grounds: list[Ground]


def explain(by_feature: Floats, told: Sequence[Told]) -> list[Explanation]:
    """One explanation per row of a list: `by_feature` [n, ranking features] beside the median candidate.

    The group with the largest effect that has something true to say comes first. Of the others a sentence that most of
    the cards share gives way to one that tells this card from the rest, where their effects are near.
    """
    effects = group_contributions(by_feature)
    spoken = [_for(row, one) for row, one in zip(by_feature, told, strict=True)]
    offers = [_offers(effect, said) for effect, said in zip(effects, spoken, strict=True)]
    cards = Counter(text for offer in offers for text in {reason.text for reason in offer})
    made = []
    for effect, one, offer, said in zip(effects, told, offers, spoken, strict=True):
        reasons = _best(offer, cards, len(told))
        against = _against(one)
        made.append(Explanation(reasons, _caution(effect, against, one, reasons), _grounds(effect, said, against)))
    return made


def _for(row: Floats, told: Told) -> dict[Group, str]:
    """What each group has to say for: the first true sentence that rests on features that raise the score."""
    said: dict[Group, str] = {}
    for group, possible in FOR.items():
        raising = (s for s in possible if row[[_COLUMNS[name] for name in s.rests_on]].sum() > 0)
        text = next((text for s in raising if (text := s.say(told)) is not None), None)
        if text is not None:
            said[group] = text
    return said


def _against(told: Told) -> dict[Group, str]:
    """What each group has to say against: the gravest that is true, also where it costs nothing."""
    said = {
        group: next((text for s in possible if (text := s.say(told)) is not None), None)
        for group, possible in AGAINST.items()
    }
    return {group: text for group, text in said.items() if text is not None}


def _offers(effect: Floats, said: dict[Group, str]) -> list[Reason]:
    """Reasons that could be given, largest effect first."""
    order = np.argsort(-effect, kind="stable")
    return [
        Reason(GROUPS[k].value, said[GROUPS[k]], float(effect[k])) for k in order if effect[k] > 0 and GROUPS[k] in said
    ]


def _best(offer: list[Reason], cards: Counter[str], number: int) -> list[Reason]:
    """The largest, and of the rest those that weigh most when what stands on many cards counts for less."""

    def weight(reason: Reason) -> float:
        others = (cards[reason.text] - 1) / max(1, number - 1)
        return reason.effect * (1.0 - (1.0 - ON_EVERY_CARD) * others)

    chosen = offer[:1] + sorted(offer[1:], key=weight, reverse=True)[: REASONS_FOR - 1]
    return sorted(chosen, key=lambda reason: -reason.effect)


def _caution(effect: Floats, against: dict[Group, str], told: Told, reasons: list[Reason]) -> Reason | None:
    taken = {reason.code for reason in reasons}
    order = [GROUPS[k] for k in np.argsort(effect, kind="stable")]
    urgent = [group for group in URGENT if group in against and (group is Group.DEFEAT or told.beyond_reach)]
    for group in (*urgent, *order):
        if group in against and (group.value not in taken or group in urgent):
            return Reason(group.value, against[group], float(effect[GROUPS.index(group)]))
    return None


def _grounds(effect: Floats, said: dict[Group, str], against: dict[Group, str]) -> list[Ground]:
    return [
        Ground(group.value, float(value), said.get(group) if value > 0 else against.get(group))
        for group, value in zip(GROUPS, effect, strict=True)
    ]
