"""The follow-up book: what a plan asks for, deadlines and pathways, read strictly from dated YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from features.subsidies.dated import Dated
from features.subsidies.reading import BookError, Node, read_yaml
from features.subsidies.upkeep import BookWarning, warnings_of
from features.subsidies.values import Reader, dated, each, one_of, table, text, whole
from features.vocabulary import FollowUpNeed, FollowUpWith

FOLDER = Path(__file__).parent / "book"


class PlanName(StrEnum):
    """Which plan a placement follows."""

    ADAPTED_WORK_ORDINARY = "adapted_work_ordinary"
    IPS = "ips"
    ORDINARY = "ordinary"
    TRIAL = "trial"


class Unit(StrEnum):
    """What a stage counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class How(StrEnum):
    """How a contact is held."""

    VISIT = "visit"
    PHONE = "phone"


class Stage(StrEnum):
    """Where somebody works, as pathways see it."""

    SHELTERED = "sheltered"
    TRIAL = "trial"
    ADAPTED = "adapted"
    WAGE_SUBSIDY = "wage_subsidy"
    ORDINARY = "ordinary"


@dataclass(frozen=True)
class Rhythm:
    """Contacts at `first`, `first + every`, … units after the start, to `last` and with it; None goes on."""

    unit: Unit
    first: int
    every: int
    last: int | None
    with_whom: FollowUpWith
    how: How


@dataclass(frozen=True)
class PlanRules:
    """One plan through time. Without `lasts_months` it goes on while the placement runs."""

    name: PlanName
    norwegian: str
    contacts: Dated[dict[str, tuple[Rhythm, ...]]]
    at_workplace: Dated[str]
    lasts_months: Dated[int] | None = None
    confirmation_months: Dated[int] | None = None
    review_months: Dated[int] | None = None


@dataclass(frozen=True)
class Limits:
    """Deadlines and limits whatever the plan is; the names say the unit."""

    response_hours: Dated[int]
    first_meeting_days: Dated[int]
    warning_days: Dated[tuple[int, ...]]
    before_subsidy_end_days: Dated[int]
    after_subsidy_end_days: Dated[int]
    due_within_days: Dated[int]
    stands_in_days: Dated[int]
    missed_after_days: Dated[int]
    one_sided_days: Dated[int]
    one_sided_after_days: Dated[int]
    link_days: Dated[int]
    outcome_months: Dated[tuple[int, ...]]
    smallest_number: Dated[int]

    def whole(self, name: str, day: date) -> int:
        """The number of a limit on a day."""
        limit: Dated[int] = getattr(self, name)
        return limit.on(day).held


@dataclass(frozen=True, eq=False)
class FollowUpBook:
    """Every plan, the limits, and what each allowed step of a pathway needs."""

    plans: Mapping[PlanName, PlanRules]
    limits: Limits
    steps: Mapping[tuple[Stage, Stage], Dated[tuple[str, ...]]]

    @cached_property
    def begins_on(self) -> date:
        """The first day on which every plan and limit has a value."""
        needed = [p for held in (*self.plans.values(), self.limits) for p in vars(held).values()]
        return max(p.begins_on for p in needed if isinstance(p, Dated))

    def warnings(self, today: date) -> list[BookWarning]:
        """What somebody has to look at: values about to end, or not checked for long."""
        planned = [(plan.norwegian, p) for plan in self.plans.values() for p in vars(plan).values()]
        others = [(None, p) for p in (*vars(self.limits).values(), *self.steps.values())]
        return [w for title, p in (*planned, *others) if isinstance(p, Dated) for w in warnings_of(p, today, title)]


def _rhythm(node: Node) -> Rhythm:
    given = node.fields(("unit", "first", "every", "with_whom", "how"), ("last",))
    read = Rhythm(
        unit=one_of(Unit)(given["unit"]),
        first=_positive(given["first"]),
        every=_positive(given["every"]),
        last=_positive(given["last"]) if "last" in given else None,
        with_whom=one_of(FollowUpWith)(given["with_whom"]),
        how=one_of(How)(given["how"]),
    )
    if read.last is not None and read.last < read.first:
        raise node.wrong("«last» er før «first»")
    return read


def _positive(node: Node) -> int:
    value = whole(node)
    if value < 1:
        raise node.wrong("tallet må være 1 eller mer")
    return value


def _by_need(node: Node) -> dict[str, tuple[Rhythm, ...]]:
    needs = [need.value for need in FollowUpNeed]
    read = table(needs, lambda item: tuple(_rhythm(one) for one in item.items()))(node)
    for need in needs:
        if need not in read:
            raise node.wrong(f"«{need}» mangler; planen må si hva hvert oppgitt behov gir")
    return read


_NUMBERS: Reader[Any] = each(_positive)
_LIMITS: Mapping[str, Reader[Any]] = {"warning_days": _NUMBERS, "outcome_months": _NUMBERS}
_PLAN: Mapping[str, Reader[Any]] = {
    "contacts": _by_need,
    "at_workplace": text,
    "lasts_months": _positive,
    "confirmation_months": _positive,
    "review_months": _positive,
}


def load_follow_up_book(folder: Path = FOLDER) -> FollowUpBook:
    """The book of a folder, by default the one that ships; read once. BookError names file and line."""
    return _load(folder)


@cache
def _load(folder: Path) -> FollowUpBook:
    wanted = (*(f"{name}.yaml" for name in PlanName), "limits.yaml", "pathways.yaml")
    for name in wanted:
        if not (folder / name).is_file():
            raise BookError(f"{name}: filen mangler i {folder.name}")
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in wanted:
            raise BookError(f"{path.name}: ingen plan heter dette; det kan ligge {', '.join(wanted)}")
    return FollowUpBook(
        plans={name: _plan(name, read_yaml(folder / f"{name}.yaml")) for name in PlanName},
        limits=_limits(read_yaml(folder / "limits.yaml")),
        steps=_steps(read_yaml(folder / "pathways.yaml")),
    )


def _plan(name: PlanName, node: Node) -> PlanRules:
    given = node.fields(("plan", "norwegian", "parameters"))
    if given["plan"].text() != name:
        raise given["plan"].wrong(f"«plan» må være det samme som filnavnet, {name}")
    held = given["parameters"].fields(("contacts", "at_workplace"), _PLAN)
    read: dict[str, Any] = {key: dated(f"{name}: {key}", item, _PLAN[key]) for key, item in held.items()}
    return PlanRules(name, given["norwegian"].text(), **read)


def _limits(node: Node) -> Limits:
    names = list(Limits.__dataclass_fields__)
    held = node.fields(["parameters"])["parameters"].fields(names)
    reader: Callable[[str], Reader[Any]] = lambda key: _LIMITS.get(key, _positive)  # noqa: E731
    return Limits(**{key: dated(f"limits: {key}", item, reader(key)) for key, item in held.items()})


def _steps(node: Node) -> dict[tuple[Stage, Stage], Dated[tuple[str, ...]]]:
    read = {}
    for name, item in node.fields(["parameters"])["parameters"].mapping().items():
        first, _, second = name.partition("_to_")
        if first not in set(Stage) or second not in set(Stage) or first == second:
            raise item.wrong(f"«{name}» er ikke et steg; skriv fra_to_til med {', '.join(Stage)}")
        read[Stage(first), Stage(second)] = dated(f"pathways: {name}", item, each(text))
    return read
