"""Participants as the tables see them."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator import wording
from features.simulator.market import Market
from features.simulator.parameters import STREAMS, VTO
from features.simulator.people import NONE
from features.simulator.recording import Calendar, table
from features.simulator.trades import CONDITIONS, TIMES, trades

OFFICE_FROM = 806
LEVELS = ("beginner", "basic", "good", "fluent")
FOLLOW_UP_NEEDS = ("low", "medium", "high")
SHAREABLE = ("experience", "skills", "hours", "conditions", "name")
_GROUPS = ("TRENGER_VEILEDNING", "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE", "JOBBE_DELVIS", "LITEN_MULIGHET_TIL_A_JOBBE")
_PROTECTION = ("none", "confidential", "strictly_confidential", "shielded")


def record_people(rng: Generator, market: Market, calendar: Calendar) -> dict[str, pl.DataFrame]:
    """participants, participant_rules, participant_audit; only those who were registered by the last day."""
    profiles = sorted(market.profiles, key=lambda row: (row["person"], row["day"]))
    profiles = [row for row in profiles if row["day"] <= calendar.last]
    persons = sorted({row["person"] for row in profiles})
    return {
        "participants": _participants(rng, market, calendar, profiles),
        "participant_rules": _rules(rng, market, calendar, persons),
        "participant_audit": _audit(rng, market, persons),
    }


def person_ids(market: Market, person: NDArray[np.int64]) -> pl.Series:
    """Participant ids by number."""
    return pl.Series(market.people.id, dtype=pl.String).gather(np.asarray(person, dtype=np.int64))


def _participants(
    rng: Generator, market: Market, calendar: Calendar, profiles: list[dict[str, object]]
) -> pl.DataFrame:
    people, known = market.people, trades()
    fixed = [_fixed(rng, market, person) for person in range(len(people))]
    rows: list[dict[str, object]] = []
    text: dict[int, tuple[object, str | None]] = {}
    for profile in profiles:
        person = int(profile["person"])  # type: ignore[call-overload]
        conditions = [CONDITIONS[i] for i in profile["stated_needs"]]  # type: ignore[attr-defined]
        near = int(profile["near"])  # type: ignore[call-overload]
        if text.get(person, (None, None))[0] != profile["wished"]:
            said = wording.wish(rng, near, conditions) if rng.random() < 0.5 else None
            text[person] = (profile["wished"], said)
        day = int(profile["day"])  # type: ignore[call-overload]
        rows.append(
            fixed[person]
            | {
                "specialist_id": f"Z{profile['ident']}",
                "wished_occupations": [known.codes[t] for t in profile["wished"]],  # type: ignore[attr-defined]
                "wished_text": text[person][1],
                "work_conditions": conditions,
                "available_from": calendar.day(int(people.arrives[person]) * 7 + 7),
                "left_on": calendar.day(day) if profile["left"] else None,
                "registered_on": calendar.day(int(people.arrives[person]) * 7),
                "updated_on": calendar.day(day),
            }
        )
    names = list(rows[0])
    frame = table("participants", {name: [row[name] for row in rows] for name in names})
    return frame.unique(["participant_id", "updated_on"], keep="last", maintain_order=True)


def _fixed(rng: Generator, market: Market, person: int) -> dict[str, object]:
    """What does not change from profile to profile."""
    people, known = market.people, trades()
    placed = rng.random() > 0.1
    contacted = market.pair_contact[person] >= 0
    never = market.pools.workplace[person][~contacted]
    veto = never[: int(rng.integers(1, 3))] if rng.random() < 0.05 else never[:0]
    weekday, hour = ("mon", "tue", "wed", "thu", "fri")[int(rng.integers(5))], int(rng.integers(8, 14))
    worked = [known.codes[t] for t in people.experience[person].tolist() if t != NONE]
    return {
        "participant_id": people.id[person],
        "stream": STREAMS[people.stream[person]],
        "office_id": f"{OFFICE_FROM + int(market.geography.office[people.municipality[person]]):04d}",
        "municipality": market.geography.codes[people.municipality[person]],
        "latitude": round(float(people.latitude[person]), 2) if placed else None,
        "longitude": round(2 * float(people.longitude[person]), 2) / 2 if placed else None,
        "unwanted_occupations": [known.codes[t] for t in people.unwanted[person].tolist() if t != NONE],
        "experience_occupations": worked if rng.random() < 0.8 else [],
        "skills_text": wording.skill(rng, int(np.argmax(known.tasks @ people.skill[person])))
        if rng.random() < 0.4
        else None,
        "hours_min": float(people.hours_min[person]),
        "hours_max": float(people.hours_max[person]),
        "times_of_day": [t for t, can in zip(TIMES, people.times[person].tolist(), strict=True) if can],
        "unavailable_times": [f"{weekday} {hour:02d}:00-{hour + 2:02d}:00"] if rng.random() < 0.15 else None,
        "max_travel_minutes": int(people.max_travel[person]),
        "travel_mode": ("car", "transit", "walk")[people.mode[person]],
        "driving_licence": ["B"] if people.licence[person] else [],
        "norwegian_level": LEVELS[people.norwegian[person]] if rng.random() < 0.85 else None,
        "follow_up_need": FOLLOW_UP_NEEDS[people.follow_up_need[person]],
        "may_contact_employers": bool(people.may_contact[person]),
        "shareable": [s for s in SHAREABLE if rng.random() < 0.6] if rng.random() < 0.7 else None,
        "excluded_workplaces": [market.employers.register.orgnr[w] for w in veto.tolist()],
    }


def _rules(rng: Generator, market: Market, calendar: Calendar, persons: list[int]) -> pl.DataFrame:
    people = market.people
    rows = []
    for person in persons:
        vto = people.stream[person] == VTO
        used = {"temporary_wage_subsidy": int(rng.integers(1, 10))} if rng.random() < 0.15 else {}
        if rng.random() < 0.15:
            used["work_training"] = int(rng.integers(1, 8))
        born = date(calendar.until.year - int(people.age[person]), int(rng.integers(1, 13)), int(rng.integers(1, 28)))
        group = _GROUPS[rng.choice(4, p=(0, 0, 0.35, 0.65) if vto else (0.1, 0.72, 0.18, 0))]
        rows.append(
            {
                "participant_id": people.id[person],
                "support_need_group": group if rng.random() < 0.93 else None,
                "birth_date": born,
                "disability_benefit": bool(rng.random() < (0.8 if vto else 0.1)) if rng.random() < 0.95 else None,
                "expects_disability_benefit": bool(rng.random() < 0.15) if rng.random() < 0.6 else None,
                "months_used": json.dumps(used) if used else None,
                "protection": _PROTECTION[rng.choice(4, p=(0.965, 0.015, 0.005, 0.015))],
            }
        )
    return table("participant_rules", {name: [row[name] for row in rows] for name in rows[0]})


def _audit(rng: Generator, market: Market, persons: list[int]) -> pl.DataFrame:
    people = market.people
    chosen = np.array(persons)
    bands = ("under 30", "30-39", "40-49", "50-59", "60+")
    return table(
        "participant_audit",
        {
            "participant_id": [people.id[p] for p in persons],
            "gender": [("woman", "man")[int(x)] for x in rng.random(chosen.size) < 0.52],
            "age_band": [bands[i] for i in np.digitize(people.age[chosen], [30, 40, 50, 60]).tolist()],
            "centrality": market.geography.centrality[people.municipality[chosen]],
            "country_group": [
                ("norway", "eea", "other")[i] for i in rng.choice(3, chosen.size, p=(0.78, 0.09, 0.13)).tolist()
            ],
        },
    )
