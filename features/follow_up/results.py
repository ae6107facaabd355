"""What became of starts after 3, 6, 12 and 24 months, by office; null results too, and no small numbers.

A start whose end nobody has seen is unknown, and never counted as ended. Leaving for a better job or for education is
neither. Only starts that are old enough count at each number of months. Starts are counted; whether a number is small
is a matter of the people behind it, of whom one may have started twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from features.follow_up.book import FollowUpBook
from features.follow_up.disclosure import POOLED, pooled, shown_parts
from features.follow_up.pathways import WAGE_SUBSIDIES
from features.vocabulary import COMPETING_EXITS, TRIAL_FORMS, PlacementForm, Scheme

PARTS = ("still", "gone")
"""What is known of a start; they add up to `known`."""
GONE = ("moved_on", "ended")
"""A finer division of those who are gone."""
UNKNOWN = ("unknown",)
FINER = {"permanent": "still", "without_subsidy": "still", "returned": "ended"}
"""Finer divisions in two, and of what each is."""
_RESTS = {name: f"not_{name}" for name in FINER}
_FLAGS = (*PARTS, *GONE, *UNKNOWN, *FINER, *_RESTS.values())
_PEOPLE = {name: f"{name}:people" for name in _FLAGS}
_PAYING = sorted({*WAGE_SUBSIDIES, Scheme.ADAPTED_WORK_ORDINARY, Scheme.FACILITATED_WORK_ORDINARY})


@dataclass(frozen=True)
class Outcome:
    """One office, or several together (`office_id` is `others`), or all (None), after so many months.

    `still` and `gone` add up to `known`, and `gone` is moved on (to a better job or education) or ended. `unknown` are
    starts beside those, whose end nobody has seen: censored, and no failure.
    `permanent`, `without_subsidy` and the mean `hours` are of those still there, `returned` (began again with a trial
    or a job) of those who ended. None is a number that is not shown, or that there is none of.
    """

    office_id: str | None
    months: int
    known: int
    still: int
    gone: int
    moved_on: int | None
    ended: int | None
    unknown: int | None
    hours: float | None
    permanent: int | None
    without_subsidy: int | None
    returned: int | None


@dataclass(frozen=True)
class Results:
    """What can be shown; `too_few` are the months at which nothing can."""

    as_of: date
    smallest: int
    outcomes: tuple[Outcome, ...]
    too_few: tuple[int, ...]


def results(
    placements: pl.DataFrame, subsidies: pl.DataFrame, people: pl.DataFrame, book: FollowUpBook, today: date
) -> Results:
    """The outcomes of every office with a start; `people` has every version of every participant.

    A person's starts are counted at the office of the newest of them. Give the same rows whoever asks, and show each
    only their own offices: what is pooled must not depend on who looks.
    """
    smallest = book.limits.whole("smallest_number", today)
    begun = _starts(placements, people)
    made: list[Outcome] = []
    too_few = []
    for months in book.limits.outcome_months.on(today).held:
        counted = _by_office(_after(begun, placements, subsidies, months, today))
        behind = counted.select("office_id", *(_PEOPLE[part] for part in PARTS))
        names = pooled({row[0]: row[1:] for row in behind.iter_rows()}, smallest)
        if names is None:
            too_few.append(months)
        elif names:
            made += _shown(counted, names, months, smallest)
    return Results(today, smallest, tuple(made), tuple(too_few))


def _starts(placements: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Paid jobs and adapted work, with the office of the day they began."""
    adapted = pl.col("form") == PlacementForm.ADAPTED_WORK_ORDINARY.value
    trial = pl.col("form").is_in([form.value for form in TRIAL_FORMS])
    begun = placements.filter(~trial & (pl.col("paid").fill_null(True) | adapted)).sort("starts_on")
    versions = people.select("participant_id", "updated_on", "office_id").sort("updated_on")
    first = versions.unique("participant_id", keep="first", maintain_order=True).select(
        "participant_id", first_office="office_id"
    )
    return (
        begun.join_asof(
            versions, left_on="starts_on", right_on="updated_on", by="participant_id", check_sortedness=False
        )
        .join(first, on="participant_id", how="inner", maintain_order="left")
        .with_columns(office_id=pl.coalesce("office_id", "first_office"))
    )


def _after(
    begun: pl.DataFrame, placements: pl.DataFrame, subsidies: pl.DataFrame, months: int, today: date
) -> pl.DataFrame:
    """Starts at least so many months old, with what each had become by then as flags."""
    old = begun.with_columns(then=pl.col("starts_on").dt.offset_by(f"{months}mo")).filter(pl.col("then") <= today)
    over = pl.col("ends_on").is_not_null() & (pl.col("ends_on") < pl.col("then"))
    competing = pl.col("end_reason").is_in([reason.value for reason in COMPETING_EXITS]).fill_null(False)
    seen = pl.col("ends_on").is_not_null() | (pl.col("observed_until") >= pl.col("then"))
    still = ~over & seen
    return old.with_columns(
        still=still,
        gone=over,
        moved_on=over & competing,
        ended=over & ~competing,
        unknown=~over & ~seen,
        permanent=still & (pl.col("form") == PlacementForm.PERMANENT.value),
        without_subsidy=still
        & (pl.col("form") != PlacementForm.ADAPTED_WORK_ORDINARY.value)
        & ~pl.col("placement_id").is_in(_paid_then(old, subsidies).implode()),
        returned=over & ~competing & pl.col("placement_id").is_in(_began_again(old, placements).implode()),
    )


def _paid_then(old: pl.DataFrame, subsidies: pl.DataFrame) -> pl.Series:
    """Placements whose wage was subsidised on the day `then`."""
    paying = subsidies.filter(pl.col("scheme").is_in(_PAYING)).select(
        "placement_id", paid_from="starts_on", paid_to="ends_on"
    )
    joined = old.select("placement_id", "then").join(paying, on="placement_id", how="inner")
    on = (pl.col("paid_from") <= pl.col("then")) & (pl.col("paid_to").is_null() | (pl.col("paid_to") >= pl.col("then")))
    return joined.filter(on)["placement_id"].unique()


def _began_again(old: pl.DataFrame, placements: pl.DataFrame) -> pl.Series:
    """Placements after whose end, and by the day `then`, the person began a trial or a job anew."""
    later = placements.select("participant_id", anew="starts_on")
    joined = old.select("placement_id", "participant_id", "ends_on", "then").join(later, on="participant_id")
    return joined.filter(pl.col("anew") > pl.col("ends_on"), pl.col("anew") <= pl.col("then"))["placement_id"].unique()


def _by_office(flags: pl.DataFrame) -> pl.DataFrame:
    """Starts and the people behind them by office, each person at one office."""
    whose = flags.sort("starts_on", "placement_id").with_columns(pl.col("office_id").last().over("participant_id"))
    whose = whose.with_columns((pl.col(FINER[n]) & ~pl.col(n)).alias(rest) for n, rest in _RESTS.items())
    starts = [pl.col(name).sum().cast(pl.Int64) for name in _FLAGS]
    people = [
        pl.col("participant_id").filter(pl.col(name)).n_unique().cast(pl.Int64).alias(_PEOPLE[name]) for name in _FLAGS
    ]
    hours = pl.col("hours_per_week").filter(pl.col("still")).sum()
    return whose.group_by("office_id").agg(*starts, *people, hours=hours).sort("office_id")


def _shown(counted: pl.DataFrame, names: dict[str, str], months: int, smallest: int) -> list[Outcome]:
    """The groups as they are shown, and the total last."""
    columns = (*_FLAGS, *_PEOPLE.values(), "hours")
    named = counted.with_columns(pl.col("office_id").replace_strict(list(names), list(names.values())))
    rows = named.group_by("office_id").agg(pl.col(name).sum() for name in columns)
    rows = rows.sort(pl.col("office_id") == POOLED, "office_id")
    total = rows.select(pl.lit(None, dtype=pl.String).alias("office_id"), *(pl.col(name).sum() for name in columns))
    shown = pl.concat([rows, total])
    shown = _hidden(_hidden(shown, rows, GONE, GONE, smallest), rows, UNKNOWN, UNKNOWN, smallest)
    for name, rest in _RESTS.items():
        shown = _hidden(shown, rows, (name, rest), (name,), smallest)
    divided = pl.col("ended").is_not_null()
    shown = shown.with_columns(pl.when(divided).then(pl.col("returned")).alias("returned"))
    return [
        Outcome(
            office_id=row["office_id"],
            months=months,
            known=sum(row[part] for part in PARTS),
            hours=round(row["hours"] / row["still"], 1) if row["still"] else None,
            **{name: row[name] for name in (*PARTS, *GONE, *UNKNOWN, *FINER)},
        )
        for row in shown.iter_rows(named=True)
    ]


def _hidden(
    shown: pl.DataFrame, rows: pl.DataFrame, parts: tuple[str, ...], columns: tuple[str, ...], smallest: int
) -> pl.DataFrame:
    """`shown` (the rows and the total) with the columns only where the division in these parts may be shown."""
    each, whole = shown_parts(rows, [_PEOPLE[part] for part in parts], smallest)
    visible = pl.concat([each, pl.Series([whole])])
    return shown.with_columns(pl.when(visible).then(pl.col(name)).alias(name) for name in columns)
