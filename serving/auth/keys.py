"""The keys a provider signs with: found through its discovery document, held, and renewed when it changes them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from serving.logs import LOG
from serving.outbound import Answer, UnreachableError, call, is_loopback

Key = RSAKey | ECKey

FRESH_SECONDS = 600.0
"""Keys are fetched anew when they are older than this."""
USABLE_SECONDS = 86_400.0
"""Keys are used for as long as this while the provider does not answer."""
PAUSE_SECONDS = 5.0
"""After a failure the provider is left alone this long."""
RENEWALS, RENEWAL_SECONDS = 5, 20.0
"""Unknown keys make us ask at most so many times in a row, and then once in so many seconds."""
SMALLEST_RSA_BITS = 2048
PUBLIC_PARTS = ("kty", "kid", "alg", "n", "e", "crv", "x", "y")
"""What a public key is made of (RFC 7518, section 6)."""
DOCUMENTS = ("openid-configuration", "oauth-authorization-server")
"""Names of the discovery document: OpenID Connect Discovery 1.0, and RFC 8414 as Maskinporten has it."""


class KeysUnknownError(UnreachableError):
    """The provider does not answer, and what we hold does not tell whether a key is its."""


class Keys:
    """Thread safe. `seconds` is a clock that only moves forward; `get` answers an address as `outbound.call` does."""

    def __init__(
        self,
        issuer: str,
        get: Callable[[str], Answer] = call,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer, self._get, self._seconds = issuer, get, seconds
        self._held: Sequence[tuple[str | None, Key]] = ()
        self._fetched = self._failed = -float("inf")
        self._renewals, self._renewals_at = float(RENEWALS), -float("inf")
        self._lock = Lock()

    def offered(self, kid: str | None) -> Iterator[Key]:
        """Keys that a token naming `kid` may be signed with; for one that names none, every key.

        First those held, then, where none is or none of an unnamed key's fitted, those of a renewal. KeysUnknownError
        when nothing is held that is young enough, or when a named key is not held and the provider does not answer.
        """
        self._freshen()
        known = self._held
        held = _matching(known, kid)
        yield from held
        if held and kid is not None:
            return
        if self._renewed(known):
            yield from _matching(self._held, kid)
        elif kid is not None and self._failed > self._fetched:
            raise KeysUnknownError("The provider does not answer, and the key is not among those held.")

    def _freshen(self) -> None:
        """Renew keys that are no longer fresh; while one caller does, the others go on with those held."""
        age = self._seconds() - self._fetched
        if age > FRESH_SECONDS and self._lock.acquire(blocking=age > USABLE_SECONDS):
            try:
                if self._seconds() - self._fetched > FRESH_SECONDS:
                    self._fetch()
            finally:
                self._lock.release()
        if self._seconds() - self._fetched > USABLE_SECONDS:
            raise KeysUnknownError("The provider's keys could not be fetched.")

    def _renewed(self, known: Sequence[tuple[str | None, Key]]) -> bool:
        """Whether the keys are other than those known, after asking the provider if it may be asked again."""
        with self._lock:
            if self._held is known and self._may_renew():
                self._fetch()
            return self._held is not known

    def _may_renew(self) -> bool:
        now = self._seconds()
        gained = (now - self._renewals_at) / RENEWAL_SECONDS
        self._renewals, self._renewals_at = min(float(RENEWALS), self._renewals + gained), now
        if self._renewals < 1.0:
            return False
        self._renewals -= 1.0
        return True

    def _fetch(self) -> None:
        """Put the provider's keys in place of those held, if it answers and has not just failed to."""
        if self._seconds() - self._failed < PAUSE_SECONDS:
            return
        try:
            self._held = _signing_keys(self._get, self._issuer)
            self._fetched = self._seconds()
            LOG.info("provider's keys fetched", keys=len(self._held))
        except (UnreachableError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            self._failed = self._seconds()
            LOG.warning("provider's keys not fetched", exc_info=error)


def _matching(keys: Sequence[tuple[str | None, Key]], kid: str | None) -> list[Key]:
    return [key for name, key in keys if kid is None or name == kid]


def _signing_keys(get: Callable[[str], Answer], issuer: str) -> list[tuple[str | None, Key]]:
    """The keys of the issuer's discovery document with their names; UnreachableError or ValueError when it has none."""
    for document in DOCUMENTS:
        found = get(f"{issuer.rstrip('/')}/.well-known/{document}")
        if found.status == 200:
            break
    said = _json(found)
    if said["issuer"] != issuer:
        raise ValueError("the discovery document is another issuer's")
    address = urlsplit(said["jwks_uri"])
    if address.scheme != "https" and not (address.scheme == "http" and is_loopback(address.hostname or "")):
        raise ValueError("the keys are not where they can be read safely")
    keys = [(one.get("kid"), key) for one in _json(get(said["jwks_uri"]))["keys"] if (key := _key(one)) is not None]
    if not keys:
        raise ValueError("the provider has no key that can be used")
    return keys


def _json(answer: Answer) -> Any:
    if answer.status != 200:
        raise UnreachableError(f"The provider answered {answer.status}.")
    return json.loads(answer.body)


def _key(said: dict[str, Any]) -> Key | None:
    """A public key to check signatures with; None for any other, and for one that is too short."""
    try:
        if said.get("use", "sig") != "sig" or said["kty"] not in ("RSA", "EC"):
            return None
        key = JWKRegistry.import_key({name: said[name] for name in PUBLIC_PARTS if name in said})
    except (JoseError, ValueError, LookupError, TypeError, AttributeError):
        return None
    if isinstance(key, RSAKey):
        return key if key.public_key.key_size >= SMALLEST_RSA_BITS else None
    return key if isinstance(key, ECKey) else None
