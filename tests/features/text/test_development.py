"""How well the development lists are understood: phrases written to find what fails, and looked at while mending it.

Not the held-out phrases: these numbers flatter, and guard against falling back.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from features.text.health_words import health_words
from features.text.understand import understand, understanding

DEVELOPMENT = Path(__file__).parent / "development"


def rows(name):
    with (DEVELOPMENT / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def wishes():
    listed = rows("wishes")
    named = [[match.code for match in one.codes] for one in understand([row["text"] for row in listed])]
    return [(codes, row["codes"].split("|")) for codes, row in zip(named, listed, strict=True)]


def test_a_wish_of_a_few_words_is_answered_and_sensibly(wishes):
    assert len(wishes) >= 200
    assert sum(bool(named) for named, _ in wishes) >= 0.99 * len(wishes)
    assert sum(bool(named) and named[0] in accepted for named, accepted in wishes) >= 0.95 * len(wishes)
    assert sum(bool(set(named) & set(accepted)) for named, accepted in wishes) >= 0.98 * len(wishes)


def test_a_wish_that_fits_several_is_shown_as_several(wishes):
    several = [(named, accepted) for named, accepted in wishes if len(accepted) > 1]
    assert sum(len(named) > 1 for named, _ in several) >= 0.95 * len(several)


def test_small_talk_names_and_other_languages_mean_no_work():
    said = [row["text"] for row in rows("nothing")]
    spoken = [text for text, one in zip(said, understand(said), strict=True) if one.codes]
    assert len(spoken) <= 0.05 * len(said), spoken


def test_wishes_that_are_not_listed_are_understood_by_their_words():
    listed = rows("unlisted_wishes")
    found = understand([row["text"] for row in listed])
    right = [
        bool({m.code for m in one.codes} & set(row["codes"].split("|"))) for one, row in zip(found, listed, strict=True)
    ]
    assert sum(right) >= 0.75 * len(right)


def test_conditions_are_found_with_their_signs():
    listed = rows("conditions")
    found = understanding().conditions.find([row["text"] for row in listed])
    said = [{("+" if m.wanted else "-") + m.condition for m in matches} for matches in found]
    true = [set(row["conditions"].split("|")) - {""} for row in listed]
    both = sum(len(s & t) for s, t in zip(said, true, strict=True))
    assert 2 * both / sum(len(s) + len(t) for s, t in zip(said, true, strict=True)) >= 0.75


def test_health_is_told_from_work_with_health():
    listed = rows("health")
    found = [bool(health_words(row["text"])) for row in listed]
    true = [row["health"] == "1" for row in listed]
    both = sum(f and t for f, t in zip(found, true, strict=True))
    assert both >= 0.9 * sum(true)
    assert both >= 0.95 * sum(found)
