from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.cells import TYPES
from features.follow_up.hand_over import Transfer, counts, moved
from features.follow_up.hand_over_sheet import sheet
from features.follow_up.rows import Rows
from features.follow_up.tables import FRICTIONS
from tests.features.follow_up.world_of_placements import BOOK, START, about, on, placement

TODAY = on(40)
NEW = "Z990002"


def friction(**columns):
    named = {"friction_id": "f-1", "placement_id": "s-1", "reported_by": "worker", "owner_id": "Z990001"}
    named |= {"reported_at": "2026-02-09T09:00:00+00:00", "due_at": "2026-02-10T09:00:00+00:00"} | columns
    return pl.DataFrame(
        [{c.name: named.get(c.name) for c in FRICTIONS.columns}],
        schema={c.name: TYPES[c.kind] for c in FRICTIONS.columns},
    )


def transfer(**changes):
    return Transfer(**{"from_id": "Z990001", "to_id": NEW, "providers": frozenset({"v-1", "v-2"})} | changes)


def after(rows, what):
    """The rows as they are when what was moved has been written."""

    def put(frame, changed, key):
        return pl.concat([frame.join(changed, on=key, how="anti"), changed.select(frame.columns)])

    return Rows(
        people=put(rows.people, what.people, "participant_id"),
        placements=put(rows.placements, what.placements, "placement_id"),
        frictions=put(rows.frictions, what.frictions, "friction_id"),
        **{n: getattr(rows, n) for n in ("follow_ups", "subsidies", "contacts", "workplaces", "needs", "agreements")},
    )


def test_people_running_placements_and_open_frictions_change_hands():
    rows = about(
        placements=[
            placement(),
            placement(placement_id="s-old", ends_on=on(20)),
            placement(placement_id="s-other", owner_id="Z990009"),
        ],
        frictions=friction(),
    )
    what = moved(rows, transfer(), TODAY)
    assert what.people.select("specialist_id", "updated_on").rows() == [(NEW, TODAY)]
    assert what.placements.select("placement_id", "owner_id").rows() == [("s-1", NEW)]
    assert what.frictions["owner_id"].to_list() == [NEW]
    assert what.participant_ids == ["p-1"]


def test_a_closed_friction_stays_with_who_closed_it():
    rows = about(placements=[placement()], frictions=friction(closed_at="2026-02-10T08:00:00+00:00"))
    assert moved(rows, transfer(), TODAY).frictions.is_empty()


@pytest.mark.parametrize(
    ("owner", "provider", "change", "owner_after", "provider_after"),
    [
        ("Z990001", None, {}, NEW, None),
        ("Z990001", "v-2", {}, NEW, "v-2"),
        ("Z990001", None, {"to_id": "v-1"}, None, "v-1"),
        ("Z990001", None, {"to_id": "Vera", "provider_id": "v-1"}, "Vera", "v-1"),
        (None, "v-1", {"from_id": "v-1"}, NEW, None),
        ("Vera", "v-1", {"from_id": "v-1", "to_id": "v-2"}, None, "v-2"),
    ],
    ids=[
        "person",
        "person of a provider's",
        "to a provider",
        "to a provider's supervisor",
        "back from a provider",
        "provider to provider",
    ],
)
def test_who_owns_follow_up_afterwards(owner, provider, change, owner_after, provider_after):
    rows = about(placements=[placement(owner_id=owner, provider_id=provider)])
    what = moved(rows, transfer(**change), TODAY)
    assert what.placements.select("owner_id", "provider_id").rows() == [(owner_after, provider_after)]


@pytest.mark.parametrize("change", [{"to_id": "v-1"}, {"provider_id": "v-1"}, {"caseload": False}, {"from_id": "v-1"}])
def test_a_caseload_goes_to_a_specialist_alone(change):
    rows = about(placements=[placement(), placement(placement_id="s-2", owner_id=None, provider_id="v-1")])
    assert moved(rows, transfer(**change), TODAY).people.is_empty()


def test_only_those_who_are_named_are_handed_over():
    people = ({"stream": "vto"}, {"participant_id": "p-2"})
    rows = about(people, placements=[placement(), placement(placement_id="s-2", participant_id="p-2")])
    assert moved(rows, transfer(), TODAY, only=["p-2"]).participant_ids == ["p-2"]


OWNERS = st.sampled_from(["Z990001", NEW, "v-1", None])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(OWNERS, OWNERS, st.none() | st.integers(0, 80)), min_size=1, max_size=5),
    st.sampled_from([{}, {"to_id": "v-1"}, {"from_id": "v-1"}, {"caseload": False}, {"provider_id": "v-2"}]),
)
def test_nothing_is_lost_and_what_is_not_handed_over_is_not_touched(drawn, change):
    rows = about(
        placements=[
            placement(
                placement_id=f"s-{n}", owner_id=owner, provider_id=provider, ends_on=None if end is None else on(end)
            )
            for n, (owner, provider, end) in enumerate(drawn)
        ],
        contacts=[{"next_step_on": on(45), "contacted_on": on(30)}],
        follow_ups=[{"placement_id": "s-0", "due_on": on(14), "done_on": on(14)}],
        frictions=friction(placement_id="s-0", owner_id=change.get("from_id", "Z990001")),
    )
    over = transfer(**change)
    what = moved(rows, over, TODAY)
    then = after(rows, what)
    assert counts(rows, what, over.from_id, BOOK, TODAY) == counts(then, what, over.to_id, BOOK, TODAY)
    assert counts(then, what, over.from_id, BOOK, TODAY).placements == 0
    assert len(then.placements) == len(rows.placements)
    kept = rows.placements.join(what.placements, on="placement_id", how="anti")
    assert then.placements.join(what.placements, on="placement_id", how="anti").equals(kept)


def test_the_sheet_says_what_is_next_what_is_late_and_what_has_been_promised():
    rows = about(
        workplaces=[{"name": "EKSEMPEL"}],
        placements=[placement()],
        follow_ups=[{"due_on": on(7 * n), "done_on": on(7 * n)} for n in (1, 2, 3)],
        subsidies=[{"scheme": "mentor_subsidy", "starts_on": START, "ends_on": on(60)}],
        contacts=[{"contacted_on": on(30), "next_step": "Kaffe med sjefen", "next_step_on": on(45)}],
        frictions=friction(),
    )
    (one,) = sheet(rows, ["p-1"], rows.contacts, BOOK, TODAY)
    (job,) = one.placements
    assert (job.next_due_on, job.due, job.overdue) == (on(59), 0, 1)
    assert job.text == "EKSEMPEL siden 01.01.2026. Neste oppfølging 01.03.2026."
    assert job.notes == (
        "Snakk med begge om hva som skjer når tilskuddet går ut (EKSEMPEL). Skulle vært gjort 31.01.2026.",
        "Tilskudd til mentor hos EKSEMPEL går ut 02.03.2026, om 20 dager.",
        "Det butter. Svar innen 10.02.2026 kl. 10.00.",
    )
    assert one.next_steps == ("15.02.2026: Avtalt med EKSEMPEL: Kaffe med sjefen",)
