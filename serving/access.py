"""The one way to a person: whether there is such a person for the caller, asked and written down every time.

An unknown person and one the caller may not see are the same from outside: the same questions are asked about both, and
the answer is the same 404.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import polars as pl

from features.vocabulary import Protection
from serving.audit import Audit, Look
from serving.auth import Caller
from serving.logs import call_id
from serving.people import People
from serving.permissions import Person, may_audit, may_see
from serving.problems import not_found
from serving.settings import ServiceSettings
from serving.tilgangsmaskinen import Tilgangsmaskinen


class Access:
    """Thread safe. `now` gives the moment of a look, in seconds since 1970."""

    def __init__(self, settings: ServiceSettings, audit: Audit, now: Callable[[], float] = time.time) -> None:
        self._settings, self._audit, self._now = settings, audit, now
        url = settings.tilgangsmaskinen_url
        self._tilgangsmaskinen = None if url is None else Tilgangsmaskinen(url)

    def person(self, caller: Caller, people: People, participant_id: str, *, in_batch: bool = False) -> Person:
        """The person, where there is one for the caller; else 404, and 503 when that cannot be known or written down.

        In a batch there are no protected people, for anybody.
        """
        permitted = self._permitted(caller, participant_id)
        found = people.find(participant_id)
        sees = found is not None and may_see(caller, found, self._settings)
        if in_batch and found is not None and found.protection is not Protection.NONE:
            sees = False
        self._write(caller, [participant_id], permitted=permitted and sees)
        if found is None or not (permitted and sees):
            raise not_found()
        return found

    def reads(self, caller: Caller, people: People, participant_id: str) -> bool:
        """Whether the caller reads what is journalled about the person with the key; an auditor without. Else 404."""
        permitted = self._permitted(caller, participant_id)
        found = people.find(participant_id)
        named = permitted and found is not None and may_see(caller, found, self._settings)
        unnamed = permitted and found is not None and may_audit(caller, found, self._settings)
        self._write(caller, [participant_id], permitted=named or unnamed)
        if not (named or unnamed):
            raise not_found()
        return named

    def caseload(
        self, caller: Caller, people: People, after: str, limit: int, looking_on: date | None = None
    ) -> tuple[pl.DataFrame, bool]:
        """The newest rows of up to `limit` people whom the caller sees, and whether more follow; see `People.caseload`.

        Each of them is a look; the one that only tells of a following page is not.
        """
        parts, enough = [], limit + 1
        while True:
            rows = people.caseload(caller, self._settings, after, enough, looking_on)
            permitted = self._permitted_each(caller, rows["participant_id"].to_list())
            parts.append(rows.filter(pl.Series(permitted, dtype=pl.Boolean)))
            if len(rows) < enough or sum(map(len, parts)) > limit:
                break
            after = rows["participant_id"][-1]
        seen = pl.concat(parts)
        shown = seen.head(limit)
        self._write(caller, shown["participant_id"].to_list(), permitted=True)
        return shown, len(seen) > limit

    def candidates(self, caller: Caller, people: People) -> pl.DataFrame:
        """The newest rows of everybody the caller may see by rule, to choose from; showing one of them is a look."""
        return people.caseload(caller, self._settings, "", people.number)

    def seen(self, caller: Caller, people: People, participant_ids: Iterable[str]) -> set[str]:
        """Those of these people whom the caller sees; each of them is a look, whatever is shown."""
        asked = sorted(set(participant_ids))
        by_rule = set(self.candidates(caller, people)["participant_id"].to_list())
        permitted = self._permitted_each(caller, asked)
        shown = [one for one, may in zip(asked, permitted, strict=True) if may and one in by_rule]
        self._write(caller, shown, permitted=True)
        return set(shown)

    def refused(self, caller: Caller, participant_id: str) -> None:
        """Write down that somebody tried to reach a person by a route that is not theirs."""
        self._write(caller, [participant_id], permitted=False)

    def _permitted(self, caller: Caller, participant_id: str) -> bool:
        """What Tilgangsmaskinen says, where there is one and the caller is an employee.

        It is asked before we look, about anybody: neither time nor its absence tells whether we know the person.
        """
        return self._permitted_each(caller, [participant_id])[0]

    def _permitted_each(self, caller: Caller, participant_ids: Sequence[str]) -> list[bool]:
        if self._tilgangsmaskinen is None or caller.machine:
            return [True] * len(participant_ids)
        return self._tilgangsmaskinen.permits(caller.token, participant_ids)

    def _write(self, caller: Caller, participant_ids: Sequence[str], *, permitted: bool) -> None:
        now, call = self._now(), call_id()
        self._audit.write([Look(permitted, caller.user, str(one), caller.errand, now, call) for one in participant_ids])
