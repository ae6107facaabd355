"""What is wrong with a question, by field. What can be answered with «må avklares» is no fault."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from stdnum.no import orgnr

from features.subsidies.book import Book
from features.subsidies.messages import written_out
from features.subsidies.question import Form, Job, Mentor, Person, Question, QuestionError, Workplace
from features.vocabulary import Scheme

MOST_KRONER = Decimal(100_000_000)
MOST_HOURS = Decimal(744)
"""Hours in the longest month."""
MOST_MONTHS = Decimal(1200)
_NOTHING, _WHOLE = Decimal(0), Decimal(100)
_WITHOUT_WAGE = frozenset({Form.WORK_TRAINING, Form.ADAPTED_WORK_ORDINARY})
_NOISE = Decimal("0.0001")

Fault = tuple[str, str]


def check_question(book: Book, question: Question, today: date) -> None:
    """Raise QuestionError with every fault; nothing when there is none."""
    found = list(faults(book, question, today))
    if found:
        raise QuestionError(found)


def faults(book: Book, question: Question, today: date) -> Iterator[Fault]:
    """Field as a path such as `job.monthly_wage`, and what to do."""
    yield from _job(book, question.job)
    if question.job.starts_on < book.begins_on:
        return
    yield from _person(question.participant_rules, today)
    yield from _workplace(book, question.workplace, question.job.starts_on)
    if question.mentor is not None:
        yield from _mentor(question.mentor)
    if question.documented_costs is not None:
        yield from _within("documented_costs", question.documented_costs)
    yield from _chosen(book, question)
    yield from _by_scheme("paid_this_year", question.paid_this_year, MOST_KRONER)


def _job(book: Book, job: Job) -> Iterator[Fault]:
    if job.monthly_wage is not None:
        yield from _within("job.monthly_wage", job.monthly_wage)
    elif job.form not in _WITHOUT_WAGE:
        yield "job.monthly_wage", "give the monthly wage in kroner at the agreed position"
    yield from _position("job.position_percent", job.position_percent)
    if job.ends_on is not None and job.ends_on < job.starts_on:
        yield "job.ends_on", "the end is before the start"
    if job.starts_on < book.begins_on:
        yield "job.starts_on", f"the rule book begins on {book.begins_on}; it says nothing about earlier starts"


def _person(person: Person, today: date) -> Iterator[Fault]:
    if person.birth_date > today:
        yield "participant_rules.birth_date", "the date of birth is in the future"
    yield from _by_scheme("participant_rules.months_used", person.months_used, MOST_MONTHS)


def _workplace(book: Book, workplace: Workplace, day: date) -> Iterator[Fault]:
    counting, general = book.arithmetic, book.every_scheme
    yield from _offered(
        "workplace.employer_tax_rate", workplace.employer_tax_rate, counting.employer_tax_percents.on(day).held
    )
    yield from _offered("workplace.holiday_rate", workplace.holiday_rate, counting.holiday_percents.on(day).held)
    highest = counting.highest_pension_percent.on(day).held
    if not _NOTHING <= workplace.pension_rate * _WHOLE <= highest:
        yield "workplace.pension_rate", f"give a share from 0 to {highest / _WHOLE}"
    if workplace.orgnr is not None and not orgnr.is_valid(workplace.orgnr):
        yield "workplace.orgnr", "give the nine digits of an organisation number; the check digit does not fit this one"
    form = workplace.org_form
    if form is None or form in general.unit_forms.on(day).held:
        return
    if form in general.link_forms.on(day).held:
        yield "workplace.orgnr", f"{form} is an organisational link: give the number of the sub-unit (underenhet)"
    else:
        yield "workplace.orgnr", f"{form} is a legal unit: give the number of its sub-unit (underenhet)"


def _mentor(mentor: Mentor) -> Iterator[Fault]:
    if mentor.wage == 0:
        yield "mentor.wage", "give a wage above 0"
    yield from _within("mentor.wage", mentor.wage)
    yield from _position("mentor.position_percent", mentor.position_percent)
    if not _NOTHING < mentor.hours_per_month <= MOST_HOURS:
        yield "mentor.hours_per_month", f"give hours above 0 and at most {MOST_HOURS}"


def _chosen(book: Book, question: Question) -> Iterator[Fault]:
    """A percent is chosen for some schemes alone, in whole numbers and within what the book offers."""
    for name, percent in question.chosen_percent.items():
        where = f"chosen_percent.{name}"
        if name not in set(Scheme):
            yield where, _unknown_scheme()
            continue
        rules, day = book.schemes[Scheme(name)], question.job.starts_on
        if rules.percents_offered is not None:
            offered = rules.percents_offered.on(day).held
            if percent not in offered:
                yield where, f"give one of {', '.join(map(written_out, offered))}"
        elif rules.highest_percent_after_months is not None:
            highest = max(top for _, top in rules.highest_percent_after_months.on(day).held)
            if not (_NOTHING < percent <= highest and percent == percent.to_integral_value()):
                yield where, f"give a whole percent from 1 to {written_out(highest)}"
        else:
            yield where, "no percent is chosen for this scheme: its rules decide"


def _by_scheme(where: str, given: Mapping[Scheme, Decimal], most: Decimal) -> Iterator[Fault]:
    for name, amount in given.items():
        if name not in set(Scheme):
            yield f"{where}.{name}", _unknown_scheme()
        else:
            yield from _within(f"{where}.{name}", amount, most)


def _within(where: str, amount: Decimal, most: Decimal = MOST_KRONER) -> Iterator[Fault]:
    if not _NOTHING <= amount <= most:
        yield where, f"give a number from 0 to {most}"


def _position(where: str, percent: Decimal) -> Iterator[Fault]:
    if not _NOTHING < percent <= _WHOLE:
        yield where, "give a percent above 0 and at most 100"


def _offered(where: str, rate: Decimal, percents: Collection[Decimal]) -> Iterator[Fault]:
    if not _NOTHING <= rate <= 1 or (rate * _WHOLE).quantize(_NOISE) not in percents:
        yield where, f"give one of {', '.join(str(percent / _WHOLE) for percent in percents)}"


def _unknown_scheme() -> str:
    return f"this scheme is unknown; give one of {', '.join(Scheme)}"
