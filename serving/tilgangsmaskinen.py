"""Nav's Tilgangsmaskinen: may this employee see this person. In doubt it is no.

It is asked about employees alone: a machine is bound by its role, its offices and its groups. Source: the public
repository navikt/populasjonstilgangskontroll, `POST /api/v1/komplett`, read in 2026.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from serving.logs import LOG, call_id
from serving.outbound import UnreachableError, call
from serving.problems import unavailable

PERMITTED, REFUSED = 204, (403, 404)
AT_ONCE = 8
"""Questions under way at a time for one page of people."""


class Tilgangsmaskinen:
    """Asks at the address every time; no answer is kept."""

    def __init__(self, url: str) -> None:
        self._address = f"{url.rstrip('/')}/api/v1/komplett"

    def permits(self, token: str | None, participant_ids: Sequence[str]) -> list[bool]:
        """Whether it says yes about each person to whoever the token names; 503 when it says neither yes nor no."""
        call_now = call_id()
        if len(participant_ids) == 1:
            return [self._ask(token, participant_ids[0], call_now)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda one: self._ask(token, one, call_now), participant_ids))

    def _ask(self, token: str | None, participant_id: str, call_now: str) -> bool:
        headers = {"Content-Type": "application/json", "Accept": "application/problem+json", "Nav-Call-Id": call_now}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            status = call(self._address, json.dumps(str(participant_id)).encode(), headers).status
        except UnreachableError as error:
            LOG.warning("Tilgangsmaskinen not reached", reason=str(error))
            raise _no_answer() from error
        if status == PERMITTED:
            return True
        if status in REFUSED:
            return False
        LOG.warning("Tilgangsmaskinen gave no answer", status=status)
        raise _no_answer()


def _no_answer() -> Exception:
    return unavailable("Who may see whom cannot be asked now, so nobody can be looked at.")
