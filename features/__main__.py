"""The way in, as commands: `simulate`, `load`, `import-register`, `import-ads` and more. See `--help` on each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from features.errors import InputError, RettplassError
from features.subsidies.command import add_commands

if TYPE_CHECKING:
    import polars as pl

    from features.database import Database

app = typer.Typer(
    help="Bring tables in: check, store, quarantine.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Day = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")


def in_words(command: Callable[..., None]) -> Callable[..., None]:
    """A command that ends with one line on standard error and exit code 1 when it could not do what it says."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except RettplassError as refusal:
            typer.echo(" ".join(str(refusal).split()), err=True)
            raise typer.Exit(1) from refusal
        except OSError as cause:
            typer.echo(f"{cause.filename or 'A file'}: {cause.strerror or cause}", err=True)
            raise typer.Exit(1) from cause

    return run


def today() -> date:
    """Today in Oslo."""
    return datetime.now(ZoneInfo("Europe/Oslo")).date()


@app.command()
@in_words
def lexicon() -> None:
    """Check the lexicon of work language: codes, phrases written twice, length, language. Exit 1 at any fault."""
    from features.text.lexicon import lexicon_faults, read_lexicon

    faults = lexicon_faults()
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    words = read_lexicon()
    typer.echo(
        f"{len(words.occupations)} phrases about occupations, {len(words.conditions)} about work conditions: no faults"
    )


@app.command()
@in_words
def simulate(
    out: Annotated[Path, typer.Option(help="Directory to write the tables to; the truth goes beside it.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same county.")] = 1,
    participants: Annotated[int, typer.Option(min=1, help="How many participants.")] = 600,
    workplaces: Annotated[
        int, typer.Option(min=1, help="How many workplaces, where they are not taken from a directory.")
    ] = 4000,
    until: Annotated[datetime | None, Day] = None,
    workplaces_from: Annotated[
        Path | None, typer.Option(help="Directory of real workplaces to invent the events of.")
    ] = None,
) -> None:
    """Invent a county: participants, workplaces and several years of events, as tables to load."""
    from features.registers.workplaces_directory import read_workplaces_directory
    from features.simulator import simulate as invent

    real = None
    if workplaces_from is not None:
        real, left_out = read_workplaces_directory(workplaces_from, today())
        _say(left_out.lines())
    last_day = until.date() if until else today()
    report = invent(out, seed, participants, workplaces, last_day, real, progress=sys.stderr.isatty())
    typer.echo(str(report))


@app.command()
@in_words
def load(directory: Annotated[Path, typer.Argument(help="Holds NAME.parquet or NAME.csv, and dataset.json.")]) -> None:
    """Check the tables of a directory, store what is valid, quarantine what is not, and say so."""
    from features.loading import load as load_directory

    report = load_directory(_database(), directory, today(), show_progress=sys.stderr.isatty())
    _say(report.lines())
    if report.refusals:
        raise InputError("; ".join(report.refusals))


@app.command()
@in_words
def import_register(
    file: Annotated[Path, typer.Argument(help="Underenheter from Enhetsregisteret, JSON or CSV, gzipped or not.")],
    as_of: Annotated[datetime | None, Day] = None,
) -> None:
    """Bring in the workplaces of a register file; real, and checked as any other table."""
    from features.registers.importing import import_register as import_file

    day = as_of.date() if as_of else today()
    _say(import_file(_database(), file, day, today(), show_progress=sys.stderr.isatty()))


@app.command()
@in_words
def import_ads(
    source: Annotated[
        str, typer.Argument(metavar="FILE_OR_URL", help="A file of Nav's feed of job ads, or its address.")
    ],
    as_of: Annotated[datetime | None, Day] = None,
) -> None:
    """Bring in job ads from Nav's feed; an ad that is no longer active gets the day it was stopped as its last."""
    from features.registers.job_ad_importing import import_ads as import_from
    from features.settings import Settings

    day = as_of.date() if as_of else today()
    _say(import_from(_database(), source, day, today(), Settings(), show_progress=sys.stderr.isatty()))


@app.command()
@in_words
def import_postcodes(
    file: Annotated[Path, typer.Argument(help="Erik Bolstad's tab-separated file of postcodes, CC BY 3.0.")],
) -> None:
    """Store where each postcode is, in place of what was stored; workplaces without coordinates stand there."""
    positions = _positions(file)
    _say([f"{_database().store_postcodes(positions)} postcodes stored, in place of those before"])


@app.command()
@in_words
def status(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing; the exit code is the answer.")] = False,
) -> None:
    """Say how many participants and workplaces are stored; exit code 1 when there is nobody."""
    database = _database()
    people, workplaces = database.read("participants"), database.read("workplaces")
    if not quiet:
        simulated = people.filter("simulated")["participant_id"].n_unique()
        _say([f"{people['participant_id'].n_unique()} participants, {simulated} of them simulated"])
        _say([f"{len(workplaces)} workplaces"])
    if people.is_empty():
        raise typer.Exit(1)


@app.command()
@in_words
def docs(folder: Annotated[Path, typer.Argument(help="Where the pages go.")] = Path("docs")) -> None:
    """Write the pages about features and tables from their declarations."""
    from features.documentation import catalogue_page, tables_page

    (folder / "features.md").write_text(catalogue_page(), encoding="utf-8")
    (folder / "tables.md").write_text(tables_page(), encoding="utf-8")


add_commands(app, in_words, lambda: today())


def _positions(file: Path) -> pl.DataFrame:
    """The rows that hold a postcode and a position in Norway. InputError when there are none."""
    import polars as pl

    from features.places import NORWAY, read_postcodes

    try:
        rows = read_postcodes(file)
    except pl.exceptions.ColumnNotFoundError as cause:
        raise InputError(f"{file.name} lacks a column: POSTNR, POSTSTAD, KOMMNR, LAT and LON are needed") from cause
    except (pl.exceptions.PolarsError, OSError) as cause:
        raise InputError(f"{file} cannot be read: give a tab-separated file in UTF-8, with degrees as 59.21") from cause
    in_norway = [pl.col(name).is_between(*limits) for name, limits in NORWAY.items()]
    found = rows.filter(pl.col("postcode").str.contains(r"^\d{4}$"), *in_norway)
    if found.is_empty():
        raise InputError(f"{file.name} holds no postcode with a position in Norway: nothing was stored")
    return found


def _database() -> Database:
    from features.database import Database
    from features.settings import Settings

    database = Database(Settings().database_url)
    database.migrate()
    return database


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


if __name__ == "__main__":
    app(prog_name="python -m features")
