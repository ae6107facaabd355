"""The models that lists were made with, each kept by its seal beside the champion for as long as a list needs it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Set
from pathlib import Path

from models.bundle import BundleError, Matcher, load_matcher
from models.manifest import SEAL, read_manifest
from serving.logs import LOG


class KeptModels:
    """Copies of the folder `model_dir` as it was, in `<model_dir>.kept/<seal>`; they never change."""

    def __init__(self, model_dir: Path) -> None:
        self._model_dir = model_dir
        self._folder = model_dir.with_name(f"{model_dir.name}.kept")

    def seal(self) -> str | None:
        """The seal of what lies in `model_dir` now; None when nothing that can be read does."""
        try:
            return str(read_manifest(self._model_dir)[SEAL])
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, seal: str | None) -> None:
        """Keep a copy of `model_dir` while its seal is this one; where that cannot be done, say so in the log."""
        if seal is None or (self._folder / seal).exists():
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder, prefix=".") as beside:
                copy = Path(shutil.copytree(self._model_dir, Path(beside) / seal))
                if read_manifest(copy).get(SEAL) == seal:
                    copy.rename(self._folder / seal)
        except (OSError, ValueError) as error:
            if not (self._folder / seal).exists():
                LOG.warning("model not kept: lists made with it cannot be made again later", exc_info=error)

    def load(self, seal: str) -> Matcher | None:
        """The model with this seal; None when it is no longer kept, or can no longer be used."""
        try:
            return load_matcher(self._folder / seal)
        except BundleError:
            return None

    def drop(self, wanted: Set[str]) -> int:
        """Delete all that are neither wanted nor the champion, and say how many they were."""
        if not self._folder.is_dir():
            return 0
        kept = {path.name for path in self._folder.iterdir() if path.is_dir() and not path.name.startswith(".")}
        gone = kept - wanted - {self.seal()}
        for seal in gone:
            shutil.rmtree(self._folder / seal)
        return len(gone)
