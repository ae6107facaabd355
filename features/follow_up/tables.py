"""Tables that the service keeps itself: friction, links to report it, what has been told to whom, and hand-overs.

They do not come in as files. A moment is text in UTC, `2026-02-02T09:30:00+00:00`, so that its order is that of time.
"""

from __future__ import annotations

from enum import StrEnum

from features import vocabulary as v
from features.declaration import Column, Kind, Table, Trust, person


class ReportedBy(StrEnum):
    """Who says that there is friction; a specialist may say it for the two others too."""

    WORKER = "worker"
    EMPLOYER = "employer"
    SPECIALIST = "specialist"


T, S = Trust, Kind


def _placement() -> Column:
    return Column("placement_id", S.TEXT, "the placement", T.KEY, refers_to="placements")


FRICTIONS = Table(
    "frictions",
    "«Det butter»: something grates in a placement, and somebody answers within the deadline",
    (
        Column("friction_id", S.TEXT, "key", T.KEY, key=True),
        _placement(),
        Column("reported_by", S.TEXT, "for whom it was said", T.EVENT, values=ReportedBy),
        Column("link_id", S.TEXT, "the link it came by", T.EVENT, required=False),
        Column("text", S.FREE_TEXT, "what grates", T.NOTED, required=False),
        Column("reported_at", S.TEXT, "moment it was said", T.EVENT),
        Column("due_at", S.TEXT, "moment by which somebody has answered", T.EVENT),
        Column("owner_id", S.TEXT, "who answers", T.EVENT),
        Column("closed_at", S.TEXT, "moment it was closed", T.EVENT, required=False),
        Column("closed_by", S.TEXT, "by whom", T.EVENT, required=False),
        Column("reason", S.FREE_TEXT, "why it was closed", T.NOTED, required=False),
        Column("asked", S.LIST, "which sides were asked", T.NOTED, required=False, values=v.FollowUpWith),
    ),
)

FRICTION_LINKS = Table(
    "friction_links",
    "Signed links by which one side of a placement reports friction without an account; the signature is not kept",
    (
        Column("link_id", S.TEXT, "key", T.KEY, key=True),
        _placement(),
        Column("side", S.TEXT, "who was given the link", T.EVENT, values=ReportedBy),
        Column("made_at", S.TEXT, "moment it was made", T.EVENT),
        Column("made_by", S.TEXT, "by whom", T.EVENT),
        Column("expires_at", S.TEXT, "moment it stops working", T.EVENT),
    ),
)

OUTBOX = Table(
    "outbox",
    "What an owner is to be told; whoever delivers messages reads it. Names nobody, and says nothing of the person",
    (
        Column("message_id", S.TEXT, "key", T.KEY, key=True),
        Column("to_id", S.TEXT, "who is told", T.EVENT),
        Column("about", S.TEXT, "what it is about", T.EVENT),
        _placement(),
        Column("made_at", S.TEXT, "moment it was written", T.EVENT),
        Column("due_at", S.TEXT, "moment by which something is done", T.EVENT, required=False),
        Column("text", S.FREE_TEXT, "the message, bokmål", T.NOTED),
    ),
)

HAND_OVERS = Table(
    "hand_overs",
    "Who took over whose follow-up, one row for each person",
    (
        Column("hand_over_id", S.TEXT, "key", T.KEY, key=True),
        person(key=True),
        Column("from_id", S.TEXT, "who had it", T.EVENT),
        Column("to_id", S.TEXT, "who has it now", T.EVENT),
        Column("handed_on", S.DATE, "day of the hand-over", T.EVENT),
        Column("made_by", S.TEXT, "who did it", T.EVENT),
        Column("caseload", S.BOOLEAN, "whether the person changed specialist, and not only follow-up", T.EVENT),
        Column("placements", S.INTEGER, "placements whose follow-up changed owner", T.EVENT),
    ),
)

KEPT: tuple[Table, ...] = (FRICTION_LINKS, FRICTIONS, OUTBOX, HAND_OVERS)
"""All of them, parents before children."""
