"""What the tables say of the participants: profiles that fill up with time, rules, and the audit's groups."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import polars as pl

from features.vocabulary import SupportNeedGroup
from tests.other_world.county import MODES
from tests.other_world.employers import CONDITIONS
from tests.other_world.people import LEVELS, STREAMS, VTO
from tests.other_world.state import NEVER
from tests.other_world.topics import occupations_of, words_of
from tests.other_world.world import UNTIL, OtherWorld

FIRST_SPECIALIST = 990_001
TEXT_KNOWN, PLACE_KNOWN, LEVEL_KNOWN, FILLS_UP = 0.45, 0.85, 0.9, 0.6


def participant_ids(count: int) -> np.ndarray:
    """Opaque keys, by participant number."""
    return np.array([f"ow-{number:06d}" for number in range(count)])


def specialist_ids(numbers: np.ndarray) -> list[str]:
    """Identifiers of the specialists with these numbers."""
    return [f"Z{FIRST_SPECIALIST + number}" for number in numbers]


def tables(random: np.random.Generator, world: OtherWorld) -> dict[str, pl.DataFrame]:
    """The tables participants, participant_rules and participant_audit."""
    return {
        "participants": _participants(random, world),
        "participant_rules": _rules(random, world),
        "participant_audit": _audit(random, world),
    }


def _lists(values: np.ndarray, kept: np.ndarray) -> pl.Series:
    lists = [sorted(set(row[keep].tolist())) for row, keep in zip(values, kept, strict=True)]
    return pl.Series(lists, dtype=pl.List(pl.String))


def _texts(random: np.random.Generator, topics: np.ndarray, opening: str, share: float) -> list[str | None]:
    words = words_of(random, np.maximum(topics, 0))
    told = (topics >= 0) & (random.random(len(topics)) < share)
    return [f"{opening} {word}" if tell else None for word, tell in zip(words, told, strict=True)]


def _participants(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    people, count, life = world.people, len(world.people), world.life
    place_known, level_known = random.random(count) < PLACE_KNOWN, random.random(count) < LEVEL_KNOWN
    staff_place = np.array([people.where[people.specialist == s][0] for s in range(people.specialists)])
    offers_hours = random.choice([[7, 15], [10, 20], [15, 25], [20, 37], [30, 37]], count)
    nights, weekends = random.random((2, count)) < np.array([[0.08], [0.3]])
    times = np.stack([np.ones(count, bool), people.evenings, nights, weekends], axis=1)
    conditions = np.tile(np.array(CONDITIONS), (count, 1))
    licence = np.where(people.licence, random.random(count) < 0.9, False)
    shareable = np.tile(np.array(["experience", "skills", "hours", "conditions", "name"]), (count, 1))
    averse = occupations_of(random, np.maximum(people.averse, 0))[:, None]
    vetoed = life.state.vetoed
    full = pl.DataFrame({
        "participant_id": participant_ids(count),
        "stream": np.array(STREAMS)[people.stream],
        "office_id": world.county.codes[staff_place[people.specialist]],
        "specialist_id": specialist_ids(people.specialist),
        "municipality": world.county.codes[people.where],
        "latitude": np.where(place_known, people.latitude, np.nan),
        "longitude": np.where(place_known, people.longitude, np.nan),
        "wished_occupations": _lists(occupations_of(random, np.maximum(people.wished, 0)), people.wished >= 0),
        "unwanted_occupations": _lists(averse, (people.averse >= 0)[:, None]),
        "wished_text": _texts(random, people.wished[:, 0], "Vil gjerne jobbe med", TEXT_KNOWN),
        "experience_occupations": _lists(occupations_of(random, np.maximum(people.done, 0)), people.done >= 0),
        "skills_text": _texts(random, people.done[:, 0], "Er vant til", TEXT_KNOWN),
        "hours_min": offers_hours[:, 0].astype(float), "hours_max": offers_hours[:, 1].astype(float),
        "times_of_day": _lists(np.tile(np.array(["day", "evening", "night", "weekend"]), (count, 1)), times),
        "unavailable_times": [["tue 09:00-12:00"] if away else [] for away in random.random(count) < 0.15],
        "max_travel_minutes": people.limit, "travel_mode": np.array(MODES)[people.mode],
        "driving_licence": [["B"] if held else [] for held in licence],
        "norwegian_level": [LEVELS[n] if known else None for n, known in zip(people.level, level_known, strict=True)],
        "work_conditions": _lists(conditions, people.asks),
        "follow_up_need": np.array(["low", "medium", "high"])[people.follow_up],
        "may_contact_employers": people.may_contact,
        "shareable": _lists(shareable, random.random(shareable.shape) < 0.5),
        "excluded_workplaces": pl.Series([world.employers.orgnr[np.flatnonzero(row)].tolist() for row in vetoed],
                                         dtype=pl.List(pl.String)),
        "available_from": world.on(people.registered), "left_on": world.on(life.left_on, False),
        "registered_on": world.on(people.registered), "updated_on": world.on(people.registered),
    }, schema_overrides={"unavailable_times": pl.List(pl.String), "driving_licence": pl.List(pl.String)})  # fmt: skip
    return _versions(random, world, full.with_columns(pl.col("latitude", "longitude").fill_nan(None)))


def _versions(random: np.random.Generator, world: OtherWorld, full: pl.DataFrame) -> pl.DataFrame:
    """A first, thin version for most; the full one some months later; and one that says that the person left."""
    registered, left_on = world.people.registered, world.life.left_on
    left = left_on != NEVER
    later = registered + random.integers(20, 200, len(full))
    grows = (random.random(len(full)) < FILLS_UP) & (later < np.where(left, left_on, world.last))
    thin = full.filter(grows).with_columns(
        pl.col("wished_occupations", "experience_occupations").list.head(1), pl.col("work_conditions").list.head(1),
        wished_text=pl.lit(None, pl.String), skills_text=pl.lit(None, pl.String),
    )  # fmt: skip
    grown = full.with_columns(world.on(np.where(grows, later, registered)).alias("updated_on"))
    gone = full.with_columns(world.on(left_on, left).alias("left_on"), world.on(left_on, left).alias("updated_on"))
    return pl.concat([thin, grown, gone.filter(left)]).sort("participant_id", "updated_on")


def _rules(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    people, count = world.people, len(world.people)
    vto = people.stream == VTO
    groups = np.array([group.value for group in SupportNeedGroup])
    group = np.where(vto, groups[-1], random.choice(groups, count, p=[0.05, 0.1, 0.45, 0.3, 0.1]))
    youth = people.stream == STREAMS.index("ips_youth")
    age = np.where(youth, random.uniform(18, 29, count), random.uniform(19, 62, count))
    protection = random.choice(["none", "confidential", "shielded"], count, p=[0.985, 0.01, 0.005])
    used = random.choice([0, 3, 12], count, p=[0.7, 0.2, 0.1])
    return pl.DataFrame({
        "participant_id": participant_ids(count), "support_need_group": group,
        "birth_date": [UNTIL - timedelta(days=int(years * 365.25)) for years in age],
        "disability_benefit": vto & (random.random(count) < 0.9),
        "expects_disability_benefit": ~vto & (random.random(count) < 0.05),
        "months_used": [json.dumps({"temporary_wage_subsidy": int(months)} if months else {}) for months in used],
        "protection": protection,
    })  # fmt: skip


def _audit(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    people, count = world.people, len(world.people)
    bands = np.where(people.stream == STREAMS.index("ips_youth"), 0, random.integers(0, 4, count))
    return pl.DataFrame({
        "participant_id": participant_ids(count), "gender": random.choice(["woman", "man"], count),
        "age_band": np.array(["18-29", "30-44", "45-54", "55-66"])[bands],
        "centrality": np.minimum(6, 1 + people.where // 4),
        "country_group": random.choice(["norway", "eu_eea", "other"], count, p=[0.78, 0.08, 0.14]),
    })  # fmt: skip
