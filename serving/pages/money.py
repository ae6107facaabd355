"""The subsidies of a suggestion and what it costs the employer, as the card shows them in bokmål."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

Scheme = Mapping[str, Any]
ASIDE = ("work_training", "facilitated_work_ordinary", "expert_assistance", "functional_assistance", "work_aids")
"""Schemes to know of that are no part of a hire's package: a trial is no hire, and the others give no kroner."""


class Rate(NamedTuple):
    """Kroner a month from a day to a day."""

    kroner: str
    first: str
    last: str


class Question(NamedTuple):
    """What is to be clarified, about which schemes; the source where the sentence holds kroner."""

    names: list[str]
    question: str
    source: str = ""


class Asked(NamedTuple):
    """Whom to ask, and what."""

    ask_whom: str
    questions: list[Question]


class CostRow(NamedTuple):
    """A line of the table of costs."""

    label: str
    without: str
    with_package: str


class MonthRow(NamedTuple):
    """A month of the table of months; `mark` says that the support goes down or is over from here."""

    number: int
    without: str
    with_package: str
    mark: str


def kroner(amount: float) -> str:
    """Whole kroner, such as «15 642 kr»."""
    return f"{round(amount):,}".replace(",", "\u00a0") + "\u00a0kr"


def short_day(given: str | date) -> str:
    """A date as «03.02.2026»."""
    value = date.fromisoformat(given) if isinstance(given, str) else given
    return f"{value:%d.%m.%Y}"


def leading(subsidies: Mapping[str, Any]) -> list[Scheme]:
    """The schemes of the first package, in its order."""
    first = subsidies["packages"][0] if subsidies["packages"] else []
    return [scheme for scheme in subsidies["schemes"] if scheme["scheme"] in first and scheme["status"] == "fits"]


def instead(subsidies: Mapping[str, Any]) -> list[Scheme]:
    """Other schemes that fit and give kroner."""
    taken = {scheme["scheme"] for scheme in leading(subsidies)}
    return [s for s in subsidies["schemes"] if s["status"] == "fits" and s["periods"] and s["scheme"] not in taken]


def rates(scheme: Scheme) -> list[Rate]:
    """What it gives a month, one line for each rate."""
    found: list[list[Any]] = []
    for period in scheme["periods"]:
        if found and found[-1][0] == period["monthly_subsidy"]:
            found[-1][2] = period["to"]
        else:
            found.append([period["monthly_subsidy"], period["from"], period["to"]])
    return [Rate(kroner(amount), short_day(first), short_day(last)) for amount, first, last in found]


def to_clarify(subsidies: Mapping[str, Any]) -> list[Asked]:
    """Whom to ask about what; schemes with the same question stand together.

    VTO speaks for itself: its reason is the sentence that a card has to say since new agreements were closed.
    """
    found: dict[str, dict[str, Question]] = {}
    for scheme in subsidies["schemes"]:
        if scheme["status"] != "needs_clarification" or scheme["scheme"] in ASIDE:
            continue
        questions = found.setdefault(scheme["ask_whom"] or "Nav-kontoret", {})
        if scheme["scheme"] == "adapted_work_ordinary" and scheme["reason"].startswith("VTO: "):
            questions[scheme["reason"]] = Question([], scheme["reason"], source(scheme))
        else:
            questions.setdefault(scheme["question"], Question([], scheme["question"])).names.append(scheme["norwegian"])
    return [Asked(whom, list(questions.values())) for whom, questions in found.items()]


def with_reason(subsidies: Mapping[str, Any]) -> list[Scheme]:
    """Schemes with something more to read: every one that is not out of the question and says why."""
    return [s for s in subsidies["schemes"] if s["status"] != "does_not_fit" and s["reason"]]


def reason(scheme: Scheme) -> str:
    """What is said of a scheme right after its name, which is not said twice."""
    name, said = scheme["norwegian"], scheme["reason"] or ""
    return said.removeprefix(name) if said.startswith(f"{name} ") else f": {said}"


def ending(scheme: Scheme, text: str) -> str:
    """Whether the last day is the end of the subsidy or only of what is counted; `text` is the suggestion's own."""
    last = short_day(scheme["periods"][-1]["to"])
    return "Tilskuddet slutter" if f"slutter {last}" in text else "Tilskuddet er regnet til og med"


def source(scheme: Scheme) -> str:
    """The source and the day somebody last checked it."""
    return f"Kilde: {scheme['source']}; sist sett på {short_day(scheme['checked_on'])}"


def cost_rows(cost: Mapping[str, Any]) -> list[CostRow]:
    """The first 12 and 24 months, and a hire that breaks off."""
    months, broken = cost["months"], cost["break_off_after_3_months"]
    sums = [
        CostRow(f"Første {number} måneder", _sum(months[:number], "without"), _sum(months[:number], "with"))
        for number in (12, 24)
        if len(months) >= number
    ]
    return [*sums, CostRow("Brudd etter 3 måneder", kroner(broken["without"]), kroner(broken["with"]))]


def _sum(months: Sequence[Mapping[str, Any]], which: str) -> str:
    return kroner(sum(month[which] for month in months))


def month_rows(cost: Mapping[str, Any]) -> list[MonthRow]:
    """Every month, with the months marked from which the employer pays more."""
    rows, before = [], None
    for month in cost["months"]:
        rises = before is not None and month["with"] > before["with"]
        over = rises and month["with"] == month["without"]
        mark = "støtten er slutt" if over else "støtten trappes ned" if rises else ""
        rows.append(MonthRow(month["month"], kroner(month["without"]), kroner(month["with"]), mark))
        before = month
    return rows
