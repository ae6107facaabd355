from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from features.subsidies.answer import Status
from features.subsidies.body import question_from
from features.subsidies.book import load_book
from features.subsidies.checks import GROUP_LABELS
from features.subsidies.discreet import discreet_quote
from features.subsidies.quote import as_json, quote
from features.vocabulary import Scheme
from tests.features.subsidies.asking import question
from tests.features.subsidies.drawn_questions import Json, questions

TODAY = date(2026, 9, 1)


def written(**changes: Any) -> str:
    return json.dumps(as_json(discreet_quote(load_book(), question(**changes), TODAY)), ensure_ascii=False)


def test_a_refusal_does_not_say_the_group() -> None:
    good = written(participant_rules__support_need_group="GODE_MULIGHETER")
    assert "gode muligheter" not in good
    assert "Vilkårene for hvem Midlertidig lønnstilskudd gjelder, er ikke oppfylt." in good


def test_neither_a_refusal_nor_an_end_tells_a_birthday() -> None:
    """72 on 14 May 2028: the last whole month before is April."""
    changes = {"participant_rules__birth_date": "1956-05-14", "chosen_percent__permanent_wage_subsidy": 60}
    asked = question(**changes)
    told, kept = quote(load_book(), asked, TODAY), discreet_quote(load_book(), asked, TODAY)
    assert told.of(Scheme.TEMPORARY_WAGE_SUBSIDY).periods[-1].last == date(2028, 5, 13)
    assert kept.of(Scheme.TEMPORARY_WAGE_SUBSIDY).periods[-1].last == date(2028, 4, 30)
    assert not re.search(r"-05-1[34]|1[34]\.05\.|1956", written(**changes))


def test_the_benefit_and_the_months_used_are_not_told_apart_from_other_reasons() -> None:
    benefit = {"participant_rules__disability_benefit": False, "participant_rules__expects_disability_benefit": False}
    used = {"participant_rules__months_used": {"temporary_wage_subsidy": 24}}
    book = load_book()
    for scheme, changes in ((Scheme.ADAPTED_WORK_ORDINARY, benefit), (Scheme.TEMPORARY_WAGE_SUBSIDY, used)):
        one = discreet_quote(book, question(**changes), TODAY).of(scheme)
        group = {"participant_rules__support_need_group": "GODE_MULIGHETER"}
        assert one.reason == discreet_quote(book, question(**group), TODAY).of(scheme).reason
    partly = written(participant_rules__months_used={"temporary_wage_subsidy": 7})
    assert "7 er brukt" not in partly


@given(questions())
@settings(max_examples=150, deadline=None)
def test_statuses_and_kroner_stay_and_no_group_is_named(body: Json) -> None:
    asked, book = question_from(body), load_book()
    told, kept = quote(book, asked, TODAY), discreet_quote(book, asked, TODAY)
    assert [one.status for one in kept.schemes] == [one.status for one in told.schemes]
    for one, other in zip(kept.schemes, told.schemes, strict=True):
        assert one.periods == other.periods[: len(one.periods)]
        assert not any(f"«{label}»" in f"{one.reason} {one.question}" for label in GROUP_LABELS.values())


@given(questions(), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_what_is_possible_and_comes_out_alike_reads_alike_whatever_the_birthday(body: Json, days: int) -> None:
    asked, book = question_from(body), load_book()
    person = asked.participant_rules
    older = replace(person, birth_date=person.birth_date - timedelta(days))
    one, other = (discreet_quote(book, replace(asked, participant_rules=who), TODAY) for who in (person, older))
    if [answer.status for answer in one.schemes] != [answer.status for answer in other.schemes]:
        return
    for mine, theirs in zip(one.schemes, other.schemes, strict=True):
        if mine.status is not Status.DOES_NOT_FIT and mine.periods == theirs.periods:
            assert mine.reason == theirs.reason
