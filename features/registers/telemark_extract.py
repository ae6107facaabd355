"""Workplaces of Telemark with five or more employees, an extract of Enhetsregisteret, as rows of `workplaces`.

Source: Enhetsregisteret (NLOD) as republished in `evensrii/Telemark`. Industry codes were read as numbers and lost
zeros at both ends; municipalities are given by name; employees are whole floats.
"""

from __future__ import annotations

from collections import Counter
from typing import TextIO

import polars as pl

from features.files import csv_rows
from features.places import municipality_code
from features.registers.enhetsregisteret import RegisterRows, with_industry

FIELDS: dict[str, str] = {
    "orgnr": "orgnr",
    "overordnet_orgnr": "parent_orgnr",
    "antall_ansatte": "employees",
    "orgform": "org_form",
    "nace1": "industry_code",
    "nace1_navn": "industry_name",
    "kommune": "municipality",
}
"""The extract's column → ours."""


def is_telemark_extract(header: str) -> bool:
    """Whether a file's first line is the extract's header."""
    return [name.strip() for name in header.strip().split(",")] == list(FIELDS)


def read_telemark_extract(text: TextIO, name: str) -> RegisterRows:
    """The extract's workplaces; an unknown municipality name is kept for the checks to refuse."""
    rows = csv_rows(text, name)
    next(rows)
    cells = [row if len(row) == len(FIELDS) else [None] * len(FIELDS) for row in rows]
    table = pl.DataFrame(cells, schema=dict.fromkeys(FIELDS.values(), pl.String), orient="row")
    table = table.with_columns(pl.all().str.strip_chars().replace("", None)).with_row_index("row", offset=1)
    names = table["municipality"].unique().drop_nulls().to_list()
    codes = {name: municipality_code(name) or name for name in names}
    whole = with_industry(table).with_columns(pl.col("municipality").replace(codes))
    lost = table["industry_code"].is_not_null() & whole["industry_code"].is_null()
    return RegisterRows(whole.drop("row", "industry_name"), table["row"], Counter(), table["row"].filter(lost))
