from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.industries import (
    DIVISIONS,
    REFERENCE,
    division,
    division_index,
    division_name,
    industry_name,
    occupation_division_prior,
    repair_code,
    standards_with,
)
from features.occupations import occupation_codes, occupation_index

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/norway"
published = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published classifications are not on this machine")

BOTH = {"SN2007", "SN2025"}
CODES = pl.read_csv(REFERENCE / "industries.csv", separator=";", infer_schema=False)["code"].to_list()
codes = st.sampled_from(CODES)


def lose_zeros(code: str) -> str:
    return str(float(code))


def telemark() -> pl.DataFrame:
    return pl.read_csv(PUBLISHED / "telemark_workplaces.csv", infer_schema=False)


def test_how_many_codes_each_edition_has() -> None:
    assert len(CODES) == len(set(CODES)) == 1065
    assert sum("SN2007" in standards_with(code) for code in CODES) == 817 + 2
    assert sum("SN2025" in standards_with(code) for code in CODES) == 736
    shared = [code for code in CODES if standards_with(code) == BOTH]
    assert len(shared) == 819 + 736 - 1065
    assert sum(industry_name(code, "SN2007") != industry_name(code, "SN2025") for code in shared) == 177


@published
def test_sn2007_is_as_published() -> None:
    table = pl.read_csv(PUBLISHED / "ssb_sn2007.csv", separator=";", infer_schema=False)
    official = dict(table.filter(pl.col("level") == "5").select("code", "name").iter_rows())
    ours = {code: industry_name(code, "SN2007") for code in CODES if "SN2007" in standards_with(code)}
    assert set(ours) - set(official) == {"43.223", "90.035"}
    assert set(official) <= set(ours)
    later_wording = {code for code, name in official.items() if ours[code] != " ".join(name.split())}
    assert later_wording == {"01.130", "43.221", "64.302", "64.305", "64.306", "64.308"}
    assert set(table.filter(pl.col("level") == "2")["code"]) == set(DIVISIONS) - {"98"}


@published
def test_both_editions_together_are_the_published_mixture() -> None:
    mixture = pl.read_csv(PUBLISHED / "ssb_industry_codes.csv", infer_schema=False)
    assert set(CODES) - set(mixture["Nace_5_nr"]) == {"43.220"}
    assert set(mixture["Nace_5_nr"]) <= set(CODES)
    assert set(mixture["Nace_2_nr"]) == set(DIVISIONS)
    only_one = {
        code: name
        for code, name in mixture.select("Nace_5_nr", "Nace_5_navn").iter_rows()
        if len(standards_with(code)) == 1 and industry_name(code) != name
    }
    reworded_by_the_register = {code for code in only_one if standards_with(code) == {"SN2025"}}
    assert set(only_one) == reworded_by_the_register
    assert len(only_one) <= 5, only_one


@published
def test_every_establishment_in_telemark_is_repaired_and_its_edition_decided() -> None:
    rows = telemark()
    repaired = [repair_code(code or "", name) for code, name in rows.select("nace1", "nace1_navn").iter_rows()]
    assert len(repaired) == 3755
    assert sum(code is None for code, _ in repaired) == 1  # one cell is blank
    assert sum("SN2007" in standards_with(code) for code, _ in repaired if code) == 2115
    assert all("SN2025" in standards_with(code) for code, _ in repaired if code)
    assert sum(code == "43.220" for code, _ in repaired) == 52
    assert rows["nace1"].str.contains(r"^\d\.").sum() == 58  # a zero was lost in front
    assert rows["nace1"].str.contains(r"\.\d{1,2}$").sum() == 2889  # and behind
    undecided = [code for code, standard in repaired if code and standard is None]
    assert all(industry_name(code, "SN2007") == industry_name(code, "SN2025") for code in undecided)
    assert {standard for _, standard in repaired} == {"SN2025", None}
    assert len(undecided) == 2115 - 1223 == 892
    names = rows["nace1_navn"].to_list()
    assert all(industry_name(code, "SN2025") == name for (code, _), name in zip(repaired, names, strict=True) if code)


@given(codes)
def test_a_code_that_was_read_as_a_number_comes_back(code: str) -> None:
    found, standard = repair_code(lose_zeros(code))
    assert found == code
    assert standard == (None if len(standards_with(code)) == 2 else next(iter(standards_with(code))))


@given(codes, st.sampled_from(sorted(BOTH)))
def test_the_name_decides_the_edition_where_the_names_differ(code: str, standard: str) -> None:
    name = industry_name(code, standard)
    if name is None:
        assert standard not in standards_with(code)
        return
    found, decided = repair_code(lose_zeros(code), f"  {name.upper()} ")
    names = {industry_name(code, edition) for edition in standards_with(code)}
    assert found == code
    assert decided == (None if len(standards_with(code)) == 2 and len(names) == 1 else standard)


@given(st.text(max_size=8) | st.from_regex(r"\d{0,3}\.?\d{0,4}", fullmatch=True), st.none() | st.text(max_size=5))
def test_whatever_is_given_comes_back_as_a_known_code_or_nothing(code: str, name: str | None) -> None:
    found, standard = repair_code(code, name)
    assert (found, standard) == (None, None) or standard in {None, *standards_with(found or "")}
    assert found is None or standards_with(found)


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("41.0", None, ("41.000", "SN2025")),
        ("41", None, ("41.000", "SN2025")),
        ("1.11", None, ("01.110", None)),
        ("01110", None, ("01.110", None)),
        ("41.2", None, ("41.200", "SN2007")),
        ("47.81", None, ("47.810", None)),
        ("47.81", "Detaljhandel med motorvogner", ("47.810", "SN2025")),
        ("47.81", "Torghandel med næringsmidler, drikkevarer og tobakksvarer", ("47.810", "SN2007")),
        ("47.81", "Noe helt annet", ("47.810", None)),
        ("43.22", "VVS-arbeid", ("43.220", "SN2025")),
        ("88.911", "Barnehager", ("88.911", "SN2007")),
        ("", None, (None, None)),
        ("99.99", None, (None, None)),
        ("A", None, (None, None)),
    ],
)
def test_codes_as_they_come(code: str, name: str | None, expected: tuple[str | None, str | None]) -> None:
    assert repair_code(code, name) == expected


def test_a_code_can_mean_another_industry_in_the_other_edition() -> None:
    assert industry_name("25.400", "SN2007") == "Produksjon av våpen og ammunisjon"
    assert industry_name("25.300", "SN2025") == "Produksjon av våpen og ammunisjon"
    assert industry_name("46.710", "SN2025") == "Engroshandel med motorvogner"
    assert industry_name("46.710") == industry_name("46.710", "SN2025")
    assert industry_name("88.911") == "Barnehager"
    assert industry_name("88.911", "SN2025") is None
    assert industry_name("00.000") is None


def test_divisions() -> None:
    assert len(DIVISIONS) == 88
    assert tuple(sorted(set(DIVISIONS))) == DIVISIONS
    assert division("88.911") == "88"
    assert division_index("88.911") == DIVISIONS.index("88")
    assert division("44.000") is None
    assert division_index("44.000") == -1
    assert division("") is None
    assert division_name("47") == "Butikkhandel"
    with pytest.raises(ValueError, match="two digits"):
        division_name("44")
    assert {code[:2] for code in CODES} == set(DIVISIONS)


def test_prior_is_a_distribution_for_every_occupation() -> None:
    prior = occupation_division_prior()
    assert prior.dtype == np.float32
    assert prior.shape == (len(occupation_codes()), len(DIVISIONS))
    assert prior.min() > 0
    assert np.allclose(prior.sum(axis=1), 1, atol=1e-5)
    assert not prior.flags.writeable


def test_prior_is_written_with_known_groups_and_divisions() -> None:
    table = pl.read_csv(REFERENCE / "occupation_industries.csv", infer_schema=False)
    groups = table["occupations"].to_list()
    assert len(set(groups)) == len(groups)
    assert all(any(code.startswith(group) for code in occupation_codes()) for group in groups)
    assert {code[0] for code in occupation_codes()} <= set(groups)
    for entries in table["divisions"]:
        divisions = [entry.split(":")[0] for entry in entries.split()]
        assert set(divisions) <= set(DIVISIONS)
        assert len(set(divisions)) == len(divisions)
        assert 60 <= sum(float(entry.split(":")[1]) for entry in entries.split()) <= 120


@pytest.mark.parametrize(
    ("occupation", "division"),
    [
        ("5223", "47"),
        ("5120", "56"),
        ("9412", "56"),
        ("9112", "81"),
        ("4321", "46"),
        ("8322", "49"),
        ("5153", "81"),
        ("6113", "81"),
        ("5311", "85"),
        ("5329", "87"),
        ("4224", "55"),
        ("7512", "10"),
        ("9216", "03"),
        ("8160", "10"),
        ("7231", "45"),
        ("7115", "41"),
        ("9612", "38"),
        ("5164", "96"),
        ("3512", "62"),
        ("4110", "84"),
        ("5141", "96"),
    ],
)
def test_the_likeliest_division_of_common_work(occupation: str, division: str) -> None:
    assert DIVISIONS[int(occupation_division_prior()[occupation_index(occupation)].argmax())] == division


@published
def test_common_work_is_found_in_most_establishments_of_telemark_to_some_degree() -> None:
    divisions = [
        division_index(code)
        for raw, name in telemark().select("nace1", "nace1_navn").iter_rows()
        if (code := repair_code(raw or "", name)[0])
    ]
    common = [occupation_index(code) for code in ("5223", "9112", "4110", "5329", "7115", "9329", "9412", "5153")]
    likeliest = occupation_division_prior()[common].max(axis=0)[divisions]
    assert (likeliest > 0.02).mean() > 0.8
