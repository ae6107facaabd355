"""Reasons, born with the score: what each group of features adds, said in bokmål from the facts that gave it.

Contributions come from the ranker itself (`pred_contrib`), summed by the catalogue's groups. A sentence states only
what the facts behind the group bear out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np

from features.catalogue import FEATURES, Group
from features.vocabulary import ContactResult
from features.workplace import REST_DAYS
from features.world.facts import Floats
from features.world.memory import MEETING, RESULT_ORDER

REASONS_FOR = 3
Facts = Mapping[str, float]


@dataclass(frozen=True)
class Reason:
    """One reason: the group's code, a sentence, and what the group adds to the raw score."""

    code: str
    text: str
    effect: float


@dataclass(frozen=True)
class Explanation:
    """At most three reasons for, largest first, and the strongest against where there is one."""

    reasons: list[Reason]
    caution: Reason | None


@dataclass(frozen=True)
class Wishes:
    """Names of the wished occupation nearest to work seen there, and of the one commonest in the industry."""

    seen: str | None
    industry: str | None


def _with_wish(text: str, facts: Facts, wishes: Wishes) -> str:
    """The sentence with the wish it rests on, where it rests on one."""
    if min(_or_far(facts["wish_need"]), _or_far(facts["wish_seen"])) <= SIMILAR_WORK:
        wish = wishes.seen
    else:
        wish = wishes.industry if facts["wish_industry"] > COMMON_WORK else None
    return f"{text} ({wish})" if wish else text


def _or_far(distance: float) -> float:
    return 1.0 if isnan(distance) else distance


RANKED = tuple(f for f in FEATURES if f.ranks)
GROUPS: tuple[Group, ...] = tuple(dict.fromkeys(f.group for f in RANKED))
_MEMBERSHIP = np.array([[f.group == group for group in GROUPS] for f in RANKED], dtype=np.float64)


def group_contributions(contributions: Floats) -> Floats:
    """Contributions summed by group: [n, ranking features] → [n, GROUPS]."""
    return np.asarray(contributions @ _MEMBERSHIP, dtype=np.float64)


def explain(contributions: Floats, facts: Facts, wishes: Wishes | None = None) -> Explanation:
    """Reasons for one row: `contributions` [GROUPS] beside the median candidate, `facts` the row's features by name.

    `wishes` names the wished occupations that a sentence about tasks rests on.
    """
    order = np.argsort(-contributions, kind="stable")
    reasons: list[Reason] = []
    for position in order:
        text = FOR[GROUPS[position]](facts)
        if text is not None and contributions[position] >= 0 and len(reasons) < REASONS_FOR:
            if wishes is not None and GROUPS[position] is Group.TASKS:
                text = _with_wish(text, facts, wishes)
            reasons.append(Reason(GROUPS[position].value, text, float(contributions[position])))
    for position in order[::-1]:
        text = AGAINST[GROUPS[position]](facts)
        taken = any(reason.code == GROUPS[position].value for reason in reasons)
        if text is not None and not taken:
            return Explanation(reasons, Reason(GROUPS[position].value, text, float(contributions[position])))
    return Explanation(reasons, None)


def _tasks_for(f: Facts) -> str | None:
    if f["wish_need"] <= SAME_WORK:
        return "Har et kjent behov for arbeid som deltakeren ønsker seg"
    if f["wish_need"] <= SIMILAR_WORK:
        return "Har et kjent behov for arbeid som ligner det deltakeren ønsker seg"
    if f["wish_seen"] <= SIMILAR_WORK:
        return "Her gjøres arbeid som ligner det deltakeren ønsker seg"
    if f["wish_industry"] > COMMON_WORK:
        return "Bransjen har ofte slike jobber som deltakeren ønsker seg"
    if f["experience_seen"] <= SIMILAR_WORK or f["experience_industry"] > COMMON_WORK:
        return "Deltakeren har erfaring fra lignende arbeid"
    return None


def _tasks_against(f: Facts) -> str | None:
    if f["unwanted_industry"] > 1.0:
        return "Bransjen har en del arbeid som deltakeren ikke ønsker"
    if f["wish_industry"] < -0.3 and not f["wish_seen"] <= SIMILAR_WORK:
        return "Bransjen har sjelden slike jobber som deltakeren ønsker seg"
    if isnan(f["wish_need"]) and isnan(f["wish_seen"]):
        return "Vi vet ikke hvilke oppgaver som finnes her"
    return None


def _environment_for(f: Facts) -> str | None:
    if f["conditions_met"] > 0.5:
        return "Tilbyr det meste av tilretteleggingen deltakeren ber om"
    if f["conditions_met"] > 0:
        return "Tilbyr noe av tilretteleggingen deltakeren ber om"
    if f["conditions_expected"] >= 0.6:
        return "I denne bransjen er det vanlig med den tilretteleggingen deltakeren ber om"
    return None


def _environment_against(f: Facts) -> str | None:
    if f["conditions_refused"] > 0:
        return "Har sagt at noe av tilretteleggingen deltakeren ber om ikke lar seg gjøre"
    if f["conditions_met"] == 0:
        return "Vi vet ikke om de kan tilby tilretteleggingen deltakeren ber om"
    return None


def _hours_for(f: Facts) -> str | None:
    return "Behovet passer med timene deltakeren kan jobbe" if f["hours_gap"] == 0 else None


def _hours_against(f: Facts) -> str | None:
    return f"Behovet er om lag {f['hours_gap']:.0f} timer i uka unna det deltakeren kan" if f["hours_gap"] > 2 else None


def _travel_for(f: Facts) -> str | None:
    return f"Kort reisevei, omtrent {f['travel_minutes']:.0f} minutter" if f["travel_share"] <= 0.5 else None


def _travel_against(f: Facts) -> str | None:
    if f["travel_share"] > 1:
        return f"Lenger unna enn ønsket, omtrent {f['travel_minutes']:.0f} minutter"
    return f"Lang reisevei, omtrent {f['travel_minutes']:.0f} minutter" if f["travel_share"] > 0.7 else None


def _need_for(f: Facts) -> str | None:
    if f["needs_current"] > 0:
        return "Har meldt et behov for folk"
    if f["ads_current"] > 0:
        return "Har en utlyst stilling nå"
    return "Har søkt etter folk det siste året" if f["ads_year"] > 0 else None


def _need_against(f: Facts) -> str | None:
    return "Behovet er ikke kjent ennå" if f["needs_current"] == 0 and f["ads_current"] == 0 else None


def _agreement_for(f: Facts) -> str | None:
    return "Har en samarbeidsavtale med Nav" if f["agreement"] > 0 else None


def _history_for(f: Facts) -> str | None:
    if f["unit_lasted"] >= 1:
        return f"Har hatt {_times(f['unit_lasted'])} i jobb som varte minst et halvt år"
    if f["unit_starts"] >= 1:
        return "Har tatt inn noen gjennom Nav før"
    if f["unit_contacts"] >= 3 and f["unit_meeting_rate"] >= 0.35 and f["last_result"] >= MEETING:
        return "Pleier å svare når vi tar kontakt"
    return "Andre virksomheter i samme konsern har tatt inn folk" if f["chain_starts"] > 0 else None


def _history_against(f: Facts) -> str | None:
    if f["unit_broke"] > f["unit_lasted"]:
        return "Jobber her har tatt slutt tidlig før" if f["unit_broke"] > 1 else "En jobb her tok slutt tidlig"
    return "Ingen erfaring med denne arbeidsgiveren ennå" if f["unit_contacts"] + f["unit_starts"] == 0 else None


def _relation_for(f: Facts) -> str | None:
    if f["specialist_days"] <= 180:
        return "Du har hatt kontakt med dem det siste halvåret"
    return "Noen på kontoret kjenner dem" if f["office_days"] <= 365 else None


def _relation_against(f: Facts) -> str | None:
    if f["own_days"] <= 180 and f["own_result"] in REFUSALS:
        return "Sa nei eller svarte ikke sist vi spurte for denne deltakeren"
    return "Vi vet ikke om noen på kontoret har hatt kontakt med dem det siste året" if f["office_days"] > 365 else None


def _load_for(f: Facts) -> str | None:
    return "Har god plass til én til" if f["room"] >= 2 else None


def _load_against(f: Facts) -> str | None:
    if f["recent_notice"] > 0:
        return "Har hatt permitteringer eller nedbemanning det siste året"
    if f["room"] <= 0 and f["days_since_start"] < REST_DAYS:
        return "Tok inn noen for mindre enn fire uker siden, og kan trenge litt ro"
    if f["room"] <= 0:
        return "Har allerede så mange som de har kapasitet til"
    return "Har blitt kontaktet mange ganger i det siste" if f["contacts_quarter"] >= 4 else None


def _size_for(f: Facts) -> str | None:
    if f["employees"] >= 50:
        return "Stor arbeidsplass med mange slags oppgaver"
    return "Liten arbeidsplass" if f["employees"] < 10 else None


def _nothing(_: Facts) -> str | None:
    return None


def _times(number: float) -> str:
    words = {1: "én", 2: "to", 3: "tre", 4: "fire", 5: "fem"}
    return words.get(int(number), f"{number:.0f}")


SAME_WORK, SIMILAR_WORK = 0.05, 0.4
"""STYRK-08 distances up to which work is the same, or similar."""
COMMON_WORK = 0.7
"""Log lift from which an industry commonly has an occupation: about twice as often as elsewhere."""
REFUSALS = {float(RESULT_ORDER.index(result)) for result in (ContactResult.NO_ANSWER, ContactResult.NO)}
FOR: dict[Group, Callable[[Facts], str | None]] = {
    Group.TASKS: _tasks_for,
    Group.ENVIRONMENT: _environment_for,
    Group.HOURS: _hours_for,
    Group.TRAVEL: _travel_for,
    Group.NEED: _need_for,
    Group.AGREEMENT: _agreement_for,
    Group.HISTORY: _history_for,
    Group.RELATION: _relation_for,
    Group.LOAD: _load_for,
    Group.SIZE: _size_for,
}
AGAINST: dict[Group, Callable[[Facts], str | None]] = {
    Group.TASKS: _tasks_against,
    Group.ENVIRONMENT: _environment_against,
    Group.HOURS: _hours_against,
    Group.TRAVEL: _travel_against,
    Group.NEED: _need_against,
    Group.AGREEMENT: _nothing,
    Group.HISTORY: _history_against,
    Group.RELATION: _relation_against,
    Group.LOAD: _load_against,
    Group.SIZE: _nothing,
}
