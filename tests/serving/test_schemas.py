from __future__ import annotations

import json
import re

import pytest
from pydantic import ValidationError
from stdnum.no import orgnr

from features import tables
from features.declaration import Kind
from serving.schemas import (
    LIST_EXAMPLE,
    InlineParticipant,
    Participant,
    ParticipantRules,
    Suggestion,
    SuggestionList,
    SuggestionRequest,
)

CONTRACT = {
    "": "list_id as_of participant_id simulated model rulebook_version completeness abstained widening changes "
    "basis suggestions",
    "model": "name version",
    "completeness": "share missing",
    "abstained": "reason",
    "widening.0": "kind gives text best",
    "widening.0.best": "orgnr name municipality travel_minutes",
    "basis": "used not_used grounds",
    "basis.used.0": "what number oldest newest",
    "basis.grounds.0": "orgnr effects",
    "basis.grounds.0.effects.0": "code effect text",
    "changes.0": "orgnr what why",
    "suggestions.0": "rank orgnr workplace travel_minutes score order_by outlook evidence reasons caution need fit "
    "subsidies employer_cost follow_up_plan relation record capacity",
    "suggestions.0.workplace": "orgnr name municipality industry employees place_precision",
    "suggestions.0.order_by": "model exploration pin added",
    "suggestions.0.outlook": "starts stays_26w stays_52w employed_26w employed_52w",
    "suggestions.0.outlook.stays_26w": "estimate low high",
    "suggestions.0.evidence": "contacts placements grade",
    "suggestions.0.reasons.0": "code text effect",
    "suggestions.0.caution": "code text effect",
    "suggestions.0.need": "status text recorded_on source",
    "suggestions.0.fit": "tasks environment hours travel",
    "suggestions.0.subsidies": "schemes packages text",
    "suggestions.0.employer_cost": "assumptions months break_off_after_3_months",
    "suggestions.0.employer_cost.months.0": "month without with",
    "suggestions.0.employer_cost.break_off_after_3_months": "without with",
    "suggestions.0.follow_up_plan": "owner contacts response_hours text at_workplace duties",
    "suggestions.0.follow_up_plan.contacts.0": "due_after_days with_whom kind how",
    "suggestions.0.relation": "known_by last_contact next_step",
    "suggestions.0.record": "started still_there_52w",
    "suggestions.0.capacity": "active room",
}
"""The parts of a list and their fields, as the data contract writes them."""


def part(body, path):
    for step in filter(None, path.split(".")):
        body = body[int(step) if step.isdigit() else step]
    return body


@pytest.mark.parametrize("path", CONTRACT)
def test_the_example_has_every_field_of_the_contract_and_no_other(path):
    assert list(part(LIST_EXAMPLE, path)) == CONTRACT[path].split()


def test_the_example_is_valid_and_comes_back_as_it_was():
    written = SuggestionList.model_validate(LIST_EXAMPLE).model_dump_json()
    assert json.loads(written) == LIST_EXAMPLE
    assert len(LIST_EXAMPLE["suggestions"][0]["reasons"]) == 3


def test_the_example_names_an_invented_workplace():
    number = LIST_EXAMPLE["suggestions"][0]["orgnr"]
    assert orgnr.is_valid(number)
    assert number.startswith("31"), "numbers from 31 are for invented units; real ones begin with 8 or 9"


def test_a_part_that_is_not_built_is_null_and_never_absent():
    workplace = LIST_EXAMPLE["suggestions"][0]["workplace"]
    bare = Suggestion(rank=1, orgnr="310000124", workplace=workplace, travel_minutes=None, score=0.0)
    written = json.loads(bare.model_dump_json())
    assert list(written) == CONTRACT["suggestions.0"].split()
    assert written["subsidies"] is None


def test_the_propensity_is_kept_and_not_answered():
    workplace = LIST_EXAMPLE["suggestions"][0]["workplace"]
    made = Suggestion(rank=1, orgnr="310000124", workplace=workplace, travel_minutes=1, score=0.0, propensity=0.25)
    assert made.propensity == 0.25
    assert "propensity" not in made.model_dump()
    assert "propensity" not in Suggestion.model_json_schema(mode="serialization")["properties"]


def test_a_chance_that_is_not_a_number_is_never_answered():
    broken = json.loads(json.dumps(LIST_EXAMPLE))
    broken["suggestions"][0]["outlook"]["starts"]["estimate"] = float("nan")
    with pytest.raises(ValidationError):
        SuggestionList.model_validate(broken)


def test_a_person_has_the_columns_of_the_table():
    assert set(Participant.model_fields) == {*tables.PARTICIPANTS.column_names, "simulated"}
    assert set(ParticipantRules.model_fields) == set(tables.PARTICIPANT_RULES.column_names) - {"participant_id"}


def test_what_may_be_left_out_inline_is_what_the_contract_says():
    needed = {name for name, field in InlineParticipant.model_fields.items() if field.is_required()}
    one = {c.name for c in tables.PARTICIPANTS.columns if c.required and c.kind is not Kind.LIST}
    named = {"participant_id", "office_id", "specialist_id"}
    assert needed == one - named - {"available_from", "registered_on", "updated_on"}


def test_null_for_a_list_or_for_filters_means_nothing_given():
    request = SuggestionRequest.model_validate({"participant_id": "p-1", "filters": None})
    assert not request.filters.active
    assert SuggestionRequest.model_validate({"participant_id": "p-1", "filters": {"occupations": None}}).filters == (
        request.filters
    )
    assert not SuggestionRequest.model_validate({"participant_id": "p-1", "filters": {"need": "any"}}).filters.active


def test_every_reference_in_openapi_leads_somewhere(client):
    document = client.get("/openapi.json").json()
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert {"Problem", "Fault", "SuggestionList"} <= names
    assert names <= set(document["components"]["schemas"])
    assert "$defs" not in json.dumps(document)
    for path in document["paths"].values():
        for call in path.values():
            failed = [answer for status, answer in call["responses"].items() if status >= "4"]
            assert all(list(answer["content"]) == ["application/problem+json"] for answer in failed)


def test_openapi_shows_the_example(client):
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["components"]["schemas"]["SuggestionList"]["examples"] == [LIST_EXAMPLE]
    required = document["components"]["schemas"]["Suggestion"]["required"]
    assert sorted(required) == sorted(CONTRACT["suggestions.0"].split())
