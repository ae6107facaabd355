from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from features.follow_up.book import FOLDER, PlanName, Stage, load_follow_up_book
from features.follow_up.pathways import stage_of, steps_from
from features.subsidies.reading import BookError
from features.vocabulary import PlacementForm

DAY = date(2026, 2, 2)


@pytest.fixture
def copy(tmp_path):
    """A copy of the book that may be spoilt: `copy(file, old, new)` gives its folder."""

    def spoilt(file, old, new):
        folder = tmp_path / "book"
        shutil.copytree(FOLDER, folder)
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))
        return folder

    return spoilt


def test_every_value_has_a_source_and_a_day_it_was_checked():
    book = load_follow_up_book()
    limits = [*vars(book.limits).values(), *book.steps.values()]
    plans = [p for rules in book.plans.values() for p in vars(rules).values() if hasattr(p, "entries")]
    entries = [entry for parameter in limits + plans for entry in parameter.entries]
    assert len(entries) > 30
    assert all(entry.source and entry.checked_on >= date(2026, 1, 1) for entry in entries)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("ips.yaml", "plan: ips", "plan: vto", "det samme som filnavnet, ips"),
        ("ips.yaml", "with_whom: worker", "with_whom: mother", "må være worker, employer, both"),
        ("ips.yaml", "every: 1", "every: 0", "må være 1 eller mer"),
        ("ips.yaml", "last: 3", "last: 2", "«last» er før «first»"),
        ("trial.yaml", "        high:", "        highest:", "«highest» er ukjent"),
        ("limits.yaml", "response_hours:", "answer_hours:", "«answer_hours» er ukjent"),
        ("pathways.yaml", "sheltered_to_trial", "sheltered_to_moon", "er ikke et steg"),
    ],
)
def test_a_file_that_says_something_else_is_refused_with_its_line(copy, file, old, new, says):
    with pytest.raises(BookError, match=f"{file}, linje") as refused:
        load_follow_up_book(copy(file, old, new))
    assert says in str(refused.value)


def test_a_missing_file_and_one_too_many_are_refused(copy, tmp_path):
    folder = copy("ips.yaml", "plan: ips", "plan: ips")
    (folder / "ips.yaml").rename(folder / "ipse.yaml")
    with pytest.raises(BookError, match=r"ips\.yaml: filen mangler"):
        load_follow_up_book(folder)


def test_a_value_that_nobody_has_checked_for_half_a_year_raises_a_warning():
    book = load_follow_up_book()
    newest = max(e.checked_on for p in vars(book.limits).values() for e in p.entries)
    assert book.warnings(date(2026, 9, 1)) == []
    late = book.warnings(newest + timedelta(days=181))
    assert {w.parameter for w in late} >= {"limits: response_hours", "ips: contacts", "pathways: trial_to_ordinary"}


def test_every_stage_leads_onward_and_back_but_for_the_two_ends():
    book = load_follow_up_book()
    ways = {stage: {step.back for step in steps_from(book, stage, DAY)} for stage in Stage}
    assert ways == {
        Stage.SHELTERED: {False},
        Stage.TRIAL: {False, True},
        Stage.ADAPTED: {False, True},
        Stage.WAGE_SUBSIDY: {False, True},
        Stage.ORDINARY: {True},
    }


def test_a_new_agreement_of_adapted_work_must_be_clarified_from_september_2026():
    book = load_follow_up_book()
    before, after = (
        {s.end: s.needs for s in steps_from(book, Stage.TRIAL, day)}[Stage.ADAPTED]
        for day in (date(2026, 8, 31), date(2026, 9, 1))
    )
    assert set(after) - set(before) == {"Nav-kontoret har avklart at en ny VTO-avtale kan inngås."}


@pytest.mark.parametrize(
    ("form", "schemes", "stage"),
    [
        (PlacementForm.JOB_TASTER, [], Stage.TRIAL),
        (PlacementForm.WORK_TRAINING, ["work_training"], Stage.TRIAL),
        (PlacementForm.ADAPTED_WORK_ORDINARY, ["adapted_work_ordinary"], Stage.ADAPTED),
        (PlacementForm.PERMANENT, ["temporary_wage_subsidy", "mentor_subsidy"], Stage.WAGE_SUBSIDY),
        (PlacementForm.PERMANENT, ["mentor_subsidy"], Stage.ORDINARY),
    ],
)
def test_the_stage_of_a_placement_is_told_by_its_form_and_what_pays_the_wage(form, schemes, stage):
    assert stage_of(form, schemes) is stage


def test_there_is_a_plan_for_every_name():
    assert set(load_follow_up_book().plans) == set(PlanName)
