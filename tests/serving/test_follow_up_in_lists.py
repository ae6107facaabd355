from __future__ import annotations

import pytest


def plans(client, body):
    answer = client.post("/v1/suggestions", json=body)
    assert answer.status_code == 200, answer.text
    return [suggestion["follow_up_plan"] for suggestion in answer.json()["suggestions"]]


def test_every_suggestion_has_a_plan_with_the_persons_specialist_as_owner(client):
    found = plans(client, {"participant_id": "p-1"})
    assert len(found) == 4
    assert all(plan == found[0] for plan in found)
    plan = found[0]
    assert (plan["owner"], plan["response_hours"]) == ("Z990001", 24)
    assert plan["contacts"][0] == {"due_after_days": 3, "with_whom": "worker", "kind": "contact", "how": "phone"}
    assert plan["text"].startswith("Z990001 følger opp: ")


@pytest.mark.parametrize("stream", ["ips", "ips_youth", "vto", "supported_work"])
def test_a_plan_for_every_stream_also_inline_and_long_ago(client, inline, stream):
    for as_of in ("2026-02-01", "2001-01-01"):
        for plan in plans(client, {"participant": inline(stream=stream), "as_of": as_of}):
            assert plan["owner"] == "jobbspesialisten"
            assert plan["contacts"]


def test_adapted_work_says_what_nav_must_confirm_and_ordinary_work_does_not(client, inline):
    duties = {s: plans(client, {"participant": inline(stream=s)})[0]["duties"] for s in ("vto", "ips")}
    assert duties["vto"][0] == "Nav bekrefter oppfølgingen hver sjette måned, ellers stopper utbetalingen."
    assert duties["ips"] == []


def test_what_is_known_of_a_person_beside_stream_need_and_consent_changes_nothing(client, inline):
    one = plans(client, {"participant": inline()})[0]
    other = inline(hours_min=10, hours_max=12, norwegian_level="basic", wished_occupations=["9112"])
    assert plans(client, {"participant": other})[0] == one
    assert plans(client, {"participant": inline(follow_up_need="high")})[0] != one
