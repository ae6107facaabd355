"""Whatever the facts and effects: few reasons, each of its own group, in order, and true."""

from collections.abc import Callable
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.catalogue import FEATURES, RANKING, Group
from features.defeats import ANSWERS
from features.vocabulary import EndReason
from models.explanations import AGAINST, FOR, GROUPS, REASONS_FOR, Told, explain
from models.explanations.told import ago, count, listed, minutes
from tests.builders import DAY, days_after, known, orgnr, rows, world
from tests.models.explanations.telling import PLAIN, UNKNOWN, explained, told

BORNE_OUT: dict[str, Callable[[Told], bool]] = {
    "Ser etter folk til noe deltakeren ønsker seg": lambda t: t.facts["wish_need"] <= 0.05,
    "Ser etter folk til noe som ligner": lambda t: t.facts["wish_need"] <= 0.4,
    "Her gjøres arbeid deltakeren ønsker seg": lambda t: t.facts["wish_seen"] <= 0.05,
    "Her gjøres arbeid som ligner": lambda t: t.facts["wish_seen"] <= 0.4,
    "Deltakeren har gjort slikt": lambda t: t.facts["experience_seen"] <= 0.05,
    "Deltakeren har gjort lignende": lambda t: t.facts["experience_seen"] <= 0.4,
    "Bransjen har ofte": lambda t: t.facts["wish_industry"] > 0,
    "Deltakeren har erfaring": lambda t: t.facts["experience_industry"] > 0,
    "Har trolig mer": lambda t: t.facts["wish_fit"] > t.typical["wish_fit"],
    "Bransjen har en del": lambda t: t.facts["unwanted_industry"] > 0,
    "Bransjen har sjelden": lambda t: t.facts["wish_industry"] < 0,
    "Arbeidet vi kjenner til": lambda t: t.facts["wish_seen"] > 0.4,
    "Vi vet ikke hvilke oppgaver": lambda t: isnan(t.facts["wish_need"]) and isnan(t.facts["wish_seen"]),
    "Kan legge til rette slik deltakeren ber om: ": lambda t: len(t.offered) > 0,
    "I denne bransjen er det vanlig": lambda t: t.facts["conditions_expected"] > 0.5,
    "Tilretteleggingen deltakeren ber om er vanligere": lambda t: (
        t.facts["conditions_expected"] > t.typical["conditions_expected"]
    ),
    "Har en fast kontaktperson": lambda t: t.facts["fixed_contact"] == 1,
    "Har sagt at dette ikke lar seg gjøre: ": lambda t: len(t.refused) > 0,
    "Vi vet ikke om de kan tilby": lambda t: t.facts["conditions_met"] < 1 and not t.refused,
    "Behovet passer": lambda t: t.facts["hours_gap"] == 0,
    "Behovet er om lag": lambda t: t.facts["hours_gap"] > 0,
    "Lyser oftest ut deltid": lambda t: t.facts["part_time_ads"] > 0.5 and t.facts["ads_year"] > 0,
    "Kort reisevei": lambda t: t.facts["travel_share"] <= 0.5,
    "Kortere reisevei": lambda t: t.facts["travel_minutes"] < t.typical["travel_minutes"],
    "Lenger unna enn ønsket": lambda t: t.facts["travel_share"] > 1,
    "Lang reisevei": lambda t: 0.5 < t.facts["travel_share"] <= 1,
    "Har meldt behov": lambda t: t.facts["needs_current"] > 0,
    "Meldte sist behov": lambda t: t.facts["need_age"] < 1000,
    "Lyste sist ut": lambda t: t.facts["ad_age"] < 1000,
    "Har lyst ut": lambda t: t.facts["ads_year"] > 0,
    "Behovet er ikke kjent": lambda t: t.facts["needs_current"] == 0 and t.facts["ads_current"] == 0,
    "Har en samarbeidsavtale": lambda t: t.facts["agreement"] > 0,
    "Har tatt inn": lambda t: t.facts["unit_starts"] >= 1,
    "Pleier å svare": lambda t: t.facts["unit_contacts"] >= 3,
    "Andre virksomheter": lambda t: t.facts["chain_starts"] > t.facts["unit_starts"],
    "På slike arbeidsplasser blir": lambda t: t.facts["unit_lasting_26w"] > t.typical["unit_lasting_26w"],
    "Slike arbeidsplasser tar": lambda t: t.facts["unit_start_rate"] > t.typical["unit_start_rate"],
    "Slike arbeidsplasser har oftere": lambda t: t.facts["unit_meeting_rate"] > t.typical["unit_meeting_rate"],
    "Jobber her har tatt slutt": lambda t: t.facts["unit_broke"] > max(1, t.facts["unit_lasted"]),
    "En jobb her tok slutt": lambda t: t.facts["unit_broke"] == 1 and t.facts["unit_lasted"] == 0,
    "Ingen erfaring": lambda t: t.facts["unit_contacts"] == 0 and t.facts["unit_starts"] == 0,
    "Jobbspesialisten tok kontakt": lambda t: t.facts["specialist_days"] <= 183,
    "Noen på kontoret": lambda t: t.facts["office_days"] <= 365,
    "Et annet kontor": lambda t: t.facts["office_days"] > 365 and t.facts["days_since_contact"] <= 365,
    "Sa nei eller svarte ikke": lambda t: t.facts["own_days"] <= 183,
    "Vi vet ikke om noen på kontoret": lambda t: t.facts["office_days"] > 365,
    "Tok inn noen for mindre": lambda t: t.facts["days_since_start"] < 28,
    "Har plass til": lambda t: t.facts["room"] >= 2,
    "Vi har ikke spurt dem": lambda t: t.facts["contacts_quarter"] == 0,
    "Har allerede": lambda t: t.facts["room"] <= 0,
    "Har blitt kontaktet": lambda t: t.facts["contacts_quarter"] >= 3,
    "Stor arbeidsplass": lambda t: t.facts["employees"] >= 50,
    "Arbeidsplass med": lambda t: 10 <= t.facts["employees"] < 50,
    "Liten arbeidsplass": lambda t: t.facts["employees"] < 10,
    "Offentlig arbeidsplass": lambda t: t.facts["public_sector"] == 1,
    "Del av en større virksomhet": lambda t: t.facts["chain_units"] >= 5,
    "Kan gjøre det annerledes enn sist: ": lambda t: t.broke is not None and len(t.answered) > 0,
    "Kortere vei enn sist": lambda t: t.broke is EndReason.TRANSPORT and t.facts["defeat_shared"] == 0,
    "Andre slags oppgaver enn sist": lambda t: t.broke is EndReason.TASKS and t.facts["defeat_shared"] == 0,
    "Oppgavene var grunnen sist": lambda t: t.broke is EndReason.TASKS and t.facts["defeat_shared"] >= 0.5,
    "Tempoet var grunnen sist": lambda t: t.broke is EndReason.PACE and t.facts["defeat_shared"] >= 0.5,
    "Miljøet passet ikke sist": lambda t: t.broke is EndReason.SOCIAL and t.facts["defeat_shared"] >= 0.5,
    "Ledelsen var grunnen sist": lambda t: t.broke is EndReason.MANAGEMENT and t.facts["defeat_shared"] >= 0.5,
    "Reiseveien var grunnen sist": lambda t: t.broke is EndReason.TRANSPORT and t.facts["defeat_shared"] >= 0.5,
    "Timene var grunnen sist": lambda t: t.broke is EndReason.HOURS and t.facts["defeat_shared"] >= 0.5,
    "Deltakeren har prøvd her før": lambda t: t.broke is EndReason.OTHER and t.facts["defeat_shared"] >= 0.5,
    "Har hatt permitteringer": lambda t: t.facts["recent_notice"] > 0,
    "Har hatt ": lambda t: t.facts["unit_lasted"] >= 1,
    "Har ": lambda t: t.facts["ads_current"] > 0,
}
"""The beginning of each sentence, and what must then be true; the first that fits is asked."""

VALUES = {
    "wish_need": [UNKNOWN, 0.0, 0.25, 1.0],
    "wish_seen": [UNKNOWN, 0.0, 0.25, 1.0],
    "experience_seen": [UNKNOWN, 0.0, 0.25, 1.0],
    "wish_fit": [UNKNOWN, -1.0, 0.0, 2.0],
    "wish_industry": [UNKNOWN, -2.0, 0.0, 2.0],
    "experience_industry": [UNKNOWN, -2.0, 2.0],
    "unwanted_industry": [UNKNOWN, -2.0, 2.0],
    "conditions_met": [UNKNOWN, 0.0, 0.25, 0.75, 1.0],
    "conditions_expected": [UNKNOWN, 0.0, 0.5, 0.7, 1.0],
    "fixed_contact": [0.0, 0.5, 1.0],
    "hours_gap": [UNKNOWN, 0.0, 1.0, 12.0],
    "part_time_ads": [0.2, 0.5, 0.8],
    "travel_share": [UNKNOWN, 0.1, 0.5, 0.6, 0.8, 1.2],
    "travel_minutes": [1.0, 20.0, 40.0],
    "needs_current": [0.0, 1.0],
    "need_age": [0.0, 1.0, 13.0, 40.0, 300.0, 1000.0],
    "ads_current": [0.0, 1.0, 2.0],
    "ads_year": [0.0, 1.0, 3.0],
    "ad_age": [20.0, 500.0, 1000.0],
    "agreement": [0.0, 1.0],
    "unit_contacts": [0.0, 1.0, 3.0, 9.0],
    "unit_meeting_rate": [0.0, 0.1, 0.5],
    "unit_start_rate": [0.0, 0.1],
    "unit_lasting_26w": [0.0, 0.5],
    "unit_starts": [0.0, 1.0, 7.0],
    "unit_lasted": [0.0, 1.0, 7.0],
    "unit_broke": [0.0, 2.0],
    "chain_starts": [0.0, 3.0],
    "last_result": [0.0, 4.0],
    "specialist_days": [0.0, 180.0, 181.0, 1000.0],
    "office_days": [0.0, 365.0, 366.0, 1000.0],
    "days_since_contact": [0.0, 100.0, 1000.0],
    "own_days": [5.0, 180.0, 400.0, 1000.0],
    "own_result": [0.0, 1.0, 2.0, 4.0],
    "room": [0.0, 1.0, 2.0, 8.0],
    "days_since_start": [5.0, 1000.0],
    "recent_notice": [0.0, 1.0],
    "contacts_quarter": [0.0, 3.0, 4.0],
    "defeat_shared": [0.0, 0.3, 0.5, 1.0],
    "employees": [UNKNOWN, 0.0, 5.0, 20.0, 500.0],
    "public_sector": [UNKNOWN, 0.0, 1.0],
    "chain_units": [0.0, 1.0, 9.0],
}
some_facts = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
some_names = st.fixed_dictionaries(
    {
        "offered": st.sampled_from([(), ("jevnt tempo",), ("jevnt tempo", "korte vakter")]),
        "refused": st.sampled_from([(), ("rolige omgivelser",)]),
        "broke": st.sampled_from([None, *ANSWERS]),
        "answered": st.sampled_from([(), ("korte vakter",)]),
        "beyond_reach": st.booleans(),
    }
)
some_effects = st.lists(st.floats(-3, 3), min_size=len(RANKING), max_size=len(RANKING)).map(np.array)


@settings(max_examples=400, deadline=None)
@given(some_effects, some_facts, some_names)
def test_reasons_are_three_at_most_apart_in_order_and_borne_out(
    effect: np.ndarray, facts: dict[str, float], names: dict[str, object]
) -> None:
    facts["unit_starts"] = max(facts["unit_starts"], facts["unit_lasted"], facts["unit_broke"])
    facts["unit_contacts"] = max(facts["unit_contacts"], facts["unit_starts"])
    one = told(names, **facts)
    made = explain(effect[None, :], [one])[0]
    of_group = {g.code: g.effect for g in made.grounds}
    assert [g.code for g in made.grounds] == [g.value for g in GROUPS]
    assert sum(of_group.values()) == pytest.approx(effect.sum())
    assert len(made.reasons) <= REASONS_FOR == 3
    assert len({r.code for r in made.reasons}) == len(made.reasons)
    order = [r.effect for r in made.reasons]
    assert order == sorted(order, reverse=True)
    assert all(value > 0 for value in order)
    for said in (*made.reasons, *filter(None, [made.caution]), *(g for g in made.grounds if g.text)):
        assert said.effect == of_group[said.code]
        true = next((true for start, true in BORNE_OUT.items() if said.text.startswith(start)), None)
        assert true is not None, f"a sentence that no fact is asked for: {said.text}"
        assert true(one), said.text


def test_every_group_that_ranks_has_its_sentences_and_they_rest_on_its_own_features() -> None:
    assert set(FOR) == set(AGAINST) == set(GROUPS) == {f.group for f in FEATURES if f.ranks}
    assert Group.PERSON not in GROUPS
    own = {group: {f.name for f in FEATURES if f.group is group} for group in GROUPS}
    for sentences in (FOR, AGAINST):
        for group, possible in sentences.items():
            assert all(set(s.rests_on) <= own[group] for s in possible)


def test_where_nothing_is_true_nothing_is_said_for() -> None:
    assert explained(told(), **{g.value: 1.0 for g in GROUPS}).reasons == []


@pytest.mark.parametrize(("facts", "said"), [
    ({"wish_need": 0.0}, "Ser etter folk til noe deltakeren ønsker seg: kokk"),
    ({"wish_need": 0.25, "wish_seen": 0.0}, "Ser etter folk til noe som ligner på ønsket: kokk"),
    ({"wish_seen": 0.0}, "Her gjøres arbeid deltakeren ønsker seg: kelner"),
    ({"wish_seen": 1.0, "wish_industry": 2.0}, "Bransjen har ofte slikt arbeid som deltakeren ønsker seg: renholder"),
    ({"experience_seen": 0.0, "wish_seen": 1.0}, "Deltakeren har gjort slikt arbeid før: sjåfør"),
    ({"experience_industry": 2.0, "wish_seen": 1.0}, "Deltakeren har erfaring som passer bransjen: vekter"),
])  # fmt: skip
def test_the_occupation_that_a_sentence_rests_on_is_named(facts: dict[str, float], said: str) -> None:
    names = {"needed": "kokk", "seen": "kelner", "common": "renholder", "done": "sjåfør", "done_common": "vekter"}
    assert explained(told(names, **facts), tasks=1.0).reasons[0].text == said


def test_a_sentence_is_chosen_by_the_features_that_raise_the_score() -> None:
    """Work seen there is more telling than the industry, but where experience alone raises, experience is said."""
    facts = {"wish_seen": 0.0, "experience_seen": 0.0}
    both = told({"seen": "kokk", "done": "sjåfør"}, **facts)
    assert explained(both, wish_fit=0.1, experience_fit=0.5).reasons[0].text.endswith("kokk")
    assert explained(both, wish_fit=-0.1, experience_fit=0.5).reasons[0].text.endswith("sjåfør")


@pytest.mark.parametrize(("result", "no"), [(0, True), (1, False), (2, True), (4, False)])
def test_not_now_is_not_a_no(result: int, no: bool) -> None:
    asked = told(own_days=10.0, own_result=float(result), office_days=10.0)
    text = ((made := explained(asked, relation=-1.0)).caution and made.caution.text) or ""
    assert text.startswith("Sa nei eller svarte ikke") == no


def test_a_workplace_that_rests_after_a_start_is_not_said_to_be_full() -> None:
    """There is no room for 28 days after a start, though one of six places is taken."""
    made = explained(told(room=0.0, running=1.0, days_since_start=5.0), load=-5.0)
    assert made.caution is not None
    assert made.caution.text.startswith("Tok inn noen for mindre enn fire uker siden")


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
    said = explained(Told(PLAIN | facts, facts), history=5.0).reasons
    assert not any(reason.text.startswith("Pleier å svare") for reason in said)


def test_days_counts_and_lists_are_said_as_a_colleague_would() -> None:
    assert [ago(d) for d in (0, 1, 13, 14, 59, 60, 700)] == [
        "i dag", "i går", "for 13 dager siden", "for to uker siden", "for 8 uker siden", "for to måneder siden",
        "for 23 måneder siden",
    ]  # fmt: skip
    assert [count(n) for n in (1, 5, 6)] == ["én", "fem", "6"]
    assert [listed(("a", "b", "c")[:n]) for n in range(4)] == ["", "a", "a og b", "a, b og c"]
    assert [minutes(n) for n in (0.4, 12.4)] == ["omtrent ett minutt", "omtrent 12 minutter"]
