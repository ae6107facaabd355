"""What the tables say of the workplaces: the register, what they offer and need, their agreements and notices."""

from __future__ import annotations

import numpy as np
import polars as pl

from tests.other_world.employers import CONDITIONS
from tests.other_world.state import NEVER
from tests.other_world.topics import TOPICS, occupations_of, words_of
from tests.other_world.world import OtherWorld

SUPPRESSED_BELOW = 5
PLACE_KNOWN, CAPACITY_KNOWN, INDUSTRY_KNOWN, DESCRIBED, CONDITION_KNOWN, MISTAKEN = 0.8, 0.25, 0.97, 0.2, 0.12, 0.1


def tables(random: np.random.Generator, world: OtherWorld) -> dict[str, pl.DataFrame]:
    """The tables workplaces, workplace_conditions, employer_needs, vacancies, agreements and employer_notices."""
    heard = _needs_heard(random, world)
    return {
        "workplaces": _workplaces(random, world),
        "workplace_conditions": _conditions(random, world),
        "employer_needs": heard,
        "vacancies": _vacancies(random, world),
        "agreements": _agreements(random, world),
        "employer_notices": _notices(world),
    }


def _workplaces(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    firms, count = world.employers, len(world.employers)
    chance = random.random((5, count))
    main = firms.tasks.argsort(axis=1)[:, ::-1]
    words = zip(words_of(random, main[:, 0]), words_of(random, main[:, 1]), strict=True)
    shown = firms.employees >= SUPPRESSED_BELOW
    known, closed_on = chance[2] < INDUSTRY_KNOWN, world.life.state.closed_on
    names = [f"{TOPICS[topic].name.capitalize()} {number}" for number, topic in enumerate(firms.shown_topic)]
    frame = pl.DataFrame({
        "orgnr": firms.orgnr, "parent_orgnr": firms.entity_orgnr[firms.parent], "name": names,
        "org_form": np.full(count, "BEDR"), "industry_code": firms.industry,
        "industry_standard": np.full(count, "SN2007"),
        "municipality": world.county.codes[firms.where], "latitude": firms.latitude.round(4),
        "longitude": firms.longitude.round(4), "employees": firms.employees, "sector": firms.sector,
        "capacity": firms.capacity, "description": [f"Hos oss: {first} og {second}" for first, second in words],
        "registered_on": world.on(-random.integers(200, 9000, count)),
        "closed_on": world.on(closed_on, closed_on != -NEVER),
    })  # fmt: skip
    return frame.with_columns(
        *(_only(name, chance[0] < PLACE_KNOWN) for name in ("latitude", "longitude")), _only("employees", shown),
        _only("capacity", chance[1] < CAPACITY_KNOWN), _only("description", chance[3] < DESCRIBED),
        *(_only(name, known) for name in ("industry_code", "industry_standard")),
    )  # fmt: skip


def _only(name: str, where: np.ndarray) -> pl.Expr:
    return pl.when(pl.Series(where)).then(pl.col(name)).alias(name)


def _conditions(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    firms = world.employers
    workplace, condition = np.nonzero(random.random(firms.offers.shape) < CONDITION_KNOWN)
    true = firms.offers[workplace, condition]
    return pl.DataFrame({
        "orgnr": firms.orgnr[workplace], "condition": np.array(CONDITIONS)[condition],
        "offered": true ^ (random.random(len(true)) < MISTAKEN),
        "source": random.choice(["visit", "phone", "web"], len(true)),
        "recorded_on": world.on(random.integers(-100, world.last + 1, len(true))),
    })  # fmt: skip


def _needs_heard(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    """Needs met on visits and by phone, and a part of those in ads and registers; the end is often not known."""
    met = world.life.read("visited_needs")
    read = world.needs.filter(random.random(len(world.needs)) < 0.2)
    source = np.where(read["advertised"].to_numpy(), "ad", "register")
    said = np.where(met["channel"].to_numpy() == 0, "visit", "phone")
    needs = pl.concat([part.select("day", "workplace", "topic", "until") for part in (met, read)])
    source = np.concatenate([said, source])
    count = len(needs)
    topic = needs["topic"].to_numpy()
    day = needs["day"].to_numpy()
    told, timed = random.random(count) < 0.4, random.random(count) < 0.5
    words = words_of(random, topic)
    hours = random.choice([8.0, 15.0, 20.0, 30.0, 37.5], count)
    return pl.DataFrame({
        "need_id": [f"need-{number}" for number in range(count)],
        "orgnr": world.employers.orgnr[needs["workplace"].to_numpy()], "occupation": occupations_of(random, topic),
        "hours_per_week": np.where(random.random(count) < 0.6, hours, np.nan),
        "text": [f"Trenger hjelp til: {word}" if tell else None for word, tell in zip(words, told, strict=True)],
        "source": source, "recorded_on": world.on(day), "valid_until": world.on(needs["until"].to_numpy(), timed),
    }).with_columns(pl.col("hours_per_week").fill_nan(None))  # fmt: skip


def _vacancies(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    ads = world.needs.filter("advertised")
    topic, day = ads["topic"].to_numpy(), ads["day"].to_numpy()
    words, count = words_of(random, topic), len(ads)
    texts = [f"Vi søker deg som liker: {word}" if tell else None
             for word, tell in zip(words, random.random(count) < 0.6, strict=True)]  # fmt: skip
    return pl.DataFrame({
        "ad_id": [f"ad-{number}" for number in range(count)],
        "orgnr": world.employers.orgnr[ads["workplace"].to_numpy()], "published": world.on(day),
        "expires": world.on(day + random.integers(10, 35, count)), "occupation": occupations_of(random, topic),
        "title": [f"Medarbeider, {TOPICS[number].name}" for number in topic],
        "text": pl.Series(texts, dtype=pl.String),
        "extent": random.choice(["full_time", "part_time", "unknown"], count),
        "positions": random.integers(1, 4, count),
    })  # fmt: skip


def _agreements(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    """Agreements say a little of willingness: the more willing sign them somewhat more often."""
    firms, count = world.employers, len(world.employers)
    units = np.flatnonzero(random.random(count) < 0.06 * np.exp(0.4 * firms.attitude))
    entities = np.flatnonzero(random.random(len(firms.entity_orgnr)) < 0.02)
    size = len(units) + len(entities)
    starts = random.integers(-400, world.last + 1, size)
    return pl.DataFrame({
        "orgnr": np.concatenate([firms.orgnr[units], firms.entity_orgnr[entities]]),
        "programme": np.repeat(["Lokal samarbeidsavtale", "Vi inkluderer"], [len(units), len(entities)]),
        "level": np.repeat(["local", "national"], [len(units), len(entities)]),
        "covers": np.repeat(["unit", "legal_entity"], [len(units), len(entities)]),
        "starts_on": world.on(starts),
        "ends_on": world.on(starts + random.integers(365, 1100, size), random.random(size) < 0.7),
    })  # fmt: skip


def _notices(world: OtherWorld) -> pl.DataFrame:
    closed_on, numbers = world.life.state.closed_on, world.employers.orgnr
    shut = np.flatnonzero(closed_on != -NEVER)
    mass = world.pauses["mass"].to_numpy()
    kinds = np.concatenate([
        np.where(mass, "mass_dismissal", "temporary_layoff"), np.where(shut % 2 == 0, "bankruptcy", "closure"),
    ])  # fmt: skip
    none = np.zeros(len(shut), dtype=int)
    return pl.DataFrame({
        "orgnr": numbers[np.concatenate([world.pauses["workplace"].to_numpy(), shut])], "kind": kinds,
        "starts_on": world.on(np.concatenate([world.pauses["day"].to_numpy(), closed_on[shut]])),
        "ends_on": world.on(np.concatenate([world.pauses["until"].to_numpy(), none]),
                            np.concatenate([~mass, none.astype(bool)])),
    })  # fmt: skip
