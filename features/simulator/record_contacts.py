"""Contacts, lists and choices as the tables see them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator import wording
from features.simulator.hiring import RESULTS
from features.simulator.market import Market
from features.simulator.record_employers import orgnrs
from features.simulator.record_people import person_ids
from features.simulator.recording import Calendar, codes, idents, numbered, only, some, table, written_down
from features.simulator.shown_lists import VERSIONS

CHANNELS = ("visit", "phone", "digital")
CHOICES = ("pin", "hide", "not_for_this_participant", "wrong", "none_of_these", "add")


def record_contacts(
    rng: Generator, market: Market, calendar: Calendar
) -> tuple[dict[str, pl.DataFrame], NDArray[np.bool_]]:
    """contacts, shown_lists, choices; and for every contact whether it was written down by the last day."""
    contacts, kept = _contacts(rng, market, calendar)
    lists, choices = _lists(market, calendar), _choices(rng, market, calendar)
    return {"contacts": contacts, "shown_lists": lists, "choices": choices}, kept


def _contacts(rng: Generator, market: Market, calendar: Calendar) -> tuple[pl.DataFrame, NDArray[np.bool_]]:
    """The contacts that were written down by the last day, and for every contact whether it was."""
    made = market.contacts
    day = made["day"].astype(np.int64)
    recorded = written_down(rng, day, 0.7, 0.04)
    kept = (recorded <= calendar.last) & ((rng.random(day.size) > 0.025) | made["job"])
    rows = np.flatnonzero(kept)
    result = made["result"][rows].astype(np.int64)
    listed = made["list"][rows] >= 0
    further = [wording.NEXT_STEPS.get(RESULTS[r], ("",)) for r in result.tolist()]
    step = pl.Series(
        [s[int(i * len(s))] or None for s, i in zip(further, rng.random(rows.size).tolist(), strict=True)],
        dtype=pl.String,
    )
    step = some(rng, step, 0.7)
    planned = step.is_not_null().to_numpy() & (rng.random(rows.size) < 0.8)
    frame = table(
        "contacts",
        {
            "contact_id": numbered("C", rows),
            "orgnr": orgnrs(market, made["workplace"][rows]),
            "participant_id": only(made["named"][rows], person_ids(market, made["person"][rows])),
            "specialist_id": idents(made["ident"][rows]),
            "contacted_on": calendar.dates(day[rows]),
            "channel": codes(CHANNELS, made["channel"][rows]),
            "decision_maker": some(rng, pl.Series((rng.random(rows.size) < 0.45) & (result > 0)), 0.8),
            "result": codes(RESULTS, result),
            "next_step": step,
            "next_step_on": calendar.dates(day[rows] + rng.integers(5, 60, rows.size), planned),
            "list_id": only(listed, numbered("L", made["list"][rows])),
            "rank_shown": only(listed, made["rank"][rows]),
            "propensity": only(listed, made["propensity"][rows]),
            "recorded_on": calendar.dates(recorded[rows]),
        },
    )
    return frame, kept


def _lists(market: Market, calendar: Calendar) -> pl.DataFrame:
    shown = market.lists
    return table(
        "shown_lists",
        {
            "list_id": numbered("L", shown["list"]),
            "orgnr": orgnrs(market, shown["workplace"]),
            "participant_id": person_ids(market, shown["person"]),
            "shown_on": calendar.dates(shown["week"].astype(np.int64) * 7),
            "rank": shown["rank"],
            "propensity": shown["propensity"],
            "model_version": codes(VERSIONS, shown["version"]),
        },
    )


def _choices(rng: Generator, market: Market, calendar: Calendar) -> pl.DataFrame:
    """A few decisions about what was shown, and workplaces that specialists added themselves."""
    shown, made = market.lists, market.contacts
    picked = np.flatnonzero(rng.random(len(shown)) < 0.008)
    added = np.flatnonzero(made["named"] & (made["list"] < 0) & (rng.random(len(made)) < 0.06))
    kind = np.concatenate([rng.choice(5, picked.size, p=(0.3, 0.38, 0.22, 0.05, 0.05)), np.full(added.size, 5)])
    day = np.concatenate([shown["week"][picked] * 7 + rng.integers(0, 3, picked.size), made["day"][added]]).astype(
        np.int64
    )
    person = np.concatenate([shown["person"][picked], made["person"][added]])
    workplace = np.concatenate([shown["workplace"][picked], made["workplace"][added]])
    lists = np.concatenate([shown["list"][picked], np.full(added.size, -1)])
    reason = [wording.HIDE_REASONS[i] or None for i in rng.integers(0, len(wording.HIDE_REASONS), kind.size).tolist()]
    explained = (kind >= 1) & (kind <= 3)
    kept = np.flatnonzero(day <= calendar.last)
    kept = kept[np.argsort(day[kept], kind="stable")]
    return table(
        "choices",
        {
            "choice_id": numbered("V", np.arange(kept.size)),
            "list_id": only(lists[kept] >= 0, numbered("L", lists[kept])),
            "participant_id": person_ids(market, person[kept]),
            "orgnr": orgnrs(market, workplace[kept]),
            "kind": codes(CHOICES, kind[kept]),
            "chosen_on": calendar.dates(day[kept]),
            "reason": [reason[i] if explained[i] else None for i in kept.tolist()],
        },
    )
