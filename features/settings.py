"""Settings that every command and the service read from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the data lies. Other folders extend this class with what they need.

    `database_url` is an SQLAlchemy URL: SQLite by default, `postgresql+psycopg://…` in production. `text_model` is the
    folder or name of a sentence-transformers model instead of the built-in one. `ads_token` opens the feed of job ads,
    and `ads_bookmarks` is the file that remembers how far it was read.
    """

    model_config = SettingsConfigDict(env_prefix="RETTPLASS_", extra="ignore", hide_input_in_errors=True)

    database_url: str = "sqlite:///var/rettplass.db"
    text_model: str | None = None
    ads_token: SecretStr | None = None
    ads_bookmarks: Path = Path("var/ads-bookmarks.json")
