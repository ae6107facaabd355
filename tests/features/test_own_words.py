"""Wishes in a person's own words stand in where no occupation is listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from threading import Thread
from typing import Any, cast

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import occupations
from features.affinity import Affinity
from features.completeness import completeness, completeness_of_all
from features.text.understand import TextUnderstanding, understanding
from features.world.profiles import SURE
from features.world.texts import MOST_CODES, TextReader, reader
from tests.builders import DAY, known, rows, world

FLOORS = "Jeg vil gjerne vaske gulv og trapper"
CLEANER, SHOP = (occupations.occupation_index(code) for code in ("9112", "5223"))


def people(*given: dict[str, Any]) -> pl.DataFrame:
    return rows("participants", *({"wished_occupations": []} | person for person in given))


def named(codes: Sequence[int]) -> list[str]:
    return [occupations.occupation_codes()[code] for code in codes if code >= 0]


def test_words_give_the_wishes_of_somebody_without_listed_ones_with_their_score_as_weight() -> None:
    profiles = world(participants=people({"wished_text": FLOORS})).profiles
    assert profiles.wishes[0, 0] == CLEANER
    assert profiles.wish_weights[0, 0] == pytest.approx(understanding().code_scores([FLOORS])[0, CLEANER], abs=1e-6)


def test_listed_occupations_stand_as_they_are_whatever_the_words_say() -> None:
    listed = {"wished_occupations": ["5223", "9412"], "wished_text": FLOORS}
    profiles = world(participants=people(listed)).profiles
    assert named(profiles.wishes[0]) == ["5223", "9412"]
    assert profiles.wish_weights[0, :2].tolist() == [1.0, 1.0]


def test_beside_listed_occupations_sure_words_weigh_by_their_score_in_the_fit_alone() -> None:
    listed = {"wished_occupations": ["5223"], "wished_text": FLOORS}
    profiles = world(participants=people(listed, {"participant_id": "p-2", "wished_occupations": ["5223"]})).profiles
    code, weight = profiles.wished_work(np.array([1, 0, 0]))
    score = understanding().code_scores([FLOORS])[0, CLEANER]
    assert score >= SURE
    assert named(code[0]) == ["5223"]
    assert named(code[1])[:2] == ["5223", "9112"]
    assert weight[1, :2] == pytest.approx([1.0, score])
    assert (code[1] == code[2]).all()
    assert ((weight >= SURE) == (code >= 0)).all()


def test_work_that_is_unwanted_is_never_read_out_of_the_words() -> None:
    for listed in ([], ["5223"]):
        wish = {"wished_occupations": listed, "unwanted_occupations": ["9112"], "wished_text": FLOORS}
        profiles = world(participants=people(wish)).profiles
        assert CLEANER not in profiles.wished_work(np.zeros(1, dtype=np.int64))[0]
        assert CLEANER not in profiles.wishes


def test_each_version_has_its_own_words() -> None:
    first = {"wished_text": "Jeg vil lage mat på et kjøkken", "updated_on": date(2025, 1, 1)}
    later = {"wished_text": FLOORS, "updated_on": date(2025, 5, 1)}
    need = rows("employer_needs", {"occupation": "9112", "recorded_on": date(2025, 1, 1)})
    where = world(participants=people(first, later), employer_needs=need)
    before, after = (known(where, on) for on in (date(2025, 4, 30), date(2025, 5, 1)))
    alone = known(world(participants=people(first), employer_needs=need), date(2025, 4, 30))
    assert (before["wish_fit"], before["wish_need"]) == (alone["wish_fit"], alone["wish_need"])
    assert before["wish_fit"] < after["wish_fit"]
    assert before["wish_need"] > after["wish_need"] == 0.0


def test_nothing_is_wished_for_where_nothing_is_understood() -> None:
    where = world(
        participants=people(
            {"wished_text": "qwrt zxcv"},
        )
    )
    assert not (where.profiles.wishes >= 0).any()
    assert np.isnan(known(where)["wish_fit"])
    assert np.isnan(known(where)["wish_seen"])


def test_a_need_for_the_work_understood_is_near() -> None:
    need = rows("employer_needs", {"occupation": "9112", "recorded_on": DAY})
    facts = known(world(participants=people({"wished_text": FLOORS}), employer_needs=need))
    assert facts["wish_need"] == 0.0
    other = known(world(participants=people({"wished_text": "Jeg vil reparere biler"}), employer_needs=need))
    assert other["wish_need"] > 0.4
    assert facts["wish_fit"] > other["wish_fit"]


def test_fit_is_the_mean_over_wishes_by_weight() -> None:
    """Without any work seen, a fit is the log of the mean of the wishes' lifts: (3 · 4 + 1 · 2) / 4 = 3.5."""
    where = world()
    lift = np.zeros((1, len(occupations.occupation_codes()), 200), dtype=np.float32)
    lift[0, CLEANER], lift[0, SHOP] = np.log(4.0), np.log(2.0)
    unit, day = np.zeros(1, dtype=np.int64), np.array([20_000])
    wanted, weights = np.array([[CLEANER, SHOP, -1]]), np.array([[3.0, 1.0, 0.0]])
    assert Affinity(0, lift).fit(where, wanted, unit, day, weights)[0] == pytest.approx(np.log(3.5))
    assert Affinity(0, lift).fit(where, wanted, unit, day)[0] == pytest.approx(np.log(3.0))


def test_a_wish_that_is_understood_counts_as_a_wish() -> None:
    listed = completeness(people({"wished_occupations": ["9112"], "wished_text": FLOORS}))
    assert completeness(people({"wished_text": FLOORS})) == listed
    lost = completeness(people({"wished_text": "qwrt zxcv"}))
    assert "wished_occupations" in lost.missing
    assert listed.share - lost.share == pytest.approx(0.3)
    both = people({"wished_text": FLOORS}, {"wished_text": "qwrt zxcv"}, {"wished_text": None})
    one_by_one = [completeness(both[i]).share for i in range(3)]
    assert completeness_of_all(both).tolist() == pytest.approx(one_by_one)


class Counting:
    """The understanding, with a note of what it was asked."""

    def __init__(self) -> None:
        self.opened, self.asked = 0, list[str]()

    def open(self) -> TextUnderstanding:
        self.opened += 1
        return cast(TextUnderstanding, self)

    def code_scores(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return understanding().code_scores(texts)


def test_a_text_is_understood_once_and_the_model_opened_only_for_the_first() -> None:
    counting = Counting()
    read = TextReader(counting.open)
    code, score = read.codes([None, ""])
    assert (counting.opened, code.max(), score.max()) == (0, -1, 0.0)
    first = read.codes([FLOORS, None, FLOORS])
    again = read.codes([FLOORS, "Passe barn", FLOORS])
    assert (counting.opened, counting.asked) == (1, [FLOORS, "Passe barn"])
    assert (first[0][0] == again[0][2]).all()
    assert first[0].shape == (3, MOST_CODES)


def test_threads_share_what_is_understood() -> None:
    counting, got = Counting(), list[int]()
    read = TextReader(counting.open)

    def ask() -> None:
        got.append(int(read.codes([FLOORS])[0][0, 0]))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [CLEANER] * 8
    assert (counting.opened, counting.asked) == (1, [FLOORS])


def test_nobody_else_holds_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    read = TextReader(understanding)
    read.codes([FLOORS])
    assert FLOORS not in repr(vars(read))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text(max_size=60) | st.sampled_from([FLOORS, "Passe barn og lage mat", "ikke"]) | st.none(), max_size=6)
)
def test_scores_fall_and_every_code_has_one(texts: list[str | None]) -> None:
    code, score = reader().codes(texts)
    assert code.shape == score.shape == (len(texts), MOST_CODES)
    assert ((code >= 0) == (score > 0)).all()
    assert (np.diff(score, axis=1) <= 0).all()
    for row in code:
        assert len(named(row)) == len(set(named(row)))
