from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from features.subsidies.book import FOLDER, load_book
from features.subsidies.dated import Level
from features.subsidies.example_values import EmployerTaxZones, Wages
from features.subsidies.reading import BookError
from features.subsidies.rules import dated_parameters


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("wages", '"9": 38500', '"99999": 38500', "begynnelsen på en yrkeskode"),
        ("wages", '"9": 38500', '"91": 38500', "står to ganger"),
        ("wages", '        "0": 55000\n', "", "yrkesfelt 0 mangler"),
        ("wages", '"5223": 37500', '"5223": -1', "ikke et tall"),
        ("employer_tax_zones", '- "5036"', '- "0301"', "kommune 0301 står allerede i sone I"),
        ("employer_tax_zones", '- "5036"', '- "536"', "ikke et kommunenummer"),
        ("employer_tax_zones", "II: 10.6", "II: 106", "utenfor 0–100"),
    ],
)
def test_a_wrong_value_is_refused_with_its_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = tmp_path / "book"
    shutil.copytree(FOLDER, folder)
    path = folder / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BookError, match=rf"{file}\.yaml, linje \d+: .*{said}"):
        load_book(folder)


def test_every_example_value_informs_alone_and_says_that_it_must_be_checked() -> None:
    book = load_book()
    for parameter in dated_parameters(book.rules(Wages), book.rules(EmployerTaxZones)):
        for entry in parameter.entries:
            assert entry.level is Level.INFORMATION
            assert "må kontrolleres" in entry.source or "valgt for eksempelet" in entry.source
