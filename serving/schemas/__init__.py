"""The bodies of the HTTP interface: what is asked, what is answered, and the limits of both.

Every part of a list is present from the first day; a part that is not built yet, or not known, is `null`. Unknown
fields, NaN and infinity, national identity numbers and unprintable text are refused at the door. `LIST_EXAMPLE` is one
full list, shown in OpenAPI and tested.
"""

from serving.schemas.answers import Fault, LiveModel, ModelHistory, ModelPeriod, Problem
from serving.schemas.example import LIST_EXAMPLE
from serving.schemas.lists import (
    Abstained,
    BreakOff,
    Capacity,
    Chance,
    Change,
    Completeness,
    EmployerCost,
    Evidence,
    Fit,
    FollowUpPlan,
    ModelName,
    MonthCost,
    Need,
    OrderBy,
    Outlook,
    PlannedContact,
    QuotePeriod,
    Reason,
    Record,
    Relation,
    SchemeQuote,
    ShownWorkplace,
    Subsidies,
    Suggestion,
    SuggestionList,
    Widening,
)
from serving.schemas.people import InlineParticipant, Participant, ParticipantAnswer, ParticipantPage, ParticipantRules
from serving.schemas.request import EARLIEST, Filters, SuggestionRequest

__all__ = [
    "EARLIEST",
    "LIST_EXAMPLE",
    "Abstained",
    "BreakOff",
    "Capacity",
    "Chance",
    "Change",
    "Completeness",
    "EmployerCost",
    "Evidence",
    "Fault",
    "Filters",
    "Fit",
    "FollowUpPlan",
    "InlineParticipant",
    "LiveModel",
    "ModelHistory",
    "ModelName",
    "ModelPeriod",
    "MonthCost",
    "Need",
    "OrderBy",
    "Outlook",
    "Participant",
    "ParticipantAnswer",
    "ParticipantPage",
    "ParticipantRules",
    "PlannedContact",
    "Problem",
    "QuotePeriod",
    "Reason",
    "Record",
    "Relation",
    "SchemeQuote",
    "ShownWorkplace",
    "Subsidies",
    "Suggestion",
    "SuggestionList",
    "SuggestionRequest",
    "Widening",
]
