"""What stands on the sheet that an employer reads: sentences of this file, of `employer_text`, and fixed vocabulary.

No free text of anybody comes on it, no scheme, no stream, and of the person only what they have agreed to share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from features.occupations import is_occupation, occupation_in_text, occupation_name
from features.subsidies.book import Book
from features.subsidies.employer_cost import EmployerCost, Mark, Month
from features.subsidies.employer_text import FIRST_MONTHS, FOLLOW_UP, TO_BE_AGREED, employer_text
from features.subsidies.months import ONE_DAY, months_after
from features.vocabulary import CONDITION_LABELS, Scheme, Shareable, WorkCondition
from models.explanations.told import listed
from serving.pages.words import hours

NEED_UNKNOWN = "Hva trenger dere hjelp til, og når på dagen?"
ANSWER = "Butter det, svarer vi innen {hours} timer. Du kan ringe både før og etter ansettelsen."
ANSWER_HOURS = 24


@dataclass(frozen=True)
class MeetingSheet:
    """Sentences by heading, in bokmål; `person` is empty where nothing may be shared."""

    needs: tuple[str, ...]
    offer: str
    person: tuple[str, ...]
    follow_up: tuple[str, ...]


def meeting_sheet(
    book: Book | None, suggestion: Mapping[str, Any], needs: Sequence[Mapping[str, Any]], person: Mapping[str, Any]
) -> MeetingSheet:
    """The sheet for a suggestion of a kept list, the employer's rows of `employer_needs`, and a row of `participants`.

    Without contact between Nav and employers agreed to, nothing about the person is on it.
    """
    agreed = [Shareable(value) for value in person["shareable"] or []] if person["may_contact_employers"] else []
    cost = kept_cost(suggestion)
    offer = TO_BE_AGREED if book is None or cost is None else employer_text(book, cost, agreed)
    offer = offer.replace(f"{FOLLOW_UP} ", "")
    plan = suggestion["follow_up_plan"]
    answer_hours = ANSWER_HOURS if plan is None else plan["response_hours"]
    return MeetingSheet(
        needs=tuple(_needs(needs)) or (NEED_UNKNOWN,),
        offer=offer,
        person=tuple(_person(person, agreed)),
        follow_up=(FOLLOW_UP, ANSWER.format(hours=int(answer_hours))),
    )


def _needs(needs: Sequence[Mapping[str, Any]]) -> list[str]:
    """What they are known to need, by occupation and hours: the texts of needs are ours, and stay with us."""
    said = []
    for need in needs:
        if is_occupation(need["occupation"]):
            weekly = need["hours_per_week"]
            about = "" if weekly is None else f", omtrent {hours(weekly, weekly)}"
            said.append(f"{occupation_name(need['occupation'])}{about}")
    return list(dict.fromkeys(said))


def _person(person: Mapping[str, Any], agreed: Sequence[Shareable]) -> list[str]:
    said = []
    known = [occupation_in_text(code) for code in person["experience_occupations"] or [] if is_occupation(code)]
    if Shareable.EXPERIENCE in agreed and known:
        said.append(f"Har erfaring som {listed(tuple(known))}.")
    if Shareable.HOURS in agreed:
        said.append(f"Ønsker å arbeide {hours(person['hours_min'], person['hours_max'])}.")
    wanted = [CONDITION_LABELS[WorkCondition(value)] for value in person["work_conditions"] or []]
    if Shareable.CONDITIONS in agreed and wanted:
        said.append(f"Arbeider best slik: {listed(tuple(wanted))}.")
    return said


def kept_cost(suggestion: Mapping[str, Any]) -> EmployerCost | None:
    """The cost of the leading package as the list kept it; None where no package led or nothing was counted."""
    cost, subsidies = suggestion["employer_cost"], suggestion["subsidies"]
    if cost is None or subsidies is None or not subsidies["packages"] or len(cost["months"]) < FIRST_MONTHS:
        return None
    led = [s for s in subsidies["schemes"] if s["scheme"] in subsidies["packages"][0] and s["periods"]]
    if not led:
        return None
    begins = min(date.fromisoformat(scheme["periods"][0]["from"]) for scheme in led)
    broken = cost["break_off_after_3_months"]
    return EmployerCost(
        schemes=tuple(Scheme(scheme["scheme"]) for scheme in led),
        months=tuple(_month(month, begins) for month in cost["months"]),
        marks=tuple(sorted((mark for scheme in led for mark in _marks(scheme)), key=lambda mark: mark.day)),
        break_without=Decimal(str(broken["without"])),
        break_with=Decimal(str(broken["with"])),
    )


def _month(month: Mapping[str, Any], begins: date) -> Month:
    number = month["month"]
    first, following = months_after(begins, number - 1), months_after(begins, number)
    return Month(number, first, following - ONE_DAY, Decimal(str(month["without"])), Decimal(str(month["with"])))


def _marks(scheme: Mapping[str, Any]) -> list[Mark]:
    lower = [
        Mark(date.fromisoformat(after["from"]), Scheme(scheme["scheme"]), Decimal(str(after["monthly_subsidy"])))
        for before, after in pairwise(scheme["periods"])
        if after["monthly_subsidy"] < before["monthly_subsidy"]
    ]
    over = date.fromisoformat(scheme["periods"][-1]["to"]) + ONE_DAY
    return [*lower, Mark(over, Scheme(scheme["scheme"]), Decimal(0))]
