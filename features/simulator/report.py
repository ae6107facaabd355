"""What the written tables show, beside the figures of the practice notes.

Everything is counted from the tables as any reader would, never from the inner numbers of the market. Jobs that still
run are censored on the last day anything is known of them (Kaplan–Meier), not counted as ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from features.simulator.survival_curve import Survival, survival

WEEKS_A_MONTH = 365.25 / 12 / 7
IPS = ("ips", "ips_youth")


@dataclass(frozen=True)
class Figure:
    """One figure: its name, what the tables show, the range wanted (empty where there is no target), standard error."""

    name: str
    simulated: float
    low: float | None = None
    high: float | None = None
    error: float = 0.0

    @property
    def within(self) -> bool:
        """Whether the range lies within two standard errors of the figure; true where there is no range."""
        slack = 2 * self.error
        return (self.low is None or self.simulated + slack >= self.low) and (
            self.high is None or self.simulated - slack <= self.high
        )


@dataclass(frozen=True)
class SimulationReport:
    """Rows per table and the figures; printing it gives the calibration table."""

    rows: Mapping[str, int]
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure:
        """The figure with this name; StopIteration when there is none."""
        return next(f for f in self.figures if f.name == name)

    def __str__(self) -> str:
        counts = "\n".join(f"  {name:<22}{rows:>9}" for name, rows in self.rows.items())
        lines = [f"  {'figure':<58}{'simulated':>10}         target"]
        for f in self.figures:
            target = "" if f.low is None else f"{f.low:g}–{f.high:g}{'' if f.within else '   (outside)'}"
            error = f"±{f.error:.3f}" if f.error else ""
            lines.append(f"  {f.name:<58}{f.simulated:>10.3f} {error:<7} {target}".rstrip())
        return "\n".join([counts, "", *lines])


def report(tables: Mapping[str, pl.DataFrame], until: date) -> SimulationReport:
    """Compare the tables of a simulated data set, whose last day is `until`, with the practice notes."""
    people = tables["participants"].sort("updated_on")
    stream = people.unique("participant_id", keep="first").select("participant_id", "stream", "registered_on")
    jobs = tables["placements"].filter("paid").join(stream, on="participant_id")
    jobs = jobs.with_columns(
        weeks=(pl.coalesce("ends_on", "observed_until") - pl.col("starts_on")).dt.total_days() / 7,
        ended=pl.col("ends_on").is_not_null(),
    )
    figures = (
        *_contact_figures(tables, jobs),
        *_tenure_figures(jobs, until, stream),
        *_ratio_figures(tables, jobs),
        *_shape_figures(tables, jobs, until),
    )
    return SimulationReport({name: frame.height for name, frame in tables.items()}, figures)


def _contact_figures(tables: Mapping[str, pl.DataFrame], jobs: pl.DataFrame) -> list[Figure]:
    contacts = tables["contacts"]
    span = contacts.group_by("specialist_id").agg(
        weeks=(pl.col("contacted_on").max() - pl.col("contacted_on").min()).dt.total_days() / 7 + 1
    )
    starts = max(1, jobs.height)
    lists = tables["shown_lists"].select("participant_id", "orgnr", "list_id", "shown_on")
    seen = lists.select("participant_id", "shown_on").unique()
    advised = (
        contacts.filter(pl.col("participant_id").is_not_null())
        .join(seen, on="participant_id")
        .filter((pl.col("contacted_on") - pl.col("shown_on")).dt.total_days().is_between(0, 6))
        .unique("contact_id")
    )
    return [
        Figure("contacts per job start", contacts.height / starts, 21, 29, contacts.height / starts**1.5),
        Figure("contacts per specialist and week", contacts.height / float(span["weeks"].sum() or 1), 5, 7),
        Figure("share of advised contacts that ignore the list", _share(advised["list_id"].is_null()), 0.3, 0.6),
    ]


def _tenure_figures(jobs: pl.DataFrame, until: date, people: pl.DataFrame) -> list[Figure]:
    ips, vto = jobs.filter(pl.col("stream").is_in(IPS)), jobs.filter(pl.col("stream") == "vto")
    first = ips.sort("starts_on").unique("participant_id", keep="first")
    curve, long, begun = _curve(ips), _curve(vto), _curve(first)
    later = vto.filter(pl.col("weeks") > 26)
    events = float(later["ended"].sum()) + 0.5
    hazard = events / (float((later["weeks"] - 26).sum()) + 1)
    stay = long.mean_within(104) + long.at(104) / hazard
    return [
        _in_work(jobs, people, until),
        Figure("IPS: still there after 26 weeks", curve.at(26), 0.45, 0.60, curve.error_at(26)),
        Figure("IPS: still there after 52 weeks", curve.at(52), 0.25, 0.40, curve.error_at(52)),
        Figure(
            "IPS: first job, mean months within 24",
            begun.mean_within(104) / WEEKS_A_MONTH,
            8,
            10,
            begun.mean_error_within(104) / WEEKS_A_MONTH,
        ),
        Figure("VTO: still there after 26 weeks", long.at(26), 0.69, 0.79, long.error_at(26)),
        Figure("VTO: still there after 52 weeks", long.at(52), 0.54, 0.64, long.error_at(52)),
        Figure(
            "VTO: mean stay in months, tail drawn out",
            stay / WEEKS_A_MONTH,
            24,
            36,
            stay / WEEKS_A_MONTH / np.sqrt(events),
        ),
    ]


def _curve(jobs: pl.DataFrame) -> Survival:
    return survival(jobs["weeks"].to_numpy().astype(float), jobs["ended"].to_numpy().astype(bool))


def _in_work(jobs: pl.DataFrame, people: pl.DataFrame, until: date) -> Figure:
    """Share of IPS participants with a paid job 364 days after registration, of those where that is known."""
    begun = jobs["starts_on"].min() or until
    year = timedelta(days=364)
    cohort = people.filter(
        pl.col("stream").is_in(IPS) & (pl.col("registered_on") <= until - year) & (pl.col("registered_on") >= begun)
    )
    then = pl.col("registered_on") + year
    held = (pl.col("starts_on") <= then) & (pl.col("ends_on").is_null() | (pl.col("ends_on") >= then))
    state = jobs.select("participant_id", "registered_on", "starts_on", "ends_on", "observed_until").select(
        "participant_id",
        work=held & (pl.col("observed_until") >= then),
        unknown=held & (pl.col("observed_until") < then),
    )
    state = state.group_by("participant_id").agg(pl.col("work").any(), pl.col("unknown").any())
    known = cohort.join(state, on="participant_id", how="left").with_columns(pl.col("work", "unknown").fill_null(False))
    work = known.filter(~pl.col("unknown") | pl.col("work"))["work"]
    share = _share(work)
    error = float(np.sqrt(share * (1 - share) / max(1, work.len())))
    return Figure("IPS: in work 12 months after registration", share, 0.30, 0.43, error)


def _ratio_figures(tables: Mapping[str, pl.DataFrame], jobs: pl.DataFrame) -> list[Figure]:
    """Crude ratios of exits per week; noise in the tables and mixing of jobs draw them towards 1."""
    wished = tables["participants"].group_by("participant_id").agg(pl.col("wished_occupations").list.explode())
    matched = jobs.join(wished, on="participant_id").with_columns(
        match=pl.col("occupation").is_in(pl.col("wished_occupations").list.unique())
    )
    earlier = tables["placements"].filter((pl.col("observed_until") - pl.col("starts_on")).dt.total_days() >= 91)
    earlier = earlier.group_by("orgnr").agg(good_from=(pl.col("starts_on") + timedelta(days=91)).min())
    included = jobs.join(earlier, on="orgnr", how="left").with_columns(
        match=(pl.col("good_from") <= pl.col("starts_on")).fill_null(False)
    )
    due = tables["follow_ups"].join(jobs.select("placement_id", "ends_on", "observed_until"), on="placement_id")
    due = due.filter(pl.col("due_on") <= pl.col("observed_until")).sort("placement_id", "due_on")
    until_next = pl.col("due_on").shift(-1).over("placement_id")
    last = pl.coalesce(until_next, pl.col("ends_on"), pl.col("observed_until"))
    spells = due.with_columns(
        weeks=(last - pl.col("due_on")).dt.total_days() / 7,
        ended=until_next.is_null() & pl.col("ends_on").is_not_null(),
        match=pl.col("done_on").is_not_null(),
    )
    return [
        _rate_ratio("exits a week: wished occupation against another", matched, 0.5, 1.0),
        _rate_ratio("exits a week: earlier lasting inclusion against none", included, 0.5, 1.1),
        _rate_ratio("exits a week: follow-up held against missed", spells, 0.5, 1.0),
    ]


def _rate_ratio(name: str, spells: pl.DataFrame, low: float, high: float) -> Figure:
    """Exits a week where `match` against where not; the error is that of two counts."""
    ended, weeks = [], []
    for matched in (True, False):
        part = spells.filter(pl.col("match") == matched)
        ended.append(float(part["ended"].sum()) + 0.5)
        weeks.append(float(part["weeks"].sum()) + 0.5)
    ratio = ended[0] / weeks[0] / (ended[1] / weeks[1])
    return Figure(name, ratio, low, high, ratio * float(np.sqrt(1 / ended[0] + 1 / ended[1])))


def _shape_figures(tables: Mapping[str, pl.DataFrame], jobs: pl.DataFrame, until: date) -> list[Figure]:
    latest = tables["participants"].sort("updated_on").unique("participant_id", keep="last")
    running = jobs.filter(pl.col("ends_on").is_null())["participant_id"].implode()
    searching = latest["left_on"].is_null() & ~latest["participant_id"].is_in(running)
    used = tables["placements"].filter(pl.col("starts_on") > until - timedelta(days=365))["orgnr"].n_unique()
    late = (tables["contacts"]["recorded_on"] - tables["contacts"]["contacted_on"]).dt.total_days() > 28
    trials = tables["placements"].filter(~pl.col("paid"))["placement_id"]
    became = trials.is_in(tables["placements"]["continues_placement_id"].drop_nulls().implode())
    starts = tables["contacts"].filter(pl.col("participant_id").is_not_null()).height
    return [
        Figure("share of people still searching on the last day", _share(searching), 0.30, 0.52),
        Figure("share of jobs whose end is not known (censored)", _share(~jobs["ended"]), 0.15, 0.6),
        Figure("share of trials that became a job", _share(became), 0.3, 0.8),
        Figure("share of contacts with a participant in mind", starts / max(1, tables["contacts"].height)),
        Figure("share of contacts written down over 4 weeks late", _share(late), 0.01, 0.1),
        Figure("share of workplaces used in the last 12 months", used / max(1, tables["workplaces"].height)),
        Figure("jobs per person", jobs.height / max(1, latest.height)),
    ]


def _share(values: pl.Series) -> float:
    return float(values.mean() or 0.0)  # type: ignore[arg-type]
