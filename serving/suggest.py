"""One request, end to end: from a profile to a list with its reasons, outlook, need and fit.

What is not built yet is null. The same facts, versions and day give the same list for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from features import industries, places
from features.capacity import Capacity
from features.catalogue import NAMES
from features.completeness import ENOUGH, completeness
from features.pipeline import Batch, Pipeline
from features.shown import ShownBefore
from features.world import Profiles, World
from features.world.facts import day_number, to_date
from features.world.memory import MEETING, pair_key
from features.world.outcomes import WEEKS_52
from models.baselines import Baseline, history
from models.bundle import Matcher
from models.explanations import SIMILAR_WORK, Explanation, Reason, effects, explain, tell
from models.outlook import CHANCES
from models.shortlist import Shortlists, shortlists
from models.standing import placing
from serving import schemas
from serving.basis import basis
from serving.changes import changes
from serving.decisions import NOTHING, Decided
from serving.filters import narrowed
from serving.follow_up import follow_up_plan
from serving.needs import shown_needs
from serving.schemas import SuggestionRequest
from serving.situations import likeliest_wishes, situations
from serving.subsidies import Offered, RuleBook
from serving.widening import widening


def suggest(
    pipeline: Pipeline,
    capacity: Capacity,
    matcher: Matcher,
    profile: pl.DataFrame,
    request: SuggestionRequest,
    as_of: date,
    list_id: str,
    rulebook: RuleBook | None = None,
    shown: ShownBefore | None = None,
    decided: Decided = NOTHING,
) -> schemas.SuggestionList:
    """The list for a one-row frame of the `participants` table, as known on `as_of`.

    `rulebook` is asked once the order is settled, and changes nothing but the subsidies and the employer's cost.
    `shown`, what was shown in the weeks before, lets exposure, last week's list and exploration move places; without
    it, as for filtered and look-ahead lists, the model's order stands. What the specialist `decided` goes before it.
    """
    profiles = pipeline.world.read_profiles(decided.without(profile))
    complete = completeness(profile)
    abstain = complete.share < ENOUGH
    filters, who = request.filters, int(profiles.participant[0])
    day = pipeline.eventful.settled(day_number(as_of))
    place = None
    if shown is not None:
        keys = profile["participant_id"].to_list()
        place = placing(pipeline.world, shown, profiles.participant, keys, matcher.version, to_date(day), request.limit)
    lists = shortlists(
        pipeline,
        matcher,
        profiles,
        np.zeros(1, dtype=np.int64),
        day,
        request.limit,
        abstain=np.array([abstain]),
        max_minutes=None if filters is None else filters.max_travel_minutes,
        added=decided.added,
        narrow=None if filters is None else lambda batch: narrowed(pipeline, filters, batch),
        place=place,
        after=lambda unit, order, placed: decided.arrange(unit, order, placed, request.limit),
    )
    last = None if shown is None else shown.last_list(who)
    instead = TOO_LITTLE if abstain else matcher.ranker.reason
    ranker = Baseline("history", history) if abstain else matcher.ranker
    beside = effects(ranker, lists.batch, lists.scored)
    why = explain(beside.by_feature, tell(pipeline, profiles, lists.batch, lists.beyond_reach, beside.typical))
    return schemas.SuggestionList(
        list_id=list_id,
        as_of=as_of,
        participant_id=profile["participant_id"][0],
        simulated=bool(profile["simulated"][0]),
        model=schemas.ModelName(name=matcher.name, version=matcher.version),
        rulebook_version=None if rulebook is None else rulebook.book.version,
        completeness=schemas.Completeness(share=complete.share, missing=complete.missing),
        abstained=None if instead is None else schemas.Abstained(reason=instead),
        widening=widening(pipeline, ranker, profiles, lists, day, filtered=request.filters.active),
        changes=changes(pipeline.world, last, who, lists, matcher.version, day, decided),
        basis=basis(pipeline.world, profiles, lists, why, stored=who >= 0),
        suggestions=cards(pipeline, capacity, profiles, lists, why, rulebook, as_of, decided),
    )


TOO_LITTLE = (
    "Vi vet for lite om deltakerens ønsker og behov til å rangere godt. "
    "Listen står i rekkefølge etter arbeidsgivernes tidligere erfaring."
)


def cards(
    pipeline: Pipeline,
    capacity: Capacity,
    profiles: Profiles,
    lists: Shortlists,
    why: Sequence[Explanation],
    rulebook: RuleBook | None,
    as_of: date,
    decided: Decided,
) -> list[schemas.Suggestion]:
    """One card per row of a person's list, with everything but the order to be said of it."""
    world, batch = pipeline.world, lists.batch
    day = day_number(as_of)
    plan = follow_up_plan(profiles, to_date(day)) if len(lists) else None
    active, room = capacity.active(batch.unit, day), capacity.room(batch.unit, day)
    needs, likeliest = shown_needs(world, profiles, batch), likeliest_wishes(pipeline, profiles, batch)
    offered: Sequence[Offered | None] = [None] * len(lists)
    if rulebook is not None and len(lists):
        offered = rulebook.offered(situations(pipeline, profiles, batch, needs, likeliest), as_of)
    known_by, records = _known_by(world, profiles, batch), _records(world, batch)
    made = []
    for i in range(len(lists)):
        facts = dict(zip(NAMES, batch.values[i].tolist(), strict=True))
        made.append(
            schemas.Suggestion(
                rank=int(lists.rank[i]),
                orgnr=world.units.names[int(batch.unit[i])],
                workplace=_workplace(world, batch, i),
                travel_minutes=round(float(lists.minutes[i])),
                score=float(lists.score[i]),
                order_by=schemas.OrderBy(
                    model=int(lists.model_rank[i]),
                    exploration=bool(lists.explored[i]),
                    pin=bool(batch.unit[i] in decided.pinned),
                    added=bool(batch.unit[i] in decided.added),
                ),
                outlook=_outlook(lists, i),
                evidence=_evidence(facts),
                reasons=[_reason(reason) for reason in why[i].reasons],
                caution=None if (caution := why[i].caution) is None else _reason(caution),
                need=needs[i].need,
                fit=_fit(facts),
                subsidies=None if (offer := offered[i]) is None else offer.subsidies,
                employer_cost=None if offer is None else offer.employer_cost,
                follow_up_plan=plan,
                relation=_relation(facts, needs[i].need, known_by[i], bool(profiles.frame["may_contact_employers"][0])),
                record=records[i],
                capacity=schemas.Capacity(active=int(active[i]), room=int(room[i])),
                propensity=None if np.isnan(lists.propensity[i]) else float(lists.propensity[i]),
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


def _reason(given: Reason) -> schemas.Reason:
    return schemas.Reason(code=given.code, text=given.text, effect=given.effect)


def _evidence(facts: dict[str, float]) -> schemas.Evidence:
    contacts, placements = round(facts["unit_contacts"]), round(facts["unit_starts"])
    grade = "strong" if placements >= 4 else "moderate" if placements >= 1 or contacts >= 5 else "weak"
    return schemas.Evidence(contacts=contacts, placements=placements, grade=grade)


def _share(value: float) -> float | None:
    return None if np.isnan(value) else float(min(1.0, max(0.0, value)))


def _fit(facts: dict[str, float]) -> schemas.Fit:
    """How the work, surroundings, hours and way fit the wishes, 0–1 each; null where nothing is known."""
    nearest = float(np.fmin(facts["wish_need"], facts["wish_seen"]))
    expected = 1.0 / (1.0 + float(np.exp(-facts["wish_fit"])))
    return schemas.Fit(
        tasks=_share(1.0 - nearest if nearest <= SIMILAR_WORK else expected),
        environment=_share(facts["conditions_expected"]),
        hours=_share(1.0 - facts["hours_gap"] / 20.0),
        travel=_share(1.0 - facts["travel_share"] / 2.0),
    )


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
