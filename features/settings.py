"""Settings that every command and the service read from the environment."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the data lies. Other folders extend this class with what they need.

    `database_url` is an SQLAlchemy URL: SQLite by default, `postgresql+psycopg://…` in production.
    """

    model_config = SettingsConfigDict(env_prefix="RETTPLASS_", extra="ignore", hide_input_in_errors=True)

    database_url: str = "sqlite:///var/rettplass.db"
