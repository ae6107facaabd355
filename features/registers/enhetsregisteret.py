"""Underenheter as Brønnøysund publishes them in bulk, JSON or CSV, as rows of `workplaces`.

Source: Enhetsregisteret (NLOD). A missing number of employees is suppressed, not zero. Only the forms of units where
people work are workplaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TextIO

import polars as pl

from features.errors import InputError
from features.files import csv_rows
from features.industries import repair_code
from features.registers.json_records import json_records

FORMS = frozenset({"BEDR", "AAFY"})
"""Forms of a workplace: bedrift, and underenhet til ikke-næringsdrivende."""

FIELDS: dict[str, str] = {
    "organisasjonsnummer": "orgnr",
    "overordnetEnhet": "parent_orgnr",
    "navn": "name",
    "organisasjonsform.kode": "org_form",
    "naeringskode1.kode": "industry_code",
    "naeringskode1.beskrivelse": "industry_name",
    "beliggenhetsadresse.kommunenummer": "municipality",
    "beliggenhetsadresse.postnummer": "postcode",
    "antallAnsatte": "employees",
    "harRegistrertAntallAnsatte": "employees_known",
    "oppstartsdato": "registered_on",
    "registreringsdatoEnhetsregisteret": "entered_on",
    "nedleggelsesdato": "closed_on",
}
"""The register's name of a field → ours; those not in `workplaces` help to decide the others."""

_NEEDED = ("organisasjonsnummer", "organisasjonsform.kode", "beliggenhetsadresse.kommunenummer")
_RECORDS_AT_A_TIME = 10_000


@dataclass(frozen=True)
class RegisterRows:
    """Rows for `workplaces` in the columns that the register carries, with their 1-based place in the file.

    `left_out` counts records that are no workplaces, by form; `without_industry` are places of rows whose industry
    code is in no edition and was left empty.
    """

    frame: pl.DataFrame
    row: pl.Series
    left_out: Counter[str]
    without_industry: pl.Series


def read_underenheter(text: TextIO, name: str) -> RegisterRows:
    """The file's workplaces; JSON or CSV with comma or semicolon. InputError when it holds no underenheter."""
    start = text.read(1)
    while start and start.isspace():
        start = text.read(1)
    text.seek(0)
    records = _json_rows(text, name) if start in ("[", "{") else _csv_rows(text, name)
    chunks = [pl.DataFrame(schema=dict.fromkeys(FIELDS.values(), pl.String))]
    while chunk := list(islice(records, _RECORDS_AT_A_TIME)):
        chunks.append(pl.DataFrame(chunk, schema=chunks[0].schema, orient="row"))
    table = pl.concat(chunks).with_row_index("row", offset=1)
    if table.height and table["orgnr"].is_null().all():
        raise InputError(f"{name} holds no underenheter: no record has an organisasjonsnummer")
    return _as_workplaces(table)


def with_industry(table: pl.DataFrame) -> pl.DataFrame:
    """The frame with `industry_code` repaired and `industry_standard` decided, by the code and `industry_name`."""
    pairs = table.select("industry_code", "industry_name").unique().filter(pl.col("industry_code").is_not_null())
    repaired = [repair_code(code, name) for code, name in pairs.iter_rows()]
    editions = pairs.with_columns(
        pl.Series("repaired", [code for code, _ in repaired], dtype=pl.String),
        pl.Series("industry_standard", [standard for _, standard in repaired], dtype=pl.String),
    )
    joined = table.join(
        editions, on=["industry_code", "industry_name"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.with_columns(industry_code="repaired").drop("repaired")


def _as_workplaces(table: pl.DataFrame) -> RegisterRows:
    form = table["org_form"].str.strip_chars()
    is_other = ~form.is_in(sorted(FORMS)) & form.is_not_null() & (form != "")
    units = table.filter(~is_other)
    known = pl.col("employees_known").str.to_lowercase().ne_missing("false")
    rows = with_industry(units).with_columns(
        employees=pl.when(known).then("employees"),
        registered_on=pl.coalesce(pl.col("registered_on").replace("", None), "entered_on"),
    )
    lost = units["industry_code"].fill_null("").str.strip_chars().ne("") & rows["industry_code"].is_null()
    return RegisterRows(
        rows.drop("row", "industry_name", "employees_known", "entered_on"),
        units["row"],
        Counter(form.filter(is_other).to_list()),
        units["row"].filter(lost),
    )


def _json_rows(text: TextIO, name: str) -> Iterator[list[str | None]]:
    paths = [field.split(".") for field in FIELDS]
    return ([_at(record, path) for path in paths] for record in json_records(text, name))


def _at(record: Any, path: Iterable[str]) -> str | None:
    for step in path:
        record = record.get(step) if isinstance(record, dict) else None
    if isinstance(record, bool):
        return str(record).lower()
    return str(record) if isinstance(record, str | int | float) else None


def _csv_rows(text: TextIO, name: str) -> Iterator[list[str | None]]:
    first = text.readline()
    text.seek(0)
    rows = csv_rows(text, name, ";" if first.count(";") > first.count(",") else ",")
    header = [title.strip().lower() for title in next(rows, [])]
    if any(field.lower() not in header for field in _NEEDED):
        raise InputError(f"{name} is no file of underenheter: it needs the columns {', '.join(_NEEDED)}")
    places = [header.index(field.lower()) if field.lower() in header else None for field in FIELDS]
    return ([row[p] if p is not None and p < len(row) else None for p in places] for row in rows)
