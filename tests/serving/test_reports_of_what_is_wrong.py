"""«Noe er feil»: one tap, a kind and words for those who want; told by workplace, closed by what becomes known."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from features import tables
from features.cells import plain, typed
from serving.reports import Reported, Wrong, open_reports, reason_of, said_of
from tests.builders import orgnr
from tests.serving.conftest import workplace

TODAY = date(2026, 2, 2)
SUPERVISOR = {"X-Development-User": "sup", "X-Development-Roles": "supervisor", "X-Development-Offices": "0806"}
OPERATOR = {"X-Development-User": "op", "X-Development-Roles": "operator"}


def frames(*reports, **others):
    rows = [
        {"choice_id": f"c-{n}", "participant_id": who, "orgnr": unit, "kind": "wrong", "chosen_on": day, "reason": said}
        for n, (who, unit, day, said) in enumerate(reports)
    ]
    given = {"choices": rows, "workplaces": [], "employer_needs": [], "participant_rules": []} | others
    return {name: _frame(name, rows) for name, rows in given.items()}


def _frame(name, rows):
    table = tables.BY_NAME[name]
    frame = pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame({c: [] for c in table.column_names})
    return typed(table, plain(table, frame))


@pytest.mark.parametrize(
    ("kind", "words", "kept", "said"),
    [
        ("", "", None, (None, "")),
        ("adressen", "", "adressen", (Wrong.ADDRESS, "")),
        ("feil bransje", "De er: frisør", "feil bransje: De er: frisør", (Wrong.INDUSTRY, "De er: frisør")),
        ("", "Ringte tre ganger", "annet: Ringte tre ganger", (Wrong.OTHER, "Ringte tre ganger")),
        ("tull", "", None, (None, "")),
    ],
)
def test_what_is_kept_tells_kind_and_words(kind, words, kept, said):
    assert reason_of(kind, words) == kept
    assert said_of(kept) == said


def test_a_reason_from_elsewhere_is_words():
    assert said_of("Feil navn") == (Wrong.OTHER, "Feil navn")


def test_a_tap_and_the_words_after_it_are_one_report_and_most_reports_come_first():
    one, two = orgnr(1), orgnr(2)
    given = frames(
        ("p-1", one, "2026-01-20", None),
        ("p-2", two, "2026-01-20", None),
        ("p-2", two, "2026-01-20", "adressen: Flyttet til Porsgrunn"),
        ("p-3", two, "2026-01-25", "adressen"),
    )
    assert open_reports(given, TODAY, {"p-1"}) == [
        Reported(two, 2, [(Wrong.ADDRESS, 2)], date(2026, 1, 25), []),
        Reported(one, 1, [], date(2026, 1, 20), []),
    ]
    assert open_reports(given, TODAY, {"p-2"})[0].words == ["Flyttet til Porsgrunn"]


@pytest.mark.parametrize(
    ("said", "table", "row", "is_open"),
    [
        ("adressen", "workplaces", workplace(1) | {"recorded_on": "2026-01-25"}, False),
        ("adressen", "workplaces", workplace(1) | {"recorded_on": "2026-01-20"}, True),
        ("behovet stemmer ikke", "workplaces", workplace(1) | {"recorded_on": "2026-01-25"}, True),
        ("behovet stemmer ikke", "employer_needs",
         {"need_id": "n", "orgnr": orgnr(1), "occupation": "5223", "source": "ad", "recorded_on": "2026-01-25"}, False),
        ("adressen", "participant_rules",
         {"participant_id": "p-1", "birth_date": "1990-01-01", "protection": "shielded"}, False),
    ],
)  # fmt: skip
def test_a_report_is_open_until_what_it_is_about_is_known_anew(said, table, row, is_open):
    given = frames(("p-1", orgnr(1), "2026-01-20", said), **{table: [row]})
    assert bool(open_reports(given, TODAY, set())) is is_open


def test_a_report_is_open_for_half_a_year():
    given = frames(("p-1", orgnr(1), "2026-01-20", "adressen"))
    assert [len(open_reports(given, day, set())) for day in (date(2026, 7, 19), date(2026, 7, 20))] == [1, 0]


@pytest.fixture
def reported(service, specialist):
    """A way to report on p-1's list."""
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["list_id"]

    def report(**fields):
        sent = {"list_id": made, "orgnr": orgnr(1), "valg": "wrong"} | fields
        return service.client.post("/valg", data=sent, headers=specialist)

    return report


def test_one_tap_is_enough_and_words_may_follow(service, reported):
    first = reported()
    assert "det er notert at noe er feil med <strong>EKSEMPEL 1" in first.text
    assert "Hva er feil?" in first.text
    second = reported(hva="adressen", tekst="Flyttet til Porsgrunn")
    assert "det er meldt hva som er feil med" in second.text
    assert 'name="hva"' not in second.text
    assert service.database.read("choices").sort("choice_id")["reason"].to_list() == [
        None,
        "adressen: Flyttet til Porsgrunn",
    ]


@pytest.mark.parametrize("words", ["Ring 13097248022", "x" * 4000, "De har angst"])
def test_words_that_cannot_be_kept_come_back(service, reported, words):
    answer = reported(hva="annet", tekst=words)
    assert answer.status_code == 422
    assert "Ikke sendt ennå" in answer.text
    assert words in answer.text
    assert len(service.database.read("choices")) == 0


def test_who_puts_it_right_sees_workplaces_and_nobody(service, reported):
    reported()
    reported(hva="adressen", tekst="Flyttet til Porsgrunn")
    supervisor = service.client.get("/feil", headers=SUPERVISOR).text
    assert "EKSEMPEL 1" in supervisor
    assert "1 melding, sist 2. februar 2026: adressen" in supervisor
    assert "Flyttet til Porsgrunn" in supervisor
    operator = service.client.get("/feil", headers=OPERATOR).text
    assert "adressen" in operator
    assert "Flyttet til Porsgrunn" not in operator
    assert not {"p-1", "Z990001"} & set(supervisor.replace('"', " ").replace("<", " ").split())
    other = service.client.get("/feil", headers=SUPERVISOR | {"X-Development-Offices": "0301"}).text
    assert "Flyttet til Porsgrunn" not in other
    assert service.client.get("/feil", headers={"X-Development-Roles": "specialist"}).status_code == 403
