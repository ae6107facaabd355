"""What a form of our own pages sends."""

from __future__ import annotations

import time
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from serving.api.seams import permitted
from serving.auth import Caller
from serving.pages.layout.tokens import FIELD, Standing
from serving.problems import ProblemError, bad_input

MOST_FIELDS = 200
OWN_PAGES = ("same-origin", "none")
"""Values of Sec-Fetch-Site that a browser sends from our own pages, or for an address typed in."""

Fields = dict[str, list[str]]


class OldFormError(ProblemError):
    """The form is ours and the caller's, and was opened too long ago."""

    def __init__(self, user: str) -> None:
        super().__init__(422, faults=[(FIELD, "this form is too old: send it again")])
        self.user = user


async def form(request: Request, caller: Annotated[Caller, Depends(permitted)]) -> Fields:
    """The filled-in fields, each with its values; 403 from another site, 422 when it is too old or not ours."""
    if request.headers.get("sec-fetch-site", "none") not in OWN_PAGES:
        raise ProblemError(403)
    try:
        fields = read_fields((await request.body()).decode("utf-8", "replace"))
    except ValueError:
        raise bad_input("body", "this is not our form") from None
    standing = request.app.state.form_tokens.standing(only(fields, FIELD), caller.user, time.time())
    if standing is Standing.OLD:
        raise OldFormError(caller.user)
    if standing is Standing.NOT_OURS:
        raise bad_input(FIELD, "this is not our form: open the page again")
    return fields


def read_fields(body: str) -> Fields:
    """The fields of a body, with line ends as they are everywhere else; ValueError when there are too many."""
    read = parse_qs(body, max_num_fields=MOST_FIELDS)
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in read.items()}


def only(fields: Fields, name: str) -> str:
    """The one value of a field; empty where it is not there."""
    return fields.get(name, [""])[0]


Filled = Annotated[Fields, Depends(form)]
