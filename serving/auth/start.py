"""What has to be settled before the service answers anybody."""

from __future__ import annotations

from urllib.parse import urlsplit

from features.errors import InputError
from serving.audit import Audit
from serving.outbound import is_loopback
from serving.settings import Auth, ServiceSettings


class UnsafeStartError(InputError):
    """The service would be open to others, and does not start."""


def refuse_unsafe_start(settings: ServiceSettings) -> None:
    """Raise UnsafeStartError when callers could not be told apart, when others than this machine could reach it, or
    when looks at people could not be written down."""
    if settings.auth is Auth.OIDC:
        _refuse_without_provider(settings)
    elif not is_loopback(settings.host):
        raise UnsafeStartError(
            f"RETTPLASS_AUTH=development answers on loopback only, not on {settings.host}: everybody who reached it "
            "would have every role. Use --host 127.0.0.1."
        )

    try:
        Audit(settings.audit_log).prepare()
    except OSError as cause:
        raise UnsafeStartError(
            f"The audit log {settings.audit_log} cannot be written: set RETTPLASS_AUDIT_LOG to a file that can."
        ) from cause


def _refuse_without_provider(settings: ServiceSettings) -> None:
    pairs = [("OIDC", settings.oidc_issuer, settings.oidc_audience)]
    if settings.maskinporten_issuer or settings.maskinporten_audience:
        pairs.append(("MASKINPORTEN", settings.maskinporten_issuer, settings.maskinporten_audience))
    for kind, issuer, audience in pairs:
        for name, value in (("ISSUER", issuer), ("AUDIENCE", audience)):
            if not value:
                raise UnsafeStartError(
                    f"RETTPLASS_AUTH=oidc needs RETTPLASS_{kind}_{name}: without it all tokens would be alike."
                )
        if not _is_trustworthy(str(issuer)):
            raise UnsafeStartError(
                f"RETTPLASS_{kind}_ISSUER must be an https address without query (http only on this machine): "
                "keys fetched in the open could be anybody's."
            )


def _is_trustworthy(address: str) -> bool:
    """Whether what is read there comes from whom it says."""
    parts = urlsplit(address)
    if not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
