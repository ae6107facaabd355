from __future__ import annotations

from datetime import UTC, datetime

from features.follow_up.agenda import agenda
from tests.features.follow_up.test_hand_over_rows import friction
from tests.features.follow_up.world_of_placements import BOOK, START, about, on, placement

TODAY = on(20)
NOW = datetime(2026, 1, 21, 12, tzinfo=UTC)


def texts(part):
    return [task.text for task in part]


def day(rows, owner="Z990001"):
    return agenda(owner, rows, BOOK, TODAY, NOW)


def test_a_day_has_what_is_late_what_is_due_and_what_nobody_owns():
    rows = about(
        ({"stream": "vto"}, {"participant_id": "p-2", "stream": "vto"}),
        workplaces=[{"name": "EKSEMPEL"}],
        placements=[placement(), placement(placement_id="s-2", participant_id="p-2", owner_id=None, starts_on=on(20))],
        follow_ups=[{"due_on": on(7), "done_on": on(7)}],
    )
    made = day(rows)
    assert texts(made.overdue) == ["Besøk og snakk med begge (EKSEMPEL). Skulle vært gjort 15.01.2026."]
    assert [(task.placement_id, task.on) for task in made.due] == [("s-1", on(21))]
    assert texts(made.orphaned) == ["Ingen eier oppfølgingen hos EKSEMPEL. Hvem tar den?"]


def test_another_owner_has_another_day_and_everybody_has_all_of_it():
    rows = about(placements=[placement(owner_id="v-1")])
    assert day(rows).overdue == day(rows).due == ()
    assert len(day(rows, "v-1").overdue) == len(day(rows, None).overdue) == 1


def test_friction_says_until_when_and_when_it_was():
    rows = about(placements=[placement()], workplaces=[{"name": "EKSEMPEL"}], frictions=friction())
    assert texts(day(rows).frictions) == ["Det butter hos EKSEMPEL. Svar innen 10.02.2026 kl. 10.00."]
    late = agenda("Z990001", rows, BOOK, on(60), datetime(2026, 3, 2, tzinfo=UTC))
    assert texts(late.frictions) == ["Det butter hos EKSEMPEL. Fristen var 10.02.2026 kl. 10.00."]


def test_one_sided_names_who_is_to_be_spoken_with():
    rows = about(placements=[placement()], follow_ups=[{"due_on": on(7), "done_on": on(7), "with_whom": "employer"}])
    made = agenda("Z990001", rows, BOOK, on(40), NOW)
    assert [(task.with_whom, task.text) for task in made.one_sided] == [
        ("worker", "Bare arbeidsgiver er snakket med i det siste (310000124). Ta kontakt med deltakeren.")
    ]


def test_the_first_employer_meeting_is_clocked_until_there_is_a_job():
    person = {"registered_on": START, "updated_on": START}
    assert texts(day(about((person,))).first_meetings) == ["Første arbeidsgivermøte innen 31.01.2026, 10 dager igjen."]
    assert day(about((person,), placements=[placement()])).first_meetings == ()


def test_what_ends_is_told_of_own_placements_and_of_workplaces_one_has_visited():
    rows = about(
        workplaces=[{"name": "EKSEMPEL"}],
        placements=[placement()],
        subsidies=[{"scheme": "adapted_work_ordinary", "starts_on": START, "ends_on": on(50)}],
        needs=[{"valid_until": on(20)}],
        agreements=[{"ends_on": on(21)}],
    )
    assert texts(day(rows).endings) == [
        "Behovet hos EKSEMPEL (butikkmedarbeider) går ut 21.01.2026, i dag. Spør om det fortsatt gjelder.",
        "Avtalen «Vi inkluderer» med EKSEMPEL går ut 22.01.2026, om 1 dag.",
        "VTO (varig tilrettelagt arbeid i ordinær virksomhet) hos EKSEMPEL går ut 20.02.2026, om 30 dager.",
    ]
    assert day(rows, "Z990009").endings == ()


def test_what_was_agreed_for_the_coming_week_is_there():
    steps = [
        {
            "contact_id": "c-1",
            "next_step": "Ring Kari",
            "next_step_on": on(22),
            "contacted_on": on(10),
            "specialist_id": "Z990009",
        },
        {
            "contact_id": "c-2",
            "next_step": None,
            "next_step_on": on(20),
            "participant_id": None,
            "contacted_on": on(10),
        },
        {"contact_id": "c-3", "next_step_on": on(40), "contacted_on": on(10)},
    ]
    made = day(about(workplaces=[{"name": "EKSEMPEL"}], contacts=steps))
    assert texts(made.next_steps) == ["Avtalt med EKSEMPEL: ny kontakt", "Avtalt med EKSEMPEL: Ring Kari"]
