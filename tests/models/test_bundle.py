"""A matcher as a folder of plain files: what goes in comes out, and what is broken is refused with a sentence."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.bundle import OUTLOOK, RANKER, BundleError, load_matcher
from models.manifest import MANIFEST
from tests.builders import DAY, batch, small_matcher

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_matcher().named("7").save(tmp_path / "bundle")
    return tmp_path / "bundle"


def test_a_loaded_matcher_says_the_same_to_the_last_bit(folder: Path) -> None:
    loaded, rows = load_matcher(folder), batch(200, seed=2)
    np.testing.assert_array_equal(loaded.ranker.score(rows), small_matcher().ranker.score(rows))
    for name, said in small_matcher().outlook.chances(rows).estimate.items():
        np.testing.assert_array_equal(loaded.outlook.chances(rows).estimate[name], said)
    assert (loaded.version, loaded.name, loaded.trained_as_of) == ("7", "rettplass", DAY)


def test_the_files_are_text_json_and_plain_arrays(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= {MANIFEST, RANKER, OUTLOOK}
    assert {path.suffix for path in folder.iterdir()} <= {".json", ".txt", ".npz"}
    json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert (folder / RANKER).read_text(encoding="utf-8").startswith("tree\n")
    with np.load(folder / OUTLOOK, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fbU" for name in arrays.files)
    with zipfile.ZipFile(folder / OUTLOOK) as archive:
        assert all(archive.read(name).startswith(b"\x93NUMPY") for name in archive.namelist())


def test_loading_and_scoring_needs_neither_mlflow_nor_torch(folder: Path) -> None:
    said = in_a_process(
        folder,
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'mlflow', 'torch', 'sentence_transformers'}))",
    )
    assert said == "[]"


def no_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def no_json(folder: Path) -> None:
    (folder / MANIFEST).write_text("{", encoding="utf-8")


def no_version(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["version"]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def another_version(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace('"version": "7"', '"version": "8"'), encoding="utf-8")


def no_seal(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["seal"]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def no_ranker(folder: Path) -> None:
    (folder / RANKER).unlink()


def empty_ranker(folder: Path) -> None:
    (folder / RANKER).write_text("", encoding="utf-8")


def no_outlook(folder: Path) -> None:
    (folder / OUTLOOK).unlink()


def half_an_outlook(folder: Path) -> None:
    whole = (folder / OUTLOOK).read_bytes()
    (folder / OUTLOOK).write_bytes(whole[: len(whole) // 2])


def a_pickle_for_an_outlook(folder: Path) -> None:
    with (folder / OUTLOOK).open("wb") as file:
        np.savez(file, baseline=np.array([{}], dtype=object))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # numpy leaves a broken zip open
@pytest.mark.parametrize(
    "harm",
    [
        no_manifest,
        no_json,
        no_version,
        another_version,
        no_seal,
        no_ranker,
        empty_ranker,
        no_outlook,
        half_an_outlook,
        a_pickle_for_an_outlook,
    ],
)
def test_a_broken_bundle_is_refused(harm: Callable[[Path], None], folder: Path) -> None:
    harm(folder)
    with pytest.raises(BundleError, match=r"trained matcher"):
        load_matcher(folder)


@pytest.mark.parametrize("share", [0.3, 0.97, 0.999])
def test_half_a_ranker_is_refused_and_does_not_take_the_process_with_it(share: float, folder: Path) -> None:
    """A disk that filled up or a copy that broke off; LightGBM itself ends the process on such a text."""
    whole = (folder / RANKER).read_text(encoding="utf-8")
    (folder / RANKER).write_text(whole[: int(len(whole) * share)], encoding="utf-8")
    assert in_a_process(folder, "print('loaded')").startswith("refused")


def test_a_ranker_that_was_written_to_is_refused(folder: Path) -> None:
    """One space more; and a ranker of another matcher would correct an order that it was not trained on."""
    text = (folder / RANKER).read_text(encoding="utf-8")
    (folder / RANKER).write_text(text.replace("leaf_value=", "leaf_value= ", 1), encoding="utf-8")
    assert in_a_process(folder, "print('loaded')").startswith("refused")


@pytest.mark.parametrize("which", ["features", "ranking_features"])
def test_a_matcher_for_other_features_is_refused(which: str, folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest[which] = manifest[which][::-1]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleError, match="other features: train again"):
        load_matcher(folder)


def test_no_folder_at_all_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="run `make train` first"):
        load_matcher(tmp_path / "nowhere")


def in_a_process(folder: Path, then: str) -> str:
    """What a fresh process prints after loading the bundle."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom models.bundle import BundleError, load_matcher\n"
        f"try:\n    load_matcher(Path({str(folder)!r}))\n    {then}\n"
        "except BundleError as error:\n    print('refused:', error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    return done.stdout.decode(errors="replace").strip()
