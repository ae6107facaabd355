"""The pairs a matcher is judged on: whose they are, what they are worth, and what is not known of them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from features.pipeline import Pipeline
from features.world import World
from tests.builders import orgnr, rows, tables
from tests.training.conftest import County
from training.evaluation import Basis
from training.judgement import Trial, trial_by_contacts, trial_by_truth
from training.promises import EMPLOYED_26, EMPLOYED_52, STARTS, STAYS_26, STAYS_52
from training.split import Split

UNTIL = date(2025, 12, 31)
SPLIT = Split.ending(UNTIL)
TESTED = next(f"p-{i}" for i in range(100) if SPLIT.is_test(pl.Series([f"p-{i}"]))[0])
LEARNT_FROM = next(f"p-{i}" for i in range(100) if not SPLIT.is_test(pl.Series([f"p-{i}"]))[0])
FIRST = SPLIT.cut
LAST = UNTIL - SPLIT.window


def contacted(*made: tuple[str, int, date]) -> dict[str, pl.DataFrame]:
    """Contacts of (participant, workplace, day), and one placement long ago of somebody else, elsewhere."""
    people, units = {LEARNT_FROM, *(who for who, _, _ in made)}, {9, *(unit for _, unit, _ in made)}
    ended = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 6, 1), "observed_until": date(2020, 6, 1)}
    return tables(
        participants=rows("participants", *({"participant_id": who} for who in sorted(people))),
        workplaces=rows("workplaces", *({"orgnr": orgnr(unit)} for unit in sorted(units))),
        contacts=rows(
            "contacts",
            *(
                {"contact_id": f"c-{i}", "participant_id": who, "orgnr": orgnr(unit), "contacted_on": day}
                for i, (who, unit, day) in enumerate(made)
            ),
        ),
        placements=rows("placements", {"participant_id": LEARNT_FROM, "orgnr": orgnr(9), **ended}),
    )


def judged(frames: dict[str, pl.DataFrame]) -> Trial:
    return trial_by_contacts(Pipeline(World.from_tables(frames)), SPLIT)


def with_placement(starts: date, ends: date | None, observed: date, reason: str | None = None) -> Trial:
    """One test contact on the cut, and one placement at its workplace."""
    job = {"participant_id": TESTED, "orgnr": orgnr(0), "starts_on": starts, "observed_until": observed}
    placed = rows("placements", job | {"ends_on": ends, "end_reason": reason})
    return judged(contacted((TESTED, 0, FIRST)) | {"placements": placed})


def outcomes(trial: Trial) -> dict[str, float]:
    return {name: float(came.outcome[0]) for name, came in trial.came.items()}


def test_only_test_participants_contacts_between_the_cut_and_the_window_are_judged() -> None:
    day = timedelta(days=1)
    trial = judged(
        contacted(
            (TESTED, 0, FIRST - day),
            (TESTED, 1, FIRST),
            (TESTED, 2, LAST),
            (TESTED, 3, LAST + day),
            (LEARNT_FROM, 4, FIRST),
        )
    )
    assert trial.pairs.basis is Basis.CONTACTS
    assert trial.batch.unit.tolist() == [1, 2]
    assert trial.pairs.group.tolist() == [0, 0]


def test_without_contacts_to_judge_there_are_no_pairs() -> None:
    assert len(judged(contacted((LEARNT_FROM, 0, FIRST))).batch) == 0


def test_a_contact_that_led_nowhere_is_a_no() -> None:
    found = outcomes(judged(contacted((TESTED, 0, FIRST))))
    assert (found[STARTS], found[EMPLOYED_26]) == (0.0, 0.0)
    assert np.isnan(found[STAYS_26])


def test_a_start_that_lasted_half_a_year_counts_as_that() -> None:
    starts = FIRST + timedelta(days=10)
    found = outcomes(with_placement(starts, starts + timedelta(days=200), UNTIL, "tasks"))
    assert (found[STARTS], found[STAYS_26], found[EMPLOYED_26]) == (1.0, 1.0, 1.0)


def test_leaving_for_a_better_job_ends_the_stay() -> None:
    starts = FIRST + timedelta(days=10)
    found = outcomes(with_placement(starts, starts + timedelta(days=100), UNTIL, "better_job"))
    assert (found[STARTS], found[STAYS_26]) == (1.0, 0.0)


def test_a_job_lost_from_sight_is_neither_lasting_nor_broken() -> None:
    starts = FIRST + timedelta(days=10)
    assert len(with_placement(starts, None, starts + timedelta(days=50)).batch) == 0


def test_a_year_is_not_judged_before_a_late_start_could_have_had_it() -> None:
    """A contact on the cut has 78 weeks: 26 to start and 52 to stay. One a day later has a day too few."""
    starts = FIRST + timedelta(days=10)
    found = outcomes(with_placement(starts, None, UNTIL))
    assert found[STAYS_26] == 1.0
    assert found[EMPLOYED_52] == 1.0
    younger = judged(contacted((TESTED, 0, FIRST + timedelta(days=1))))
    assert np.isnan(outcomes(younger)[EMPLOYED_52])


@pytest.mark.parametrize(
    ("starts", "ends", "never_used"),
    [
        (FIRST - timedelta(days=700), FIRST - timedelta(days=400), True),
        (FIRST - timedelta(days=700), FIRST - timedelta(days=300), False),
        (FIRST - timedelta(days=700), None, False),
        (FIRST + timedelta(days=5), None, True),
    ],
)
def test_a_workplace_is_unused_without_a_placement_in_the_year_before(
    starts: date, ends: date | None, never_used: bool
) -> None:
    trial = with_placement(starts, ends, UNTIL, "tasks" if ends else None)
    assert trial.pairs.never_used.tolist() == [never_used]


def test_true_pairs_are_the_test_participants_with_their_own_chances(county: County) -> None:
    world = World.from_tables(county.tables)
    split = Split(cut=county.as_of, until=county.as_of)
    trial = trial_by_truth(Pipeline(world), county.truth, split, seed=1)
    people = world.participants.names.gather(world.profiles.participant[trial.batch.version])
    assert split.is_test(people).all()
    pairs = pl.DataFrame({"participant_id": people, "orgnr": world.units.names.gather(trial.batch.unit)})
    known = pairs.join(county.truth, on=["participant_id", "orgnr"], how="left", maintain_order="left")
    assert known[EMPLOYED_52].to_list() == pytest.approx(trial.pairs.values[EMPLOYED_52].tolist())
    assert trial.pairs.group[0] == 0
    assert set(np.diff(trial.pairs.group)) <= {0, 1}
    started = trial.came[STARTS].outcome
    assert trial.came[STAYS_52].outcome * started == pytest.approx(trial.pairs.values[EMPLOYED_52], abs=1e-12)
