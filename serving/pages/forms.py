"""What a form of our own pages sends."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request

from serving.problems import ProblemError, bad_input

MOST_FIELDS = 200
OWN_PAGES = ("same-origin", "none")
"""Values of Sec-Fetch-Site that a browser sends from our own pages, or for an address typed in."""

Fields = dict[str, list[str]]


async def form(request: Request) -> Fields:
    """The filled-in fields, each with its values; 403 when another site sends it."""
    if request.headers.get("sec-fetch-site", "none") not in OWN_PAGES:
        raise ProblemError(403)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return parse_qs(body, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise bad_input("body", "this is not our form") from None


def only(fields: Fields, name: str) -> str:
    """The one value of a field; empty where it is not there."""
    return fields.get(name, [""])[0]
