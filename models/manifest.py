"""The manifest of a bundle, sealed: whoever changes a word of it, or of a file it lists, is found out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST, SEAL = "manifest.json", "seal"


def write_manifest(folder: Path, said: Mapping[str, Any]) -> None:
    """Write the manifest with its seal."""
    sealed = dict(said) | {SEAL: seal_of(said)}
    (folder / MANIFEST).write_text(json.dumps(sealed, indent=2, ensure_ascii=False), encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest as written, seal included; OSError or ValueError when there is none that can be read."""
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise ValueError("the manifest is no object")
    return said


def seal_of(said: Mapping[str, Any]) -> str:
    """A fingerprint of everything the manifest says, its own seal left out."""
    plain = {name: value for name, value in said.items() if name != SEAL}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def fingerprint(path: Path) -> str:
    """A fingerprint of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
