from __future__ import annotations

import shutil

import numpy as np
import pytest

from features.errors import InputError
from features.text import kept
from features.text.encoder import PieceEncoder
from features.text.lexicon import LEXICON


def test_the_model_was_made_from_the_lexicon_as_it_is():
    assert not kept.stale(), "the lexicon has changed since the text model was made: run make text-model"


def test_a_changed_phrase_changes_the_fingerprint(tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder)
    before = kept.lexicon_fingerprint(folder)
    assert before == kept.lexicon_fingerprint()
    (folder / "hints.yaml").write_text('"5223":\n  - noe annet\n', encoding="utf-8")
    assert kept.lexicon_fingerprint(folder) != before


def test_a_model_of_another_lexicon_is_stale(tmp_path):
    np.savez(tmp_path / "e.npz", fingerprint=np.array("another"))
    assert kept.stale(tmp_path / "e.npz")


@pytest.mark.parametrize("content", [None, b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_missing_or_broken_file_says_what_to_do(tmp_path, content):
    if content is not None:
        (tmp_path / "e.npz").write_bytes(content)
    with pytest.raises(InputError, match="make text-model"):
        kept.load(PieceEncoder(["=a"], np.zeros((1, 2), dtype=np.float32), []), tmp_path / "e.npz")


def test_a_file_with_a_part_missing_says_what_to_do(tmp_path):
    np.savez(tmp_path / "e.npz", fingerprint=np.array("x"), tasks_names=np.zeros(3, dtype=np.uint8))
    with pytest.raises(InputError, match="make text-model"):
        kept.load(PieceEncoder(["=a"], np.zeros((1, 2), dtype=np.float32), []), tmp_path / "e.npz")
