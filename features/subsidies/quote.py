"""A quote: what every scheme says to one question, on one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from features.subsidies.amounts import Amounts, Note, amounts
from features.subsidies.answer import NOTE, Quote, SchemeAnswer, Status
from features.subsidies.asked import Asked
from features.subsidies.book import Book
from features.subsidies.cap import capped
from features.subsidies.checks import Finding, findings
from features.subsidies.dated import holding
from features.subsidies.faults import check_question
from features.subsidies.limits import last_day
from features.subsidies.messages import Message, Said
from features.subsidies.packages import legal_packages
from features.subsidies.question import Question
from features.subsidies.rules import SchemeRules
from features.subsidies.values import UNKNOWN


def quote(book: Book, question: Question, today: date) -> Quote:
    """Every scheme's answer, in the vocabulary's order. QuestionError, which names the fields, for bad input.

    Pure: the same book, question and day give the same answer. `today` only decides whether the start is too far back.
    """
    check_question(book, question, today)
    asked = Asked(book, question, today)
    answers = [_answer(rules, asked) for rules in book.schemes.values()]
    return Quote(tuple(_with_companions(answers, asked)), book)


def as_json(quote: Quote) -> dict[str, Any]:
    """The quote in the contract's shape; amounts as JSON numbers, every part present."""
    return {
        "schemes": [answer.as_json() for answer in quote.schemes],
        "packages": [[scheme.value for scheme in package] for package in legal_packages(quote)],
        "rulebook_version": quote.rulebook_version,
        "note": NOTE,
    }


def _answer(rules: SchemeRules, asked: Asked) -> SchemeAnswer:
    asking: list[Finding] = []
    for finding in findings(rules, asked):
        if finding.blocks:
            return _written(rules, asked, Status.DOES_NOT_FIT, [finding], (), Amounts([]))
        asking.append(finding)
    if any(not finding.keeps_amounts for finding in asking):
        return _written(rules, asked, Status.NEEDS_CLARIFICATION, asking, _without_group(rules, asked), Amounts([]))
    last, limit = last_day(rules, asked)
    given = capped(rules, asked, amounts(rules, asked, last))
    asking += given.findings
    notes = given.notes if limit is None else (*given.notes, (limit.said, {**limit.values, "day": limit.last}))
    return _written(rules, asked, Status.NEEDS_CLARIFICATION if asking else Status.FITS, asking, notes, given)


def _written(
    rules: SchemeRules, asked: Asked, status: Status, found: list[Finding], notes: Iterable[Note], given: Amounts
) -> SchemeAnswer:
    """The answer in words: what was found, then the scheme's own condition and what is said about the amounts."""
    said = [_message(rules, asked, finding.said, finding.values) for finding in found]
    reasons = [message.reason for message in said]
    conditions = holding(rules.conditions, asked.starts_on)
    if given.periods and conditions is not None:
        reasons.append(conditions.held)
    reasons += [_message(rules, asked, note, values).reason for note, values in notes]
    asks = status is Status.NEEDS_CLARIFICATION
    entry = found[0].entry if found else rules.basis(asked.starts_on)
    return SchemeAnswer(
        scheme=rules.scheme,
        norwegian=rules.norwegian,
        status=status,
        reason=" ".join(reasons) or None,
        question=_joined(" ", (message.question for message in said)) if asks else None,
        ask_whom=_joined(" og ", (message.ask_whom for message in said)) if asks else None,
        source=entry.source,
        source_level=entry.level,
        checked_on=entry.checked_on,
        monthly_cost=given.monthly_cost,
        hourly_wage=given.hourly_wage,
        periods=tuple(given.periods),
    )


def _message(rules: SchemeRules, asked: Asked, said: Said, values: Mapping[str, object]) -> Message:
    return asked.book.message(rules, said).with_values({"scheme": rules.norwegian, **values})


def _joined(by: str, parts: Iterable[str | None]) -> str | None:
    return by.join(dict.fromkeys(part for part in parts if part)) or None


def _without_group(rules: SchemeRules, asked: Asked) -> list[Note]:
    """How long a scheme runs at most while the group is not known, where the book says so."""
    if asked.group is not None or asked.starts_on < rules.in_force.begins_on:
        return []
    longest = holding(rules.longest_months, asked.starts_on)
    months = None if longest is None else longest.held.get(UNKNOWN)
    return [] if months is None else [(Said.LONGEST_UNKNOWN, {"months": months})]


def _with_companions(answers: list[SchemeAnswer], asked: Asked) -> Iterator[SchemeAnswer]:
    """The answers, with a sentence where a scheme that is possible has to be clarified together with another."""
    together = asked.book.every_scheme.clarify_together.on(asked.starts_on).held
    possible = {answer.scheme: answer for answer in answers if answer.status is not Status.DOES_NOT_FIT}
    for answer in answers:
        others = [possible[other].norwegian for other in together.get(answer.scheme, ()) if other in possible]
        if not others or not answer.periods:
            yield answer
            continue
        values = {"other": " eller ".join(others)}
        said = _message(asked.book.schemes[answer.scheme], asked, Said.CLARIFY_TOGETHER, values).reason
        yield replace(answer, reason=f"{answer.reason} {said}" if answer.reason else said)
