"""Settings of the service, read from the environment."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from features.settings import Settings
from features.vocabulary import Protection
from serving.auth import Role

EVERY_OFFICE = "*"
"""Stands for every office in `office_groups`."""


class Auth(StrEnum):
    """How callers are known."""

    DEVELOPMENT = "development"
    OIDC = "oidc"


def _listed(ids: Any) -> Any:
    return [ids] if isinstance(ids, str) else ids


def _protected(kind: Protection) -> Protection:
    if kind is Protection.NONE:
        raise ValueError("nobody needs a group for people who are not protected")
    return kind


GroupIds = Annotated[
    frozenset[Annotated[str, Field(min_length=1, pattern=r"^\S+$")]], BeforeValidator(_listed), Field(min_length=1)
]
"""One id of a group, or a list of them; of a machine also a role, a scope, a client id or `0192:` and a number."""
Office = Annotated[str, Field(pattern=r"^([0-9]{4}|\*)$")]
Kind = Annotated[Protection, AfterValidator(_protected)]


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
    deadline_seconds: float = Field(30, gt=0, description="how long a call may take before it is answered 503")
    calls_per_second: float = Field(100, gt=0, description="calls that one caller may make, on the average")
    calls_at_once: int = Field(1000, gt=0, description="calls that one caller may make in a busy moment")
    oidc_issuer: str | None = Field(
        None,
        validation_alias=AliasChoices("RETTPLASS_OIDC_ISSUER", "AZURE_OPENID_CONFIG_ISSUER"),
        description="who signs tokens, as the claim `iss` says it; nais gives the second name",
    )
    oidc_audience: str | None = Field(
        None,
        validation_alias=AliasChoices("RETTPLASS_OIDC_AUDIENCE", "AZURE_APP_CLIENT_ID"),
        description="whom tokens are for, as the claim `aud` says it; nais gives the second name",
    )
    maskinporten_issuer: str | None = Field(None, description="a second provider, of machines alone")
    maskinporten_audience: str | None = Field(None, description="whom the second provider's tokens are for")
    role_groups: dict[Role, GroupIds] = Field(default_factory=dict, description="JSON: role → group id or ids")
    office_groups: dict[Office, GroupIds] = Field(
        default_factory=dict, description="JSON: office, or * for every office → group id or ids"
    )
    protection_groups: dict[Kind, GroupIds] = Field(
        default_factory=dict, description="JSON: confidential, strictly_confidential, shielded → group id or ids"
    )
    form_key: Annotated[SecretStr, Field(min_length=32)] | None = Field(
        None, description="signs the forms of pages; when empty each process has its own"
    )
    tilgangsmaskinen_url: str | None = Field(None, description="asked about every person before anything is shown")
    link_key: Annotated[SecretStr, Field(min_length=32)] | None = Field(
        None, description="signs links that report friction without an account; without it there are none"
    )
    retention_months: int = Field(
        36, ge=1, le=1200, description="months after leaving, and the last contact or job, until people are erased"
    )
    audit_log: Path = Field(Path("var/audit.log"), description="the file or device of the audit log")
