"""The rule book in a list: for each suggestion what applies, which package leads, and what it costs the employer.

It is worked out after the order is settled, from tables that the ranker never reads. What is answered here is
journalled: statuses and kroner, and no support-need group, date of birth, benefit or months used in words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from features.subsidies.answer import Quote
from features.subsidies.book import Book
from features.subsidies.discreet import discreet_quote
from features.subsidies.employer_cost import EmployerCost, employer_cost
from features.subsidies.match import Situation, broken_off, example, person_from
from features.subsidies.messages import written_out
from features.subsidies.packages import Package, in_sentence, packages
from features.subsidies.question import Job, Person, Question, QuestionError, Workplace
from features.subsidies.summary import UNREADABLE, in_kroner, summary
from features.vocabulary import Stream
from serving import schemas

IPS = frozenset({Stream.IPS, Stream.IPS_YOUTH})


class Offered(NamedTuple):
    """The two parts of a suggestion; the cost is None where the rule book cannot be asked."""

    subsidies: schemas.Subsidies
    employer_cost: schemas.EmployerCost | None


@dataclass(frozen=True)
class RuleBook:
    """The book, and one person as it sees one; the stream decides only what leads."""

    book: Book
    person: Person
    stream: Stream

    @classmethod
    def for_row(cls, book: Book, row: Mapping[str, Any] | None, stream: str, as_of: date) -> RuleBook:
        """For a row of `participant_rules` as known on the day: one recorded later is not known."""
        if row is None or (row["recorded_on"] or as_of) > as_of:
            return cls(book, person_from(None), Stream(stream))
        used = row["months_used"] or {}
        held = {**row, "months_used": json.loads(used) if isinstance(used, str) else used}
        return cls(book, person_from(held), Stream(stream))

    def offered(self, situations: Sequence[Situation], as_of: date) -> list[Offered]:
        """One for each situation, in their order; equal questions are asked once."""
        asked: dict[tuple[Workplace, Job], _Answered | None] = {}
        made: dict[Situation, Offered] = {}
        for situation in situations:
            if situation in made:
                continue
            about = example(self.book, self.person, situation, as_of)
            key = about.question.workplace, about.question.job
            if key not in asked:
                asked[key] = self._ask(about.question, as_of)
            made[situation] = _offered(asked[key], about.assumptions)
        return [made[situation] for situation in situations]

    def _ask(self, question: Question, as_of: date) -> _Answered | None:
        try:
            quote = discreet_quote(self.book, question, as_of)
        except QuestionError:
            return None
        possible = packages(quote, ordinary_work=self.stream in IPS)
        cost = employer_cost(quote, question, possible[0].schemes)
        return _Answered(
            _subsidies(quote, possible, summary(quote, possible, cost, adapted_work=self.stream is Stream.VTO)),
            [
                schemas.MonthCost(month=month.number, without=float(month.without), with_=float(month.with_package))
                for month in cost.months
            ],
            schemas.BreakOff(without=float(cost.break_without), with_=float(cost.break_with)),
            (_package(quote, cost), broken_off(self.book, question.job.starts_on)),
        )


class _Answered(NamedTuple):
    subsidies: schemas.Subsidies
    months: list[schemas.MonthCost]
    break_off: schemas.BreakOff
    assumptions: tuple[str, ...]


def _offered(answered: _Answered | None, assumptions: tuple[str, ...]) -> Offered:
    if answered is None:
        return Offered(schemas.Subsidies(schemes=[], packages=[[]], text=f"{UNREADABLE}."), None)
    cost = schemas.EmployerCost(
        assumptions=[*assumptions, *answered.assumptions],
        months=answered.months,
        break_off_after_3_months=answered.break_off,
    )
    return Offered(answered.subsidies, cost)


def _subsidies(quote: Quote, possible: Sequence[Package], text: str) -> schemas.Subsidies:
    return schemas.Subsidies(
        schemes=[schemas.SchemeQuote.model_validate(answer.as_json()) for answer in quote.schemes],
        packages=[list(package.schemes) for package in possible if package.ready],
        text=text,
    )


def _package(quote: Quote, cost: EmployerCost) -> str:
    """The package that the cost is with, in bokmål, with its sources."""
    if not cost.schemes:
        return "Regnet uten tilskudd: ingen pakke er klar."
    answers = [quote.of(scheme) for scheme in cost.schemes]
    sources = dict.fromkeys(f"{answer.source}; sist sett på {written_out(answer.checked_on)}" for answer in answers)
    return f"Regnet med {in_sentence(in_kroner(quote, cost))}. Kilde: {'. '.join(sources)}."
