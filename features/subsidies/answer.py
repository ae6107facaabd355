"""What the rule book answers: each scheme with a status, its reason and source, and kroner by period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from features.subsidies.book import Book
from features.subsidies.dated import Level
from features.vocabulary import Scheme

NOTE = "veiledende, ikke vedtak"


class Status(StrEnum):
    """`does_not_fit` is said by law or regulation alone."""

    FITS = "fits"
    NEEDS_CLARIFICATION = "needs_clarification"
    DOES_NOT_FIT = "does_not_fit"


class Period(NamedTuple):
    """Days within one calendar month at one percent, both ends counted.

    `monthly_subsidy` is a whole month's kroner, `amount` what these days give after any cap. Whole kroner.
    """

    first: date
    last: date
    percent: Decimal | None
    monthly_subsidy: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SchemeAnswer:
    """One scheme. `source`, its level and `checked_on` are those of the rule that decided the status."""

    scheme: Scheme
    norwegian: str
    status: Status
    reason: str | None
    question: str | None
    ask_whom: str | None
    source: str
    source_level: Level
    checked_on: date
    monthly_cost: Decimal | None
    hourly_wage: Decimal | None
    periods: tuple[Period, ...]

    @property
    def total(self) -> Decimal:
        """Kroner over all periods."""
        return sum((period.amount for period in self.periods), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        """The scheme in the contract's shape; amounts as JSON numbers."""
        return {
            "scheme": self.scheme.value,
            "norwegian": self.norwegian,
            "status": self.status.value,
            "reason": self.reason,
            "question": self.question,
            "ask_whom": self.ask_whom,
            "source": self.source,
            "source_level": self.source_level.value,
            "checked_on": self.checked_on.isoformat(),
            "monthly_cost": _number(self.monthly_cost),
            "hourly_wage": _number(self.hourly_wage),
            "periods": [
                {
                    "from": period.first.isoformat(),
                    "to": period.last.isoformat(),
                    "percent": _number(period.percent),
                    "monthly_subsidy": _number(period.monthly_subsidy),
                    "amount": _number(period.amount),
                }
                for period in self.periods
            ],
        }


@dataclass(frozen=True)
class Quote:
    """Every scheme of the vocabulary once, in its order, and the book that was asked."""

    schemes: tuple[SchemeAnswer, ...]
    book: Book

    @property
    def rulebook_version(self) -> str:
        """The version of the whole book."""
        return self.book.version

    def of(self, scheme: Scheme) -> SchemeAnswer:
        """The answer about one scheme."""
        return next(answer for answer in self.schemes if answer.scheme is scheme)


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    whole = int(amount)
    return whole if whole == amount else float(amount)
