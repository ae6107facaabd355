"""What a form of our own pages sends."""

from __future__ import annotations

import time
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from serving.api.seams import permitted
from serving.auth import Caller
from serving.pages.layout.tokens import FIELD
from serving.problems import ProblemError, bad_input

MOST_FIELDS = 200
OWN_PAGES = ("same-origin", "none")
"""Values of Sec-Fetch-Site that a browser sends from our own pages, or for an address typed in."""

Fields = dict[str, list[str]]


async def form(request: Request, caller: Annotated[Caller, Depends(permitted)]) -> Fields:
    """The filled-in fields, each with its values; 403 from another site, 422 when it is too old or not ours."""
    if request.headers.get("sec-fetch-site", "none") not in OWN_PAGES:
        raise ProblemError(403)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        read = parse_qs(body, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise bad_input("body", "this is not our form") from None
    fields = {name: [value.replace("\r\n", "\n") for value in values] for name, values in read.items()}
    if not request.app.state.form_tokens.holds(only(fields, FIELD), caller.user, time.time()):
        raise bad_input(FIELD, "this form is too old: open the page again")
    return fields


def only(fields: Fields, name: str) -> str:
    """The one value of a field; empty where it is not there."""
    return fields.get(name, [""])[0]


Filled = Annotated[Fields, Depends(form)]
