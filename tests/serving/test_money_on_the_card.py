from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from features.subsidies.book import load_book
from features.subsidies.match import Situation
from serving.pages import money
from serving.pages.layout.page import TEMPLATES
from serving.schemas import LIST_EXAMPLE
from serving.subsidies import RuleBook

AS_OF = date(2026, 9, 1)


def parts(stream: str = "ips", place: str = "4003", **about: Any) -> dict[str, Any]:
    """Subsidies and cost of a shop assistant's twenty hours: 26,054 kroner a month, 60 percent of it 15,632."""
    row = dict.fromkeys(("disability_benefit", "expects_disability_benefit", "months_used", "recorded_on"))
    row |= {"support_need_group": "JOBBE_DELVIS", "birth_date": date(1990, 1, 1)} | about
    book = RuleBook.for_row(load_book(), row, stream, AS_OF)
    offered = book.offered([Situation(place, "5223", Decimal(20))], AS_OF)[0]
    return {
        "subsidies": offered.subsidies.model_dump(mode="json"),
        "employer_cost": offered.employer_cost and offered.employer_cost.model_dump(mode="json"),
    }


def card(**shown: Any) -> str:
    suggestion = LIST_EXAMPLE["suggestions"][0] | shown
    body = LIST_EXAMPLE | {"suggestions": [suggestion]}
    return TEMPLATES.get_template("suggestions/list.html").render(list=body, person=None, simulated=True)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def test_the_card_shows_the_scheme_with_kroner_days_and_source():
    said = text_of(card(**parts()))
    assert "Midlertidig lønnstilskudd 15 632 kr per måned, 01.10.2026–30.09.2027" in said
    assert "13 027 kr per måned, 01.10.2027–30.09.2028 trappet ned" in said
    assert "Kilde: tiltaksforskriften (FOR-2015-12-11-1598) kapittel 9" in said
    assert "sist sett på 31.08.2026. Veiledende, ikke vedtak." in said


def test_the_card_says_what_must_be_clarified_with_whom():
    said = text_of(card(**parts()))
    assert "Må avklares med Nav-kontoret Varig lønnstilskudd: Hvilken prosent vil Nav gi?" in said
    assert "Må avklares med arbeidsgiveren Tilskudd til mentor: Hvem på arbeidsplassen kan være mentor" in said


def test_the_cost_is_a_short_table_with_the_step_down_and_the_end():
    said = text_of(card(**parts()))
    assert "Hva det koster arbeidsgiver Eksempel, med kilder under. Veiledende, ikke vedtak." in said
    year, two = 12 * 26_054, 24 * 26_054
    with_year, with_two = 12 * (26_054 - 15_632), 12 * (26_054 - 15_632) + 12 * (26_054 - 13_027)
    written = [f"{amount:,} kr".replace(",", " ") for amount in (year, with_year, two, with_two)]
    assert f"Første 12 måneder {written[0]} {written[1]} Første 24 måneder {written[2]} {written[3]}" in said
    assert "Brudd etter 3 måneder" in said
    assert "Trappes ned 01.10.2027 til 13 027 kr per måned. Tilskuddet slutter 30.09.2028." in said
    assert "13 støtten trappes ned 26 054 kr 13 027 kr" in said


def test_a_month_without_support_is_marked_as_the_end():
    rows = money.month_rows(parts(support_need_group="TRENGER_VEILEDNING")["employer_cost"])
    assert [(row.number, row.mark) for row in rows if row.mark] == [
        (7, "støtten trappes ned"),
        (13, "støtten er slutt"),
    ]


def test_a_vto_card_says_the_sentence_of_the_fact_sheet():
    said = text_of(card(**parts(stream="vto", disability_benefit=True)))
    sentence = "VTO: nye avtaler etter 31.08.2026 må avklares med Nav-kontoret. Satsen i 2026 er 7 321 kr per måned"
    assert said.index(sentence) < said.index("Hva det koster arbeidsgiver")


def test_without_a_decision_one_question_stands_for_all_schemes():
    said = text_of(card(**parts(support_need_group=None)))
    assert said.count("Hvilken innsatsgruppe står i det gjeldende § 14 a-vedtaket?") == 1
    assert "Tilskuddet slutter" not in said


def test_where_nothing_fits_the_card_says_so():
    said = text_of(card(**parts(support_need_group="GODE_MULIGHETER")))
    assert "Ingen tilskudd passer i denne saken." in said


def test_other_wage_subsidies_stand_as_instead_and_not_as_more():
    young = parts(support_need_group="TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE", birth_date=date(1999, 6, 10))
    assert [scheme["scheme"] for scheme in money.leading(young["subsidies"])] == ["temporary_wage_subsidy"]
    assert [scheme["scheme"] for scheme in money.instead(young["subsidies"])] == ["four_year_wage_subsidy"]
    assert "Kan vurderes i stedet: Fireårig lønnstilskudd for unge" in text_of(card(**young))


def test_hostile_text_in_a_payload_is_shown_as_text():
    shown = parts()
    shown["subsidies"]["schemes"][0] |= {"norwegian": "<img src=x>", "source": "<script>"}
    html = card(**shown)
    assert "<img" not in html
    assert "<script>" not in html


def test_work_training_and_information_never_lead_or_ask():
    asked = money.to_clarify(parts()["subsidies"])
    names = " ".join(name for one in asked for question in one.questions for name in question.names)
    assert "Arbeidstrening" not in names
    assert "Ekspertbistand" not in names
