"""Over thousands of suggestions in a simulated county: take away what the first reason is about, and the score falls.

What it is about is its group of features; taken away means that the workplace is, in that group, as the median
candidate is (where the feature is known).
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pytest

from features.catalogue import FEATURES
from features.database import Database
from features.loading import load
from features.pipeline import Batch, Pipeline
from features.searching import searching
from features.simulator import UNTIL, simulate
from features.world import World
from features.world.facts import day_number
from models.baselines import Baseline, history
from models.explanations import Explanation, effects, explain, tell
from models.ranker import Ranker
from models.shortlist import Shortlists, shortlists
from training.train import fit

SHOWN = 25
COLUMNS = {f.group.value: [k for k, g in enumerate(FEATURES) if g.group is f.group] for f in FEATURES}


class Told(NamedTuple):
    """One person's list with its explanations, and the median of its candidates."""

    lists: Shortlists
    why: list[Explanation]
    median: np.ndarray
    ranker: Ranker


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """Lists of 25 for everybody searching, every tenth in history order as where the profile is thin."""
    folder = tmp_path_factory.mktemp("reasons")
    simulate(folder / "county", seed=8, participants=260, workplaces=500)
    database = Database(f"sqlite:///{folder}/rettplass.db")
    database.migrate()
    load(database, folder / "county", UNTIL)
    tables = database.read_tables(people="simulated")
    pipeline, day = Pipeline(World.from_tables(tables)), day_number(UNTIL)
    profiles = pipeline.world.profiles
    matcher = fit(pipeline, UNTIL, refits=1).matcher
    made = []
    for i, version in enumerate(searching(pipeline.world, day)):
        thin = i % 10 == 0
        ranker = Baseline("history", history) if thin else matcher.ranker
        lists = shortlists(pipeline, matcher, profiles, np.array([version]), day, SHOWN, abstain=np.array([thin]))
        beside = effects(ranker, lists.batch, lists.scored)
        why = explain(beside.by_feature, tell(pipeline, profiles, lists.batch, lists.beyond_reach, beside.typical))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            median = np.nanmedian(lists.scored.values, axis=0)
        made.append(Told(lists, why, median, ranker))
    return made


def test_setting_the_first_reasons_group_to_the_median_lowers_the_score(told: list[Told]) -> None:
    asked, lowered = 0, 0
    for lists, why, median, ranker in told:
        rows = [i for i, one in enumerate(why) if one.reasons]
        values = lists.batch.values[rows].copy()
        for at, i in enumerate(rows):
            columns = COLUMNS[why[i].reasons[0].code]
            values[at, columns] = median[columns]
        chosen = lists.batch.take(np.array(rows, dtype=np.int64))
        without = ranker.score(Batch(values, chosen.version, chosen.unit, chosen.day))
        asked += len(rows)
        lowered += int((without < ranker.score(chosen)).sum())
    assert asked > 2000
    assert lowered / asked >= 0.95


def test_most_cards_have_three_reasons_and_few_say_what_all_the_others_say(told: list[Told]) -> None:
    cards = [one for t in told if not isinstance(t.ranker, Baseline) for one in t.why[:10]]
    assert np.mean([len(one.reasons) == 3 for one in cards]) > 0.8
    assert np.mean([one.caution is not None for one in cards]) > 0.9
    first_ten = [[r.text for one in t.why[:10] for r in one.reasons] for t in told if len(t.why) >= 10]
    on_every_card = [np.mean([texts.count(text) == 10 for text in texts]) for texts in first_ten if texts]
    assert np.mean(on_every_card) < 0.05


def test_in_history_order_only_history_is_a_reason(told: list[Told]) -> None:
    codes = {r.code for t in told if isinstance(t.ranker, Baseline) for one in t.why for r in one.reasons}
    assert codes == {"history"}


def test_reasons_hold_no_code_and_nothing_empty(told: list[Told]) -> None:
    words = {r.text for t in told for one in t.why for r in (*one.reasons, *filter(None, [one.caution]))}
    assert not any("_" in text or "None" in text or "nan" in text.split() for text in words)
