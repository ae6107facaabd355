"""One request, end to end: from a profile to a list with its reasons, outlook, need and fit.

What is not built yet is null. The same facts, versions and day give the same list for everybody.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from features import industries, occupations, places
from features.capacity import Capacity
from features.catalogue import NAMES
from features.completeness import ENOUGH, completeness
from features.pair import occupation_distance
from features.pipeline import Batch, Pipeline
from features.world import Profiles, World
from features.world.facts import day_number, to_date
from features.world.memory import MEETING, pair_key
from features.world.outcomes import WEEKS_52
from models.bundle import Matcher
from models.explanations import SIMILAR_WORK, Wishes, explain
from models.outlook import CHANCES
from models.shortlist import Shortlists, contributions, shortlists
from serving import schemas
from serving.filters import narrowed
from serving.schemas import SuggestionRequest


def suggest(
    pipeline: Pipeline,
    capacity: Capacity,
    matcher: Matcher,
    profile: pl.DataFrame,
    request: SuggestionRequest,
    as_of: date,
    list_id: str,
) -> schemas.SuggestionList:
    """The list for a one-row frame of the `participants` table, as known on `as_of`."""
    profiles = pipeline.world.read_profiles(profile)
    complete = completeness(profile)
    abstain = complete.share < ENOUGH
    filters = request.filters
    lists = shortlists(
        pipeline,
        matcher,
        profiles,
        np.zeros(1, dtype=np.int64),
        day_number(as_of),
        request.limit,
        abstain=np.array([abstain]),
        max_minutes=None if filters is None else filters.max_travel_minutes,
        narrow=None if filters is None else lambda batch: narrowed(pipeline, filters, batch),
    )
    return schemas.SuggestionList(
        list_id=list_id,
        as_of=as_of,
        participant_id=profile["participant_id"][0],
        simulated=bool(profile["simulated"][0]),
        model=schemas.ModelName(name=matcher.name, version=matcher.version),
        rulebook_version=None,
        completeness=schemas.Completeness(share=complete.share, missing=complete.missing),
        abstained=schemas.Abstained(reason=TOO_LITTLE) if abstain else None,
        widening=_widening(lists),
        changes=None,
        suggestions=_suggestions(pipeline, capacity, matcher, profiles, lists),
    )


TOO_LITTLE = (
    "Vi vet for lite om deltakerens ønsker og behov til å rangere godt. "
    "Listen står i rekkefølge etter arbeidsgivernes tidligere erfaring."
)


def _widening(lists: Shortlists) -> list[schemas.Widening] | None:
    beyond = int(lists.beyond_reach.sum())
    return [schemas.Widening(kind="longer_travel", gives=beyond)] if beyond else None


def _suggestions(
    pipeline: Pipeline, capacity: Capacity, matcher: Matcher, profiles: Profiles, lists: Shortlists
) -> list[schemas.Suggestion]:
    world, batch = pipeline.world, lists.batch
    day = int(batch.day[0]) if len(batch) else 0
    active, room = capacity.active(batch.unit, day), capacity.room(batch.unit, day)
    adds = contributions(matcher, lists)
    needs = _needs(world, profiles, batch)
    wishes = _wishes(pipeline, profiles, batch)
    known_by, records = _known_by(world, profiles, batch), _records(world, batch)
    made = []
    for i in range(len(lists)):
        facts = dict(zip(NAMES, batch.values[i].tolist(), strict=True))
        why = explain(adds[i], facts, wishes[i])
        made.append(
            schemas.Suggestion(
                rank=int(lists.rank[i]),
                orgnr=world.units.names[int(batch.unit[i])],
                workplace=_workplace(world, batch, i),
                travel_minutes=round(float(lists.minutes[i])),
                score=float(lists.score[i]),
                order_by=schemas.OrderBy(model=int(lists.rank[i]), exploration=False, pin=False),
                outlook=_outlook(lists, i),
                evidence=_evidence(facts),
                reasons=[schemas.Reason(code=r.code, text=r.text, effect=r.effect) for r in why.reasons],
                caution=None
                if why.caution is None
                else schemas.Reason(code=why.caution.code, text=why.caution.text, effect=why.caution.effect),
                need=needs[i],
                fit=_fit(facts),
                relation=_relation(facts, needs[i], known_by[i], bool(profiles.frame["may_contact_employers"][0])),
                record=records[i],
                capacity=schemas.Capacity(active=int(active[i]), room=int(room[i])),
                propensity=1.0,
            )
        )
    return made


def _workplace(world: World, batch: Batch, i: int) -> schemas.ShownWorkplace:
    version = int(world.workplaces.version(batch.unit[i : i + 1], batch.day[i : i + 1])[0])
    card = world.workplaces.card.row(version, named=True)
    code, standard = card["industry_code"], card["industry_standard"]
    industry = None if code is None else (industries.industry_name(code, standard) or code)
    return schemas.ShownWorkplace(
        orgnr=card["orgnr"],
        name=card["name"],
        municipality=places.municipality_name(card["municipality"]) or card["municipality"],
        industry=industry,
        employees=card["employees"],
        place_precision=card["place_precision"],
    )


def _outlook(lists: Shortlists, i: int) -> schemas.Outlook:
    c = lists.chances
    return schemas.Outlook(
        **{
            name: schemas.Chance(
                estimate=float(c.estimate[name][i]), low=float(c.low[name][i]), high=float(c.high[name][i])
            )
            for name in CHANCES
        }
    )


def _evidence(facts: dict[str, float]) -> schemas.Evidence:
    contacts, placements = round(facts["unit_contacts"]), round(facts["unit_starts"])
    grade = "strong" if placements >= 4 else "moderate" if placements >= 1 or contacts >= 5 else "weak"
    return schemas.Evidence(contacts=contacts, placements=placements, grade=grade)


def _share(value: float) -> float | None:
    return None if np.isnan(value) else float(min(1.0, max(0.0, value)))


def _fit(facts: dict[str, float]) -> schemas.Fit:
    """How the work, surroundings, hours and way fit the wishes, 0–1 each; null where nothing is known."""
    nearest = float(np.fmin(facts["wish_need"], facts["wish_seen"]))
    by_industry = 1.0 / (1.0 + float(np.exp(-facts["wish_industry"])))
    return schemas.Fit(
        tasks=_share(by_industry if np.isnan(nearest) else 1.0 - nearest),
        environment=_share(facts["conditions_expected"]),
        hours=_share(1.0 - facts["hours_gap"] / 20.0),
        travel=_share(1.0 - facts["travel_share"] / 2.0),
    )


def _needs(world: World, profiles: Profiles, batch: Batch) -> list[schemas.Need]:
    """The need to show for each row: one that holds before one that is outdated, near the wishes before far."""
    shown = [schemas.Need(status="unknown")] * len(batch)
    for facts, table in ((world.ads, "vacancies"), (world.needs, "employer_needs")):
        rows, which = facts.expand(batch.unit, batch.day)
        holds = facts.values["until"][which] >= batch.day[rows]
        wanted = profiles.wishes[batch.version[rows]]
        distance = occupation_distance(wanted, facts.values["occupation"][which].astype(np.int64))
        order = np.lexsort((-facts.when[which], distance, ~holds, rows))
        first = order[np.unique(rows[order], return_index=True)[1]] if len(order) else order
        for k in first:
            i = int(rows[k])
            if shown[i].status == "known" and not holds[k]:
                continue
            row = world.row(table, int(facts.values["row"][which[k]]))
            shown[i] = schemas.Need(
                status="known" if holds[k] else "outdated",
                text=row.get("text") if table == "employer_needs" and row.get("text") else _title(row),
                recorded_on=to_date(int(facts.when[which[k]])),
                source=row.get("source", "ad"),
            )
    return shown


def _title(row: dict[str, object]) -> str:
    title = row.get("title")
    return str(title) if title else occupations.occupation_name(str(row["occupation"]))


def _wishes(pipeline: Pipeline, profiles: Profiles, batch: Batch) -> list[Wishes]:
    """Which wishes a sentence about each row's tasks can name."""
    world, codes = pipeline.world, occupations.occupation_codes()
    division = world.workplaces.division[world.workplaces.version(batch.unit, batch.day)]
    wanted = profiles.wishes[batch.version]
    lifts = np.stack([pipeline.affinity.best(w[:, None], division, batch.day) for w in wanted.T], axis=1)
    best = np.nan_to_num(lifts, nan=-np.inf).argmax(axis=1)
    common = [codes[w[k]] if w[k] >= 0 else None for w, k in zip(wanted, best, strict=True)]
    return [
        Wishes(seen, None if code is None else occupations.occupation_name(code))
        for seen, code in zip(_nearest_wish(world, profiles, batch), common, strict=True)
    ]


def _nearest_wish(world: World, profiles: Profiles, batch: Batch) -> list[str | None]:
    """Name of the wished occupation nearest to work seen at each row's workplace; None where nothing is near."""
    names: list[str | None] = [None] * len(batch)
    codes = occupations.occupation_codes()
    rows, which = world.work_seen.expand(batch.unit, batch.day)
    seen = world.work_seen.values["occupation"][which].astype(np.int64)
    wishes = profiles.wishes[batch.version[rows]]
    distance = np.where(wishes < 0, np.inf, occupations.distance_matrix()[wishes, seen[:, None]])
    order = np.lexsort((distance.min(axis=1), rows)) if len(rows) else rows
    for k in order[np.unique(rows[order], return_index=True)[1]]:
        if distance[k].min() <= SIMILAR_WORK:
            names[int(rows[k])] = occupations.occupation_name(codes[int(wishes[k, int(distance[k].argmin())])])
    return names


def _known_by(world: World, profiles: Profiles, batch: Batch) -> list[tuple[str | None, date | None]]:
    """Who at the office last had contact with each row's workplace, and when."""
    facts = world.contact_facts["office"]
    key = pair_key(profiles.office[batch.version], batch.unit)
    specialist, day = facts.latest("specialist", key, batch.day), facts.latest_day(key, batch.day)
    return [
        (None, None) if np.isnan(s) else (world.specialists.names[int(s)], to_date(int(d)))
        for s, d in zip(specialist, day, strict=True)
    ]


def _records(world: World, batch: Batch) -> list[schemas.Record]:
    """Starts whose 52 weeks are known, and how many lasted them: a running start is neither."""
    lasted = world.lasted[WEEKS_52]["unit"].count(batch.unit, batch.day)
    broke = world.broke[WEEKS_52]["unit"].count(batch.unit, batch.day)
    return [schemas.Record(started=int(n + m), still_there_52w=int(n)) for n, m in zip(lasted, broke, strict=True)]


def _relation(
    facts: dict[str, float], need: schemas.Need, known_by: tuple[str | None, date | None], may_contact: bool
) -> schemas.Relation:
    """The next cup of coffee: introduce, learn what they need, present a person with consent."""
    if not may_contact:
        step = "Deltaker søker selv"
    elif facts["own_days"] <= 180 and facts["own_result"] >= MEETING:
        step = "Følg opp det dere snakket om sist"
    elif known_by[1] is None:
        step = "Første kopp kaffe: bli kjent med arbeidsplassen"
    elif need.status != "known":
        step = "Andre kopp kaffe: spør hva de trenger hjelp til"
    else:
        step = "Tredje kopp kaffe: presenter en kandidat, med samtykke"
    return schemas.Relation(known_by=known_by[0], last_contact=known_by[1], next_step=step)
