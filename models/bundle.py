"""One trained matcher as a folder of plain files: a ranker, an outlook and a manifest. No pickles.

The folder is all that serving needs: `manifest.json`, `ranker.txt` (LightGBM text, or what stands in for it) and
`outlook.npz` (arrays). The manifest holds a fingerprint of each file and is sealed itself, so that a bundle that was
changed afterwards is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from features.catalogue import NAMES, RANKING
from features.errors import RettplassError
from models.fallback import load_ranker
from models.manifest import MANIFEST, SEAL, fingerprint, read_manifest, seal_of, write_manifest
from models.outlook import Outlook
from models.ranker import TrainedRanker

RANKER, OUTLOOK = "ranker.txt", "outlook.npz"


class BundleError(RettplassError):
    """The folder holds no matcher that this version can use; the message says why and what to do."""


@dataclass(frozen=True)
class Matcher:
    """A trained ranker and its outlook."""

    ranker: TrainedRanker
    outlook: Outlook
    trained_as_of: date
    version: str = "0"
    name: str = "rettplass"
    metrics: dict[str, float] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write the bundle; the folder is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self.ranker.save(folder / RANKER)
        self.outlook.save(folder / OUTLOOK)
        files = {name: fingerprint(folder / name) for name in (RANKER, OUTLOOK)}
        manifest = {
            "name": self.name,
            "version": self.version,
            "trained_as_of": self.trained_as_of.isoformat(),
            "features": list(NAMES),
            "ranking_features": list(RANKING),
            "files": files,
            "metrics": self.metrics,
        }
        write_manifest(folder, manifest)

    def named(self, version: str) -> Matcher:
        """The same matcher under the version that the registry gave it."""
        return replace(self, version=version)


def load_matcher(folder: Path) -> Matcher:
    """Read a bundle; BundleError when it is missing, broken or made for other features."""
    if not (folder / MANIFEST).is_file():
        raise BundleError(f"no trained matcher in {folder}: run `make train` first")
    try:
        manifest = read_manifest(folder)
        if manifest["features"] != list(NAMES) or manifest["ranking_features"] != list(RANKING):
            raise BundleError("the trained matcher was made for other features: train again")
        changed = [name for name, kept in manifest["files"].items() if fingerprint(folder / name) != kept]
        changed += [MANIFEST] if manifest.get(SEAL) != seal_of(manifest) else []
        if changed:
            said = ", ".join(changed)
            raise BundleError(f"the trained matcher in {folder} has been changed ({said}): export the champion again")
        outlook = Outlook.load(folder / OUTLOOK)
        return Matcher(
            ranker=load_ranker(folder / RANKER, outlook.order()),
            outlook=outlook,
            trained_as_of=date.fromisoformat(manifest["trained_as_of"]),
            version=str(manifest["version"]),
            name=manifest["name"],
            metrics={str(k): float(v) for k, v in manifest["metrics"].items()},
        )
    except BundleError:
        raise
    except Exception as error:
        raise BundleError(f"the trained matcher in {folder} cannot be read: {type(error).__name__}") from error
