"""Reasons are few, each from its own group, and say only what the facts behind them bear out."""

from collections.abc import Callable
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.catalogue import FEATURES, RANKING, Group
from models.explanations import AGAINST, FOR, GROUPS, REASONS_FOR, Explanation, Wishes, explain, group_contributions
from tests.builders import DAY, days_after, known, orgnr, rows, world

Facts = dict[str, float]
UNKNOWN = float("nan")
PLAIN: Facts = dict.fromkeys((f.name for f in FEATURES), 0.0) | {
    "wish_need": UNKNOWN,
    "wish_seen": UNKNOWN,
    "experience_seen": UNKNOWN,
    "hours_gap": UNKNOWN,
    "conditions_met": UNKNOWN,
    "conditions_refused": UNKNOWN,
    "conditions_expected": UNKNOWN,
    "travel_share": 0.6,
    "travel_minutes": 30.0,
    "specialist_days": 1000.0,
    "office_days": 1000.0,
    "own_days": 1000.0,
    "own_result": 1.0,
    "days_since_start": 1000.0,
    "room": 1.0,
    "employees": 20.0,
}
"""A workplace about which there is nothing to say for."""

BORNE_OUT: dict[str, Callable[[Facts], bool]] = {
    "Har et kjent behov for arbeid som deltakeren": lambda f: f["wish_need"] <= 0.05,
    "Har et kjent behov for arbeid som ligner": lambda f: f["wish_need"] <= 0.4,
    "Her gjøres arbeid som ligner": lambda f: f["wish_seen"] <= 0.4,
    "Bransjen har ofte": lambda f: f["wish_industry"] > 0,
    "Deltakeren har erfaring": lambda f: f["experience_seen"] <= 0.4 or f["experience_industry"] > 0,
    "Bransjen har en del": lambda f: f["unwanted_industry"] > 0,
    "Bransjen har sjelden": lambda f: f["wish_industry"] < 0,
    "Vi vet ikke hvilke oppgaver": lambda f: isnan(f["wish_need"]) and isnan(f["wish_seen"]),
    "Tilbyr det meste": lambda f: f["conditions_met"] >= 0.5,
    "Tilbyr noe": lambda f: f["conditions_met"] > 0,
    "I denne bransjen er det vanlig": lambda f: f["conditions_expected"] > 0.5,
    "Har sagt at noe": lambda f: f["conditions_refused"] > 0,
    "Vi vet ikke om de kan tilby": lambda f: f["conditions_met"] == 0 and not f["conditions_refused"] > 0,
    "Behovet passer": lambda f: f["hours_gap"] == 0,
    "Behovet er om lag": lambda f: f["hours_gap"] > 0,
    "Kort reisevei": lambda f: f["travel_share"] <= 0.5,
    "Lenger unna enn ønsket": lambda f: f["travel_share"] > 1,
    "Lang reisevei": lambda f: 0.5 < f["travel_share"] <= 1,
    "Har meldt et behov": lambda f: f["needs_current"] > 0,
    "Har en utlyst stilling": lambda f: f["ads_current"] > 0,
    "Har søkt etter folk": lambda f: f["ads_year"] > 0,
    "Behovet er ikke kjent": lambda f: f["needs_current"] == 0 and f["ads_current"] == 0,
    "Har en samarbeidsavtale": lambda f: f["agreement"] > 0,
    "Har hatt ": lambda f: f["unit_lasted"] >= 1 or f["recent_notice"] > 0,
    "Har tatt inn noen": lambda f: f["unit_starts"] >= 1,
    "Pleier å svare": lambda f: f["unit_contacts"] >= 3,
    "Andre virksomheter": lambda f: f["chain_starts"] > f["unit_starts"],
    "Jobber her har tatt slutt": lambda f: f["unit_broke"] > max(1, f["unit_lasted"]),
    "En jobb her tok slutt": lambda f: f["unit_broke"] == 1 and f["unit_lasted"] == 0,
    "Ingen erfaring": lambda f: f["unit_contacts"] == 0 and f["unit_starts"] == 0,
    "Du har hatt kontakt": lambda f: f["specialist_days"] <= 183,
    "Noen på kontoret": lambda f: f["office_days"] <= 365,
    "Sa nei eller svarte ikke": lambda f: f["own_days"] <= 183,
    "Vi vet ikke om noen på kontoret": lambda f: f["office_days"] > 365,
    "Tok inn noen for mindre": lambda f: f["days_since_start"] < 28,
    "Har god plass": lambda f: f["room"] >= 2,
    "Har allerede": lambda f: f["room"] <= 0,
    "Har blitt kontaktet": lambda f: f["contacts_quarter"] >= 3,
    "Stor arbeidsplass": lambda f: f["employees"] >= 50,
    "Liten arbeidsplass": lambda f: f["employees"] < 10,
}
"""The beginning of each sentence, and what must then be true."""


def effects(**given: float) -> np.ndarray:
    """Contributions by group, 0 where none is given."""
    return np.array([given.get(group.value, 0.0) for group in GROUPS])


def said(wishes: Wishes | None = None, **facts: float) -> Explanation:
    return explain(effects(), PLAIN | facts, wishes)


def sentences(explanation: Explanation) -> list[str]:
    return [r.text for r in (*explanation.reasons, *filter(None, [explanation.caution]))]


VALUES = {
    "wish_need": [UNKNOWN, 0.0, 0.25, 1.0],
    "wish_seen": [UNKNOWN, 0.0, 0.25, 1.0],
    "experience_seen": [UNKNOWN, 0.0, 1.0],
    "wish_industry": [UNKNOWN, -2.0, 0.0, 2.0],
    "experience_industry": [UNKNOWN, -2.0, 2.0],
    "unwanted_industry": [UNKNOWN, -2.0, 2.0],
    "conditions_met": [UNKNOWN, 0.0, 0.25, 0.75, 1.0],
    "conditions_refused": [UNKNOWN, 0.0, 0.5],
    "conditions_expected": [UNKNOWN, 0.0, 0.5, 0.7, 1.0],
    "hours_gap": [UNKNOWN, 0.0, 1.0, 12.0],
    "travel_share": [UNKNOWN, 0.1, 0.5, 0.6, 0.8, 1.2],
    "needs_current": [0.0, 1.0],
    "ads_current": [0.0, 2.0],
    "ads_year": [0.0, 3.0],
    "agreement": [0.0, 1.0],
    "unit_contacts": [0.0, 1.0, 3.0, 9.0],
    "unit_meeting_rate": [0.1, 0.5],
    "unit_starts": [0.0, 1.0, 7.0],
    "unit_lasted": [0.0, 1.0, 7.0],
    "unit_broke": [0.0, 2.0],
    "chain_starts": [0.0, 3.0],
    "specialist_days": [0.0, 180.0, 181.0, 1000.0],
    "office_days": [0.0, 365.0, 366.0, 1000.0],
    "own_days": [5.0, 180.0, 400.0, 1000.0],
    "own_result": [0.0, 1.0, 2.0, 4.0],
    "room": [0.0, 1.0, 2.0, 8.0],
    "recent_notice": [0.0, 1.0],
    "contacts_quarter": [0.0, 3.0, 4.0],
    "employees": [UNKNOWN, 0.0, 5.0, 20.0, 500.0],
}
some_facts = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
some_effects = st.lists(st.floats(-3, 3), min_size=len(GROUPS), max_size=len(GROUPS)).map(np.array)


@settings(max_examples=300, deadline=None)
@given(some_effects, some_facts)
def test_reasons_are_three_at_most_apart_in_order_and_borne_out(effect: np.ndarray, facts: Facts) -> None:
    facts["unit_starts"] = max(facts["unit_starts"], facts["unit_lasted"], facts["unit_broke"])
    facts["unit_contacts"] = max(facts["unit_contacts"], facts["unit_starts"])
    facts["chain_starts"] = max(facts["chain_starts"], facts["unit_starts"])
    whole = PLAIN | facts
    made = explain(effect, whole)
    assert len(made.reasons) <= REASONS_FOR == 3
    assert len({r.code for r in made.reasons}) == len(made.reasons)
    order = [r.effect for r in made.reasons]
    assert order == sorted(order, reverse=True)
    for reason in (*made.reasons, *filter(None, [made.caution])):
        assert reason.effect == effect[[g.value for g in GROUPS].index(reason.code)]
        matching = [true for start, true in BORNE_OUT.items() if reason.text.startswith(start)]
        assert matching, f"a sentence that no fact is asked for: {reason.text}"
        assert any(true(whole) for true in matching), reason.text
    if made.caution is not None:
        assert made.caution.code not in {r.code for r in made.reasons}


def test_every_group_that_ranks_has_its_sentences() -> None:
    assert set(FOR) == set(AGAINST) == set(GROUPS) == {f.group for f in FEATURES if f.ranks}
    assert Group.PERSON not in GROUPS


def test_what_features_add_is_summed_by_their_group() -> None:
    ones = np.ones((2, len(RANKING)))
    expected = [sum(f.ranks and f.group is group for f in FEATURES) for group in GROUPS]
    np.testing.assert_array_equal(group_contributions(ones), [expected, expected])
    assert sum(expected) == len(RANKING)


def test_the_largest_effects_come_first_and_the_strongest_against_is_the_caution() -> None:
    facts = PLAIN | {"agreement": 1.0, "room": 3.0, "travel_share": 0.2, "employees": 5.0, "unit_contacts": 1.0}
    made = explain(effects(agreement=3, load=2, travel=1, size=0.5, relation=-1, need=-2), facts)
    assert [r.code for r in made.reasons] == ["agreement", "load", "travel"]
    assert made.caution is not None
    assert (made.caution.code, made.caution.text) == ("need", "Behovet er ikke kjent ennå")


def test_a_group_without_a_true_sentence_is_passed_over_however_large_its_effect() -> None:
    made = explain(effects(history=9, agreement=1), PLAIN | {"agreement": 1.0, "unit_contacts": 1.0})
    assert [r.code for r in made.reasons] == ["agreement"]


def test_where_nothing_is_true_nothing_is_said_for() -> None:
    assert said().reasons == []


@pytest.mark.parametrize(("facts", "named"), [
    ({"wish_need": 0.0}, "kokk"),
    ({"wish_seen": 0.25}, "kokk"),
    ({"wish_seen": 1.0, "wish_industry": 2.0}, "renholder"),
    ({"experience_seen": 0.0, "wish_seen": 1.0}, None),
    ({"experience_industry": 2.0, "wish_seen": 1.0}, None),
])  # fmt: skip
def test_the_wish_that_a_sentence_rests_on_is_named_and_never_as_something_done_before(
    facts: Facts, named: str | None
) -> None:
    """A cook's wish is near the work seen; the industry is one of cleaners; the experience is neither."""
    text = said(Wishes(seen="kokk", industry="renholder"), **facts).reasons[0].text
    assert text.endswith(f" ({named})") if named else "(" not in text


def test_half_of_what_was_asked_for_is_not_most_of_it() -> None:
    assert sentences(said(conditions_met=0.5))[0].startswith("Tilbyr noe")
    assert sentences(said(conditions_met=0.75))[0].startswith("Tilbyr det meste")


def test_who_has_taken_people_without_a_contact_is_not_without_experience() -> None:
    """Three better reasons take the places, and the caution must not deny the jobs that have been."""
    facts = PLAIN | {"unit_starts": 2.0, "unit_lasted": 2.0, "agreement": 1.0, "room": 3.0, "travel_share": 0.1}
    made = explain(effects(agreement=3, load=2, travel=1, history=-5), facts)
    assert made.caution is None or not made.caution.text.startswith("Ingen erfaring")


@pytest.mark.parametrize(("result", "no"), [(0, True), (1, False), (2, True), (4, False)])
def test_not_now_is_not_a_no(result: int, no: bool) -> None:
    """With nothing else to be said against, the caution is about the last time this workplace was asked."""
    known_well = {"agreement": 1.0, "room": 3.0, "travel_share": 0.1, "needs_current": 1.0, "unit_contacts": 1.0}
    asked = {"own_days": 10.0, "own_result": float(result), "wish_seen": 1.0}
    made = explain(effects(agreement=3, load=2, travel=1), PLAIN | known_well | asked)
    assert made.caution is not None
    assert made.caution.text.startswith("Sa nei eller svarte ikke") == no


def test_a_workplace_that_rests_after_a_start_is_not_said_to_be_full() -> None:
    """There is no room for 28 days after a start, though one of six places is taken."""
    resting = PLAIN | {"room": 0.0, "running": 1.0, "days_since_start": 5.0, "unit_contacts": 1.0, "needs_current": 1.0}
    made = explain(effects(load=-5), resting)
    assert not any("så mange som de har kapasitet til" in text for text in sentences(made))


def test_a_workplace_that_has_never_answered_is_not_said_to_answer() -> None:
    """Three calls, no answer; its chain is talkative, and the shrunk rate with it."""
    chain = [{"orgnr": orgnr(n), "parent_orgnr": "810000000"} for n in range(2)]
    silent = [{"orgnr": orgnr(0), "result": "no_answer"}] * 3
    talkative = [{"orgnr": orgnr(1), "result": "meeting"}] * 60
    made = [
        {"contact_id": f"c-{i}", "contacted_on": days_after(DAY, -i - 1), "participant_id": None} | row
        for i, row in enumerate(silent + talkative)
    ]
    facts = known(world(workplaces=rows("workplaces", *chain), contacts=rows("contacts", *made)), workplace=orgnr(0))
    assert (facts["unit_contacts"], facts["unit_meeting_rate"] > 0.35) == (3, True)
    assert not any(text.startswith("Pleier å svare") for text in sentences(explain(effects(history=5), PLAIN | facts)))
