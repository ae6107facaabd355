"""Every page's routes, one router for each room."""

from __future__ import annotations

from serving.pages import understood
from serving.pages.choices import adding, choices
from serving.pages.contacts import contact
from serving.pages.documentation import documentation
from serving.pages.hand_over import hand_over
from serving.pages.jobs import jobs, owner, start
from serving.pages.layout import static
from serving.pages.meeting_sheet import meeting_sheet
from serving.pages.my_day import my_day
from serving.pages.office import office
from serving.pages.operations import operations
from serving.pages.people import editing, people
from serving.pages.reports import reports
from serving.pages.suggestions import suggestions

ROUTERS = (
    my_day.ROUTER,
    people.ROUTER,
    editing.ROUTER,
    suggestions.ROUTER,
    choices.ROUTER,
    adding.ROUTER,
    contact.ROUTER,
    meeting_sheet.ROUTER,
    jobs.ROUTER,
    owner.ROUTER,
    start.ROUTER,
    understood.ROUTER,
    hand_over.ROUTER,
    office.ROUTER,
    reports.ROUTER,
    operations.ROUTER,
    documentation.ROUTER,
    static.ROUTER,
)
