"""What the tables say of the history: lists, choices, contacts, placements with subsidies and follow-up, providers."""

from __future__ import annotations

import numpy as np
import polars as pl

from tests.other_world.jobs import CANCELLED, OPEN, REASONS
from tests.other_world.life import CHANNELS, RESULTS
from tests.other_world.people import VTO
from tests.other_world.state import NEVER
from tests.other_world.told_of_people import participant_ids, specialist_ids
from tests.other_world.topics import occupations_of
from tests.other_world.world import OtherWorld

PROVIDERS = (("Nav lokalt", "nav"), ("Vekst Dal", "growth_enterprise"), ("Arbeid Fjord", "rehabilitation_enterprise"))
CHOICES = ("pin", "hide", "not_for_this_participant", "wrong", "none_of_these")
CHOSEN, UNDONE, ADDED, SOURCE_KNOWN, LOST, REASON_KNOWN = 0.25, 0.04, 0.03, 0.85, 0.12, 0.8


def tables(random: np.random.Generator, world: OtherWorld) -> dict[str, pl.DataFrame]:
    """The tables providers, shown_lists, contacts, choices, placements, placement_subsidies and follow_ups."""
    numbers, lost = _told_placements(random, world)
    return {
        "providers": pl.DataFrame(
            [{"provider_id": f"pr-{n}", "name": name, "kind": kind} for n, (name, kind) in enumerate(PROVIDERS)]
        ),
        "shown_lists": _shown(world),
        "contacts": _contacts(random, world),
        "choices": _choices(random, world),
        "placements": _placements(random, world, numbers, lost),
        "placement_subsidies": _subsidies(world, numbers, lost),
        "follow_ups": _follow_ups(random, world, numbers, lost),
    }  # fmt: skip


def _keys(kind: str, numbers: np.ndarray, where: np.ndarray) -> pl.Series:
    keys = [f"{kind}-{number}" if here else None for number, here in zip(numbers, where, strict=True)]
    return pl.Series(keys, dtype=pl.String)


def _shown(world: OtherWorld) -> pl.DataFrame:
    shown = world.life.read("shown")
    return pl.DataFrame({
        "list_id": [f"list-{number}" for number in shown["list"]],
        "orgnr": world.employers.orgnr[shown["workplace"].to_numpy()],
        "participant_id": participant_ids(len(world.people))[shown["person"].to_numpy()],
        "shown_on": world.on(shown["day"].to_numpy()), "rank": shown["rank"], "propensity": shown["propensity"],
        "model_version": np.full(len(shown), "rules-1"),
    })  # fmt: skip


def _contacts(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    told = world.life.read("contacts")
    column = {name: told[name].to_numpy() for name in told.columns}
    person, day, listed = column["person"], column["day"], column["list"] >= 0
    ids = participant_ids(len(world.people))
    warm = column["result"] >= RESULTS.index("need_recorded")
    planned = warm & (random.random(len(day)) < 0.6)
    noted = random.random(len(day)) < 0.8
    late = random.choice([0, 1, 3], len(day), p=[0.8, 0.15, 0.05])
    return pl.DataFrame({
        "contact_id": [f"contact-{number}" for number in range(len(told))],
        "orgnr": world.employers.orgnr[column["workplace"]],
        "participant_id": pl.Series(np.where(person >= 0, ids[person], ""), dtype=pl.String),
        "specialist_id": specialist_ids(column["specialist"]), "contacted_on": world.on(day),
        "channel": np.array(CHANNELS)[column["channel"]],
        "decision_maker": [bool(met) if told else None for met, told in zip(column["decided"], noted, strict=True)],
        "result": np.array(RESULTS)[column["result"]],
        "next_step": ["Ringe igjen" if plan else None for plan in planned],
        "next_step_on": world.on(day + 14, planned), "list_id": _keys("list", column["list"], listed),
        "rank_shown": column["rank"] + 1, "propensity": column["propensity"],
        "recorded_on": world.on(np.minimum(day + late, world.last)),
    }, schema_overrides={"decision_maker": pl.Boolean, "next_step": pl.String}).with_columns(
        pl.when(pl.col("participant_id") != "").then("participant_id"), pl.when(pl.Series(listed)).then("rank_shown"),
        pl.when(pl.Series(listed)).then("propensity"),
    )  # fmt: skip


def _choices(random: np.random.Generator, world: OtherWorld) -> pl.DataFrame:
    """About lists: the taste and the way decide between a pin and the rest, with much noise. A few are taken back."""
    shown = world.life.read("shown")
    people, firms = world.people, world.employers
    one = _one_of_each(random, shown)
    one = one.filter(random.random(len(one)) < CHOSEN)
    person, workplace = one["person"].to_numpy(), one["workplace"].to_numpy()
    liking = (people.taste[person] * firms.tasks[workplace]).sum(axis=1) + random.normal(0, 0.12, len(one))
    kind = np.where(liking > 0.2, "pin", random.choice(CHOICES[1:], len(one), p=[0.4, 0.35, 0.1, 0.15]))
    day, undone = one["day"].to_numpy(), random.random(len(one)) < UNDONE
    met = world.life.read("contacts").filter((pl.col("person") >= 0) & (pl.col("list") < 0))
    met = met.filter(random.random(len(met)) < ADDED)
    who = np.concatenate([person, person[undone], met["person"].to_numpy()])
    where = np.concatenate([workplace, workplace[undone], met["workplace"].to_numpy()])
    days = np.concatenate([day, np.minimum(day[undone] + 1, world.last), met["day"].to_numpy()])
    number = np.concatenate([one["list"].to_numpy(), one["list"].to_numpy()[undone], np.full(len(met), -1)])
    return pl.DataFrame({
        "choice_id": [f"choice-{n}" for n in range(len(who))], "list_id": _keys("list", number, number >= 0),
        "participant_id": participant_ids(len(people))[who], "orgnr": firms.orgnr[where],
        "kind": np.concatenate([kind, np.full(int(undone.sum()), "undo"), np.full(len(met), "add")]),
        "chosen_on": world.on(days),
        "reason": ["Passer ikke nå" if said else None for said in random.random(len(who)) < 0.1],
    }, schema_overrides={"reason": pl.String})  # fmt: skip


def _one_of_each(random: np.random.Generator, shown: pl.DataFrame) -> pl.DataFrame:
    mixed = shown[random.permutation(len(shown))]
    return mixed.unique("list", keep="first", maintain_order=True).sort("list")


def _told_placements(random: np.random.Generator, world: OtherWorld) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the placements that have begun, and the last day anything is known of each; some get lost."""
    rows = world.life.jobs.rows
    numbers = np.flatnonzero((rows["end"] != CANCELLED) & (rows["start"] <= world.last))
    rows = rows[numbers]
    is_last = np.zeros(len(rows), dtype=bool)
    is_last[len(rows) - 1 - np.unique(rows["person"][::-1], return_index=True)[1]] = True
    settled = (rows["end"] == OPEN) | (world.life.left_on[rows["person"]] != NEVER)
    lost = is_last & settled & ~rows["trial"] & (random.random(len(rows)) < LOST)
    until = np.where(rows["end"] == OPEN, world.last, rows["end"])
    seen = rows["start"] + (random.random(len(rows)) * (until - rows["start"])).astype(int)
    return numbers, np.where(lost, seen, world.last)


def _ended(world: OtherWorld, numbers: np.ndarray, seen: np.ndarray) -> np.ndarray:
    end = world.life.jobs.rows["end"][numbers]
    return np.asarray((end != OPEN) & (end <= seen))


def _placements(random: np.random.Generator, world: OtherWorld, numbers: np.ndarray, seen: np.ndarray) -> pl.DataFrame:
    rows, people = world.life.jobs.rows[numbers], world.people
    person, trial, count = rows["person"], rows["trial"], len(rows)
    ended = _ended(world, numbers, seen)
    job = random.choice(["permanent", "temporary", "zero_hours", "apprentice"], count, p=[0.4, 0.42, 0.13, 0.05])
    job = np.where(people.stream[person] == VTO, "adapted_work_ordinary", job)
    form = np.where(trial, random.choice(["work_training", "job_taster"], count, p=[0.7, 0.3]), job)
    owned, owners = random.random(count) < 0.95, specialist_ids(people.specialist[person])
    reason = ended & (rows["reason"] >= 0) & (random.random(count) < REASON_KNOWN)
    return pl.DataFrame({
        "placement_id": [f"placement-{n}" for n in numbers], "participant_id": participant_ids(len(people))[person],
        "orgnr": world.employers.orgnr[rows["workplace"]],
        "contact_id": _keys("contact", rows["contact"], random.random(count) < SOURCE_KNOWN),
        "continues_placement_id": _keys("placement", rows["continues"], rows["continues"] >= 0),
        "occupation": occupations_of(random, rows["topic"]), "form": form, "paid": ~trial,
        "hours_per_week": rows["hours"].astype(float),
        "owner_id": [owner if own else None for owner, own in zip(owners, owned, strict=True)],
        "provider_id": _keys("pr", people.specialist[person] % len(PROVIDERS), people.stream[person] == VTO),
        "starts_on": world.on(rows["start"]), "ends_on": world.on(rows["end"], ended), "observed_until": world.on(seen),
        "end_reason": [REASONS[r] if told else None for r, told in zip(rows["reason"], reason, strict=True)],
    }, schema_overrides={"owner_id": pl.String, "end_reason": pl.String})  # fmt: skip


def _subsidies(world: OtherWorld, numbers: np.ndarray, seen: np.ndarray) -> pl.DataFrame:
    rows = world.life.jobs.rows[numbers]
    vto = world.people.stream[rows["person"]] == VTO
    held = np.flatnonzero(~rows["trial"] & (vto | (rows["subsidy_weeks"] > 0)))
    rows, vto = rows[held], vto[held]
    over = rows["start"] + 7 * rows["subsidy_weeks"]
    end = np.where(_ended(world, numbers, seen)[held], rows["end"], world.last + 10_000)
    stops = np.where(vto, end, np.minimum(over, end))
    return pl.DataFrame({
        "placement_id": [f"placement-{n}" for n in numbers[held]],
        "scheme": np.where(vto, "adapted_work_ordinary", "temporary_wage_subsidy"),
        "starts_on": world.on(rows["start"]),
        "ends_on": world.on(stops, stops < world.last + 5_000), "percent": np.where(vto, np.nan, 50.0),
        "amount": np.where(vto, 7_000.0, np.nan),
    }).with_columns(pl.col("percent", "amount").fill_nan(None))  # fmt: skip


def _follow_ups(random: np.random.Generator, world: OtherWorld, numbers: np.ndarray, seen: np.ndarray) -> pl.DataFrame:
    """Due weekly in the first month and then monthly for two years; held by the diligence of the specialist."""
    rows = world.life.jobs.rows[numbers]
    until = np.where(_ended(world, numbers, seen), rows["end"], seen)
    due = rows["start"][:, None] + np.concatenate([7 * np.arange(1, 5), 28 + 30 * np.arange(1, 24)])
    row, column = np.nonzero(due <= until[:, None])
    day, person = due[row, column], rows["person"][row]
    owners = specialist_ids(world.people.specialist[person])
    done_on = day + random.integers(0, 4, len(day))
    done = (random.random(len(day)) < world.people.diligence[person]) & (done_on <= world.last)
    return pl.DataFrame({
        "placement_id": [f"placement-{n}" for n in numbers[row]], "due_on": world.on(day),
        "done_on": world.on(done_on, done), "with_whom": random.choice(["worker", "employer", "both"], len(day)),
        "done_by": [owner if held else None for owner, held in zip(owners, done, strict=True)],
    }, schema_overrides={"done_by": pl.String})  # fmt: skip
