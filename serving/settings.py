"""Settings of the service, read from the environment."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from features.settings import Settings


class Auth(StrEnum):
    """How callers are known."""

    DEVELOPMENT = "development"
    OIDC = "oidc"


class ServiceSettings(Settings):
    """The shared settings and the service's own."""

    model_config = SettingsConfigDict(populate_by_name=True)

    auth: Auth = Field(Auth.DEVELOPMENT, description="how callers are known; development answers on loopback only")
    model_dir: Path = Field(Path("var/champion"), description="the exported champion")
    host: str = Field("127.0.0.1", description="address to answer on")
    port: int = Field(
        8000, ge=0, le=65535, validation_alias="PORT", description="port to answer on; 0 takes a free one"
    )
    processing_basis: str | None = Field(None, description="legal basis and DPIA reference for ranking real people")
    max_body_bytes: int = Field(1_000_000, gt=0, description="largest request body")
