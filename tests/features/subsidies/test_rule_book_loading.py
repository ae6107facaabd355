from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from features.subsidies.book import FOLDER, load_book
from features.subsidies.dated import BeforeFirstEntryError, EndedError, Level
from features.subsidies.reading import BookError
from features.vocabulary import Scheme

Change = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """A copy of the rule book with one text of one file put in place of another, where it stands first."""

    def change(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "book"
        shutil.copytree(FOLDER, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


def line_of(file: str, text: str) -> int:
    return (FOLDER / file).read_text(encoding="utf-8").split(text)[0].count("\n") + 1


def test_the_book_has_every_scheme_in_the_order_of_the_vocabulary() -> None:
    book = load_book()
    assert list(book.schemes) == list(Scheme)
    assert list(book.ended) == ["facilitation_subsidy"]
    assert book is load_book()


def test_every_value_has_a_source_a_level_and_the_day_it_was_checked() -> None:
    for rules in load_book().schemes.values():
        for parameter in rules.parameters:
            for entry in parameter.entries:
                assert entry.source
                assert entry.level in Level
                assert entry.checked_on >= date(2026, 8, 1)


@pytest.mark.parametrize(
    ("day", "kroner"),
    [("2022-01-01", 6241), ("2023-12-31", 6428), ("2024-06-01", 6808), ("2025-01-01", 7067), ("2026-12-31", 7321)],
)
def test_a_value_is_that_of_the_day(day: str, kroner: int) -> None:
    rate = load_book().schemes[Scheme.ADAPTED_WORK_ORDINARY].monthly_rate
    assert rate is not None
    assert rate.on(date.fromisoformat(day)).held == Decimal(kroner)


def test_before_the_first_entry_ended_and_no_longer_known_are_three_things() -> None:
    four_year = load_book().schemes[Scheme.FOUR_YEAR_WAGE_SUBSIDY].in_force
    with pytest.raises(BeforeFirstEntryError, match=r"før 01\.08\.2026"):
        four_year.on(date(2026, 7, 31))
    assert four_year.on(date(2026, 8, 1)).held
    assert four_year.last_day == date(2032, 12, 31)
    assert four_year.on(date(2033, 1, 1)).ended
    with pytest.raises(EndedError):
        _ = four_year.on(date(2033, 1, 1)).held
    basic = load_book().basic_amount.on(date(2026, 5, 1))
    assert not basic.ended
    assert not basic.known_on(date(2026, 5, 1))
    assert basic.known_on(date(2026, 4, 30))


ENDED = "    2027-01-01: {value: null, source: opphevet, level: regulation, checked_on: 2026-08-31}\n\n"
TEMPORARY, VTO = "temporary_wage_subsidy.yaml", "adapted_work_ordinary.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (VTO, "    2023-01-01:", "    2022-01-01:", "«2022-01-01» står to ganger"),
        (VTO, "    2023-01-01:", "    2021-01-01:", "rekkefølge"),
        (VTO, "    2023-01-01:", "    01.01.2023:", "ingen dato"),
        (VTO, "    2023-01-01:", "    2023-02-30:", "ingen dato"),
        (VTO, "value: 6428", "value: 6 428", "ikke et tall"),
        (VTO, "value: 6428", "value: -6428", "ikke et tall"),
        (VTO, "value: 6428", "value: 6.428,00", "ikke et tall"),
        (VTO, "value: 6428", "valeu: 6428", "«valeu» er ukjent"),
        (VTO, "  monthly_rate:", "  monthly_rates:", "«monthly_rates» er ukjent"),
        (TEMPORARY, "level: regulation", "level: lov", "«lov» er ukjent; det må være law, regulation"),
        (TEMPORARY, "6: 30}", "6: 130}", "utenfor 0–100"),
        (TEMPORARY, "6: 30}", "6: 50}", "satsen kan bare gå ned"),
        (TEMPORARY, "{0: 40, 6: 30}", "{1: 40, 6: 30}", "begynne med 0 måneder"),
        (TEMPORARY, "[permanent, temporary]", "[permanent, fast]", "«fast» er ukjent"),
        (TEMPORARY, "[permanent, temporary]", "[permanent, permanent]", "to ganger i listen"),
        (TEMPORARY, "scheme: temporary_wage_subsidy", "scheme: something_else", "samme som filnavnet"),
        (TEMPORARY, "pays: percent_of_wage_cost", "pays: monthly_rate", "nøyaktig én"),
        ("messages.yaml", "{group}", "{gruppe}", "«{gruppe}» finnes ikke"),
        ("messages.yaml", "{group}", "{group", "krøllparentes"),
        ("messages.yaml", "wrong_group:", "wrong_grupe:", "ingen kjent melding"),
        ("arithmetic.yaml", "value: 30.4375", "value: null", "den første verdien kan ikke være «null»"),
        ("arithmetic.yaml", "  # Desimaler", f"{ENDED}  # Desimaler", "den trengs i alle svar"),
        ("summer_job_subsidy.yaml", "  longest_weeks:", f"{ENDED}  longest_weeks:", "sett «in_force» til null"),
        ("arithmetic.yaml", "  days_in_month:", "  dager:", "«dager» er ukjent"),
    ],
    ids=str,
)
def test_a_mistake_is_said_with_its_file_and_line(changed: Change, file: str, old: str, new: str, said: str) -> None:
    with pytest.raises(BookError) as refused:
        load_book(changed(file, old, new))
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{file}, linje ")


def test_the_line_is_the_one_to_look_at(changed: Change) -> None:
    with pytest.raises(BookError, match=rf"^{VTO}, linje {line_of(VTO, 'value: 6428')}: "):
        load_book(changed(VTO, "value: 6428", "value: mye"))


@pytest.mark.parametrize("key", ["value", "source", "level", "checked_on"])
def test_an_entry_without_its_parts_is_refused(changed: Change, key: str) -> None:
    line = next(line for line in (FOLDER / VTO).read_text().splitlines() if line.strip().startswith(f"{key}:"))
    with pytest.raises(BookError, match=f"«{key}» mangler"):
        load_book(changed(VTO, f"{line}\n", ""))


def test_a_source_that_is_empty_is_missing(changed: Change) -> None:
    with pytest.raises(BookError, match="her må det stå en tekst"):
        load_book(changed("basic_amount.yaml", "source: folketrygdens grunnbeløp fra 01.05.2024", "source:"))


def test_a_gap_between_two_values_is_refused(changed: Change) -> None:
    known_until = "checked_on: 2026-08-31\n      valid_until: 2024-06-30"
    with pytest.raises(BookError, match=r"hull eller en overlapping: verdien før gjelder til og med 30\.06\.2024"):
        load_book(changed("basic_amount.yaml", "checked_on: 2026-08-31", known_until))


def test_a_rule_that_begins_after_its_scheme_is_a_gap(changed: Change) -> None:
    text = (FOLDER / TEMPORARY).read_text()
    rule = text[text.index("  age_below:") :]
    with pytest.raises(BookError, match=r"«age_below» begynner først 01\.01\.2017"):
        load_book(changed(TEMPORARY, rule, rule.replace("2016-01-01", "2017-01-01")))


def test_a_group_without_a_percent_is_refused(changed: Change) -> None:
    with pytest.raises(BookError, match="mangler JOBBE_DELVIS"):
        load_book(changed(TEMPORARY, "        JOBBE_DELVIS: {0: 60, 12: 50}\n", ""))


def test_a_rule_may_end_while_its_scheme_goes_on(changed: Change) -> None:
    book = load_book(changed("mentor_subsidy.yaml", "  conditions:", f"{ENDED}  conditions:"))
    age = book.schemes[Scheme.MENTOR_SUBSIDY].age_below
    assert age is not None
    assert age.on(date(2027, 1, 1)).ended


@pytest.mark.parametrize("file", [TEMPORARY, "messages.yaml", "basic_amount.yaml"])
def test_a_file_that_is_gone_is_named(changed: Change, file: str) -> None:
    folder = changed(file, "a", "a")
    (folder / file).unlink()
    with pytest.raises(BookError, match=rf"^{file}: filen mangler"):
        load_book(folder)


def test_a_folder_without_a_book_is_said(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="ingen regelbok"):
        load_book(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"), [("a: [", "kan ikke leses som YAML"), ("", "tom"), ("a\x07: b", "tegn som ikke kan leses")]
)
def test_what_is_no_yaml_is_said(changed: Change, text: str, said: str) -> None:
    folder = changed(TEMPORARY, "a", "a")
    (folder / TEMPORARY).write_text(text)
    with pytest.raises(BookError, match=said):
        load_book(folder)


def test_a_scheme_nobody_knows_may_stand_there_when_it_has_ended(changed: Change) -> None:
    folder = changed(
        "facilitation_subsidy.yaml", "    2019-01-01:\n      value: null", "    2019-01-01:\n      value: yes"
    )
    with pytest.raises(BookError, match="ingen kjent ordning"):
        load_book(folder)


def test_the_version_changes_with_any_file_and_says_the_newest_check(changed: Change) -> None:
    version = load_book(changed("messages.yaml", "Hvilken innsatsgruppe", "Hva slags innsatsgruppe")).version
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.[0-9a-f]{8}", version)
    assert version != load_book().version


def test_next_years_rate_is_a_new_entry_and_needs_no_code(changed: Change) -> None:
    entry = "    2027-01-01: {value: 7500, source: Navs satser 2027, level: regulation, checked_on: 2027-01-04}\n"
    book = load_book(changed(VTO, "valid_until: 2026-12-31\n", f"valid_until: 2026-12-31\n{entry}"))
    rate = book.schemes[Scheme.ADAPTED_WORK_ORDINARY].monthly_rate
    assert rate is not None
    assert rate.on(date(2027, 1, 1)).held == 7500
    assert rate.on(date(2026, 12, 31)).held == 7321
