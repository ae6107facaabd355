"""Postcode positions: brought in by a command, and where workplaces without coordinates then stand."""

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from features import __main__ as commands
from features.database import Database
from features.places import LEAST_KM, municipality_centre, travel_minutes
from features.world import World
from features.world.facts import day_number
from tests.builders import DAY, SKIEN, known, rows, tables

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "norway" / "postcode_coordinates.tsv"
HEADER = "POSTNR\tPOSTSTAD\tKOMMNR\tLAT\tLON"
HOME = (59.21, 9.61)
"""Where the builders' participant lives, some 1.2 km from the centre of Skien at 59.20, 9.60."""
NEAR, FAR = (59.22, 9.65), (59.30, 9.90)
NOTHING = pl.DataFrame(schema={"postcode": pl.String, "latitude": pl.Float64, "longitude": pl.Float64})


@pytest.fixture
def stored(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that the commands use."""
    monkeypatch.setenv("RETTPLASS_DATABASE_URL", str(database.engine.url))
    return database


def bring_in(path: Path) -> Result:
    return CliRunner().invoke(commands.app, ["import-postcodes", str(path)], catch_exceptions=False)


def file_of(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "postcodes.tsv"
    path.write_text("".join(f"{line}\n" for line in (header, *lines)), encoding="utf-8")
    return path


def postcodes(database: Database) -> pl.DataFrame:
    return database.read_tables(people="all")["postcodes"]


def at(**position: tuple[float, float]) -> pl.DataFrame:
    """Positions by postcode: `at(p3724=(59.2, 9.6))`."""
    found = [(name[1:], latitude, longitude) for name, (latitude, longitude) in position.items()]
    return pl.DataFrame(found, schema=NOTHING.schema, orient="row")


def where(positions: pl.DataFrame | None, **workplace: object) -> World:
    """The builders' world with a workplace in Skien, without coordinates unless given, and the positions stored."""
    nowhere = {"municipality": SKIEN, "postcode": "3724", "latitude": None, "longitude": None}
    frames = tables(workplaces=rows("workplaces", nowhere | workplace))
    return World.from_tables(frames if positions is None else frames | {"postcodes": positions})


def precision(world: World) -> str:
    return str(world.workplaces.card["place_precision"].item())


def minutes(to: tuple[float, float], least: str) -> float:
    return float(travel_minutes(*HOME, *to, "car", least_km=LEAST_KM[least]))


def centre() -> tuple[float, float]:
    latitude, longitude = municipality_centre([SKIEN])
    return float(latitude[0]), float(longitude[0])


# --- bringing them in ---


def test_positions_come_in_and_the_command_says_how_many(stored: Database, tmp_path: Path) -> None:
    before = stored.version()
    done = bring_in(file_of(tmp_path, "3724\tSkien\t3807\t59.22\t9.65", "1\tOslo\t301\t59.9116\t10.7545"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "2 postcodes stored, in place of those before\n"
    assert postcodes(stored).rows() == [("0001", 59.9116, 10.7545), ("3724", 59.22, 9.65)]
    assert stored.version() == before + 1


def test_an_import_replaces_everything_before_it(stored: Database, tmp_path: Path) -> None:
    bring_in(file_of(tmp_path, "3724\tSkien\t3807\t59.22\t9.65", "0001\tOslo\t301\t59.9116\t10.7545"))
    before = stored.version()
    bring_in(file_of(tmp_path, "3724\tSkien\t3807\t59.30\t9.90"))
    assert postcodes(stored).rows() == [("3724", 59.30, 9.90)]
    assert stored.version() > before


def test_before_any_import_there_are_none(database: Database) -> None:
    assert postcodes(database).equals(NOTHING)
    assert postcodes(database).schema == NOTHING.schema


def test_rows_without_a_position_in_norway_are_left_out(stored: Database, tmp_path: Path) -> None:
    broken = ["3725\tSkien\t3807\t\t9.65", "3726\tSkien\t3807\t9.65\t59.22", "SKIEN\tSkien\t3807\t59.22\t9.65"]
    done = bring_in(file_of(tmp_path, "3724\tSkien\t3807\t59.22\t9.65", *broken, "3727\tSkien\t3807\tnan\t9.65"))
    assert done.stdout.startswith("1 postcodes stored")
    assert postcodes(stored)["postcode"].to_list() == ["3724"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"", "cannot be read"),
        (f"{HEADER}\n3724\tBø\t3807\t59.22\t9.65\n".encode("latin-1"), "cannot be read"),
        (b"\x1f\x8b\x00 half a gzip file", "cannot be read"),
        (f"{HEADER}\n3724\tSkien\t3807\t59,22\t9,65\n".encode(), "cannot be read"),
        (b"postcode,latitude,longitude\n3724,59.22,9.65\n", "lacks a column"),
        (f"{HEADER}\n".encode(), "no postcode with a position"),
        (f"{HEADER}\n3724\tSkien\t3807\t9.65\t59.22\n".encode(), "no postcode with a position"),
    ],
)
def test_a_broken_file_is_one_line_and_leaves_what_was_stored(
    content: bytes | None, says: str, stored: Database, tmp_path: Path
) -> None:
    stored.store_postcodes(at(p3724=NEAR))
    path = tmp_path / "broken.tsv"
    if content is not None:
        path.write_bytes(content)
    done = bring_in(path)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert says in done.stderr
    assert "broken.tsv" in done.stderr
    assert postcodes(stored).rows() == [("3724", *NEAR)]


def test_a_folder_is_no_file_of_postcodes(stored: Database, tmp_path: Path) -> None:
    done = bring_in(tmp_path)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"the published postcodes are not at {PUBLISHED}")
def test_the_published_file_comes_in(stored: Database) -> None:
    assert bring_in(PUBLISHED).exit_code == 0
    found = postcodes(stored)
    assert found.height > 3_000
    assert found["postcode"].is_unique().all()


# --- where workplaces then stand ---


@pytest.mark.parametrize("position", [NEAR, FAR])
def test_a_workplace_without_coordinates_stands_at_its_postcode(position: tuple[float, float]) -> None:
    world = where(at(p3724=position))
    assert precision(world) == "postcode"
    assert world.workplaces.least_km[0] == LEAST_KM["postcode"]
    assert known(world)["travel_minutes"] == pytest.approx(minutes(position, "postcode"))


def test_a_far_postcode_takes_longer_than_the_centre_and_a_near_one_less() -> None:
    far, middle, near = (known(where(p))["travel_minutes"] for p in (at(p3724=FAR), None, at(p3724=NEAR)))
    assert near < middle < far


@pytest.mark.parametrize("positions", [None, NOTHING, at(p0001=NEAR)])
def test_without_its_postcode_it_stands_in_the_centre(positions: pl.DataFrame | None) -> None:
    world = where(positions)
    assert precision(world) == "municipality"
    assert world.workplaces.least_km[0] == LEAST_KM["municipality"]
    assert known(world)["travel_minutes"] == pytest.approx(minutes(centre(), "municipality"))


def test_coordinates_of_its_own_come_before_the_postcode() -> None:
    world = where(at(p3724=FAR), latitude=59.23, longitude=9.66)
    assert precision(world) == "address"
    assert known(world)["travel_minutes"] == pytest.approx(minutes((59.23, 9.66), "address"))


@pytest.mark.parametrize(
    ("least", "workplace"), [("address", {"latitude": HOME[0], "longitude": HOME[1]}), ("postcode", {})]
)
def test_next_door_is_as_near_as_the_position_is_exact(least: str, workplace: dict[str, float]) -> None:
    world = where(at(p3724=HOME), **workplace)
    assert precision(world) == least
    assert known(world)["travel_minutes"] == pytest.approx(minutes(HOME, least))


def test_a_participant_in_the_centre_is_the_coarser_of_the_two() -> None:
    frames = tables(
        participants=rows("participants", {"latitude": None, "longitude": None}),
        workplaces=rows("workplaces", {"postcode": "3724", "latitude": None, "longitude": None}),
    )
    world = World.from_tables(frames | {"postcodes": at(p3724=centre())})
    local = travel_minutes(*centre(), *centre(), "car", least_km=LEAST_KM["municipality"])
    assert known(world)["travel_minutes"] == pytest.approx(float(local))


def test_a_place_that_is_not_known_gives_no_travel_time() -> None:
    world = where(at(p3724=NEAR), municipality="9999", postcode=None)
    assert known(world)["travel_minutes"] != known(world)["travel_minutes"]
    assert world.workplaces.version(world.units.find(pl.Series(["0"])), day_number(DAY)).tolist() == [-1]
