"""The way callers are known under these settings."""

from __future__ import annotations

from serving.auth import Callers
from serving.auth.development import DevelopmentCallers
from serving.auth.tokens import TokenCallers, providers
from serving.settings import Auth, ServiceSettings


def callers(settings: ServiceSettings) -> Callers:
    """By tokens in `oidc`, by headers in `development`."""
    if settings.auth is Auth.OIDC:
        return TokenCallers(settings, providers(settings))
    return DevelopmentCallers()
