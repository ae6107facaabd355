"""Callers in `oidc`: a bearer token, signed by the provider, meant for us, and valid now (RFC 7519, 6750, 8725).

Whatever is wrong with a token the caller reads the same; the reason is logged, without the token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from starlette.datastructures import Headers

from serving.auth import Caller
from serving.auth.claims import ClaimsError, caller_from
from serving.auth.keys import Keys, KeysUnknownError
from serving.logs import LOG
from serving.problems import ProblemError, unavailable
from serving.settings import ServiceSettings

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures with a key that only the provider has. No others: `none` proves nothing, and `HS256` takes any secret."""
LEEWAY_SECONDS = 30
"""How far the provider's clock and ours may be apart."""
LONGEST_TOKEN = 24_000
"""Characters: a token with 200 groups has about 12,000."""
UNREADABLE = (JoseError, ClaimsError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading something that was never a token can end in."""


@dataclass(frozen=True)
class Provider:
    """Somebody whose tokens we take: who signs, whom they are for, and whether only machines come from there."""

    issuer: str
    audience: str
    keys: Keys
    machines_only: bool = False


def providers(settings: ServiceSettings) -> list[Provider]:
    """Those of the settings, which `refuse_unsafe_start` has looked at."""
    found = [Provider(str(settings.oidc_issuer), str(settings.oidc_audience), Keys(str(settings.oidc_issuer)))]
    if settings.maskinporten_issuer and settings.maskinporten_audience:
        issuer = settings.maskinporten_issuer
        found.append(Provider(issuer, settings.maskinporten_audience, Keys(issuer), machines_only=True))
    return found


class TokenCallers:
    """Reads nothing but `Authorization`."""

    def __init__(self, settings: ServiceSettings, accepted: Sequence[Provider]) -> None:
        self._settings, self._providers = settings, {one.issuer: one for one in accepted}
        self._registry = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        self._registry.max_header_length = LONGEST_TOKEN

    def caller(self, headers: Mapping[str, str], now: float, /) -> Caller:
        """The caller; 401 without a token that holds, 503 when the provider's keys cannot be had."""
        token = _bearer(headers)
        try:
            return self._read(token, int(now))
        except KeysUnknownError as error:
            LOG.warning("token not checked", reason=str(error))
            raise unavailable("Tokens cannot be checked now: the login provider does not answer.") from error
        except UNREADABLE as error:
            LOG.info("token refused", reason=type(error).__name__)
            raise _unauthorized("The token is not valid here, or no longer.", ' error="invalid_token"') from error

    def _read(self, token: str, now: int) -> Caller:
        unproven = jws.extract_compact(token.encode("ascii"), registry=self._registry)
        provider = self._providers[json.loads(unproven.payload)["iss"]]
        kid = unproven.headers().get("kid")
        if not isinstance(kid, str | None):
            raise ValueError("kid is not a text")
        claims = self._proven(token, kid, provider)
        jwt.JWTClaimsRegistry(
            now=now,
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.audience},
            exp={"essential": True},
        ).validate(claims)
        found = caller_from(claims, self._settings, machines_only=provider.machines_only)
        return Caller(found.user, found.roles, found.offices, found.protections, found.machine, token)

    def _proven(self, token: str, kid: str | None, provider: Provider) -> dict[str, Any]:
        """The claims, signed with one of the provider's keys."""
        failed: Exception = KeyError("no such key")
        for key in provider.keys.offered(kid):
            try:
                return jwt.decode(token, key, registry=self._registry).claims
            except (JoseError, ValueError, TypeError) as error:
                failed = error
        raise failed


def _bearer(headers: Mapping[str, str]) -> str:
    """The one token of the request."""
    given = headers.getlist("authorization") if isinstance(headers, Headers) else [headers.get("authorization", "")]
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN or not token.isascii():
        raise _unauthorized()
    return token


def _unauthorized(detail: str | None = None, why: str = "") -> ProblemError:
    return ProblemError(401, detail, headers={"WWW-Authenticate": f"Bearer{why}"})
