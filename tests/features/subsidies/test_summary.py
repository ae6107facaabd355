from __future__ import annotations

from datetime import date
from typing import Any

from features.subsidies.book import load_book
from features.subsidies.employer_cost import employer_cost
from features.subsidies.packages import packages
from features.subsidies.quote import quote
from features.subsidies.summary import summary
from tests.features.subsidies.asking import question

VTO_CARD = (
    "VTO: nye avtaler etter 31.08.2026 må avklares med Nav-kontoret. "
    "Satsen i 2026 er 7 321 kr per måned for avtaler som løper."
)
"""What a VTO card says, by the fact sheet."""


def said(*, adapted_work: bool = False, **changes: Any) -> str:
    asked = question(**changes)
    answer = quote(load_book(), asked, date(2026, 9, 15))
    possible = packages(answer)
    cost = employer_cost(answer, asked, possible[0].schemes)
    return summary(answer, possible, cost, adapted_work=adapted_work)


def test_what_leads_in_kroner_and_dates_and_what_is_open() -> None:
    assert said() == (
        "Midlertidig lønnstilskudd: 15 642 kr i måneden fra 01.10.2026, 13 035 kr fra 01.10.2027, slutter 30.09.2028. "
        "Må avklares: varig lønnstilskudd, tilskudd til mentor og inkluderingstilskudd. Veiledende, ikke vedtak."
    )


def test_a_scheme_that_runs_beyond_what_is_counted_does_not_end() -> None:
    used = {"temporary_wage_subsidy": 24}
    text = said(participant_rules__months_used=used, chosen_percent__permanent_wage_subsidy=60)
    assert text.startswith("Varig lønnstilskudd: 15 642 kr i måneden fra 01.10.2026, regnet til og med 30.09.2028.")


def test_a_vto_participant_reads_the_sentence_of_the_fact_sheet_first() -> None:
    benefit = {"participant_rules__disability_benefit": True}
    assert said(adapted_work=True, **benefit).startswith(f"{VTO_CARD} Midlertidig lønnstilskudd: ")
    assert "VTO" not in said(**benefit), "only who looks for adapted work reads of it here"
    nobody = {"participant_rules__support_need_group": "TRENGER_VEILEDNING"}
    assert "VTO" not in said(adapted_work=True, **nobody)


def test_without_a_decision_the_question_is_the_whole_of_it() -> None:
    text = said(adapted_work=True, participant_rules__support_need_group=None)
    assert text == (
        "Må avklares med Nav-kontoret: Hvilken innsatsgruppe står i det gjeldende § 14 a-vedtaket? "
        "Veiledende, ikke vedtak."
    )


def test_where_nothing_fits_it_says_so() -> None:
    group = {"participant_rules__support_need_group": "GODE_MULIGHETER"}
    assert said(**group) == "Ingen tilskudd passer i denne saken. Veiledende, ikke vedtak."
