"""What was learnt from the lexicon, kept beside the model so that nothing has to be learnt, or the lexicon read, to
serve.

The file holds the fingerprint of what it was made from. `stale` tells when the lexicon has changed since.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from features.errors import InputError
from features.text.attitude import EXPRESSIONS
from features.text.encoder import MODEL, PieceEncoder
from features.text.evidence import Evidence
from features.text.hashed import HashedLogistic
from features.text.lexicon import LEXICON, OTHER_TALK
from features.text.pieces import NEIGHBOURS, NYNORSK

KEPT = MODEL.with_name("evidence.npz")
_PARTS = ("tasks", "conditions")


def save(
    tasks: Evidence,
    conditions: Evidence,
    naming: HashedLogistic,
    stance: HashedLogistic,
    fingerprint: str,
    path: Path = KEPT,
) -> None:
    """Writes what was learnt, and from which lexicon."""
    arrays = {
        f"{part}_{name}": array
        for part, evidence in zip(_PARTS, (tasks, conditions), strict=True)
        for name, array in evidence.arrays().items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays |= {"naming": naming.weights.astype(np.float16), "stance": stance.weights.astype(np.float16)}
    np.savez_compressed(path, fingerprint=np.array(fingerprint), **arrays)  # type: ignore[arg-type]


def load(encoder: PieceEncoder, path: Path = KEPT) -> tuple[Evidence, Evidence, HashedLogistic, HashedLogistic]:
    """The evidence about tasks and about conditions, what names these and the stance towards them.

    A missing or broken file is an InputError.
    """
    try:
        with path.open("rb") as file, np.load(file) as held:
            arrays = {name: held[name] for name in held.files}
        tasks, conditions = (
            Evidence.from_arrays(
                {name.removeprefix(f"{part}_"): array for name, array in arrays.items() if name.startswith(f"{part}_")},
                encoder,
                encoder.pieces,
            )
            for part in _PARTS
        )
        naming, stance = (HashedLogistic(arrays[name].astype(np.float32)) for name in ("naming", "stance"))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise InputError(f"what the text model learnt, {path.name}, cannot be read: run make text-model") from error
    return tasks, conditions, naming, stance


def lexicon_fingerprint(folder: Path = LEXICON) -> str:
    """A digest of every file that the model and the evidence are made from."""
    digest = sha256()
    for path in [*sorted(folder.rglob("*.yaml")), OTHER_TALK, NEIGHBOURS, NYNORSK, EXPRESSIONS]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def stale(path: Path = KEPT) -> bool:
    """Whether the lexicon has changed since the model was made: then `make text-model` is due."""
    with np.load(path) as held:
        return str(held["fingerprint"]) != lexicon_fingerprint()
