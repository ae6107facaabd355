"""Which models there are, which one is the champion, and how it comes out as a folder the service can read.

The only file that knows MLflow. Runs and model versions live in the store that a tracking URI names: an SQLite file,
with the artefacts in a folder beside it, or a tracking server, which keeps its artefacts where it was told to. A model
version is a folder of plain files (`models.bundle`), not an MLflow flavour: to use one nobody needs MLflow. Importing
MLflow takes seconds, so it waits until a store is opened.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Any

from features.errors import RettplassError
from models.exchange import put_in_place
from models.manifest import MANIFEST, read_manifest, write_manifest

SQLITE = "sqlite:///"
BUNDLE = "bundle"
CHAMPION = "champion"
TRAINED_BY, APPROVED_BY = "trained_by", "approved_by"
"""Tags of a model version: who started its training, and who approved it."""
PROMOTIONS = "promotions"
"""Tag of the registered model: versions promoted, oldest first, the champion last. Aliases keep no history."""

QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3",
}
"""Read by MLflow from the environment, most of it while it is imported; what is set there already holds."""

METRICS_AT_ONCE = 1000
PARAMS_AT_ONCE = 100


LONGEST_PART = 60
"""Characters of one part of a metric's name, between slashes: MLflow takes 250 in all."""


class RegistryError(RettplassError):
    """The registry could not do it; the message says what to do."""


@contextmanager
def _explained(doing: str) -> Iterator[None]:
    """Turn what MLflow raises into one sentence about what was being done."""
    from mlflow.exceptions import MlflowException

    try:
        yield
    except (MlflowException, OSError) as error:
        raise RegistryError(f"could not {doing}: {str(error).splitlines()[0]}") from error


def _as_name(name: str) -> str:
    """The name as MLflow takes it: a group of people may be called anything at all."""
    parts = (re.sub(r"[^\w\-. :]", "_", part)[:LONGEST_PART] for part in name.split("/"))
    return "/".join("_" if part.strip(".") == "" else part for part in parts)


class Registry:
    """Runs and model versions under one name, in the store of `tracking_uri`."""

    def __init__(self, tracking_uri: str, name: str = "rettplass") -> None:
        for setting, value in QUIET.items():
            os.environ.setdefault(setting, value)
        self._uri = tracking_uri
        self._name = name

    @property
    def _store(self) -> Path | None:
        """The file of an SQLite store; None for a server, which has its own ways."""
        if not self._uri.startswith(SQLITE):
            return None
        return Path(self._uri.removeprefix(SQLITE).partition("?")[0]).absolute()

    @cached_property
    def _client(self) -> Any:
        from mlflow.tracking import MlflowClient

        if self._store is None and not self._uri.startswith(("http://", "https://")):
            raise RegistryError("MLFLOW_TRACKING_URI must be an SQLite store (sqlite:///…) or a server (https://…)")
        try:
            if self._store is not None:
                self._store.parent.mkdir(parents=True, exist_ok=True)
            return MlflowClient(tracking_uri=self._uri, registry_uri=self._uri)
        except Exception as error:  # MLflow hands on whatever its database driver raises
            raise RegistryError(f"could not open the model store: {str(error).splitlines()[0]}") from error

    @cached_property
    def _experiment(self) -> str:
        """Id of the experiment; made with its artefacts beside an SQLite store, never in the working directory."""
        known = self._client.get_experiment_by_name(self._name)
        if known is not None:
            return str(known.experiment_id)
        beside = self._store and self._store.with_name(f"{self._store.stem}-artefacts").as_uri()
        return str(self._client.create_experiment(self._name, artifact_location=beside))

    def log_run(
        self,
        params: Mapping[str, object],
        metrics: Mapping[str, float | Sequence[float]],
        artefact_folder: Path | None,
        tags: Mapping[str, str],
        at: datetime,
    ) -> str:
        """Keep one finished training run; returns its id.

        A metric that is a sequence is kept step by step. What a store refuses in a name, the plus of «60+» for one,
        becomes `_`. Numbers that are not finite are left out: the store would turn them into others.
        `artefact_folder`, plots and tables, is kept under `report`.
        """
        from mlflow.entities import Metric, Param

        when = int(at.timestamp() * 1000)
        series = {name: [value] if isinstance(value, int | float) else value for name, value in metrics.items()}
        points = [
            Metric(_as_name(name), float(value), when, step)
            for name, values in series.items()
            for step, value in enumerate(values)
            if isfinite(value)
        ]
        said = [Param(name, str(value)) for name, value in params.items()]
        with _explained("keep the training run"):
            run = self._client.create_run(self._experiment, start_time=when, tags=dict(tags))
            run_id = str(run.info.run_id)
            for first in range(0, len(points), METRICS_AT_ONCE):
                self._client.log_batch(run_id, metrics=points[first : first + METRICS_AT_ONCE])
            for first in range(0, len(said), PARAMS_AT_ONCE):
                self._client.log_batch(run_id, params=said[first : first + PARAMS_AT_ONCE])
            if artefact_folder is not None:
                self._client.log_artifacts(run_id, str(artefact_folder), "report")
            self._client.set_terminated(run_id)
        return run_id

    def register(self, run_id: str, bundle_folder: Path, tags: Mapping[str, str] | None = None) -> int:
        """Keep a bundle's folder with its run, as a new model version; returns the version's number."""
        with _explained("register the model"):
            self._client.log_artifacts(run_id, str(bundle_folder), BUNDLE)
            if not self._client.search_registered_models(f"name = '{self._name}'"):
                self._client.create_registered_model(self._name)
            source = f"{self._client.get_run(run_id).info.artifact_uri}/{BUNDLE}"
            version = self._client.create_model_version(self._name, source, run_id, tags=dict(tags or {}))
        return int(version.version)

    def champion(self) -> int | None:
        """Version that is live, or None before the first promotion."""
        promoted = self.promotions()
        return promoted[-1] if promoted else None

    def latest(self) -> int | None:
        """Newest version, or None when there is none."""
        with _explained("look up the model versions"):
            found = self._client.search_model_versions(f"name = '{self._name}'")
        return max((int(v.version) for v in found), default=None)

    def promotions(self) -> list[int]:
        """Versions promoted and not rolled back, oldest first; the last is the champion."""
        with _explained("look up the champion"):
            found = self._client.search_registered_models(f"name = '{self._name}'")
        kept = found[0].tags.get(PROMOTIONS, "") if found else ""
        return [int(version) for version in kept.split(",") if version]

    def metrics(self, version: int) -> dict[str, float]:
        """Metrics of the run that made a version: the last step of each."""
        with _explained(f"find model version {version}"):
            run_id = self._client.get_model_version(self._name, str(version)).run_id
            return dict(self._client.get_run(run_id).data.metrics)

    def tags(self, version: int) -> dict[str, str]:
        """What was noted about a version; raises RegistryError when there is no such version."""
        with _explained(f"find model version {version}"):
            return dict(self._client.get_model_version(self._name, str(version)).tags)

    def note(self, version: int, tags: Mapping[str, str]) -> None:
        """Note something about a version, beside what is noted already."""
        with _explained(f"note something about model version {version}"):
            for name, value in tags.items():
                self._client.set_model_version_tag(self._name, str(version), name, value)

    def promote(self, version: int) -> None:
        """Make a version the champion; raises RegistryError when there is no such version."""
        promoted = self.promotions()
        self._make_champion([*promoted, version] if promoted[-1:] != [version] else promoted)

    def previous(self) -> int:
        """Version that was the champion before this one; raises RegistryError when there is none to go back to."""
        earlier = self.promotions()[:-1]
        if not earlier:
            raise RegistryError("there is no earlier champion to go back to")
        return earlier[-1]

    def rollback(self) -> int:
        """Make the champion before this one the champion again; returns its version."""
        version = self.previous()
        self._make_champion(self.promotions()[:-1])
        return version

    def _make_champion(self, promoted: list[int]) -> None:
        with _explained(f"make version {promoted[-1]} the champion"):
            self._client.set_registered_model_alias(self._name, CHAMPION, str(promoted[-1]))
            self._client.set_registered_model_tag(self._name, PROMOTIONS, ",".join(map(str, promoted)))

    def export(self, version: int | None, model_dir: Path) -> int:
        """Put a version (the champion when None) in `model_dir` for the service; returns the version.

        The new folder is complete before it takes the old one's place in one step, and the old one stays as
        `<model_dir>.previous`. The exported `manifest.json` says which version it is, and who trained and approved it.
        """
        version = version if version is not None else self.champion()
        if version is None:
            raise RegistryError("there is no champion yet: run `python -m training train` and `promote` first")
        model_dir = model_dir.absolute()
        model_dir.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=model_dir.parent, prefix=f".{model_dir.name}-") as beside:
            folder = self.fetch(version, Path(beside))
            said = read_manifest(folder) if (folder / MANIFEST).exists() else {}
            write_manifest(folder, said | self._approval(version) | {"version": str(version)})
            put_in_place(folder, model_dir)
        return version

    def _approval(self, version: int) -> dict[str, str]:
        """Who trained and who approved a version, as far as it is known."""
        tags = self.tags(version)
        return {name: tags[name] for name in (TRAINED_BY, APPROVED_BY) if name in tags}

    def fetch(self, version: int, to: Path) -> Path:
        """Copy a version's bundle into the folder `to`; returns where it lies there."""
        from mlflow.artifacts import download_artifacts

        with _explained(f"fetch model version {version}"):
            source = self._client.get_model_version(self._name, str(version)).source
            return Path(download_artifacts(artifact_uri=source, dst_path=str(to), tracking_uri=self._uri))
