"""The feed of job ads over HTTP, served by a small process on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from features import __main__ as commands
from features.database import Database
from features.errors import InputError
from features.loading import load
from features.registers.job_ad_feed import Bookmark, Feed, is_address
from features.registers.job_ad_importing import import_ads
from features.settings import Settings
from tests.features.deliveries import AS_OF, FIRST, deliver

TODAY = date(2025, 6, 2)
TOKEN = "hemmelig-nøkkel".encode().hex()
ROOT = "/stillinger-feed/api/v1"
"""The feed gives its addresses from /api/v1 on, also where it stands behind something else."""


def page(name: str, *lines: tuple[str, str], following: str | None = None) -> dict[str, Any]:
    items = [
        {
            "id": uuid,
            "url": f"/api/v1/feedentry/{uuid}",
            "date_modified": "2025-05-22T08:00:00Z",
            "_feed_entry": {"uuid": uuid, "status": status, "sistEndret": "2025-05-22T08:00:00Z"},
        }
        for uuid, status in lines
    ]
    return {"feed_url": f"/api/v1/feed/{name}", "next_url": following and f"/api/v1/feed/{following}", "items": items}


def details(uuid: str, title: str = "Renholder") -> dict[str, Any]:
    ad = {
        "uuid": uuid, "published": "2025-05-21T08:00:00Z", "expires": "2025-06-30T08:00:00Z", "title": title,
        "description": "<p>Vaske gulv</p>", "employer": {"orgnr": FIRST}, "extent": "Heltid", "positioncount": "1",
        "categoryList": [{"categoryType": "STYRK08", "code": "9112"}],
    }  # fmt: skip
    return {"uuid": uuid, "ad_content": ad, "sistEndret": "2025-05-22T08:00:00Z", "status": "ACTIVE"}


class Server:
    """The process, what it answers and what it was asked."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.address = folder, f"http://127.0.0.1:{port}{ROOT}/feed"

    def answers(self, **answers: Any) -> None:
        """Bodies by the last parts of the path; an answer with more than a body is given whole."""
        whole = {
            ROOT + "/" + name.replace("__", "/"): body if isinstance(body, dict) and "body" in body else {"body": body}
            for name, body in answers.items()
        }
        (self.folder / "answers.json").write_text(json.dumps(whole), "utf-8")

    def asked(self) -> list[str]:
        """What was asked since the last time, without the part before the feed's own."""
        path = self.folder / "asked.txt"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [line.removeprefix(ROOT) for line in lines]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    script = Path(__file__).with_name("job_ad_server.py")
    command = [sys.executable, str(script), str(tmp_path), TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Server(tmp_path, int(process.stdout.readline()))
        finally:
            process.terminate()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path}/test.db")
    made.migrate()
    load(made, deliver(tmp_path / "d"), TODAY)
    return made


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("RETTPLASS_DATABASE_URL", f"sqlite:///{tmp_path}/test.db")
    monkeypatch.setenv("RETTPLASS_ADS_TOKEN", TOKEN)
    monkeypatch.setenv("RETTPLASS_ADS_BOOKMARKS", str(tmp_path / "var" / "bookmarks.json"))
    return Settings()


def bring(database: Database, server: Server, settings: Settings) -> list[str]:
    return import_ads(database, server.address, AS_OF, TODAY, settings)


def test_pages_are_followed_to_the_end_and_each_active_ad_is_fetched_once(
    server: Server, database: Database, settings: Settings
) -> None:
    server.answers(
        feed=page("1", ("a", "ACTIVE"), ("b", "ACTIVE"), following="2"),
        feed__2=page("2", ("b", "INACTIVE"), ("c", "ACTIVE")),
        feedentry__a=details("a"),
        feedentry__b=details("b"),
        feedentry__c=details("c", "Kokk"),
    )
    said = bring(database, server, settings)
    assert said == [
        "vacancies: 2 in = 2 stored + 0 unchanged + 0 quarantined",
        "left out, inactive and never stored: 1",
    ]
    assert database.read("vacancies")["title"].to_list() == ["Renholder", "Kokk"]
    assert sorted(server.asked()) == ["/feed - -", "/feed/2 - -", "/feedentry/a - -", "/feedentry/c - -"]


def test_the_next_reading_goes_on_at_the_last_page_and_stops_at_not_changed(
    server: Server, database: Database, settings: Settings
) -> None:
    answers = {"feed": page("1", ("a", "ACTIVE"), following="2"), "feed__2": page("2"), "feedentry__a": details("a")}
    server.answers(**answers)
    bring(database, server, settings)
    server.asked()
    assert bring(database, server, settings) == ["vacancies: 0 in = 0 stored + 0 unchanged + 0 quarantined"]
    (only,) = server.asked()
    assert only.startswith("/feed/2 ")
    assert not only.startswith("/feed/2 -")
    server.answers(**answers | {"feed__2": page("2", ("a", "INACTIVE"))})
    assert bring(database, server, settings)[1] == "no longer advertised: 1"
    assert database.read("vacancies")["expires"].to_list() == [date(2025, 5, 22)]


def test_what_could_not_be_stored_is_read_again(
    server: Server, database: Database, settings: Settings, tmp_path: Path
) -> None:
    server.answers(feed=page("1", ("a", "ACTIVE"), following="2"), feed__2={"status": 500, "body": {}})
    with pytest.raises(InputError, match="answers 500"):
        bring(database, server, settings)
    assert not (tmp_path / "var").exists()
    server.answers(feed=page("1", ("a", "ACTIVE")), feedentry__a=details("a"))
    assert bring(database, server, settings)[0] == "vacancies: 1 in = 1 stored + 0 unchanged + 0 quarantined"


def test_another_database_reads_from_the_beginning(
    server: Server, database: Database, settings: Settings, tmp_path: Path
) -> None:
    server.answers(feed=page("1", ("a", "ACTIVE")), feedentry__a=details("a"))
    bring(database, server, settings)
    other = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/other.db"})
    new = Database(other.database_url)
    new.migrate()
    load(new, tmp_path / "d", TODAY)
    assert bring(new, server, other)[0] == "vacancies: 1 in = 1 stored + 0 unchanged + 0 quarantined"
    kept = (tmp_path / "var" / "bookmarks.json").read_text()
    assert len(json.loads(kept)) == 2
    assert "sqlite" not in kept


def test_an_ad_that_is_gone_by_the_time_it_is_fetched_is_no_longer_active(
    server: Server, database: Database, settings: Settings
) -> None:
    server.answers(feed=page("1", ("a", "ACTIVE")), feedentry__a=details("a"))
    bring(database, server, settings)
    server.answers(
        feed=page("1", ("a", "ACTIVE"), ("a", "ACTIVE")), feed__1=page("1", ("a", "ACTIVE"), ("a", "ACTIVE"))
    )
    assert bring(database, server, settings)[1] == "no longer advertised: 1"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"feed": {"body": "<html>"}}, "does not answer with JSON"),
        ({"feed": {"body": "[" * 100_000}}, "does not answer with JSON"),
        ({"feed": {"body": {"items": 3}}}, "is no feed of job ads"),
        ({"feed": {"body": [1]}}, "is no feed of job ads"),
        ({}, "answers 404"),
        ({"feed": page("1", following="2") | {"next_url": "http://example.org/api/v1/feed/2"}}, "to another server"),
        ({"feed": page("1", ) | {"items": [{"id": "a", "url": "https://other/a"}]}}, "to another server"),
    ],
)  # fmt: skip
def test_a_server_that_answers_with_something_else_is_one_clear_sentence(
    server: Server, answer: dict[str, Any], said: str
) -> None:
    server.answers(**answer)
    with pytest.raises(InputError, match=said) as refusal:
        Feed(server.address, TOKEN).read()
    assert TOKEN not in str(refusal.value)


def test_a_redirect_to_another_place_does_not_take_the_token_along(server: Server) -> None:
    port = server.address.split(":")[2].split("/")[0]
    elsewhere = f"http://localhost:{port}{ROOT}/feed/2"
    server.answers(feed={"status": 302, "body": {}, "headers": {"Location": elsewhere}}, feed__2=page("2"))
    with pytest.raises(InputError, match="answers 401"):
        Feed(server.address, TOKEN).read()


def test_without_the_right_token_the_refusal_says_which_setting(server: Server) -> None:
    server.answers(feed=page("1"))
    with pytest.raises(InputError, match="RETTPLASS_ADS_TOKEN"):
        Feed(server.address, "feil").read()


def test_the_token_is_never_sent_in_the_open_and_never_shown() -> None:
    feed = Feed("http://feed.example/api/v1/feed", TOKEN)
    assert TOKEN not in repr(feed)
    with pytest.raises(InputError, match="not reached over https"):
        feed.read()


def test_a_server_that_is_not_there_is_one_clear_sentence() -> None:
    with pytest.raises(InputError, match="cannot be reached"):
        Feed("http://127.0.0.1:9/api/v1/feed").read(Bookmark("http://127.0.0.1:9/api/v1/feed"))


def test_the_command_reads_the_settings_and_says_what_it_did(
    server: Server, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "today", lambda: TODAY)
    server.answers(feed=page("1", ("a", "ACTIVE")), feedentry__a=details("a"))
    done = CliRunner().invoke(commands.app, ["import-ads", server.address], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (0, "vacancies: 1 in = 1 stored + 0 unchanged + 0 quarantined\n")
    monkeypatch.setenv("RETTPLASS_ADS_TOKEN", "feil")
    refused = CliRunner().invoke(commands.app, ["import-ads", server.address], catch_exceptions=False)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    missing = CliRunner().invoke(commands.app, ["import-ads", "nowhere.json"], catch_exceptions=False)
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("source", "http"),
    [("https://x/feed", True), ("HTTP://x", True), ("file:///etc/passwd", False), ("ads.json", False)],
)
def test_only_http_is_an_address(source: str, http: bool) -> None:
    assert is_address(source) is http
