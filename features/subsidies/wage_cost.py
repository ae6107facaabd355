"""What a wage costs the employer in a month: wage, holiday pay, pension and employer tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from features.subsidies.months import half_up


@dataclass(frozen=True)
class Rates:
    """The employer's own rates as shares: 0.12 is 12 percent."""

    holiday: Decimal
    pension: Decimal
    employer_tax: Decimal


def wage_cost(wage: Decimal, rates: Rates) -> Decimal:
    """Kroner a month for a wage in kroner a month, already at the agreed position.

    Pension is counted of wage and holiday pay, employer tax of all three. What comes on top of the wage is rounded
    once, on the sum, half up. 20,000 with 12, 2 and 14.1 percent costs 26,070.
    """
    holiday_pay = rates.holiday * wage
    pension = rates.pension * (wage + holiday_pay)
    employer_tax = rates.employer_tax * (wage + holiday_pay + pension)
    return wage + half_up(holiday_pay + pension + employer_tax)
