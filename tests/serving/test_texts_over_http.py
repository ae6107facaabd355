from __future__ import annotations

import json
import re
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.features.test_identity_numbers import BORN

WISH = "Jeg vil rydde varer på plass i butikken. Jeg kan ikke løfte tungt."


def understand(client, *texts, **headers):
    return client.post("/v1/texts/understand", json={"texts": list(texts)}, headers=headers)


def test_a_wish_gives_occupations_and_conditions_with_the_words_that_gave_them(client):
    answer = understand(client, WISH)
    assert answer.status_code == 200
    (said,) = answer.json()
    assert set(said) == {"codes", "conditions", "ask"}
    assert {"5223", "9334"} & {found["code"] for found in said["codes"]}
    for found in said["codes"]:
        assert set(found) == {"code", "name", "score", "because"}
        assert 0 < found["score"] <= 1
        assert all(word in WISH for word in found["because"])
    assert ("no_heavy_lifting", True) in {(c["condition"], c["wanted"]) for c in said["conditions"]}
    assert said["ask"] is None


def test_there_is_one_answer_for_each_text_in_order(client):
    alone = [understand(client, text).json()[0] for text in (WISH, "", "Vaske gulv og trapper")]
    assert understand(client, WISH, "", "Vaske gulv og trapper").json() == alone
    assert understand(client).json() == []


@pytest.mark.parametrize(
    "text", ["", "a", "🙂🙂", "<b></b>", "qwrt zxcv plm", "I would like to work with people and the sea"]
)
def test_what_is_not_understood_is_an_empty_answer(client, text):
    assert understand(client, text).json() == [{"codes": [], "conditions": [], "ask": None}]


def test_a_health_word_asks_for_a_work_condition_instead(client):
    (said,) = understand(client, "Jeg har prolaps i ryggen og vil vaske gulv").json()
    assert "helse" in said["ask"]
    assert "9112" in {found["code"] for found in said["codes"]}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"texts": [WISH, f"Jeg er {BORN[:6]} {BORN[6:]}"]}, "texts.1"),
        ({"texts": ["x" * 4001]}, "texts.0"),
        ({"texts": ["a\x00b"]}, "texts.0"),
        ({"texts": ["\u202eabc"]}, "texts.0"),
        ({"texts": [""] * 101}, "texts"),
        ({"texts": "tekst"}, "texts"),
        ({"texts": [None]}, "texts.0"),
        ({"tekster": []}, "tekster"),
        ({}, "texts"),
        ([], "body"),
    ],
)
def test_what_may_not_be_sent_is_refused_and_not_repeated(client, body, where):
    answer = client.post("/v1/texts/understand", json=body)
    assert answer.status_code == 422
    assert where in {fault["where"] for fault in answer.json()["errors"]}
    assert BORN[6:] not in answer.text
    assert "x" * 50 not in answer.text


def test_as_many_and_as_long_texts_as_allowed_are_answered(client):
    longest = ("vaske gulv og rydde varer. " * 200)[:4000]
    answer = understand(client, longest, *["vaske gulv"] * 99)
    assert answer.status_code == 200
    assert len(answer.json()) == 100
    assert all(said["codes"] for said in answer.json())


def test_an_auditor_and_an_operator_have_no_use_for_it(client):
    for role in ("auditor", "operator"):
        assert understand(client, WISH, **{"X-Development-Roles": role}).status_code == 403


def test_a_model_that_cannot_be_opened_is_a_part_that_is_down(client, monkeypatch):
    monkeypatch.setenv("RETTPLASS_TEXT_MODEL", "no-such-folder")
    answer = understand(client, WISH)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert client.get("/internal/isalive").status_code == 200
    monkeypatch.delenv("RETTPLASS_TEXT_MODEL")
    assert understand(client, WISH).status_code == 200


def test_nothing_of_the_text_stands_in_the_log(client, capsys):
    understand(client, "Jeg vil passe alpakkaer på Frøya")
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert any(json.loads(line).get("route") == "/v1/texts/understand" for line in lines)
    assert not any("alpakka" in line or "Frøya" in line for line in lines)


def test_many_at_once_get_the_same_answers_as_one(client):
    texts = [WISH, "Kjøre varer med bil", "Lage mat på et kjøkken", "Passe barn"]
    alone = {text: understand(client, text).json() for text in texts}
    got: list[bool] = []

    def ask(text):
        got.extend(understand(client, text).json() == alone[text] for _ in range(5))

    threads = [Thread(target=ask, args=(text,)) for text in texts * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [True] * 40


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(max_size=300)
        | st.text(alphabet="abcæøå .,!?-()«»<>/&;0123456789\n\t", max_size=300)
        | st.sampled_from(["ikke " * 300, "og" * 1500, "((((" * 500, "<a" * 900, "​" * 50, "i̇" * 90, "Å" * 3000]),
        max_size=4,
    )
)
def test_any_text_gets_an_answer_or_a_clear_refusal(client, texts):
    answer = understand(client, *texts)
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert [set(said) for said in answer.json()] == [{"codes", "conditions", "ask"}] * len(texts)
    else:
        assert all(re.fullmatch(r"texts(\.\d+)?", fault["where"]) for fault in answer.json()["errors"])
