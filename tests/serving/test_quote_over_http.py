from __future__ import annotations

import json
from copy import deepcopy

import pytest

from features.errors import StorageError
from features.subsidies.body import question_from
from features.subsidies.book import load_book
from features.subsidies.quote import as_json, quote
from features.vocabulary import Scheme
from serving.schemas import QUOTE_EXAMPLE, QuoteRequest
from tests.builders import orgnr

SCHEME = (
    "scheme norwegian status reason question ask_whom source source_level checked_on monthly_cost hourly_wage periods"
)
EVERYTHING = {
    "mentor": {"wage": 875000, "per": "year", "position_percent": 50.7, "hours_per_month": 8},
    "documented_costs": 20000.5,
    "chosen_percent": {"permanent_wage_subsidy": 70},
    "paid_this_year": {"permanent_wage_subsidy": 1000},
}


def asked(**changes):
    """The example with changes such as job__ends_on."""
    body = deepcopy(QUOTE_EXAMPLE)
    for path, value in changes.items():
        place = body
        *above, name = path.split("__")
        for step in above:
            place = place.setdefault(step, {})
        place[name] = value
    return body


def ask(client, body):
    return client.post("/v1/subsidies/quote", json=body)


def test_the_example_is_answered_in_the_contracts_shape(client):
    answer = ask(client, QUOTE_EXAMPLE)
    assert answer.status_code == 200
    body = answer.json()
    assert list(body) == ["schemes", "packages", "rulebook_version", "note"]
    assert [scheme["scheme"] for scheme in body["schemes"]] == list(Scheme)
    assert all(" ".join(scheme) == SCHEME for scheme in body["schemes"])
    assert body["note"] == "veiledende, ikke vedtak"
    assert body["rulebook_version"] == load_book().version
    temporary = body["schemes"][0]
    assert temporary["status"] == "fits"
    assert temporary["monthly_cost"] == 26070
    assert temporary["periods"][0] == {
        "from": "2026-12-01",
        "to": "2026-12-31",
        "percent": 60,
        "monthly_subsidy": 15642,
        "amount": 15642,
    }


def test_http_and_the_rule_book_give_the_same_answer(client, today):
    body = QUOTE_EXAMPLE | EVERYTHING
    assert ask(client, body).json() == as_json(quote(load_book(), question_from(body), today))
    assert QuoteRequest.model_validate(body).question() == question_from(body)


def test_null_is_the_same_as_left_out(client):
    empty = dict.fromkeys(EVERYTHING) | {"job__ends_on": None, "participant_rules__months_used": None}
    assert ask(client, asked(**empty)).json() == ask(client, QUOTE_EXAMPLE).json()
    mentor = {"wage": 300, "per": "hour", "hours_per_month": 8}
    full = ask(client, asked(mentor=mentor | {"position_percent": 100})).json()
    assert ask(client, asked(mentor=mentor | {"position_percent": None})).json() == full


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"job__monthly_wage": -1}, "job.monthly_wage"),
        ({"job__monthly_wage": "20000"}, "job.monthly_wage"),
        ({"job__monthly_wage": True}, "job.monthly_wage"),
        ({"job__monthly_wage": 10**400}, "job.monthly_wage"),
        ({"job__position_percent": 0}, "job.position_percent"),
        ({"job__position_percent": 140}, "job.position_percent"),
        ({"job__ends_on": "2026-11-30"}, "job.ends_on"),
        ({"job__form": "zero_hours"}, "job.form"),
        ({"job__diagnosis": "F20"}, "job.diagnosis"),
        ({"participant_rules__birth_date": "2026-02-03"}, "participant_rules.birth_date"),
        ({"participant_rules__months_used": {"mentor": 1}}, "participant_rules.months_used.mentor"),
        ({"workplace__employer_tax_rate": 0.2}, "workplace.employer_tax_rate"),
        ({"workplace__org_form": "AS"}, "workplace.orgnr"),
        ({"workplace__orgnr": "123456789"}, "workplace.orgnr"),
        ({"chosen_percent": {"wage_subsidy": 50}}, "chosen_percent.wage_subsidy"),
        ({"chosen_percent": {"permanent_wage_subsidy": 80}}, "chosen_percent.permanent_wage_subsidy"),
        ({"unknown": 1}, "unknown"),
    ],
    ids=str,
)
def test_bad_input_is_422_with_the_field_and_a_reason(client, changes, where):
    answer = ask(client, asked(**changes))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    faults = answer.json()["errors"]
    assert [fault["where"] for fault in faults] == [where]
    assert all(fault["what"] for fault in faults)


@pytest.mark.parametrize("number", ["1e400", "NaN", "-Infinity", "1e-400", "9" * 5000])
def test_a_number_that_is_none_is_never_a_500(client, number):
    text = json.dumps(QUOTE_EXAMPLE).replace("20000", number)
    answer = client.post("/v1/subsidies/quote", content=text, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 422)


def test_the_number_of_a_legal_unit_or_a_deleted_unit_is_refused_where_the_tables_know_it(service):
    row = service.database.read("workplaces").row(0, named=True)
    unit = {name: row[name] for name in ("org_form", "municipality", "registered_on")}
    days = {"registered_on": "2015-01-01", "closed_on": "2026-01-15"}
    service.store(
        "workplaces",
        {**unit, **days, "orgnr": orgnr(50)},
        {**unit, "registered_on": "2015-01-01", "orgnr": orgnr(51), "parent_orgnr": orgnr(52)},
    )
    said = {}
    for number in (50, 51, 52, 53):
        answer = ask(service.client, asked(workplace__orgnr=orgnr(number)))
        said[number] = [(f["where"], f["what"]) for f in answer.json().get("errors", [])]
    assert said[51] == said[53] == []
    (closed,), (legal,) = said[50], said[52]
    assert closed[0] == legal[0] == "workplace.orgnr"
    assert "deleted" in closed[1]
    assert "legal unit" in legal[1]


def test_a_quote_needs_no_database_and_no_champion(untrained, shared, client, monkeypatch):
    assert ask(untrained, QUOTE_EXAMPLE).status_code == 200

    def down():
        raise StorageError("down")

    monkeypatch.setattr(shared.app.state.held.database, "versions", down)
    assert ask(client, asked(workplace__orgnr=orgnr(1))).status_code == 200


def test_nothing_about_the_person_reaches_the_log(client, capsys):
    ask(client, asked(participant_rules__support_need_group="LITEN_MULIGHET_TIL_A_JOBBE"))
    ask(client, asked(participant_rules__birth_date="2031-05-05"))
    written = capsys.readouterr().out
    assert "LITEN_MULIGHET" not in written
    assert "2031-05-05" not in written


def test_openapi_shows_an_example_that_can_be_sent(client):
    schema = client.get("/openapi.json").json()["components"]["schemas"]["QuoteRequest"]
    assert schema["examples"] == [QUOTE_EXAMPLE]
    assert ask(client, schema["examples"][0]).status_code == 200
