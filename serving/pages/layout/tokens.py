"""What a form carries to show that it is ours: who it was drawn for and when, signed.

A token is also what a form is not done twice under: each drawn form has one of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import Enum

from pydantic import SecretStr

FIELD = "skjema"
LASTS_SECONDS = 12 * 3600
"""A form that was opened in the morning can be sent in the afternoon."""
_TIME, _ONCE, _SIGNATURE = 8, 22, 32


class Standing(Enum):
    """What a token is worth: `OLD` is ours too, but drawn too long ago."""

    FRESH = "fresh"
    OLD = "old"
    NOT_OURS = "not ours"


@dataclass(frozen=True)
class FormTokens:
    """Draws and knows tokens under one key; `key` is the same in every process that answers."""

    key: bytes

    def draw(self, user: str, now: float) -> str:
        """A token for a form that is shown to the user at a moment, in seconds since 1970."""
        told = f"{int(now):0{_TIME}x}{secrets.token_urlsafe(16)}"
        return told + self._signature(told, user)

    def standing(self, token: str, user: str, now: float) -> Standing:
        """What a token that came with a form of the user is worth."""
        told, signature = token[:-_SIGNATURE], token[-_SIGNATURE:]
        if len(told) != _TIME + _ONCE or not token.isascii():
            return Standing.NOT_OURS
        if not hmac.compare_digest(signature, self._signature(told, user)):
            return Standing.NOT_OURS
        return Standing.FRESH if 0 <= now - int(told[:_TIME], 16) <= LASTS_SECONDS else Standing.OLD

    def _signature(self, told: str, user: str) -> str:
        return hmac.new(self.key, f"form|{user}|{told}".encode(), hashlib.sha256).hexdigest()[:_SIGNATURE]


def form_tokens(key: SecretStr | None) -> FormTokens:
    """Tokens under the key of the settings; without one, under a key that ends with this process."""
    return FormTokens(secrets.token_bytes(32) if key is None else key.get_secret_value().encode())
