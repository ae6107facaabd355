"""Reading Nav's feed of job ads: a file of it, or the pages over HTTP from where the last reading stopped.

Pages are followed to the newest, and the details of each active ad are fetched once. What the server calls the page's
version (`ETag`) is remembered, so that an unchanged page is answered with 304 and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from tqdm import tqdm

from features.errors import InputError
from features.registers.job_ads import Line, newest, read_line

PATIENCE = 30.0
"""Seconds to wait for one answer."""
AT_ONCE = 8
"""Ads fetched at the same time."""
MOST_PAGES = 100_000
LARGEST = 100_000_000
"""Bytes of one answer; more means that it is no feed."""
API = "/api/v1/"
"""The feed gives its addresses from here on, whatever stands before it."""
NOT_CHANGED, GONE, FORBIDDEN = 304, (404, 410), (401, 403)


@dataclass(frozen=True)
class Bookmark:
    """Where a reading stopped: the newest page, and what the server said of its version."""

    page: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Reading:
    """What was read: the newest line of each ad, and where to go on."""

    lines: list[Line]
    bookmark: Bookmark


def is_address(source: str) -> bool:
    """Whether the source is read over HTTP rather than from a file."""
    return source.lower().startswith(("http://", "https://"))


@dataclass(frozen=True)
class Feed:
    """The feed at one address; `token` goes with every request, over https or to this machine alone.

    InputError, without the token, when the server refuses, cannot be reached or answers with something else.
    """

    address: str
    token: str | None = field(default=None, repr=False)

    def read(self, bookmark: Bookmark | None = None, *, show_progress: bool = False) -> Reading:
        """Everything since the bookmark, or from the address on."""
        bookmark = bookmark or Bookmark(self.address)
        pages: list[Any] = []
        for page, marked in self._pages(bookmark):
            pages.append(page)
            bookmark = marked
        lines = newest(pages)
        with (
            ThreadPoolExecutor(AT_ONCE) as pool,
            tqdm(total=len(lines), desc="vacancies", unit=" ads", disable=not show_progress) as bar,
        ):
            detailed = []
            for line in pool.map(self._detailed, lines):
                detailed.append(line)
                bar.update()
        return Reading(detailed, bookmark)

    def _pages(self, bookmark: Bookmark) -> Iterator[tuple[Any, Bookmark]]:
        address: str | None = bookmark.page
        headers = {"If-None-Match": bookmark.etag, "If-Modified-Since": bookmark.modified}
        for _ in range(MOST_PAGES):
            if address is None:
                return
            answer = self._get(address, {name: value for name, value in headers.items() if value})
            if answer is None:
                return
            page, said = answer
            if not (isinstance(page, dict) and isinstance(page.get("items"), list)):
                raise InputError(f"{self._name} is no feed of job ads: the page holds no items")
            own = page.get("feed_url")
            here = self._absolute(address, own) if isinstance(own, str) and f"{API}feed/" in own else address
            yield page, Bookmark(here, said.get("ETag"), said.get("Last-Modified"))
            following = page.get("next_url")
            address = self._absolute(address, following) if isinstance(following, str) and following else None
            headers = {}
        raise InputError(f"{self._name} does not end: more than {MOST_PAGES} pages")

    def _detailed(self, line: Line) -> Line:
        """The line with the ad's details; an ad that is gone by now is no longer active."""
        address = line.ad.get("url")
        if not line.active or not isinstance(address, str):
            return line
        answer = self._get(self._absolute(self.address, address), {}, gone_is_none=True)
        if answer is None:
            return Line(line.place, line.ad_id, active=False, changed_on=line.changed_on, ad={})
        found = read_line(answer[0], line.place)
        return Line(line.place, line.ad_id, found.active, found.changed_on or line.changed_on, found.ad)

    @property
    def _name(self) -> str:
        return urlsplit(self.address).netloc.rpartition("@")[2]

    def _absolute(self, base: str, given: str) -> str:
        """The feed's address in full; InputError when it leads to another server than the one that was named."""
        before, api, _ = base.partition(API)
        full = before + given if api and given.startswith(API) else urljoin(base, given)
        if urlsplit(full)[:2] != urlsplit(self.address)[:2]:
            raise InputError(f"{self._name} leads to another server; nothing was fetched from there")
        return full

    def _get(
        self, address: str, headers: dict[str, str], *, gone_is_none: bool = False
    ) -> tuple[Any, dict[str, str]] | None:
        """The JSON at the address and the answer's headers; None where nothing has changed."""
        request = Request(address, headers={"Accept": "application/json", **headers})
        if self.token:
            if not _is_private(address):
                raise InputError(f"{self._name} is not reached over https: the token is not sent in the open")
            request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        try:
            with _opener(address).open(request, timeout=PATIENCE) as answer:
                body = answer.read(LARGEST + 1)
                said = {name: answer.headers[name] for name in ("ETag", "Last-Modified") if answer.headers[name]}
            if len(body) > LARGEST:
                raise InputError(f"{self._name} answers with more than {LARGEST} bytes: this is no feed")
            return json.loads(body), said
        except HTTPError as refusal:
            refusal.close()
            if refusal.code == NOT_CHANGED or (gone_is_none and refusal.code in GONE):
                return None
            what = ": set RETTPLASS_ADS_TOKEN to a valid token" if refusal.code in FORBIDDEN else ""
            raise InputError(f"{self._name} answers {refusal.code}{what}") from refusal
        except (ValueError, RecursionError, HTTPException) as cause:
            raise InputError(f"{self._name} does not answer with JSON") from cause
        except OSError as cause:
            raise InputError(f"{self._name} cannot be reached: try again later") from cause


def _is_here(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "::1", "localhost")


def _is_private(address: str) -> bool:
    """Whether nobody on the way can read the request."""
    return urlsplit(address).scheme == "https" or _is_here(address)


def _opener(address: str) -> OpenerDirector:
    """By the proxy of the environment, except to this machine."""
    return build_opener(ProxyHandler({})) if _is_here(address) else build_opener()
