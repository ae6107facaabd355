from __future__ import annotations

import pytest

from serving.friction_links import Links, Presses
from serving.problems import ProblemError
from tests.serving.followed_people import NOW, at, headers, later, placement


@pytest.fixture
def placed(service):
    service.store("placements", placement())
    with at(service):
        yield service


def link(service, side="worker"):
    answer = service.client.post("/v1/placements/s-1/friction-links", json={"side": side}, headers=headers())
    assert answer.status_code == 201, answer.text
    return answer.json()["path"]


def tasks(service):
    return service.database.read("frictions").select("reported_by", "closed_at").rows()


def seen(answer):
    """All that somebody with a link can see, but for the call's id, which is new each time."""
    return answer.status_code, sorted((k, v) for k, v in answer.headers.items() if k != "nav-call-id"), answer.content


@pytest.mark.parametrize("side", ["worker", "employer"])
def test_pressing_makes_a_task_for_that_side_without_an_account(placed, side):
    path = link(placed, side)
    assert placed.client.get(path).status_code == 200
    assert tasks(placed) == [], "opening the page presses nothing"
    placed.client.post(path)
    assert tasks(placed) == [(side, None)]


def test_the_answer_is_the_same_for_a_link_that_holds_is_used_has_expired_or_never_was(placed):
    path, gone = link(placed), link(placed)
    id_, signature = path.removeprefix("/butter/").split(".")
    paths = [path, path, f"/butter/{id_}.{'A' * len(signature)}", "/butter/x", f"/butter/{'a' * 200}"]
    answers = [placed.client.post(one) for one in paths]
    pages = [placed.client.get(one) for one in paths]
    with at(placed, later(days=181)):
        answers.append(placed.client.post(gone))
        pages.append(placed.client.get(gone))
    assert len({str(seen(answer)) for answer in answers}) == 1
    assert len({str(seen(page)) for page in pages}) == 1
    assert tasks(placed) == [("worker", None)]


def test_the_page_says_nothing_about_anybody(placed):
    shown = placed.client.get(link(placed)).text + placed.client.post(link(placed)).text
    for word in ("p-1", "s-1", "EKSEMPEL", "Z990001", "Nav", "VTO", "IPS", "tilskudd", "tiltak"):
        assert word not in shown


def test_it_works_again_when_the_task_has_been_closed(placed):
    path = link(placed)
    placed.client.post(path)
    (key,) = placed.database.read("frictions")["friction_id"]
    placed.client.post(path)
    assert len(tasks(placed)) == 1
    placed.client.post(f"/v1/frictions/{key}/close", json={"reason": "ok"}, headers=headers())
    placed.client.post(path)
    assert len(tasks(placed)) == 2


def test_a_link_ends_with_the_placement_and_with_the_person(placed):
    path = link(placed)
    placed.store("placements", placement(ends_on="2026-01-31"))
    placed.client.post(path)
    assert tasks(placed) == []
    placed.store("placements", placement())
    placed.database.rights.erase("p-1", NOW, "request")
    assert placed.client.post(path).status_code == 200
    assert tasks(placed) == []


def test_what_is_in_the_database_makes_no_link(placed):
    path = link(placed)
    kept = placed.database.read("friction_links")
    signature = path.split(".")[1]
    assert signature not in str(kept.to_dicts())
    forged = Links(b"another key, of at least 32 bytes").token(kept["link_id"][0])
    placed.client.post(f"/butter/{forged}")
    assert tasks(placed) == []


def test_links_are_for_those_who_see_the_person(placed):
    other = headers("Z990003", office="0301")
    refused = placed.client.post("/v1/placements/s-1/friction-links", json={"side": "worker"}, headers=other)
    assert refused.status_code == 404


def test_without_a_key_there_are_no_links_outside_development(served, tmp_path, matcher):
    with served(tmp_path, matcher, link_key="k" * 32) as made:
        made.store("placements", placement())
        kept = link(made)
        made.app.state.held.links = None
        refused = made.client.post("/v1/placements/s-1/friction-links", json={"side": "worker"}, headers=headers())
        assert refused.status_code == 503
        assert made.client.post(kept).status_code == 200
        assert tasks(made) == []


def pressed(presses, link, address, moment=0.0):
    """Whether the press was let through."""
    try:
        presses.take(link, address, moment)
    except ProblemError as refused:
        return refused.status != 429
    return True


def test_a_link_is_pressed_so_often_and_has_a_stock_of_its_own():
    presses = Presses()
    assert [pressed(presses, "a", "1.1.1.1") for _ in range(6)] == [True] * 5 + [False]
    assert pressed(presses, "b", "1.1.1.1"), "another link from the same workplace"
    assert pressed(presses, "a", "1.1.1.1", 60.0), "a minute later there is one more"


def test_whoever_tries_many_links_is_stopped_by_their_address():
    presses = Presses()
    assert sum(pressed(presses, f"guess-{n}", "1.1.1.1") for n in range(100)) == 60
    assert pressed(presses, "a", "2.2.2.2"), "others are not stopped by it"


def test_too_many_presses_are_refused_in_plain_words_and_alike_for_a_link_that_never_was(placed):
    path = link(placed)
    refused = []
    for one in (path, "/butter/x"):
        answers = [placed.client.post(one) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        refused.append(answers[-1])
    assert "Vent et minutt, og prøv igjen." in refused[0].text
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
    assert refused[0].content == refused[1].content
    assert refused[0].headers["referrer-policy"] == "no-referrer"
    assert len(tasks(placed)) == 1
