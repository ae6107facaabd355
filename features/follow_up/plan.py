"""The plan of one placement: who follows up, with whom and when, and how fast somebody answers.

Intensity follows what the participant has said about need, and the calendar; there is no score of a person here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from features.follow_up.book import FollowUpBook, How, PlanName, PlanRules, Rhythm, Unit
from features.subsidies.dated import holding
from features.vocabulary import TRIAL_FORMS, FollowUpNeed, FollowUpWith, PlacementForm, Stream


class ContactKind(StrEnum):
    """What a contact is for, from least to most: where several fall on one day, the last of them is held."""

    CONTACT = "contact"
    SUBSIDY_END = "subsidy_end"
    CONFIRMATION = "confirmation"
    REVIEW = "review"


@dataclass(frozen=True)
class PlannedContact:
    """One contact, `after` the start in the words of `polars.Expr.dt.offset_by`: `7d`, `6mo`. `days` is the same in
    days, a month counted as 365.25 / 12 of them."""

    after: str
    days: int
    with_whom: FollowUpWith
    kind: ContactKind
    how: How


KINDS = tuple(ContactKind)
HOWS = (How.PHONE, How.VISIT)
_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 365.25 / 12}
_OFFSETS = {Unit.DAYS: "d", Unit.WEEKS: "w", Unit.MONTHS: "mo"}


def plan_name(form: PlacementForm | None, stream: Stream) -> PlanName:
    """The plan of a placement of that form; None is one that is only suggested, of the form the stream seeks."""
    if form in TRIAL_FORMS:
        return PlanName.TRIAL
    if form is PlacementForm.ADAPTED_WORK_ORDINARY or (form is None and stream is Stream.VTO):
        return PlanName.ADAPTED_WORK_ORDINARY
    return PlanName.IPS if stream in (Stream.IPS, Stream.IPS_YOUTH) else PlanName.ORDINARY


def plan_names(form: pl.Expr, stream: pl.Expr) -> pl.Expr:
    """`plan_name` of placements, for columns of a frame."""
    return (
        pl.when(form.is_in([f.value for f in TRIAL_FORMS]))
        .then(pl.lit(PlanName.TRIAL.value))
        .when(form == PlacementForm.ADAPTED_WORK_ORDINARY.value)
        .then(pl.lit(PlanName.ADAPTED_WORK_ORDINARY.value))
        .when(stream.is_in([Stream.IPS.value, Stream.IPS_YOUTH.value]))
        .then(pl.lit(PlanName.IPS.value))
        .otherwise(pl.lit(PlanName.ORDINARY.value))
    )


def planned_contacts(rules: PlanRules, need: FollowUpNeed, day: date, within_days: int) -> list[PlannedContact]:
    """What the plan asks for, by the rules of a day, in the first `within_days` days; several may fall on one day."""
    lasts = holding(rules.lasts_months, day)
    months = within_days if lasts is None else min(within_days, lasts.held)
    made = [
        one for rhythm in rules.contacts.on(day).held[need] for one in _held(rhythm, ContactKind.CONTACT, within_days)
    ]
    for parameter, kind in (
        (rules.confirmation_months, ContactKind.CONFIRMATION),
        (rules.review_months, ContactKind.REVIEW),
    ):
        every = holding(parameter, day)
        if every is not None:
            rhythm = Rhythm(Unit.MONTHS, every.held, every.held, None, FollowUpWith.BOTH, How.VISIT)
            made += _held(rhythm, kind, within_days)
    longest = within_days if lasts is None else round(months * _DAYS[Unit.MONTHS])
    return sorted((one for one in made if one.days <= longest), key=lambda one: (one.days, KINDS.index(one.kind)))


def _held(rhythm: Rhythm, kind: ContactKind, within_days: int) -> list[PlannedContact]:
    length = _DAYS[rhythm.unit]
    last = int(within_days / length) if rhythm.last is None else rhythm.last
    return [
        PlannedContact(f"{n}{_OFFSETS[rhythm.unit]}", int(n * length), rhythm.with_whom, kind, rhythm.how)
        for n in range(rhythm.first, last + 1, rhythm.every)
        if int(n * length) <= within_days
    ]


@dataclass(frozen=True)
class Plan:
    """A plan as it is suggested: contacts counted from the start, the first year."""

    name: PlanName
    owner: str
    contacts: tuple[PlannedContact, ...]
    response_hours: int
    at_workplace: str
    text: str
    duties: tuple[str, ...]
    """What the rules ask for beside contact; it tells which scheme it is, so it is for Nav alone."""


FIRST_YEAR_DAYS = 366


def suggested_plan(
    book: FollowUpBook, owner: str, stream: Stream, need: FollowUpNeed, day: date, *, may_contact_employers: bool
) -> Plan:
    """The plan that goes with a suggestion to somebody of the stream, by the rules of the day.

    Where the participant has not agreed to contact with employers, all of it is with the participant alone.
    """
    rules = book.plans[plan_name(None, stream)]
    contacts = one_a_day(planned_contacts(rules, need, day, FIRST_YEAR_DAYS), both_sides=may_contact_employers)
    hours = book.limits.whole("response_hours", day)
    text = in_words(rules.contacts.on(day).held[need], owner, hours, both_sides=may_contact_employers)
    return Plan(rules.name, owner, contacts, hours, rules.at_workplace.on(day).held, text, _duties(rules, day))


def _duties(rules: PlanRules, day: date) -> tuple[str, ...]:
    confirmation, review = holding(rules.confirmation_months, day), holding(rules.review_months, day)
    said = []
    if confirmation is not None:
        said.append(
            f"Nav bekrefter oppfølgingen {_OFTEN.get(confirmation.held, f'hver {confirmation.held}.')} måned, "
            "ellers stopper utbetalingen."
        )
    if review is not None:
        said.append(
            f"Gjennomgang {_OFTEN.get(review.held, f'hver {review.held}.')} måned av om dette fortsatt er rett."
        )
    return tuple(said)


def one_a_day(contacts: list[PlannedContact], *, both_sides: bool) -> tuple[PlannedContact, ...]:
    """Contacts that fall on one day as one, with everybody they were with; without the employer unless `both_sides`."""
    made: dict[int, PlannedContact] = {}
    for one in contacts:
        if not both_sides and one.with_whom is FollowUpWith.EMPLOYER:
            continue
        with_whom = one.with_whom if both_sides else FollowUpWith.WORKER
        held = made.get(one.days)
        if held is not None and held.with_whom is not with_whom:
            with_whom = FollowUpWith.BOTH
        kind, how = one.kind, one.how
        if held is not None:
            kind = max(kind, held.kind, key=KINDS.index)
            how = max(how, held.how, key=HOWS.index)
        made[one.days] = PlannedContact(one.after, one.days, with_whom, kind, how)
    return tuple(made[days] for days in sorted(made))


_UNITS = {Unit.DAYS: "dag", Unit.WEEKS: "uke", Unit.MONTHS: "måned"}
_OFTEN = {1: "hver", 2: "annenhver", 3: "hver tredje", 4: "hver fjerde", 6: "hver sjette", 12: "hver tolvte"}


def in_words(rhythms: tuple[Rhythm, ...], owner: str, hours: int, *, both_sides: bool) -> str:
    """The plan in bokmål. It names no scheme, so that it can be said to anybody."""
    said = [_rhythm_in_words(one, both_sides=both_sides) for one in rhythms]
    said = [one for one in dict.fromkeys(said) if one]
    whole = f"{', '.join(said[:-1])}, så {said[-1]}" if len(said) > 1 else said[0]
    answer = f"Svar innen {hours} timer når noe butter."
    alone = "" if both_sides else " Deltakeren har ikke sagt ja til at vi snakker med arbeidsgiver."
    return f"{owner} følger opp: {whole}. {answer}{alone}"


def _rhythm_in_words(rhythm: Rhythm, *, both_sides: bool) -> str:
    if not both_sides and rhythm.with_whom is FollowUpWith.EMPLOYER:
        return ""
    unit = _UNITS[rhythm.unit]
    whom = rhythm.with_whom if both_sides else FollowUpWith.WORKER
    who = {FollowUpWith.BOTH: "begge", FollowUpWith.WORKER: "deltakeren", FollowUpWith.EMPLOYER: "arbeidsgiver"}[whom]
    if rhythm.last == rhythm.first:
        return f"på {unit} {rhythm.first} med {who}"
    often = f"{_OFTEN.get(rhythm.every, f'hver {rhythm.every}.')} {unit}"
    until = "" if rhythm.last is None else f" til og med {unit} {rhythm.last}"
    return f"{often}{until} med {who}"
