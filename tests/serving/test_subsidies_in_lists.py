from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from features.subsidies.book import load_book
from features.subsidies.match import Situation
from features.vocabulary import SupportNeedGroup
from serving.subsidies import RuleBook

NEDSATT, DELVIS = SupportNeedGroup.TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE, SupportNeedGroup.JOBBE_DELVIS
ONLY_THESE = ("subsidies", "employer_cost")


def rules(group: str | None = NEDSATT, birth_date: str = "1990-01-01", **more: Any) -> dict[str, Any]:
    return {"support_need_group": group, "birth_date": birth_date, **more}


def listed(client, person, given=None, **more):
    body = {"participant": person, **more} | ({} if given is None else {"participant_rules": given})
    answer = client.post("/v1/suggestions", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def without_the_rule_book(made: dict[str, Any]) -> dict[str, Any]:
    suggestions = [{k: v for k, v in s.items() if k not in ONLY_THESE} for s in made["suggestions"]]
    return made | {"suggestions": suggestions, "list_id": None}


def row(birth_date: date = date(1990, 1, 1), **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("disability_benefit", "expects_disability_benefit", "months_used", "recorded_on"))
    return {"support_need_group": DELVIS.value, "birth_date": birth_date, **empty, **more}


def offered(held: dict[str, Any] | None, *situations: Situation, stream: str = "ips", as_of: date = date(2026, 9, 1)):
    return RuleBook.for_row(load_book(), held, stream, as_of).offered(situations, as_of)


SHOP = Situation("4003", "5223", Decimal(20))


def test_every_suggestion_says_what_applies_and_what_it_costs(client, inline):
    """The need at the second workplace is for 5223: 37,500 × 53.3 % = 19,988 kroner a month costs 26,054."""
    made = listed(client, inline(), rules())
    assert made["rulebook_version"] == load_book().version
    for suggestion in made["suggestions"]:
        subsidies, cost = suggestion["subsidies"], suggestion["employer_cost"]
        assert subsidies["packages"] == [["temporary_wage_subsidy"], []]
        assert [one["scheme"] for one in subsidies["schemes"]] == [scheme.value for scheme in load_book().schemes]
        assert "kr i måneden fra 04.03.2026" in subsidies["text"]
        assert subsidies["text"].endswith("Veiledende, ikke vedtak.")
        assert [month["month"] for month in cost["months"]] == list(range(1, 25))
        assert all(0 <= month["with"] <= month["without"] for month in cost["months"])
        assert 0 < cost["break_off_after_3_months"]["with"] < cost["break_off_after_3_months"]["without"]
        assert all("Eksempel" in said or "Regnet" in said for said in cost["assumptions"])
    needed = next(s for s in made["suggestions"] if s["need"]["status"] == "known")
    sixty = round(26_054 * 0.6)
    assert needed["employer_cost"]["months"][0] == {"month": 1, "without": 26_054, "with": 26_054 - sixty}
    assert "butikkmedarbeider" in needed["employer_cost"]["assumptions"][1]


@pytest.mark.parametrize("given", [None, rules(group=None)], ids=["no rules", "no decision"])
def test_without_a_decision_the_list_asks_for_it(client, inline, given):
    for suggestion in listed(client, inline(), given)["suggestions"]:
        assert suggestion["subsidies"]["packages"] == [[]]
        assert "Hvilken innsatsgruppe står i det gjeldende § 14 a-vedtaket?" in suggestion["subsidies"]["text"]
        assert {one["status"] for one in suggestion["subsidies"]["schemes"]} == {"needs_clarification"}
        assert all(month["with"] == month["without"] for month in suggestion["employer_cost"]["months"])


def test_a_stored_person_is_asked_about_with_the_stored_rules(service, person):
    service.store("participant_rules", {"participant_id": "p-2", "protection": "none"} | rules())
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-2"}).json()
    assert made["suggestions"][0]["subsidies"]["packages"] == [["temporary_wage_subsidy"], []]


@pytest.mark.parametrize(
    "given",
    [
        rules(birth_date="1955-06-01"),
        rules(group="TRENGER_VEILEDNING"),
        rules(group="GODE_MULIGHETER"),
        rules(disability_benefit=True),
        rules(months_used={"temporary_wage_subsidy": 20}),
    ],
    ids=["birth date", "group", "group without schemes", "benefit", "months used"],
)
def test_nothing_but_these_two_parts_follows_the_rules_about_a_person(client, inline, given):
    before, after = listed(client, inline(), rules()), listed(client, inline(), given)
    assert without_the_rule_book(after) == without_the_rule_book(before)
    if "disability_benefit" not in given:
        assert [s["subsidies"] for s in after["suggestions"]] != [s["subsidies"] for s in before["suggestions"]]


@pytest.mark.parametrize("group", list(SupportNeedGroup))
@pytest.mark.parametrize("benefit", [True, False, None])
def test_the_journal_holds_no_group_birthday_or_benefit(service, group, benefit):
    """69 years and 10 months: 70 and 72 lie near, and the day before a birthday would tell it."""
    told = rules(group=group, birth_date="1955-10-17", disability_benefit=benefit, expects_disability_benefit=False)
    used = json.dumps({"mentor_subsidy": 5})
    service.store("participant_rules", {"participant_id": "p-2", "protection": "none", "months_used": used} | told)
    made = service.client.post("/v1/suggestions", json={"participant_id": "p-2", "limit": 2}).json()
    kept = service.database.journal.of_list(made["list_id"]).payload
    assert json.loads(kept)["list"] == made
    for word in (*SupportNeedGroup, "-10-17", "-10-16", "17.10.", "16.10.", "5 er brukt", "fyller"):
        assert word not in kept, word
    assert not re.search(r"(?<![\d.])1955(?!\d)", kept.replace(made["list_id"], "")), (
        "the year, but for chance in an id"
    )
    labels = ("«gode muligheter»", "«trenger veiledning", "«jobbe delvis»", "«liten mulighet")
    assert not [label for label in labels if label in kept]


def test_nothing_of_it_reaches_the_log(client, inline, capsys):
    capsys.readouterr()
    listed(client, inline(), rules(birth_date="1957-03-09", disability_benefit=True))
    lines = capsys.readouterr().out
    assert "/v1/suggestions" in lines
    assert not any(
        word in lines for word in ("NEDSATT", "1957-03", "03.1957", "disability", "kr i måneden", "lønnstilskudd")
    )


def test_a_row_recorded_later_is_not_known_yet():
    early = offered(row(recorded_on=date(2026, 9, 2)), SHOP)[0]
    assert "§ 14 a-vedtaket" in early.subsidies.text
    assert "§ 14 a-vedtaket" not in offered(row(recorded_on=date(2026, 9, 1)), SHOP)[0].subsidies.text


def test_equal_questions_are_asked_once_and_still_say_where_they_are():
    skien, oslo, tromso = offered(row(), SHOP, replace(SHOP, municipality="0301"), replace(SHOP, municipality="5501"))
    assert skien.subsidies is oslo.subsidies
    assert tromso.subsidies is not skien.subsidies
    assert any("(Oslo)" in said for said in oslo.employer_cost.assumptions)


def test_ips_and_vto_lead_differently_in_words_alone():
    benefit = row(disability_benefit=True)
    ips, vto = (offered(benefit, SHOP, stream=stream)[0] for stream in ("ips", "vto"))
    assert vto.subsidies.text.startswith("VTO: nye avtaler etter 31.08.2026 må avklares med Nav-kontoret.")
    assert "VTO" not in ips.subsidies.text
    assert ips.subsidies.packages == vto.subsidies.packages


def test_a_unit_that_the_rule_book_refuses_must_be_clarified():
    legal = Situation("4003", "5223", Decimal(20), org_form="AS")
    answer = offered(row(), legal)[0]
    assert "Må avklares med Nav-kontoret" in answer.subsidies.text
    assert (answer.subsidies.schemes, answer.subsidies.packages, answer.employer_cost) == ([], [[]], None)


def test_a_day_before_the_rule_book_must_be_clarified():
    assert offered(row(), SHOP, as_of=date(2010, 1, 1))[0].employer_cost is None
