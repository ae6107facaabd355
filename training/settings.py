"""Settings of the training commands, read from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from features.settings import Settings


class TrainingSettings(Settings):
    """The shared settings, and where models are kept."""

    model_config = SettingsConfigDict(populate_by_name=True)

    mlflow_tracking_uri: str = Field(
        "sqlite:///var/mlflow.db",
        validation_alias="MLFLOW_TRACKING_URI",
        description="the store of runs and models; artefacts lie beside it",
    )
    model_dir: Path = Field(Path("var/champion"), description="the exported champion")
    training_basis: str | None = Field(None, description="legal basis and DPIA reference for training on real people")
