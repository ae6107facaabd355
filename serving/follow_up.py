"""The follow-up plan of a suggestion: the same for every workplace of a list, since it follows the person's need."""

from __future__ import annotations

from datetime import date

from features.follow_up.book import load_follow_up_book
from features.follow_up.plan import suggested_plan
from features.vocabulary import FollowUpNeed, Stream
from features.world import Profiles
from serving import schemas

UNNAMED = "jobbspesialisten"
"""The owner of an inline person, whose specialist is not given."""


def follow_up_plan(profiles: Profiles, as_of: date) -> schemas.FollowUpPlan:
    """The plan for a profile of one row, by the rules of the day; every suggestion carries it."""
    row = profiles.frame.row(0, named=True)
    book = load_follow_up_book()
    plan = suggested_plan(
        book,
        row["specialist_id"] or UNNAMED,
        Stream(row["stream"]),
        FollowUpNeed(row["follow_up_need"]),
        max(as_of, book.begins_on),
        may_contact_employers=bool(row["may_contact_employers"]),
    )
    return schemas.FollowUpPlan(
        owner=plan.owner,
        contacts=[
            schemas.PlannedContact(
                due_after_days=one.days, with_whom=one.with_whom, kind=one.kind.value, how=one.how.value
            )
            for one in plan.contacts
        ],
        response_hours=plan.response_hours,
        text=plan.text,
        at_workplace=plan.at_workplace,
        duties=list(plan.duties),
    )
