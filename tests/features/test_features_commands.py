from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from features import __main__ as commands
from features.database import Database
from tests.builders import orgnr
from tests.features.deliveries import AS_OF, FIRST, cells, deliver, write_csv
from tests.features.test_identity_numbers import BORN


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of its own in a folder that is not there yet, on a day when nothing drawn here is in the future."""
    url = f"sqlite:///{tmp_path}/var/rettplass.db"
    monkeypatch.setenv("RETTPLASS_DATABASE_URL", url)
    monkeypatch.setattr(commands, "today", lambda: AS_OF)
    return url


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands.app, [str(a) for a in arguments], catch_exceptions=False)


def test_load_stores_says_so_and_ends_well_with_quarantined_rows(world: str, tmp_path: Path) -> None:
    done = run("load", deliver(tmp_path / "d", contacts=[{}, {"contact_id": "c-2", "channel": "fax"}]))
    assert done.exit_code == 0
    assert "contacts: 2 in = 1 stored + 0 unchanged + 1 quarantined\n" in done.stdout
    assert done.stderr == ""
    assert Database(world).read("contacts").height == 1


def test_load_ends_badly_with_a_refused_table_and_stores_the_others(world: str, tmp_path: Path) -> None:
    done = run("load", deliver(tmp_path / "d", contacts=[{"diagnosis": "F20"}], choices=[{}]))
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "diagnosis" in done.stderr
    assert "F20" not in done.output
    assert "choices: 1 in = 1 stored + 0 unchanged + 0 quarantined\n" in done.stdout


@pytest.mark.parametrize("harm", ["no directory", "no dataset.json", "no participants", "no database"])
def test_what_cannot_be_done_is_one_clear_line_on_standard_error(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = deliver(tmp_path / "d")
    if harm == "no directory":
        directory = tmp_path / "nowhere"
    elif harm == "no dataset.json":
        (directory / "dataset.json").unlink()
    elif harm == "no participants":
        (directory / "participants.csv").unlink()
    else:
        monkeypatch.setenv("RETTPLASS_DATABASE_URL", "postgresql+psycopg://u:hemmelig@127.0.0.1:1/x?connect_timeout=1")
    done = run("load", directory)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "hemmelig" not in done.stderr


def test_nothing_printed_holds_an_identity_number(tmp_path: Path) -> None:
    people = [{"participant_id": BORN}, {"participant_id": "p-2", "specialist_id": f"{BORN[:6]} {BORN[6:]}"}]
    directory = deliver(tmp_path / "d", participants=people, contacts=[{"participant_id": BORN}])
    (directory / "choices.csv").write_text(f"{BORN},choice_id\n")
    done = run("load", directory)
    assert done.exit_code == 1
    assert BORN not in done.output
    assert BORN[6:] not in done.output


def test_a_register_file_is_imported(world: str, tmp_path: Path) -> None:
    record = {
        "organisasjonsnummer": FIRST,
        "organisasjonsform": {"kode": "BEDR"},
        "beliggenhetsadresse": {"kommunenummer": "4003"},
    }
    path = tmp_path / "underenheter.json"
    path.write_text(json.dumps([record]))
    done = run("import-register", path, "--as-of", "2025-05-01")
    assert done.exit_code == 0
    assert done.stdout == "workplaces: 1 in = 1 stored + 0 unchanged + 0 quarantined\n"
    assert Database(world).read("workplaces")["simulated"].to_list() == [False]
    path.write_text("{")
    assert run("import-register", path).exit_code == 1


def test_a_simulated_county_can_be_loaded_whole(tmp_path: Path) -> None:
    out = tmp_path / "county"
    made = run(
        "simulate", "--out", out, "--seed", "1", "--participants", "12", "--workplaces", "60", "--until", "2025-05-31"
    )
    assert made.exit_code == 0
    assert made.stdout.strip() != ""
    assert json.loads((out / "dataset.json").read_text())["as_of"] == "2025-05-31"
    assert (tmp_path / "county-truth" / "truth.parquet").is_file()
    done = run("load", out)
    assert done.exit_code == 0
    assert "warning" not in done.stdout
    assert all(line.endswith("+ 0 quarantined") for line in done.stdout.splitlines())
    again = run("load", out)
    assert all("= 0 stored +" in line for line in again.stdout.splitlines())


def test_the_last_simulated_day_is_today_unless_another_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "county"
    run("simulate", "--out", out, "--seed", "1", "--participants", "5", "--workplaces", "30")
    assert json.loads((out / "dataset.json").read_text())["as_of"] == str(AS_OF)


def test_events_are_invented_around_real_workplaces_and_faults_left_out(tmp_path: Path) -> None:
    source = tmp_path / "real"
    source.mkdir()
    rows = [{"orgnr": orgnr(n), "employees": 5 + n} for n in range(30)]
    write_csv(source / "workplaces.csv", cells("workplaces", *rows, {"orgnr": "123456789"}))
    out = tmp_path / "county"
    made = run(
        *("simulate", "--out", out, "--seed", "1", "--participants", "5", "--workplaces", "30"),
        *("--until", "2025-05-31", "--workplaces-from", source),
    )
    assert made.exit_code == 0
    assert made.stdout.startswith("workplaces: 31 in = 30 taken + 0 repeated + 1 left out\n")
    assert run("load", out).exit_code == 0


def test_a_wrong_argument_is_a_usage_error(tmp_path: Path) -> None:
    assert run("load").exit_code == 2
    assert run("simulate", "--out", tmp_path, "--seed", "x", "--participants", "1", "--workplaces", "1").exit_code == 2
    assert run("simulate", "--seed", "1", "--participants", "0", "--workplaces", "1").exit_code == 2


@pytest.mark.parametrize("command", [(), ("simulate",), ("load",), ("import-register",)])
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert "Usage: " in done.stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['features', '--help']\n"
        "import runpy\n"
        "try: runpy.run_module('features', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print({'polars', 'sqlalchemy', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_today_is_the_day_in_oslo(monkeypatch: pytest.MonkeyPatch) -> None:
    class LastEveningOfTheYear(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2025, 12, 31, 23, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.undo()
    monkeypatch.setattr(commands, "datetime", LastEveningOfTheYear)
    assert commands.today() == date(2026, 1, 1)
