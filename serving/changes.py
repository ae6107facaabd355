"""What is new among the first places since a person's last list, and why: shown with every list that had one before."""

from __future__ import annotations

import numpy as np

from features.naming import registered_as
from features.news import News, news
from features.shown import LastList
from features.world import World
from features.world.facts import Ints
from models.exploration import STEADY_PLACES
from models.shortlist import Shortlists
from models.standing import profile_changed
from serving import schemas
from serving.decisions import NOTHING, Decided

WHY = {
    News.NOTICE: "Varsel om permittering, nedbemanning eller avvikling er registrert",
    News.NEED: "Et nytt behov er meldt",
    News.AD: "En ny stilling er lyst ut",
    News.PLACEMENT: "Noen har begynt eller sluttet der",
    News.CONTACT: "Det har vært kontakt med dem siden sist",
    News.AGREEMENT: "En samarbeidsavtale er ny eller endret",
    News.CONDITIONS: "Det er kommet nytt om tilrettelegging der",
    News.EXPIRED: "Et behov eller en annonse gjelder ikke lenger",
    News.REGISTER: "Opplysningene i registeret er endret",
}
TRIED = "En arbeidsgiver vi ikke har brukt det siste året, for å prøve noe nytt"
NEW_MODEL = "En ny modell er tatt i bruk"
NEW_PROFILE = "Deltakerens ønsker eller behov er endret"
MADE_ROOM = "Gir plass til andre"
MOVED_UP = "Rykket opp"
PINNED = "Festet av deg"
ADDED = "Lagt til av deg"
HIDDEN = "Tatt av listen av deg"
NOT_POSSIBLE = "Kan ikke foreslås nå: stengt, for langt unna eller ikke ønsket"


def changes(
    world: World,
    last: LastList | None,
    participant: int,
    lists: Shortlists,
    model_version: str,
    day: int,
    decided: Decided = NOTHING,
) -> list[schemas.Change] | None:
    """Workplaces that came among the first places since the last list, and those that left; None without a last list.

    What the specialist did goes before everything, and a reason about the workplace itself before one that holds for
    the whole list.
    """
    if last is None:
        return None
    now, before = lists.batch.unit[:STEADY_PLACES], last.unit[:STEADY_PLACES]
    came, left = now[~np.isin(now, before)], before[~np.isin(before, now)]
    whole = NEW_MODEL if last.model_version != model_version else None
    if whole is None and profile_changed(world, participant, last.day, day):
        whole = NEW_PROFILE
    tried = set(lists.batch.unit[lists.explored].tolist())
    own = dict.fromkeys(decided.added.tolist(), ADDED) | dict.fromkeys(decided.pinned.tolist(), PINNED)
    possible = set(lists.scored.unit.tolist())
    told = _told(world, np.concatenate([came, left]), last.day, day)
    made = []
    for unit in came.tolist():
        why = own.get(unit) or (TRIED if unit in tried else told.get(unit) or whole or MOVED_UP)
        made.append(_change(world, unit, "er ny blant de fem første", why))
    for unit in left.tolist():
        by_hand = HIDDEN if world.units.names[unit] in decided.off else None
        why = by_hand or told.get(unit) or (whole or MADE_ROOM if unit in possible else NOT_POSSIBLE)
        made.append(_change(world, unit, "er ikke lenger blant de fem første", why))
    return made


def _told(world: World, unit: Ints, since: int, until: int) -> dict[int, str]:
    """The most telling news of each workplace that has any."""
    found: dict[int, str] = {}
    for kind, heard in reversed(news(world, unit, since, until).items()):
        found |= dict.fromkeys(unit[heard].tolist(), WHY[kind])
    return found


def _change(world: World, unit: int, what: str, why: str) -> schemas.Change:
    orgnr = world.units.names[unit]
    version = int(world.workplaces.version(np.array([unit]), 2**19)[0])
    name = registered_as(world.workplaces.card.row(version, named=True)) if version >= 0 else orgnr
    return schemas.Change(orgnr=orgnr, what=f"{name} {what}", why=why)
