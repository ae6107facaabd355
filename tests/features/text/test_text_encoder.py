from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import InputError
from features.text.encoder import PieceEncoder, open_encoder, unit
from features.text.understand import understanding

NAMES = ["=vaske", "=gulv", "=kjøre"]


@pytest.fixture
def small():
    return PieceEncoder(NAMES, np.array([[1, 0], [1, 2], [0, -1]], dtype=np.float32), ["vask"])


def test_a_text_is_the_direction_of_the_sum_of_its_pieces(small):
    assert small.encode(["vaske gulv"]) == pytest.approx(np.array([[2, 2]]) / 8**0.5)
    assert small.encode(["kjøre kjøre"]) == pytest.approx(np.array([[0, -1]]))


def test_what_is_not_known_is_all_zeros(small):
    assert small.encode(["", "qwrt", "🙂"]).tolist() == [[0, 0]] * 3
    assert small.encode([]).shape == (0, 2)


def test_a_text_is_the_same_alone_and_among_others(small):
    texts = ["vaske", "", "gulv vaske", "kjøre"]
    together = small.encode(texts)
    assert np.array_equal(together, np.concatenate([small.encode([text]) for text in texts]))


def test_a_model_kept_and_read_again_says_the_same_and_writes_the_same_bytes(small, tmp_path):
    small.save(tmp_path / "a.npz")
    read = PieceEncoder.load(tmp_path / "a.npz")
    assert read.encode(["vaske gulv"]) == pytest.approx(small.encode(["vaske gulv"]), abs=0.01)
    read.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_missing_or_broken_file_says_what_to_do(tmp_path, content):
    if content is not None:
        (tmp_path / "m.npz").write_bytes(content)
    with pytest.raises(InputError, match="make text-model"):
        PieceEncoder.load(tmp_path / "m.npz")


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=3, max_size=3), min_size=1, max_size=5))
def test_unit_rows_have_length_one_or_none(rows):
    given_rows = np.array(rows, dtype=np.float32)
    length = np.linalg.norm(unit(given_rows), axis=1)
    long = np.abs(given_rows).max(axis=1) > 1e-3
    assert length[long] == pytest.approx(np.ones(long.sum()), abs=1e-4)


def test_running_needs_no_torch():
    ask = (
        "import sys\nfrom features.text.understand import understand\n"
        "assert understand(['vaske gulv'])[0].codes\nassert 'torch' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the extra `text` is installed")
def test_another_model_without_the_extra_says_what_to_install():
    with pytest.raises(InputError, match=r"rettplass\[text\]"):
        open_encoder("some-model")


@pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="needs the extra `text` (sentence-transformers)")
def test_any_sentence_transformers_model_can_be_set_instead(tmp_path):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"vaske": 0, "gulv": 1, "[UNK]": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(1)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(tmp_path / "model"))
    model = str(tmp_path / "model")
    assert np.linalg.norm(open_encoder(model).encode(["vaske gulv", "gulv"]), axis=1) == pytest.approx([1, 1])
    (said,) = understanding(model).understand(["Vaske gulv på kontorer"])
    assert said.codes[0].code == "9112"
