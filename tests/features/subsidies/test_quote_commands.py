from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from features import __main__ as commands
from features.subsidies.book import FOLDER
from features.vocabulary import Scheme
from tests.features.subsidies.asking import body

OPTIONS = ("--group", "JOBBE_DELVIS", "--born", "1990-03-15", "--monthly-wage", "20000", "--starts-on", "2026-10-01")


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "today", lambda: date(2026, 10, 1))


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(commands.app, [str(a) for a in arguments], input=given, catch_exceptions=False)


def test_a_quote_is_a_table_in_bokmaal() -> None:
    done = run("quote", *OPTIONS)
    assert done.exit_code == 0
    assert "Midlertidig lønnstilskudd: passer\n" in done.stdout
    assert "15 642 kr/mnd" in done.stdout, "20,000 a month costs 26,070, of which 60 %"
    assert "Varig lønnstilskudd: må avklares\n" in done.stdout
    assert "Spør Nav-kontoret: Hvilken prosent vil Nav gi?" in done.stdout
    assert "veiledende, ikke vedtak" in done.stdout


def test_a_file_standard_input_and_options_give_the_same_answer(tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    path.write_text(json.dumps(body(job__position_percent=100)), encoding="utf-8")
    answers = [
        run("quote", path, "--json"),
        run("quote", "-", "--json", given=path.read_text()),
        run("quote", *OPTIONS, "--json"),
    ]
    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    first, *others = [json.loads(answer.stdout) for answer in answers]
    assert [scheme["scheme"] for scheme in first["schemes"]] == list(Scheme)
    assert others == [first, first]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*OPTIONS, "--position-percent", "140"), "job.position_percent"),
        ((*OPTIONS, "--monthly-wage", "mye"), "--monthly-wage: give a number"),
        ((*OPTIONS, "--employer-tax-rate", "0.2"), "workplace.employer_tax_rate"),
        ((), "--born"),
        (("nowhere.json",), "nowhere.json"),
    ],
    ids=str,
)
def test_what_cannot_be_quoted_is_one_line_on_standard_error(arguments: tuple[str, ...], said: str) -> None:
    done = run("quote", *arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_help_shows_an_example_that_can_be_run() -> None:
    shown = run("quote", "--help").stdout
    example = shown[shown.index('{"participant_rules"') : shown.index("Arguments:")]
    assert run("quote", "-", given=example).exit_code == 0


def test_the_book_is_checked_in_words(tmp_path: Path) -> None:
    assert run("rulebook").exit_code == 0
    assert "OBS Folketrygden, grunnbeløpet" in run("rulebook").stdout
    folder = tmp_path / "book"
    shutil.copytree(FOLDER, folder)
    path = folder / "basic_amount.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: law", "level: lov", 1), encoding="utf-8")
    done = run("rulebook", folder)
    assert done.exit_code == 1
    assert done.stderr.startswith("basic_amount.yaml, linje ")
