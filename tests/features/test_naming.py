"""A workplace without a name is called by its work and its place, as much as is known of them."""

from __future__ import annotations

import pytest

from features.naming import called, registered_as

SHOP = "Detaljhandel med bredt vareutvalg med hovedvekt på nærings- og nytelsesmidler"


@pytest.mark.parametrize(
    ("name", "industry", "place", "said"),
    [
        ("KIWI 104", "Frisering", "Skien", "KIWI 104"),
        (None, SHOP, "Skien", "Uten navn – detaljhandel med bredt vareutvalg i Skien"),
        (None, "IT-konsulentvirksomhet", "Oslo", "Uten navn – IT-konsulentvirksomhet i Oslo"),
        (None, None, "Skien", "Uten navn i Skien"),
        (None, "Frisering", None, "Uten navn – frisering"),
        ("", None, None, "Uten navn"),
    ],
)
def test_what_it_is_called(name, industry, place, said):
    assert called(name, industry, place) == said


def test_a_row_of_the_register_is_called_by_the_same():
    row = {"name": None, "industry_code": "47.110", "industry_standard": None, "municipality": "4003"}
    assert registered_as(row) == "Uten navn – detaljhandel med bredt vareutvalg i Skien"
    assert registered_as(row | {"industry_code": None, "municipality": None}) == "Uten navn"
