"""What is kept with a warning: codes and workplaces that we do not know, where the rest of the row is worth more."""

from __future__ import annotations

import polars as pl

from features.declaration import Format, Kind
from features.findings import FINDINGS, Cells, findings_frame
from features.industries import standards_with
from features.occupations import is_occupation


def doubts(cells: Cells, workplaces: pl.Series) -> pl.DataFrame:
    """Everything doubtful in the rows, as `FINDINGS`; `workplaces` are the organisation numbers that are stored."""
    found = [unknown_occupations(cells), unknown_industries(cells), unknown_vetoes(cells, workplaces)]
    return pl.concat([*found, unknown_protection(cells)])


def unknown_occupations(cells: Cells) -> pl.DataFrame:
    """Rows with an occupation code in a list that STYRK-08 does not have, as `FINDINGS`; such rows are kept."""
    found = [pl.DataFrame(schema=FINDINGS)]
    for column in cells.table.columns:
        if column.format is Format.OCCUPATION and column.kind is Kind.LIST:
            codes = cells.typed[column.name].explode().unique().drop_nulls().to_list()
            unknown = [code for code in codes if not is_occupation(code)]
            faulty = cells.typed[column.name].list.eval(pl.element().is_in(unknown)).list.any()
            words = "holds an occupation that STYRK-08 does not have; kept"
            found.append(findings_frame(cells.row.filter(faulty), column.name, "unknown_occupation", words))
    return pl.concat(found)


def unknown_industries(cells: Cells) -> pl.DataFrame:
    """Rows with a well-formed industry code that the stated edition, or no edition, has; such rows are kept."""
    if "industry_code" not in cells.table.column_names:
        return pl.DataFrame(schema=FINDINGS)
    stated = cells.typed.select("industry_code", "industry_standard")
    pairs = stated.unique().filter(pl.col("industry_code").is_not_null())
    unknown = [
        standard not in standards_with(code) if standard else not standards_with(code)
        for code, standard in pairs.iter_rows()
    ]
    faulty = stated.join(
        pairs.filter(pl.Series(unknown, dtype=pl.Boolean)).with_columns(__unknown__=True),
        on=["industry_code", "industry_standard"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    words = "is not in the edition stated, or in none; kept"
    return findings_frame(
        cells.row.filter(faulty["__unknown__"].fill_null(False)), "industry_code", "unknown_industry", words
    )


def unknown_vetoes(cells: Cells, workplaces: pl.Series) -> pl.DataFrame:
    """Rows with a workplace in a veto list that is not stored, as `FINDINGS`; such rows are kept."""
    if "excluded_workplaces" not in cells.table.column_names:
        return pl.DataFrame(schema=FINDINGS)
    vetoes = pl.DataFrame({"row": cells.row, "orgnr": cells.typed["excluded_workplaces"]}).explode("orgnr").drop_nulls()
    unknown = vetoes.filter(~pl.col("orgnr").is_in(workplaces.implode()))["row"].unique().sort()
    words = "names a workplace that is not stored; kept"
    return findings_frame(unknown, "excluded_workplaces", "unknown_workplace", words)


def unknown_protection(cells: Cells) -> pl.DataFrame:
    """Rows whose protection could not be read, as `FINDINGS`; such people are kept as strictly protected."""
    found = [pl.DataFrame(schema=FINDINGS)]
    for column in cells.table.columns:
        if column.format is Format.PROTECTION:
            faulty = cells.raw[column.name].cast(pl.String, strict=False).ne_missing(cells.typed[column.name])
            words = "is not known; kept as strictly_confidential until it is corrected"
            found.append(findings_frame(cells.row.filter(faulty), column.name, "unknown_protection", words))
    return pl.concat(found)
