from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from serving.pages.layout.tokens import FIELD, LASTS_SECONDS, FormTokens, Standing, form_tokens

TOKENS, NOW = FormTokens(b"a key that is long enough to be one"), 1_770_000_000.0


def test_a_token_holds_for_its_user_until_it_is_old():
    token = TOKENS.draw("Z990001", NOW)
    assert TOKENS.standing(token, "Z990001", NOW + LASTS_SECONDS) is Standing.FRESH
    assert TOKENS.standing(token, "Z990001", NOW + LASTS_SECONDS + 1) is Standing.OLD
    assert TOKENS.standing(token, "Z990001", NOW - 1) is Standing.OLD, "it comes from the future"
    assert TOKENS.standing(token, "Z990002", NOW) is Standing.NOT_OURS
    assert FormTokens(b"another key").standing(token, "Z990001", NOW) is Standing.NOT_OURS


def test_every_form_has_a_token_of_its_own():
    assert TOKENS.draw("Z990001", NOW) != TOKENS.draw("Z990001", NOW)


@given(st.text(max_size=80))
def test_what_we_did_not_draw_is_not_ours(text):
    assert TOKENS.standing(text, "Z990001", NOW) is Standing.NOT_OURS


@given(st.integers(0, 61), st.characters(codec="ascii"))
def test_a_token_with_another_character_is_not_ours(position, other):
    token = TOKENS.draw("Z990001", NOW)
    changed = token[:position] + other + token[position + 1 :]
    assert changed == token or TOKENS.standing(changed, "Z990001", NOW) is Standing.NOT_OURS


def test_the_key_of_the_settings_is_the_same_in_every_process():
    drawn = form_tokens(SecretStr("k" * 32)).draw("Z990001", NOW)
    assert form_tokens(SecretStr("k" * 32)).standing(drawn, "Z990001", NOW) is Standing.FRESH
    assert form_tokens(None).standing(drawn, "Z990001", NOW) is Standing.NOT_OURS


@pytest.mark.parametrize("address", ["/forslag", "/valg", "/oppfolging", "/forstod"])
@pytest.mark.parametrize("token", ["", "x" * 62])
def test_a_form_without_our_token_does_nothing(shared, address, token):
    before = shared.database.versions()
    answer = shared.client.post(address, data={"participant_id": "p-1", FIELD: token}, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "Gå tilbake og prøv igjen" in answer.text
    assert shared.database.versions() == before


def test_every_form_that_writes_carries_a_token(client, specialist):
    made = client.post("/forslag", data={"participant_id": "p-1"}, headers=specialist)
    list_id = str(made.url).rsplit("/", 1)[1]
    for address in ("/", "/deltakere", "/deltaker/p-1", f"/forslag/{list_id}", f"/legg-til/{list_id}?q=eksempel"):
        page = client.get(address, headers=specialist).text
        assert page.count('method="post"') == page.count(f'name="{FIELD}"') > 0
