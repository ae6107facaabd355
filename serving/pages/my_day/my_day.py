"""«Min dag»: meetings, what is due, where it grates, and whom to visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from features.naming import registered_as
from serving.api.follow_ups import get_agenda
from serving.api.seams import Calling, Held, Now, Today
from serving.pages.layout.page import Shown
from serving.pages.words import to_do
from serving.schemas.follow_up import Task
from serving.snapshots import Snapshot

ROUTER = APIRouter(include_in_schema=False)
PEOPLE_SHOWN = 50


@dataclass(frozen=True)
class Visit:
    """An employer that is pinned for somebody, to be visited."""

    orgnr: str
    name: str
    whom: tuple[str, ...]


@dataclass(frozen=True)
class Late:
    """What is overdue in one job: the newest of it, and how many older."""

    task: Task
    older: int

    @property
    def said(self) -> str:
        """What to do; that it should have been done, and when, stands beside it."""
        return to_do(self.task.text)


@ROUTER.get("/")
def my_day(caller: Calling, state: Held, today: Today, now: Now, page: Shown) -> HTMLResponse:
    """The caller's own day; a case system and a supervisor see that of their offices."""
    agenda = get_agenda(caller, state, today, now)
    snapshot = state.snapshot()
    people, more = state.access.caseload(caller, snapshot.people, "", PEOPLE_SHOWN, looking_on=today)
    return page(
        "my_day/my_day.html",
        agenda=agenda,
        endings=once(agenda.endings),
        late=late(agenda.overdue),
        visits=visits(snapshot, people, today),
        people=people.to_dicts(),
        more=more,
        today=today,
        simulated=bool(people["simulated"].any()),
    )


def late(overdue: Sequence[Task]) -> list[Late]:
    """One for each job, those with the newest overdue contact first."""
    by_job: dict[str | None, list[Task]] = {}
    for task in sorted(overdue, key=lambda task: task.on, reverse=True):
        by_job.setdefault(task.placement_id, []).append(task)
    return [Late(tasks[0], len(tasks) - 1) for tasks in by_job.values()]


def once(tasks: Sequence[Task]) -> list[Task]:
    """Each sentence once: a chain has several workplaces of one name in one town."""
    return list({task.text: task for task in tasks}.values())


def visits(snapshot: Snapshot, people: pl.DataFrame, today: date) -> list[Visit]:
    """Employers that are pinned for these people, those pinned for most first."""
    units = snapshot.pipeline.world.units.names
    wanted: dict[str, list[str]] = {}
    for one in people["participant_id"].to_list():
        for unit in snapshot.decisions.of(one, today).pinned.tolist():
            wanted.setdefault(units[unit], []).append(one)
    ordered = sorted(wanted.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Visit(orgnr, _name(snapshot, orgnr), tuple(whom)) for orgnr, whom in ordered]


def _name(snapshot: Snapshot, orgnr: str) -> str:
    row = snapshot.workplaces.row(orgnr)
    return f"Virksomhet {orgnr}" if row is None else registered_as(row)
