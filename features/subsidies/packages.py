"""Which schemes can be taken together for one match: every legal combination, the one to lead with first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations
from typing import TypeVar

from features.subsidies.answer import Quote, SchemeAnswer, Status
from features.subsidies.dated import Dated, holding
from features.subsidies.messages import Said
from features.subsidies.rules import Pays
from features.vocabulary import Scheme

T = TypeVar("T")


class Expense(Enum):
    """What an employer pays for and a scheme answers: the first months' wage, somebody who follows up, extra costs.

    A need of the employer is an expense that is known: a wage always, a mentor once somebody is named, extra costs once
    they are documented.
    """

    WAGE = auto()
    MENTOR = auto()
    EXTRA_COSTS = auto()


COVERS: Mapping[Pays, Expense] = {
    Pays.WAGE_PERCENT: Expense.WAGE,
    Pays.MONTHLY_RATE: Expense.WAGE,
    Pays.NOTHING: Expense.WAGE,
    Pays.MENTOR_HOURS: Expense.MENTOR,
    Pays.DOCUMENTED_COSTS: Expense.EXTRA_COSTS,
}
"""The expense that a kind of benefit covers; work training pays nothing and spares the employer the wage."""

DETAILS = (Said.NO_MENTOR, Said.NO_COSTS, Said.NO_PERCENT)
"""What the parties settle between them: a scheme that lacks only this can be planned with."""


@dataclass(frozen=True)
class Package:
    """Schemes that may run together, in the vocabulary's order; none is a hire without subsidy.

    `clarify` says in bokmål what has to be settled before it can be promised; None where every part of it fits.
    """

    schemes: tuple[Scheme, ...]
    clarify: str | None = None

    @property
    def ready(self) -> bool:
        """Whether every part fits and the parts fit together."""
        return self.clarify is None


NOTHING = Package(())


def packages(quote: Quote, *, ordinary_work: bool = False) -> list[Package]:
    """Every combination that no rule forbids, the hire without subsidy among them; the one to lead with is first.

    The lead is ready and answers most of the employer's needs, see `Expense`, the first months' wage before the others;
    it is the smallest that does. The others follow by size, and those of one size in the vocabulary's order. No two
    schemes cover the same expense, and of schemes that exclude one another a package holds one at most. With
    `ordinary_work` (IPS means ordinary paid work) work training never leads.
    """
    every = list(_every(quote))
    ready = [package for package in every if package.ready]
    if ordinary_work:
        ready = [package for package in ready if Scheme.WORK_TRAINING not in package.schemes]
    lead = min(ready, key=lambda package: _answers(quote, package))
    return [lead, *(package for package in every if package is not lead)]


def legal_packages(quote: Quote) -> list[list[Scheme]]:
    """The schemes of the packages that are ready, as `packages` orders them."""
    return [list(package.schemes) for package in packages(quote) if package.ready]


def _answers(quote: Quote, package: Package) -> tuple[int, bool]:
    """Less for a package that answers more; the packages it is asked of stand by size."""
    covered = {COVERS[quote.book.schemes[scheme].pays] for scheme in package.schemes}
    return -len(covered), Expense.WAGE not in covered


def _every(quote: Quote) -> Iterator[Package]:
    """The combinations that no rule forbids, by size, each with what has to be clarified about it."""
    possible = [answer for answer in quote.schemes if _can_be_planned(quote, answer)]
    exclusive, together = _exclusive(quote), _clarified_together(quote)
    for size in range(len(possible) + 1):
        for chosen in combinations(possible, size):
            schemes = tuple(answer.scheme for answer in chosen)
            expenses = {COVERS[quote.book.schemes[scheme].pays] for scheme in schemes}
            if len(expenses) == size and len(exclusive.intersection(schemes)) <= 1:
                yield Package(schemes, _clarify(chosen, together)) if schemes else NOTHING


def _can_be_planned(quote: Quote, answer: SchemeAnswer) -> bool:
    """Whether it fits, or lacks nothing but a detail that the parties settle themselves."""
    rules = quote.book.schemes[answer.scheme]
    if rules.pays not in COVERS:
        return False
    if answer.status is Status.NEEDS_CLARIFICATION:
        return answer.question in {quote.book.message(rules, said).question for said in DETAILS}
    return answer.status is Status.FITS


def _clarify(chosen: Iterable[SchemeAnswer], together: frozenset[frozenset[Scheme]]) -> str | None:
    """What is open about the combination, in bokmål."""
    answers = tuple(chosen)
    said = [f"{a.norwegian}: {a.question}" for a in answers if a.status is Status.NEEDS_CLARIFICATION]
    said += [
        f"{one.norwegian} sammen med {in_sentence(other.norwegian)} må avklares med Nav-kontoret."
        for one, other in combinations(answers, 2)
        if frozenset((one.scheme, other.scheme)) in together
    ]
    return " ".join(said) or None


def in_sentence(norwegian: str) -> str:
    """A scheme's name within a sentence: a small first letter, except in an abbreviation."""
    return norwegian if norwegian[:2].isupper() else norwegian[0].lower() + norwegian[1:]


def _exclusive(quote: Quote) -> frozenset[Scheme]:
    held = _held(quote, quote.book.every_scheme.exclusive)
    return frozenset(held or ())


def _clarified_together(quote: Quote) -> frozenset[frozenset[Scheme]]:
    table = _held(quote, quote.book.every_scheme.clarify_together) or {}
    return frozenset(frozenset((Scheme(one), other)) for one, others in table.items() for other in others)


def _held(quote: Quote, parameter: Dated[T]) -> T | None:
    """The value on the day the agreement starts: the first day of any amount."""
    starts_on = next((answer.periods[0].first for answer in quote.schemes if answer.periods), None)
    if starts_on is None:
        return parameter.entries[-1].value
    entry = holding(parameter, starts_on)
    return None if entry is None else entry.held
