"""The rules that a match can break, one function each. A parameter that a scheme lacks is a rule that it lacks.

Whether a broken rule refuses or asks is not decided here: law and regulation refuse, every other level asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from features.subsidies.asked import Asked
from features.subsidies.dated import Entry, holding
from features.subsidies.limits import in_year, last_day, longest
from features.subsidies.messages import Said, written_out
from features.subsidies.months import ONE_DAY, birthday
from features.subsidies.rules import Pays, SchemeRules
from features.vocabulary import SupportNeedGroup as Group

GROUP_LABELS: Mapping[Group, str] = {
    Group.GODE_MULIGHETER: "gode muligheter",
    Group.TRENGER_VEILEDNING: "trenger veiledning",
    Group.TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE: "trenger veiledning, nedsatt arbeidsevne",
    Group.JOBBE_DELVIS: "jobbe delvis",
    Group.LITEN_MULIGHET_TIL_A_JOBBE: "liten mulighet til å jobbe",
}
"""Bokmål wording of each group."""

UNDECIDED: Mapping[Pays, Said] = {Pays.INFORMATION: Said.INFORMATION, Pays.NOT_PUBLISHED: Said.NOT_PUBLISHED}
"""Schemes about which the book can only ask, and what it says."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is broken, or with `asks` something that is not known, and the entry that it rests on.

    `keeps_amounts` where the money can be shown although something must be clarified.
    """

    said: Said
    entry: Entry[Any]
    values: Mapping[str, object] = field(default_factory=dict)
    asks: bool = False
    keeps_amounts: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the scheme does not fit."""
        return self.entry.level.blocks and not self.asks


Check = Callable[[SchemeRules, Asked], Finding | None]


def findings(rules: SchemeRules, asked: Asked) -> Iterator[Finding]:
    """What is broken or not known, in the order it is said.

    Nothing else is looked at for a scheme that the book does not decide, without a § 14 a decision, or outside the
    days on which the scheme exists.
    """
    if rules.pays in UNDECIDED:
        yield Finding(UNDECIDED[rules.pays], rules.in_force.on(asked.starts_on), asks=True)
        return
    if asked.group is None:
        yield Finding(Said.NO_DECISION, asked.book.every_scheme.support_need_group.on(asked.starts_on), asks=True)
        return
    outside = _in_force(rules, asked)
    if outside is not None:
        yield outside
        return
    for check in CHECKS:
        found = check(rules, asked)
        if found is not None:
            yield found


def _in_force(rules: SchemeRules, asked: Asked) -> Finding | None:
    if asked.starts_on < rules.in_force.begins_on:
        return Finding(Said.NOT_BEGUN, rules.in_force.entries[0], {"day": rules.in_force.begins_on})
    entry = rules.in_force.on(asked.starts_on)
    return Finding(Said.ENDED, entry, {"day": rules.in_force.last_day}) if entry.ended else None


def _group(rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = holding(rules.groups, asked.starts_on)
    if entry is None or asked.group is None or asked.group in entry.held:
        return None
    return Finding(Said.WRONG_GROUP, entry, {"group": GROUP_LABELS[asked.group]})


def _lowest_age(_rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = asked.book.every_scheme.lowest_age.on(asked.starts_on)
    day = birthday(asked.born, entry.held)
    return Finding(Said.TOO_YOUNG, entry, {"age": entry.held, "day": day}) if asked.starts_on < day else None


def _age_below(rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = holding(rules.age_below, asked.starts_on)
    if entry is None:
        return None
    day = birthday(asked.born, entry.held)
    return Finding(Said.TOO_OLD, entry, {"age": entry.held, "day": day}) if asked.starts_on >= day else None


def _birthday_at_start(rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = holding(rules.birthday_at_start, asked.starts_on)
    if entry is None:
        return None
    day = birthday(asked.born, entry.held)
    return Finding(Said.PAST_BIRTHDAY, entry, {"age": entry.held, "day": day}) if asked.starts_on > day else None


def _disability_benefit(rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = holding(rules.disability_benefit, asked.starts_on)
    if entry is None:
        return None
    person = asked.question.participant_rules
    answers = (person.disability_benefit, person.expects_disability_benefit)
    if True in answers:
        return None
    if None in answers:
        return Finding(Said.DISABILITY_BENEFIT_UNKNOWN, entry, asks=True)
    return Finding(Said.NO_DISABILITY_BENEFIT, entry)


def _purpose(rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = holding(rules.purposes, asked.starts_on)
    return None if entry is None or asked.purpose in entry.held else Finding(Said.WRONG_PURPOSE, entry)


def _season(rules: SchemeRules, asked: Asked) -> Finding | None:
    opens, closes = holding(rules.first_start, asked.starts_on), holding(rules.last_start, asked.starts_on)
    if opens is None or closes is None:
        return None
    first, last = (in_year(asked.starts_on.year, entry.held) for entry in (opens, closes))
    if first <= asked.starts_on <= last:
        return None
    return Finding(Said.OUT_OF_SEASON, opens, {"day": first, "last_day": last})


def _months_left(rules: SchemeRules, asked: Asked) -> Finding | None:
    found = longest(rules, asked)
    if found is None:
        return None
    used = asked.months_used(rules.scheme)
    return Finding(Said.MONTHS_USED_UP, found[1], {"months": found[0], "used": used}) if used >= found[0] else None


def _open(rules: SchemeRules, asked: Asked) -> Finding | None:
    if rules.new_agreements is None:
        return None
    entry = rules.new_agreements.on(asked.starts_on)
    if not entry.ended:
        return None
    values: dict[str, object] = {"day": entry.starts_on - ONE_DAY}
    rate = holding(rules.monthly_rate, asked.starts_on)
    if rate is not None:
        values |= {"kroner": rate.held, "year": rate.starts_on.year}
    return Finding(Said.CLOSED, entry, values)


def _form(rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = holding(rules.forms, asked.starts_on)
    return None if entry is None or asked.form in entry.held else Finding(Said.WRONG_FORM, entry)


def _backdated(_rules: SchemeRules, asked: Asked) -> Finding | None:
    entry = asked.book.every_scheme.backdating_days.on(asked.starts_on)
    if asked.starts_on >= asked.today - timedelta(days=entry.held):
        return None
    values = {"days": entry.held, "day": asked.starts_on}
    return Finding(Said.BACKDATED, entry, values, keeps_amounts=True)


def _wage(rules: SchemeRules, asked: Asked) -> Finding | None:
    if rules.pays is not Pays.WAGE_PERCENT or asked.monthly_cost is not None:
        return None
    return Finding(Said.NO_WAGE, rules.basis(asked.starts_on), asks=True)


def _percent(rules: SchemeRules, asked: Asked) -> Finding | None:
    if rules.scheme in asked.question.chosen_percent:
        return None
    if rules.percents_offered is not None:
        entry: Entry[Any] = rules.percents_offered.on(asked.starts_on)
        percents = " eller ".join(written_out(percent) for percent in entry.held)
    elif rules.highest_percent_after_months is not None:
        entry = rules.highest_percent_after_months.on(asked.starts_on)
        percents = ", deretter ".join(
            f"høyst {written_out(percent)}" + (f" etter {months} måneder" if months else "")
            for months, percent in entry.held
        )
    else:
        return None
    return Finding(Said.NO_PERCENT, entry, {"percents": percents}, asks=True)


def _mentor(rules: SchemeRules, asked: Asked) -> Finding | None:
    if rules.pays is not Pays.MENTOR_HOURS or asked.question.mentor is not None:
        return None
    return Finding(Said.NO_MENTOR, rules.basis(asked.starts_on), asks=True)


def _costs(rules: SchemeRules, asked: Asked) -> Finding | None:
    if rules.ceiling is None or asked.question.documented_costs:
        return None
    entry = rules.ceiling.on(last_day(rules, asked)[0])
    return Finding(Said.NO_COSTS, entry, {"kroner": entry.held}, asks=True)


CHECKS: tuple[Check, ...] = (
    _group,
    _lowest_age,
    _age_below,
    _birthday_at_start,
    _disability_benefit,
    _purpose,
    _season,
    _months_left,
    _open,
    _form,
    _backdated,
    _wage,
    _percent,
    _mentor,
    _costs,
)
"""In the order in which they are said."""
