"""What may be kept of a quote: the same answers, without the support-need group, date of birth, benefit or months used.

A list is journalled and read again by others than the one who asked. Statuses and kroner stay as the rule book gives
them; the full reason is had by asking the rule book again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from features.subsidies.answer import Quote, SchemeAnswer
from features.subsidies.book import Book
from features.subsidies.dated import holding
from features.subsidies.messages import Message, Said
from features.subsidies.months import ONE_DAY, birthday
from features.subsidies.question import Question
from features.subsidies.quote import quote

_ABOUT_THE_PERSON = Message(
    "Vilkårene for hvem {scheme} gjelder, er ikke oppfylt. Regelboken gir begrunnelsen når den spørres om saken."
)
KEPT: Mapping[Said, Message] = {
    **dict.fromkeys(
        (
            Said.WRONG_GROUP,
            Said.TOO_YOUNG,
            Said.TOO_OLD,
            Said.PAST_BIRTHDAY,
            Said.NO_DISABILITY_BENEFIT,
            Said.MONTHS_USED_UP,
        ),
        _ABOUT_THE_PERSON,
    ),
    Said.LIMIT_AGE: Message("Gjelder ikke hele tiden som det er regnet for."),
    Said.LIMIT_MONTHS_USED: Message("Gjelder til og med {day}."),
}
"""What is said instead of the sentences that tell something of the person."""


def discreet_quote(book: Book, question: Question, as_of: date) -> Quote:
    """The quote with the sentences of `KEPT`; an end that a birthday gives is moved to the end of the month before."""
    given = quote(_discreet(book), question, as_of)
    born = question.participant_rules.birth_date
    return replace(given, schemes=tuple(_without_birthday(book, answer, born) for answer in given.schemes))


@cache
def _discreet(book: Book) -> Book:
    return replace(book, messages={**book.messages, **KEPT})


def _without_birthday(book: Book, answer: SchemeAnswer, born: date) -> SchemeAnswer:
    if not answer.periods:
        return answer
    age = holding(book.schemes[answer.scheme].age_below, answer.periods[0].first)
    if age is None or answer.periods[-1].last != birthday(born, age.held) - ONE_DAY:
        return answer
    month = answer.periods[-1].last.replace(day=1)
    return replace(answer, periods=tuple(period for period in answer.periods if period.last < month))
