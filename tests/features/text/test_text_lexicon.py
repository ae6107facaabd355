from __future__ import annotations

from collections import Counter

import pytest

from features.errors import InputError
from features.occupations import occupation_codes
from features.text.lexicon import HINT, lexicon_faults, read_lexicon
from features.vocabulary import WorkCondition

WELL = {
    "occupations/52.yaml": '"5223":\n  does:\n    - stå i kassa\n  places: [butikk]\n',
    "hints.yaml": '"5223":\n  - få kunden til å gå fornøyd ut\n',
    "conditions.yaml": "no_driving:\n  wanted: [vil ikke kjøre]\n",
}


@pytest.fixture
def folder(tmp_path):
    def write(**changed):
        (tmp_path / "occupations").mkdir(exist_ok=True)
        for name, content in (WELL | {key.replace("__", "/") + ".yaml": c for key, c in changed.items()}).items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path

    return write


def test_the_lexicon_has_no_fault():
    assert lexicon_faults() == []


def test_the_lexicon_speaks_of_every_occupation_and_condition():
    lexicon = read_lexicon()
    said = Counter(phrase.code for phrase in lexicon.occupations if phrase.kind != "name")
    assert set(occupation_codes()) - set(said) <= {"0000"}
    assert said.total() >= 24_000
    sides = {(phrase.condition, phrase.wanted) for phrase in lexicon.conditions}
    assert sides == {(condition, wanted) for condition in WorkCondition for wanted in (True, False, None)}


def test_a_phrase_keeps_its_code_and_kind(folder):
    lexicon = read_lexicon(folder())
    written = {(p.text, p.code, p.kind) for p in lexicon.occupations if p.kind != "name"}
    hint = ("få kunden til å gå fornøyd ut", "5223", HINT)
    assert written == {("stå i kassa", "5223", "does"), ("butikk", "5223", "places"), hint}
    assert [(p.text, p.wanted) for p in lexicon.conditions] == [("vil ikke kjøre", True)]
    assert lexicon_faults(folder()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"occupations__52": '"5299":\n  does: [selge]\n'}, "5299"),
        ({"occupations__52": '"9112":\n  does: [vaske]\n'}, "not a four-digit code of the group"),
        ({"occupations__52": '"5223":\n  doing: [selge]\n'}, "known are does"),
        ({"occupations__52": '"5223":\n  does: [stå i kassa, Stå i kassa]\n'}, "written twice"),
        ({"occupations__52": '"5223":\n  does: [12]\n'}, "not text"),
        ({"occupations__52": '"5223":\n  does: ["' + "selge " * 17 + '"]\n'}, "longer than"),
        ({"occupations__52": '"5223":\n  does: [work with the customers]\n'}, "not Norwegian"),
        ({"occupations__52": '"5223":\n  does: [salg 🙂]\n'}, "not Norwegian"),
        ({"occupations__52": '"5223":\n  does: ["på" ]\n'.replace("å", "a\u030a")}, "NFC"),
        ({"occupations__91": '"9112":\n  does: [stå i kassa]\n'}, "far apart"),
        ({"hints": '"52":\n  - salg\n'}, "not a four-digit code"),
        ({"conditions": "no_flying:\n  wanted: [vil ikke fly]\n"}, "not a work condition"),
        ({"conditions": "no_driving: [vil ikke kjøre]\n"}, "has no lists"),
    ],
)
def test_a_fault_is_told_with_its_phrase_and_left_out(folder, changed, said):
    faults = lexicon_faults(folder(**changed))
    assert len(faults) == 1
    assert said in faults[0]


def test_places_may_be_shared_by_occupations_far_apart(folder):
    assert lexicon_faults(folder(occupations__91='"9112":\n  places: [butikk]\n')) == []


@pytest.mark.parametrize("content", ["- a\n- b\n", '"5223": [unclosed\n'])
def test_a_file_that_is_no_map_is_refused(folder, content):
    with pytest.raises(InputError, match=r"52\.yaml"):
        read_lexicon(folder(occupations__52=content))
