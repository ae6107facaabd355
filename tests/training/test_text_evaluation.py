from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.errors import InputError
from features.occupations import occupation_codes, occupation_index
from features.text.conditions import ConditionMatch
from features.text.lexicon import Lexicon, OccupationPhrase, read_lexicon
from features.text.understand import understanding
from features.vocabulary import WorkCondition
from training.text_curve import CurvePoint, cut, draw_curve
from training.text_evaluation import as_text, condition_rows, health_rows, judge, occupation_rows, read_phrases

HELDOUT = Path(__file__).parents[1] / "features" / "text" / "heldout"


@pytest.fixture
def phrases():
    return pl.DataFrame(
        {
            "author": ["a", "a", "a", "b"],
            "text": ["en", "to", "tre", "fire"],
            "code": ["5223", "9112", "5120", "8322"],
            "also": ["", "9111", None, ""],
        }
    )


def scores(*best: list[str]) -> np.ndarray:
    """One row per text: the codes named, the first with the highest score."""
    given = np.zeros((len(best), len(occupation_codes())), dtype=np.float32)
    for row, codes in enumerate(best):
        for place, code in enumerate(codes):
            given[row, occupation_index(code)] = 1 - place / 10
    return given


def test_shares_are_counted_by_author_and_for_all(phrases):
    said = scores(["5223"], ["9111", "9112"], ["5131"], [])
    a, b, every = judge("ours", phrases, said, 1)
    assert (a.author, a.phrases, b.author, b.phrases, every.phrases) == ("a", 3, "b", 1, 4)
    assert a.first.estimate == pytest.approx(1 / 3)
    assert a.among_five.estimate == pytest.approx(2 / 3)
    assert a.group_first.estimate == pytest.approx(3 / 3)
    assert a.first_or_accepted.estimate == pytest.approx(2 / 3)
    assert b.first.estimate == b.group_first.estimate == 0
    assert every.first.estimate == pytest.approx(1 / 4)
    assert a.first.low <= a.first.estimate <= a.first.high


def test_no_answer_is_never_right(phrases):
    assert [row.among_five.estimate for row in judge("mute", phrases, scores([], [], [], []), 1)] == [0, 0, 0]


class Said:
    """Understands conditions as given."""

    def __init__(self, *found: list[tuple[WorkCondition, bool]]) -> None:
        self.found = found
        self.conditions = self

    def find(self, texts):
        return [[ConditionMatch(c, wanted, []) for c, wanted in pairs] for pairs in self.found]


def test_conditions_are_right_only_with_their_sign(tmp_path):
    lines = ["text,author,conditions", "x,a,+no_driving|-small_team", "y,a,", "z,b,+seated_work"]
    (tmp_path / "condition_phrases.csv").write_text("\n".join(lines), encoding="utf-8")
    driving, team, seated = WorkCondition.NO_DRIVING, WorkCondition.SMALL_TEAM, WorkCondition.SEATED_WORK
    a, _, every = condition_rows(Said([(driving, True), (team, True)], [(seated, True)], [(seated, True)]), tmp_path)
    assert a.precision == pytest.approx(1 / 3)
    assert a.recall == pytest.approx(1 / 2)
    assert a.f1.estimate == pytest.approx(2 * 1 / (3 + 2))
    assert a.sign == pytest.approx(1 / 2)
    assert every.f1.estimate == pytest.approx(2 * 2 / (4 + 3))


def test_health_is_counted_in_halves(tmp_path):
    lines = ["text,health", "jeg har angst,1", "vaske gulv,0", "jeg har angst,0", "vaske gulv,1"]
    (tmp_path / "health_phrases.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = [(row.part, row.recall, row.precision) for row in health_rows(tmp_path)]
    assert rows == [("first half", 1, 1), ("second half", 0, 0), ("all", 1 / 2, 1 / 2)]


def test_a_folder_without_phrases_is_refused(tmp_path):
    with pytest.raises(InputError, match="held-out"):
        read_phrases(tmp_path)


def test_every_system_is_judged_on_every_author_and_written_as_tables(tmp_path):
    (tmp_path / "a_phrases.csv").write_text("text,code,also\nvaske gulv på kontorer,9112,\n", encoding="utf-8")
    phrases = tuple(p for p in read_lexicon().occupations if p.kind == "name")
    rows = occupation_rows(understanding(), Lexicon(phrases, ()), tmp_path, {})
    assert [(r.system, r.author) for r in rows] == [
        (system, author) for system in ("ours", "TF-IDF, nearest phrase", "blind draw") for author in ("a", "all")
    ]
    assert rows[0].first.estimate == 1
    assert "| ours | a | 1 | 1.00 (1.00–1.00) |" in as_text(rows, [], [])


@pytest.mark.parametrize("author", ["participant", "specialist"])
def test_the_development_phrases_are_understood_as_well_as_promised(tmp_path, author):
    (tmp_path / f"{author}_phrases.csv").write_bytes((HELDOUT / f"{author}_phrases.csv").read_bytes())
    phrases = read_phrases(tmp_path)
    row = judge("ours", phrases, understanding().code_scores(phrases["text"].to_list()), 1)[-1]
    assert row.first.estimate >= 0.60
    assert row.among_five.estimate >= 0.85
    assert row.group_first.estimate >= 0.80


def test_no_held_out_phrase_stands_in_the_lexicon():
    lexicon = read_lexicon()
    known = {p.text.casefold() for p in lexicon.occupations if p.kind != "places"}
    conditions = {p.text.casefold() for p in lexicon.conditions}
    assert not known & {text.casefold() for text in read_phrases(HELDOUT)["text"]}
    held = pl.read_csv(HELDOUT / "condition_phrases.csv", infer_schema=False)["text"]
    assert not conditions & {text.casefold() for text in held}


def test_a_cut_lexicon_keeps_names_and_at_most_so_many_phrases():
    texts = [OccupationPhrase(f"t{n}", code, "does") for code in ("5223", "9112") for n in range(5)]
    names = [OccupationPhrase("navn", code, "name") for code in ("5223", "9112")]
    lexicon = Lexicon(tuple(sorted([*texts, *names], key=lambda p: p.code)), ())
    left = cut(lexicon, 2, 1)
    kinds = [(p.code, p.kind) for p in left.occupations]
    assert sorted(kinds) == sorted([(c, k) for c in ("5223", "9112") for k in ("name", "does", "does")])
    assert cut(lexicon, 2, 1) == left
    assert set(cut(lexicon, 9, 1).occupations) == set(lexicon.occupations)


def test_the_curve_is_drawn_as_a_picture(tmp_path):
    from training.intervals import Interval

    share = Interval(0.5, 0.4, 0.6)
    draw_curve(
        [CurvePoint(3, 100, share, share, share), CurvePoint(9, 300, share, share, share)], tmp_path / "c" / "c.png"
    )
    assert (tmp_path / "c" / "c.png").read_bytes().startswith(b"\x89PNG")
