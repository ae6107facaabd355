"""What an employer may read of a package: built from the sentences of this file, kroner and dates, and nothing else.

No scheme is named, since a scheme tells who it is for; no sentence of the rule book, no word about the person, and of
what the participant may agree to share only the hours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from features.subsidies.answer import NOTE
from features.subsidies.book import Book
from features.subsidies.employer_cost import EmployerCost
from features.subsidies.messages import written_out
from features.subsidies.packages import COVERS, Expense
from features.subsidies.rules import Pays
from features.vocabulary import Shareable

MAY_BE_SHOWN = frozenset({Pays.WAGE_PERCENT, Pays.MENTOR_HOURS, Pays.DOCUMENTED_COSTS})
"""Kinds of benefit whose kroner may be shown: a fixed rate tells its scheme by its amount, and a trial is no hire."""
OFFERS: Mapping[Expense, str] = {
    Expense.WAGE: "Nav kan dekke en del av lønnskostnaden i en periode.",
    Expense.MENTOR: "Nav kan dekke timene til en kollega som gir opplæring og følger opp på arbeidsplassen.",
    Expense.EXTRA_COSTS: "Nav kan dekke avtalte ekstra utgifter til utstyr og opplæring.",
}
FOLLOW_UP = "Du får én å ringe til i Nav, som følger opp både deg og den ansatte."
TO_BE_AGREED = "Hva ansettelsen koster, regnes ut når stilling og støtte er avtalt."
FIRST_MONTHS = 12
AFTERWARDS = f"Hva som gjelder etter {FIRST_MONTHS} måneder, avtales med Nav."


def employer_text(book: Book, cost: EmployerCost, shareable: Collection[Shareable]) -> str:
    """Sentences in bokmål. Kroner tell the hours, and are left out where the hours may not be shared.

    They cover the first `FIRST_MONTHS` alone: how long a scheme runs tells which one it is.
    """
    kinds = [book.schemes[scheme].pays for scheme in cost.schemes]
    offered = {COVERS[kind] for kind in kinds if kind in MAY_BE_SHOWN}
    said = [*(OFFERS[expense] for expense in Expense if expense in offered), FOLLOW_UP]
    if Shareable.HOURS in shareable and MAY_BE_SHOWN.issuperset(kinds):
        said += _in_kroner(cost)
    else:
        said.append(TO_BE_AGREED)
    return " ".join([*said, f"{NOTE.capitalize()}."])


def _in_kroner(cost: EmployerCost) -> list[str]:
    first, last = cost.months[0], cost.months[FIRST_MONTHS - 1]
    said = [
        f"Eksempel: {written_out(cost.without(FIRST_MONTHS))} kr uten støtte og "
        f"{written_out(cost.with_package(FIRST_MONTHS))} kr med støtte de første {FIRST_MONTHS} månedene, "
        f"regnet fra {written_out(first.first)}.",
        *(f"Støtten blir lavere fra {written_out(mark.day)}." for mark in cost.marks if mark.day <= last.last),
        f"Eksempel: brytes ansettelsen tidlig, har den kostet omtrent {written_out(cost.break_without)} kr uten støtte "
        f"og {written_out(cost.break_with)} kr med støtte.",
    ]
    return [*said, AFTERWARDS]
