"""Placements, subsidies and follow-ups as the tables see them: late, in part, and censored."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator import tenure
from features.simulator.employers import NEVER
from features.simulator.market import Market
from features.simulator.parameters import VTO
from features.simulator.record_employers import orgnrs
from features.simulator.record_people import person_ids
from features.simulator.recording import Calendar, codes, idents, numbered, only, some, table, written_down
from features.simulator.trades import trades

FORMS = ("permanent", "temporary", "zero_hours", "apprentice", "adapted_work_ordinary", "work_training", "job_taster")
_FORM_SHARES = np.array([[0.36, 0.36, 0.25, 0.03], [0.25, 0.35, 0.30, 0.10], [1, 0, 0, 0], [0.40, 0.45, 0.14, 0.01]])
"""stream × the first four forms; VTO has its own."""
REASONS = ("tasks", "pace", "social", "management", "transport", "hours", "other")
PROVIDERS = {
    "provider_id": ("B-01", "B-02", "B-03", "B-04", "B-05"),
    "name": ("Nav", "Solbakk Vekst", "Tindverk", "Elvehuset", "Lyspunkt"),
    "kind": ("nav", "growth_enterprise", "rehabilitation_enterprise", "growth_enterprise", "other"),
}


def record_placements(
    rng: Generator, market: Market, calendar: Calendar, contact_known: NDArray[np.bool_]
) -> dict[str, pl.DataFrame]:
    """placements, placement_subsidies, follow_ups, providers; `contact_known` says which contacts are in the tables."""
    placements, rows = _placements(rng, market, calendar, contact_known)
    return {
        "placements": placements,
        "placement_subsidies": _subsidies(rng, market, calendar, rows),
        "follow_ups": _follow_ups(market, calendar, rows),
        "providers": table("providers", {name: list(values) for name, values in PROVIDERS.items()}),
    }


def _placements(
    rng: Generator, market: Market, calendar: Calendar, contact_known: NDArray[np.bool_]
) -> tuple[pl.DataFrame, dict[str, NDArray[np.int64]]]:
    """The placements written down by the last day, and what subsidies and follow-ups need to know of them."""
    made, people = market.placements, market.people
    start, end = made["start"].astype(np.int64), made["end"].astype(np.int64)
    recorded = written_down(rng, start, 0.65, 0.04)
    kept = (start <= calendar.last) & (recorded <= calendar.last)
    rows = np.flatnonzero(kept)
    start, end, person = start[rows], end[rows], made["person"][rows].astype(np.int64)
    told = end + rng.choice([0, 1, 3, 7, 14, 45], rows.size, p=(0.3, 0.25, 0.2, 0.12, 0.1, 0.03)) <= calendar.last
    ended = (end <= calendar.last) & told
    left = market.left_week[person] * 7
    lost = (rng.random(rows.size) < np.where(left < calendar.last, 0.5, 0.03)) & (left < NEVER)
    seen = calendar.last - rng.integers(0, 21, rows.size)
    seen = np.where(lost, np.minimum(seen, left), seen)
    ended &= ~lost | (end <= seen)
    observed = np.where(ended, end, np.maximum(start, np.minimum(seen, end)))

    trial, stream = made["trial"][rows], made["stream"][rows].astype(np.int64)
    form = (np.cumsum(_FORM_SHARES, axis=1)[stream] > rng.random((rows.size, 1))).argmax(axis=1)
    form = np.where(stream == VTO, 4, form)
    form = np.where(trial, np.where(rng.random(rows.size) < np.where(stream == VTO, 0.8, 0.2), 5, 6), form)
    other = market.employers.roles[made["workplace"][rows], rng.integers(0, 3, rows.size)]
    trade = np.where(rng.random(rows.size) < 0.06, other, made["trade"][rows]).astype(np.int64)
    contact, continues = made["contact"][rows].astype(np.int64), made["continues"][rows].astype(np.int64)
    contact_told = (contact >= 0) & contact_known[contact] & (rng.random(rows.size) < 0.82)
    continued = (continues >= 0) & kept[continues] & (rng.random(rows.size) < 0.93)
    hours = people.hours_min[person] + rng.random(rows.size) * (people.hours_max[person] - people.hours_min[person])
    provider = some(
        rng,
        codes(PROVIDERS["provider_id"], rng.integers(0, 5, rows.size)),
        np.where(stream == VTO, 0.5, 0.2),
    )
    reason = _reasons(rng, market, rows, ended)
    frame = table(
        "placements",
        {
            "placement_id": numbered("J", rows),
            "participant_id": person_ids(market, person),
            "orgnr": orgnrs(market, made["workplace"][rows]),
            "contact_id": only(contact_told, numbered("C", contact)),
            "continues_placement_id": only(continued, numbered("J", continues)),
            "occupation": codes(trades().codes, trade),
            "form": codes(FORMS, form),
            "paid": ~trial,
            "hours_per_week": np.round(hours * 2) / 2,
            "owner_id": some(rng, idents(made["ident"][rows]), 0.95),
            "provider_id": provider,
            "starts_on": calendar.dates(start),
            "ends_on": calendar.dates(end, ended),
            "observed_until": calendar.dates(observed),
            "end_reason": reason,
            "recorded_on": calendar.dates(recorded[rows]),
        },
    )
    return frame, {"row": rows, "start": start, "end": np.where(ended, end, NEVER * 7), "observed": observed}


def _reasons(rng: Generator, market: Market, rows: NDArray[np.int64], ended: NDArray[np.bool_]) -> pl.Series:
    """Why it ended, as somebody understood it; empty while it runs, for trials that became jobs, and now and then."""
    made = market.placements
    gap, far = made["gap"][rows], made["minutes"][rows] > market.parameters.tenure.long_travel_minutes
    weights = np.column_stack(
        [
            0.6 + 0.9 * gap,
            0.5 + 1.2 * gap,
            0.6 + 0.9 * gap,
            0.6 + 0 * gap,
            0.05 + 1.2 * far,
            0.35 + 0 * gap,
            0.8 + 0 * gap,
        ]
    )
    cumulative = np.cumsum(weights, axis=1)
    guess = (cumulative > rng.random((rows.size, 1)) * cumulative[:, -1:]).argmax(axis=1)
    cause = made["cause"][rows].astype(np.int64)
    names = (*REASONS, "better_job", "education", "downsizing", "subsidy_ended")
    first = len(REASONS)
    known = np.select(
        [
            cause == tenure.BETTER_JOB,
            cause == tenure.EDUCATION,
            cause == tenure.DOWNSIZING,
            cause == tenure.SUBSIDY_ENDED,
        ],
        [first, first + 1, first + 2, first + 3],
        guess,
    )
    became_job = np.isin(rows, made["continues"])
    shown = ended & ~became_job & (rng.random(rows.size) < 0.9)
    return codes(names, np.where(shown, known, -1))


def _subsidies(rng: Generator, market: Market, calendar: Calendar, kept: dict[str, NDArray[np.int64]]) -> pl.DataFrame:
    made, row, start, end = market.placements, kept["row"], kept["start"], kept["end"]
    trial, stream, weeks = made["trial"][row], made["stream"][row], made["subsidy"][row].astype(np.int64)
    parts = (
        ("work_training", trial, end, None, None),
        ("adapted_work_ordinary", ~trial & (stream == VTO), end, None, None),
        ("temporary_wage_subsidy", weeks > 0, np.minimum(end, start + 7 * weeks), (40.0, 60.0), None),
        ("mentor_subsidy", ~trial & (rng.random(row.size) < 0.15), np.minimum(end, start + 180), None, (4000, 16000)),
        (
            "inclusion_subsidy",
            ~trial & (rng.random(row.size) < 0.1),
            np.minimum(end, start + 365),
            None,
            (10000, 120000),
        ),
    )
    frames = []
    for scheme, has, until, percent, amount in parts:
        rows = np.flatnonzero(has)
        frames.append(
            table(
                "placement_subsidies",
                {
                    "placement_id": numbered("J", row[rows]),
                    "scheme": [scheme] * rows.size,
                    "starts_on": calendar.dates(start[rows]),
                    "ends_on": calendar.dates(np.minimum(until[rows], 10**5), until[rows] < NEVER * 7),
                    "percent": rng.choice(percent, rows.size) if percent else [None] * rows.size,
                    "amount": rng.integers(*amount, rows.size).astype(float) if amount else [None] * rows.size,
                },
            )
        )
    return pl.concat(frames)


def _follow_ups(market: Market, calendar: Calendar, kept: dict[str, NDArray[np.int64]]) -> pl.DataFrame:
    """Follow-ups of known jobs until the last day anything is known of them, and the next one planned."""
    due, jobs = market.follow_ups, market.placements
    observed = np.full(len(jobs), -1)
    observed[kept["row"]] = kept["observed"]
    rows = np.flatnonzero(due["due"] <= observed[due["placement"]])
    done = due["done"][rows].astype(np.int64)
    held = (done >= 0) & (done <= calendar.last)
    running = kept["row"][(kept["end"] == NEVER * 7) & ~jobs["trial"][kept["row"]]]
    running = running[observed[running] > calendar.last - 28]
    age = (calendar.last - jobs["start"][running]) // 7
    next_age = np.where(age < 4, age + 1, np.maximum(8, (age // 4 + 1) * 4))
    planned = jobs["start"][running] + 7 * next_age.astype(np.int64)
    number = np.concatenate([due["number"][rows], np.where(next_age <= 4, next_age, next_age // 4 + 3)])
    none = np.zeros(running.size, dtype=np.bool_)
    who = np.concatenate([due["ident"][rows], jobs["ident"][running]])
    was_held = np.concatenate([held, none])
    return table(
        "follow_ups",
        {
            "placement_id": numbered("J", np.concatenate([due["placement"][rows], running])),
            "due_on": calendar.dates(np.concatenate([due["due"][rows].astype(np.int64), planned])),
            "done_on": calendar.dates(np.concatenate([done, planned]), was_held),
            "with_whom": codes(("worker", "employer", "both"), number % 3),
            "done_by": only(was_held, idents(who)),
        },
    )
