"""The journal's chain on both databases: it grows without gaps, and tells where it was tampered with."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.database import Database, Entry
from features.database.chain import BEGINNING, Anchor, Link, digest_of, flaws, hash_of
from features.errors import StorageError

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def journalled(either_url: str) -> Iterator[Database]:
    """Five lists of p-1 and p-2 by turns, in a database of each kind."""
    database = Database(either_url)
    database.migrate()
    for n in range(1, 6):
        database.journal.append(entry(n))
    yield database
    database.engine.dispose()


def entry(n: int) -> Entry:
    return Entry("list", NOON + timedelta(minutes=n), f'{{"n": {n}}}', f"p-{n % 2 + 1}", f"l-{n}", "seal")


def tamper(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        if database.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_what_was_written_is_read_and_holds(journalled: Database) -> None:
    assert journalled.journal.of_list("l-3") == entry(3)
    assert journalled.journal.of_list("l-9") is None
    assert journalled.journal.about("p-1") == [entry(2), entry(4)]
    assert journalled.journal.bundles() == {"seal"}
    found = journalled.journal.verify()
    assert (found.flaws, found.erased, found.anchor.count) == ([], 0, 5)
    assert journalled.journal.verify(found.anchor).flaws == []


def test_a_list_is_journalled_once_and_a_refused_entry_leaves_no_gap(journalled: Database) -> None:
    with pytest.raises(StorageError):
        journalled.journal.append(entry(3))
    assert journalled.journal.append(entry(6)) == 6
    assert journalled.journal.verify().flaws == []


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE journal_payloads SET payload = '{}' WHERE sequence = 3"], ["the payload of entry 3 was changed"]),
        (
            ["UPDATE journal_payloads SET participant_id = 'p-9' WHERE sequence = 3"],
            ["the payload of entry 3 was changed"],
        ),
        (
            ["DELETE FROM journal_payloads WHERE sequence = 3"],
            ["the payload of entry 3 was removed, and no erasure says so"],
        ),
        (["UPDATE journal_entries SET at = '2020-01-01' WHERE sequence = 3"], ["entry 3 was changed"]),
        (
            ["DELETE FROM journal_payloads WHERE sequence = 3", "DELETE FROM journal_entries WHERE sequence = 3"],
            ["entry 3 was removed"],
        ),
        (
            ["DELETE FROM journal_payloads WHERE sequence > 3", "DELETE FROM journal_entries WHERE sequence > 3"],
            ["entries 4 to 5 were removed"],
        ),
        (
            [f"INSERT INTO journal_entries VALUES (6, 'list', 'now', 'd', 'p', '{BEGINNING}')"],
            [
                "entry 6 does not follow the entry before it: one of them was changed or put in",
                "entry 6 was changed",
                "the journal says that it ends with entry 5: what follows was put in",
                "the payload of entry 6 was removed, and no erasure says so",
            ],
        ),
        (
            [f"UPDATE journal_head SET hash = '{BEGINNING}'"],
            ["the journal says that it ends with another hash than that of entry 5"],
        ),
    ],
    ids=["payload", "whose", "payload gone", "entry", "entry gone", "tail gone", "put in", "head"],
)  # fmt: skip
def test_what_was_done_to_it_is_found_and_said(journalled: Database, statements: list[str], said: list[str]) -> None:
    tamper(journalled, *statements)
    assert journalled.journal.verify().flaws == said


def test_a_tail_cut_off_together_with_the_head_is_found_by_a_kept_anchor(journalled: Database) -> None:
    kept = journalled.journal.verify().anchor
    tamper(
        journalled,
        "DELETE FROM journal_payloads WHERE sequence > 3",
        "DELETE FROM journal_entries WHERE sequence > 3",
        "UPDATE journal_head SET count = 3, hash = (SELECT hash FROM journal_entries WHERE sequence = 3)",
    )
    assert journalled.journal.verify().flaws == []
    assert journalled.journal.verify(kept).flaws == [
        "the journal is cut off: it had 5 entries when the anchor was kept"
    ]
    journalled.journal.append(entry(4))
    journalled.journal.append(entry(5))
    assert "entry 5 is not the one of which the anchor was kept" in journalled.journal.verify(kept).flaws[0]


def test_an_erased_payload_leaves_a_chain_that_holds(journalled: Database) -> None:
    journalled.rights.erase("p-1", NOON, "request")
    assert journalled.journal.about("p-1") == []
    assert journalled.journal.about("p-2") == [entry(1), entry(3), entry(5)]
    found = journalled.journal.verify()
    assert (found.flaws, found.erased, found.anchor.count) == ([], 2, 6)


def test_many_who_write_at_once_get_one_number_each(journalled: Database) -> None:
    def write(who: int) -> None:
        for n in range(10):
            journalled.journal.append(Entry("choice", NOON, "{}", f"p-{who}-{n}"))

    threads = [threading.Thread(target=write, args=[who]) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = journalled.journal.verify()
    assert (found.flaws, found.anchor.count) == ([], 5 + 6 * 10)


PROCESS = """
import sys
from datetime import UTC, datetime
from features.database import Database, Entry
database = Database(sys.argv[1])
for n in range(20):
    database.journal.append(Entry("choice", datetime(2026, 2, 2, tzinfo=UTC), "{}"))
"""


def test_several_processes_write_one_chain(journalled: Database, either_url: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", PROCESS, either_url]) for _ in range(3)]
    assert [process.wait(120) for process in started] == [0, 0, 0]
    found = journalled.journal.verify()
    assert (found.flaws, found.anchor.count) == ([], 5 + 3 * 20)


def test_the_moment_is_kept_in_utc(journalled: Database) -> None:
    oslo = datetime(2026, 2, 2, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    journalled.journal.append(Entry("list", oslo, "{}", list_id="l-oslo"))
    found = journalled.journal.of_list("l-oslo")
    assert found is not None
    assert found.at.isoformat() == "2026-02-02T12:00:00+00:00"


def chain(payloads: list[str]) -> list[Link]:
    links, last = [], BEGINNING
    for n, payload in enumerate(payloads, 1):
        digest = digest_of("salt", payload)
        links.append(Link(n, "list", "now", digest, last, hash_of(last, n, "list", "now", digest)))
        last = links[-1].hash
    return links


@given(st.lists(st.text(), min_size=1, max_size=6), st.data())
def test_no_single_change_goes_unseen(payloads: list[str], data: st.DataObject) -> None:
    links = chain(payloads)
    head = Anchor(len(links), links[-1].hash)
    assert list(flaws(links, head)) == []
    at = data.draw(st.integers(0, len(links) - 1))
    name = data.draw(st.sampled_from(["kind", "at", "digest", "previous", "hash"]))
    changed = [*links[:at], Link(**vars(links[at]) | {name: "other"}), *links[at + 1 :]]
    assert list(flaws(changed, head))
    assert list(flaws(links[:at] + links[at + 1 :], head))
    assert list(flaws([*links[: at + 1], *links[at:]], head))


def test_equal_payloads_cannot_be_told_by_their_digests() -> None:
    assert digest_of("one", "p-1") != digest_of("other", "p-1")
    assert digest_of("one", "p-1", None) != digest_of("one", None, "p-1") != digest_of("one", "p-1")
