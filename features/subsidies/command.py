"""The commands `quote` and `rulebook`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from features.errors import InputError

Command = Callable[..., None]
Day = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")

EXAMPLE = """Say what each subsidy gives for one match, with amounts by month. Guidance, not a decision.

    The question is a JSON file in the shape of POST /v1/subsidies/quote ("-" reads standard input), or options:

    \b
    python -m features quote --group TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE --born 1999-05-05 \\
        --monthly-wage 20000 --position-percent 60 --form permanent --starts-on 2026-12-01

    \b
    {"participant_rules": {"support_need_group": "JOBBE_DELVIS", "birth_date": "1990-01-01"},
     "workplace": {"employer_tax_rate": 0.141, "holiday_rate": 0.12, "pension_rate": 0.02},
     "job": {"monthly_wage": 20000, "position_percent": 60, "form": "permanent",
             "starts_on": "2026-12-01", "purpose": "obtain_work"},
     "mentor": {"wage": 500000, "per": "year", "hours_per_month": 8},
     "chosen_percent": {"permanent_wage_subsidy": 70}}
    """


def add_commands(app: typer.Typer, in_words: Callable[[Command], Command], today: Callable[[], date]) -> None:
    """Give the application both commands; `in_words` ends a refusal with one line, `today` is the day of the call."""

    @app.command(help=EXAMPLE)
    @in_words
    def quote(
        file: Annotated[Path | None, typer.Argument(help="JSON with the question; - for standard input.")] = None,
        group: Annotated[str | None, typer.Option(help="Support-need group of the § 14 a decision.")] = None,
        born: Annotated[datetime | None, Day] = None,
        disability_benefit: Annotated[bool | None, typer.Option(help="Receives uføretrygd.")] = None,
        monthly_wage: Annotated[str | None, typer.Option(help="Kroner a month at the agreed position.")] = None,
        position_percent: Annotated[str, typer.Option(help="Position in percent.")] = "100",
        form: Annotated[
            str, typer.Option(help="permanent, temporary, adapted_work_ordinary, work_training or summer_job.")
        ] = "permanent",
        starts_on: Annotated[datetime | None, Day] = None,
        ends_on: Annotated[datetime | None, Day] = None,
        purpose: Annotated[str, typer.Option(help="obtain_work or keep_work.")] = "obtain_work",
        employer_tax_rate: Annotated[str, typer.Option(help="Share, by zone.")] = "0.141",
        holiday_rate: Annotated[str, typer.Option(help="Share.")] = "0.12",
        pension_rate: Annotated[str, typer.Option(help="Share.")] = "0.02",
        as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    ) -> None:
        from features.subsidies.body import question_from_json
        from features.subsidies.book import load_book
        from features.subsidies.printed import quote_lines
        from features.subsidies.quote import as_json as written
        from features.subsidies.quote import quote as answer

        if file is not None:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        elif born is None or starts_on is None:
            raise InputError(
                "Give a JSON file, or at least --born, --starts-on and --monthly-wage; see --help for an example"
            )
        else:
            rules = {"support_need_group": group, "birth_date": _iso(born), "disability_benefit": disability_benefit}
            rates = {"employer_tax_rate": employer_tax_rate, "holiday_rate": holiday_rate, "pension_rate": pension_rate}
            job = {"form": form, "starts_on": _iso(starts_on), "ends_on": _iso(ends_on), "purpose": purpose}
            amounts = {"monthly_wage": monthly_wage, "position_percent": position_percent}
            numbers = {name: _number(name, given) for name, given in (rates | amounts).items()}
            text = json.dumps(
                {
                    "participant_rules": rules,
                    "workplace": {name: numbers[name] for name in rates},
                    "job": job | {name: numbers[name] for name in amounts},
                }
            )
        found = answer(load_book(), question_from_json(text), today())
        if as_json:
            typer.echo(json.dumps(written(found), ensure_ascii=False, indent=2))
            return
        for line in quote_lines(found):
            typer.echo(line)

    @app.command()
    @in_words
    def rulebook(
        folder: Annotated[
            Path | None, typer.Argument(help="A folder of rule book files; the one in use if left out.")
        ] = None,
    ) -> None:
        """Check the files of the subsidy rule book, and say in bokmål what is wrong and what has to be looked at.

        Without a folder the follow-up book in use is checked too.
        """
        from features.follow_up.book import load_follow_up_book
        from features.subsidies.book import load_book
        from features.subsidies.printed import book_lines

        others = load_follow_up_book().warnings(today()) if folder is None else []
        for line in book_lines(load_book(folder), today(), others):
            typer.echo(line)


def _iso(day: datetime | None) -> str | None:
    return None if day is None else day.date().isoformat()


def _number(name: str, given: str | None) -> Any:
    try:
        return None if given is None else json.loads(given)
    except ValueError as cause:
        raise InputError(f"--{name.replace('_', '-')}: give a number such as 20000 or 0.141") from cause
