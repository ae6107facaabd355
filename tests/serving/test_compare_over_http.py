"""Why this one stands above that one, from what was journalled, for those who may read the list."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from serving.compare import ALIKE, DECIDED, LABELS, NO_GROUNDS, compare
from serving.problems import ProblemError
from serving.schemas import LIST_EXAMPLE, Comparison
from tests.builders import orgnr


@pytest.fixture
def made(client) -> dict[str, Any]:
    return client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()


def asked(client, made, above, below, **rest):
    path = f"/v1/suggestions/{made['list_id']}/compare"
    return client.get(path, params={"above": above, "below": below}, **rest)


def test_every_pair_of_a_list_can_be_compared_and_the_differences_are_those_of_the_scores(client, made):
    numbers = [s["orgnr"] for s in made["suggestions"]]
    effects = {g["orgnr"]: {e["code"]: e["effect"] for e in g["effects"]} for g in made["basis"]["grounds"]}
    scores = {s["orgnr"]: s["score"] for s in made["suggestions"]}
    assert len(numbers) == 4
    for i, above in enumerate(numbers):
        for below in numbers[i + 1 :]:
            answer = asked(client, made, above, below)
            assert answer.status_code == 200
            body = answer.json()
            Comparison.model_validate(body)
            assert (body["above"]["rank"], body["below"]["orgnr"]) == (i + 1, below)
            gap = sum(effects[above].values()) - sum(effects[below].values())
            assert gap == pytest.approx(scores[above] - scores[below], abs=1e-6)
            for difference in body["differences"]:
                code = difference["code"]
                assert difference["effect"] == pytest.approx(effects[above][code] - effects[below][code])
                assert difference["text"].startswith(LABELS[code])
                assert difference["favours"] == ("above" if difference["effect"] > 0 else "below")


def test_the_answer_is_that_of_the_day_it_was_shown(service, matcher, person):
    """A new model and new facts change nothing in what is said of an old list."""
    client = service.client
    made = client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()
    pair = [s["orgnr"] for s in made["suggestions"][:2]]
    before = asked(client, made, *pair).json()
    matcher.named("8").save(service.settings.model_dir)
    service.store("employer_needs", {
        "need_id": "n-9", "orgnr": pair[1], "occupation": "5223", "source": "visit", "recorded_on": "2026-02-01",
    })  # fmt: skip
    assert asked(client, made, *pair).json() == before


@pytest.mark.parametrize(
    ("above", "below", "where"),
    [(1, 0, "above"), (0, 0, "below"), (0, "999999999", "below"), ("999999999", 0, "above"), ("x", 0, "above")],
)
def test_a_pair_that_cannot_be_compared_is_refused_with_what_to_do(client, made, above, below, where):
    numbers = [s["orgnr"] for s in made["suggestions"]]
    pair = [numbers[n] if isinstance(n, int) else n for n in (above, below)]
    answer = asked(client, made, *pair)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == where


def test_both_have_to_be_named(client, made):
    assert client.get(f"/v1/suggestions/{made['list_id']}/compare").status_code == 422


def test_a_list_that_is_not_there_or_not_for_the_caller_is_not_found(client, made):
    pair = [s["orgnr"] for s in made["suggestions"][:2]]
    other = {"X-Development-User": "Z990002", "X-Development-Roles": "specialist"}
    assert asked(client, made, *pair, headers=other).status_code == 404
    assert asked(client, {"list_id": "0" * 32}, *pair).status_code == 404
    assert asked(client, {"list_id": "x"}, *pair).status_code == 404


def test_of_an_inline_person_the_journal_keeps_no_grounds_and_the_answer_says_so(client, shared, inline):
    made = client.post("/v1/suggestions", json={"participant": inline()}).json()
    assert made["basis"]["grounds"] == []
    pair = [s["orgnr"] for s in made["suggestions"][:2]]
    answer = asked(client, made, *pair)
    assert answer.status_code == 200
    assert NO_GROUNDS in answer.json()["text"]
    assert "grounds" in shared.database.journal.of_list(made["list_id"]).payload


# --- what decided ---


def two(**above: Any) -> dict[str, Any]:
    """The example list with a second suggestion, and what decided about the first."""
    body = copy.deepcopy(LIST_EXAMPLE) | {"abstained": None}
    second = copy.deepcopy(body["suggestions"][0]) | {"orgnr": orgnr(2), "rank": 2, "score": 0.4}
    second["order_by"] = {"model": 2, "exploration": False, "pin": False}
    body["suggestions"].append(second)
    body["suggestions"][0]["order_by"] |= above
    body["basis"]["grounds"].append(
        {"orgnr": orgnr(2), "effects": [{"code": "tasks", "effect": 0.1, "text": "Bransjen har ofte slikt arbeid"}]}
    )
    return body


def said(body: dict[str, Any]) -> Comparison:
    return compare(body, LIST_EXAMPLE["suggestions"][0]["orgnr"], orgnr(2))


@pytest.mark.parametrize(
    ("above", "why"),
    [
        ({}, "model"),
        ({"pin": True, "model": 7}, "pin"),
        ({"exploration": True, "model": 7}, "exploration"),
        ({"model": 7}, "cap"),
    ],
)
def test_exploration_a_pin_and_the_cap_are_named_where_they_decide(above, why):
    answer = said(two(**above))
    assert answer.decided_by == why
    assert DECIDED[why] in answer.text


def test_what_sets_them_apart_is_said_of_both():
    (difference,) = said(two()).differences
    assert difference.effect == pytest.approx(0.41 - 0.1)
    assert difference.text == (
        "Oppgavene teller mer for den første. Den første: Butikkmedarbeider er et av ønskene. "
        "Den andre: Bransjen har ofte slikt arbeid."
    )


def test_two_that_hardly_differ_are_said_to():
    body = two()
    body["suggestions"][1]["score"] = body["suggestions"][0]["score"] - 0.01
    assert ALIKE in said(body).text
    assert ALIKE not in said(two()).text


def test_a_list_in_history_order_says_so():
    body = two() | {"abstained": {"reason": "Vi vet for lite om ønskene."}}
    assert said(body).text == "Vi vet for lite om ønskene."


def test_a_list_from_before_grounds_were_kept_is_answered_from_its_reasons():
    body = two()
    del body["basis"]
    answer = said(body)
    assert NO_GROUNDS in answer.text
    assert all(difference.effect != 0 for difference in answer.differences)


def test_the_lower_may_not_be_asked_for_as_the_upper():
    with pytest.raises(ProblemError):
        compare(two(), orgnr(2), LIST_EXAMPLE["suggestions"][0]["orgnr"])


# --- the page ---


def test_the_page_leads_to_why_this_one_stands_above_the_next(client, specialist):
    page = client.post("/forslag", data={"participant_id": "p-1"}, headers=specialist)
    address = page.text.split('href="')
    link = next(a.split('"')[0] for a in address if "/hvorfor?" in a).replace("&amp;", "&")
    answer = client.get(link, headers=specialist)
    assert answer.status_code == 200
    assert "Hvorfor står denne over den?" in answer.text
    assert "<script>" not in answer.text
    other = {"X-Development-User": "Z990002", "X-Development-Roles": "specialist"}
    assert client.get(link, headers=other).status_code == 404
    turned = link.replace("over=", "x=").replace("under=", "over=").replace("x=", "under=")
    assert client.get(turned, headers=specialist | {"Accept": "text/html"}).status_code == 422
