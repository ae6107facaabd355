"""Calls that write, done once: the same `Idempotency-Key` gives the same answer, and never a second row.

The key, what was written and what was answered are one transaction, so neither a crash nor a race loses one or doubles
the other. A refusal keeps nothing: the same key may be tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response

from features.database import Database, Writing
from serving.problems import ProblemError

KEPT = timedelta(days=30)
"""How long an answer is kept; after that its key is free again."""
OTHER_BODY = "This Idempotency-Key came with another call before: use a new key for a new call."


@dataclass(frozen=True)
class Answer:
    """What a call that wrote something answers; `about` is the participant it tells something of, None for nobody.

    With the participant the answer is erased.
    """

    body: Mapping[str, Any]
    about: str | None
    status: int = 201


@dataclass(frozen=True)
class Once:
    """One call of one caller: `errand` is its method and address, `key` what it must not be done twice under."""

    database: Database
    caller: str
    errand: str
    key: str | None
    at: datetime

    def __call__(self, asked: Any, act: Callable[[Writing], Answer]) -> Response:
        """Do `act` in a transaction and answer; answer what was answered, when this was done before under the key.

        `asked` is the body. 409 when the key came with another call. Whatever `act` raises undoes what it wrote.
        """
        with self.database.writing() as writing:
            if self.key is None:
                made = act(writing)
                return _response(_text(made.body), made.status)
            digest = hashlib.sha256(_text([self.errand, asked]).encode()).hexdigest()
            kept = writing.claim_answer(self.caller, self.key, digest, self.at)
            if kept is None:
                made = act(writing)
                body = _text(made.body)
                writing.keep_answer(self.caller, self.key, made.status, body, made.about)
                return _response(body, made.status)
        if kept.asked != digest:
            raise ProblemError(409, OTHER_BODY)
        return _response(kept.body, kept.status)


def _text(value: Any) -> str:
    return json.dumps(jsonable_encoder(value), ensure_ascii=False, allow_nan=False)


def _response(body: str, status: int) -> Response:
    return Response(body, status, media_type="application/json")
