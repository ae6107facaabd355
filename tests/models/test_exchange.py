"""One folder in another's place: whole at every moment, the old one kept."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from models import exchange
from models.exchange import put_in_place


def folder(where: Path, said: str) -> Path:
    where.mkdir()
    (where / "said.txt").write_text(said)
    return where


def test_the_first_is_simply_moved(tmp_path: Path) -> None:
    put_in_place(folder(tmp_path / "new", "one"), tmp_path / "live")
    assert (tmp_path / "live" / "said.txt").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["live"]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_old_one_is_kept_and_the_one_before_it_goes(
    at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:
        monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    for said in ("one", "two", "three"):
        put_in_place(folder(tmp_path / "new", said), tmp_path / "live")
    assert (tmp_path / "live" / "said.txt").read_text() == "three"
    assert (tmp_path / "live.previous" / "said.txt").read_text() == "two"
    assert {path.name for path in tmp_path.iterdir()} == {"live", "live.previous"}


def test_a_reader_never_finds_the_place_empty(tmp_path: Path) -> None:
    """A thread looks all the while that fifty folders take each other's place."""
    put_in_place(folder(tmp_path / "new", "0"), tmp_path / "live")
    found, done = [], Event()

    def look() -> None:
        while not done.is_set():
            found.append((tmp_path / "live" / "said.txt").exists())

    looking = Thread(target=look)
    looking.start()
    try:
        for number in range(1, 51):
            put_in_place(folder(tmp_path / "new", str(number)), tmp_path / "live")
    finally:
        done.set()
        looking.join()
    assert found
    assert all(found)
