"""Signed links of one purpose: whoever has one can say, without an account, that something grates in one placement.

A link says nothing of whom it is about. The signature is not kept, so what is in the database makes no link; and
without its row, which is erased with the person, a link does nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from features.database import Database
from features.follow_up.book import load_follow_up_book
from features.follow_up.friction import day_of, moment, read_moment
from features.follow_up.tables import FRICTION_LINKS, FRICTIONS, ReportedBy
from serving.followed import newest
from serving.friction import report
from serving.limits import Rates
from serving.settings import Auth, ServiceSettings

_PURPOSE = b"rettplass friction link 1\0"
_TOKEN = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


class Presses:
    """How often a button may be pressed, where nobody is logged in: by link and by address, in each process.

    A link is counted as the text it is, so that one that never was is answered like one that holds. An address may be
    that of a whole workplace, or of a proxy in front of the service, so its stock is large.
    """

    def __init__(self) -> None:
        self._by_link, self._by_address = Rates(per_second=1 / 60, stock=5), Rates(per_second=1, stock=60)

    def take(self, token: str, address: str, now: float) -> None:
        """Count one press at a moment, in seconds of a clock that only moves forward; 429 when it is one too many."""
        self._by_address.take(address, now)
        self._by_link.take(token, now)


class Links:
    """Makes and reads links with one key, of at least 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, link_id: str) -> str:
        """The link's text: its id and its signature."""
        return f"{link_id}.{self._signature(link_id)}"

    def link_id(self, token: str) -> str | None:
        """The id of a link that we have signed; None of any other text."""
        found = _TOKEN.fullmatch(token)
        if found is None or not hmac.compare_digest(self._signature(found[1]), found[2]):
            return None
        return found[1]

    def _signature(self, link_id: str) -> str:
        made = hmac.new(self._key, _PURPOSE + link_id.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def links_of(settings: ServiceSettings) -> Links | None:
    """Links with the key of the settings; None without one. In development a key lives as long as the process."""
    if settings.link_key is not None:
        return Links(settings.link_key.get_secret_value().encode())
    return Links(secrets.token_bytes(32)) if settings.auth is Auth.DEVELOPMENT else None


def new_link_id() -> str:
    """An id that cannot be guessed: 128 bits."""
    return secrets.token_urlsafe(16)


def expires(at: datetime) -> datetime:
    """When a link that is made at a moment stops working."""
    return at + timedelta(days=load_follow_up_book().limits.whole("link_days", day_of(at)))


def press(links: Links, database: Database, token: str, at: datetime) -> None:
    """Report friction by a link that is ours, has not expired, and is for a placement that is running.

    Anything else does nothing, and so does the link while what it reported is open. Nothing tells the difference.
    """
    link_id = links.link_id(token)
    if link_id is None:
        return
    with database.writing() as writing:
        writing.lock("follow_ups", FRICTION_LINKS.name, FRICTIONS.name)
        for link in writing.rows(FRICTION_LINKS.name, [link_id]).to_dicts():
            if read_moment(link["expires_at"]) <= at:
                continue
            (placement,) = writing.rows("placements", [link["placement_id"]]).to_dicts()
            frictions = writing.rows(FRICTIONS.name, [link["placement_id"]], "placement_id")
            waits = frictions.filter(pl.col("closed_at").is_null(), link_id=link_id).height > 0
            if waits or not _runs(placement, at):
                continue
            (person,) = newest(writing.rows("participants", [placement["participant_id"]])).to_dicts()
            report(writing, placement, person, ReportedBy(link["side"]), day_of(at), at, link_id=link_id)


def _runs(placement: dict[str, Any], at: datetime) -> bool:
    today = day_of(at)
    return bool(placement["starts_on"] <= today and (placement["ends_on"] is None or placement["ends_on"] >= today))


def link_row(link_id: str, placement_id: str, side: str, by: str, at: datetime) -> dict[str, str]:
    """What is kept of a link."""
    return {
        "link_id": link_id,
        "placement_id": placement_id,
        "side": side,
        "made_at": moment(at),
        "made_by": by,
        "expires_at": moment(expires(at)),
    }
