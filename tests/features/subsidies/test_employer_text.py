from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.subsidies import employer_text as whitelist
from features.subsidies.body import question_from
from features.subsidies.book import load_book
from features.subsidies.employer_cost import employer_cost
from features.subsidies.employer_text import employer_text
from features.subsidies.packages import packages
from features.subsidies.quote import quote
from features.vocabulary import CONDITION_LABELS, Scheme, Shareable, SupportNeedGroup
from tests.features.subsidies.asking import question
from tests.features.subsidies.drawn_questions import Json, questions

FIXED = (*whitelist.OFFERS.values(), whitelist.FOLLOW_UP, whitelist.TO_BE_AGREED, whitelist.AFTERWARDS)
WITH_FIGURES = (
    "Eksempel: # kr uten støtte og # kr med støtte de første # månedene, regnet fra # .",
    "Støtten blir lavere fra # .",
    "Eksempel: brytes ansettelsen tidlig, har den kostet omtrent # kr uten støtte og # kr med støtte.",
    "Veiledende, ikke vedtak.",
)
NEVER = re.compile(
    r"\b(ips|vto|vtao|vta|tao|aap|bri|aft|gaup)\b|kandidat|deltaker|bruker|uføre|trygd|ytelse|stønad|dagpenger|arbeidsavklaring|"
    r"helse|syk|diagnos|psyk|lidelse|behandling|nedsatt|arbeidsevne|funksjon|lønnstilskudd|mentor|inkludering|"
    r"arbeidstrening|sommerjobb|varig|midlertidig|fireårig|ung[e ]|alder|fødsel|født|tiltak|innsats|§|14 a|rus|"
    r"ekspertbistand|hjelpemid|tilrettela",
    re.IGNORECASE,
)
"""Words that name a scheme, a benefit or a state of health, or say who somebody is."""
FIGURES = re.compile(r"\d{2}\.\d{2}\.\d{4}|\d[\d ]*")


def text(schemes: Collection[Scheme], shareable: Collection[Shareable] = tuple(Shareable), **changes: Any) -> str:
    asked = question(**changes)
    answer = quote(load_book(), asked, asked.job.starts_on)
    return employer_text(load_book(), employer_cost(answer, asked, schemes), shareable)


def test_a_package_in_words_that_an_employer_may_read() -> None:
    """26,070 a month, and 60 percent less with the subsidy."""
    said = text([Scheme.TEMPORARY_WAGE_SUBSIDY])
    assert said.startswith("Nav kan dekke en del av lønnskostnaden i en periode. Du får én å ringe til i Nav")
    assert "312 840 kr uten støtte og 125 136 kr med støtte de første 12 månedene, regnet fra 01.10.2026" in said
    assert said.endswith("Veiledende, ikke vedtak.")


def test_a_step_down_within_the_year_is_in_plain_sight() -> None:
    said = text([Scheme.TEMPORARY_WAGE_SUBSIDY], participant_rules__support_need_group="TRENGER_VEILEDNING")
    assert "Støtten blir lavere fra 01.04.2027." in said


@pytest.mark.parametrize("shareable", [(), (Shareable.NAME, Shareable.SKILLS)], ids=["nothing", "not the hours"])
def test_kroner_tell_the_hours_and_follow_the_consent_to_share_them(shareable: tuple[Shareable, ...]) -> None:
    said = text([Scheme.TEMPORARY_WAGE_SUBSIDY], shareable)
    assert not re.search(r"\d", said)
    assert whitelist.TO_BE_AGREED in said


def test_the_fixed_rate_of_vto_is_left_out_since_it_names_the_scheme() -> None:
    vto = {"job__form": "adapted_work_ordinary", "participant_rules__disability_benefit": True}
    said = text([Scheme.ADAPTED_WORK_ORDINARY], job__starts_on="2026-03-01", **vto)
    assert not re.search(r"\d", said)
    assert "lønnskostnaden" not in said


def test_permanent_and_temporary_read_alike() -> None:
    """60 percent chosen of 75: the first year costs the same, and nothing tells which of the two it is."""
    permanent = text([Scheme.PERMANENT_WAGE_SUBSIDY], chosen_percent__permanent_wage_subsidy=60)
    assert permanent == text([Scheme.TEMPORARY_WAGE_SUBSIDY])


@given(questions(), st.sets(st.sampled_from(Shareable)))
@settings(max_examples=150, deadline=None)
def test_no_package_of_no_question_gives_a_word_outside_the_whitelist(body: Json, shareable: set[Shareable]) -> None:
    asked, book = question_from(body), load_book()
    answer = quote(book, asked, date(2026, 9, 1))
    whitelisted = {sentence for text in (*FIXED, *WITH_FIGURES) for sentence in sentences(text)}
    for package in packages(answer):
        said = employer_text(book, employer_cost(answer, asked, package.schemes), shareable)
        assert not NEVER.search(said)
        assert set(sentences(said)) <= whitelisted


def sentences(text: str) -> list[str]:
    """The sentences, each figure and date written as #."""
    return [" ".join(part.split()) for part in re.findall(r"[^.]+\.", FIGURES.sub(" # ", text))]


def test_no_sentence_of_the_whitelist_names_a_scheme_a_group_or_a_condition() -> None:
    whole = " ".join([*FIXED, *WITH_FIGURES])
    assert not NEVER.search(whole)
    words = [rules.norwegian for rules in load_book().schemes.values()]
    words += [*CONDITION_LABELS.values(), *SupportNeedGroup]
    assert not [word for word in words if word.lower() in whole.lower()]
