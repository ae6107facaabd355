"""Training the text model as a run that is kept: its numbers, what it was trained with, and the digest of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from features.errors import InputError
from features.text.encoder import MODEL
from models.registry import Registry

if TYPE_CHECKING:
    from training.text_model import TextTraining


def train_and_keep(
    registry: Registry,
    out: Path | None,
    seed: int,
    at: datetime,
    progress: Callable[[int, int], None],
    options: TextTraining | None = None,
) -> str:
    """Train, write the model to `out` (the project's own when None) and keep the run; a line that says what was made.

    InputError when the extra `text` is not installed. The file's digest is the same for the same lexicon and seed.
    """
    try:
        import sentence_transformers
        import torch
    except ImportError as missing:
        raise InputError("training the text model needs the extra `text`: run `make text-model`") from missing
    from training.text_model import TextTraining, train_text_model

    path, options = out or MODEL, options or TextTraining()
    metrics = train_text_model(path, seed, progress, options)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    params = asdict(options) | {"seed": seed}
    with_versions = {
        "sha256": digest,
        "torch": torch.__version__,
        "sentence-transformers": sentence_transformers.__version__,
    }
    run_id = registry.log_run(params, metrics, None, with_versions, at)
    numbers = ", ".join(f"{name} {value:g}" for name, value in metrics.items())
    return f"{path}: {numbers}; sha256 {digest[:16]}, run {run_id}"


def judge_texts(heldout: Path, beside: str | None = None) -> str:
    """The tables of `docs/text.md`: the project's model on the held-out phrases of a folder, with the
    sentence-transformers model `beside` by path or name, when there is one, answering with the nearest phrase of the
    lexicon.
    """
    from features.text.encoder import open_encoder
    from features.text.lexicon import read_lexicon
    from features.text.understand import understanding
    from training.text_evaluation import as_text, condition_rows, health_rows, occupation_rows

    understood, others = understanding(), {} if beside is None else {Path(beside).name: open_encoder(beside)}
    occupations = occupation_rows(understood, read_lexicon(), heldout, others)
    return as_text(occupations, condition_rows(understood, heldout), health_rows(heldout))
