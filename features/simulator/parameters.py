"""The numbers behind the invented labour market: from the practice notes, or set so that those follow."""

from __future__ import annotations

from dataclasses import dataclass

STREAMS = ("ips", "ips_youth", "vto", "supported_work")
"""The order in which streams are numbered in arrays."""

VTO = STREAMS.index("vto")


@dataclass(frozen=True)
class EmployerSaysYes:
    """Log-odds of an employer's yes; all but the last block are those of the practice notes."""

    earlier_experience: float = 0.6
    current_need: float = 1.0
    agreement: float = 0.2
    subsidy: float = 0.2
    follow_up: float = 0.4
    recent_layoff: float = -1.5
    beyond_capacity_each: float = -0.7
    cold_contact_each: float = -0.2

    level: float = -0.44
    skill: float = 1.0
    refused_this_person: float = -0.6
    hours_do_not_fit: float = -0.5
    language_gap: float = -0.6
    no_licence: float = -3.0


@dataclass(frozen=True)
class ParticipantSaysYes:
    """Log-odds that the participant takes what the employer offers."""

    level: float = 1.5
    preference_match: float = 2.4
    minute: float = -0.01
    minute_beyond_limit: float = -0.04
    environment: float = -0.8
    hours_do_not_fit: float = -0.6
    times_do_not_fit: float = -1.0
    unwanted: float = -3.0


@dataclass(frozen=True)
class Tenure:
    """Hazard ratios of leaving, and weekly hazards of breaking off by weeks in the job."""

    preference_match: float = 0.65
    environment_mismatch: float = 1.5
    earlier_lasting_inclusion: float = 0.8
    fixed_contact: float = 0.85
    long_travel: float = 1.3
    long_travel_minutes: float = 45.0
    follow_up_on_schedule: float = 0.75
    subsidy_end: float = 1.2
    subsidy_end_where_cycled: float = 2.0
    subsidy_end_weeks: int = 4
    band_ends: tuple[int, ...] = (13, 26, 52, 10_000)
    break_off: tuple[tuple[float, ...], ...] = (
        (0.032, 0.0285, 0.0185, 0.0155),
        (0.035, 0.0305, 0.0195, 0.0155),
        (0.0143, 0.0126, 0.0112, 0.0076),
        (0.030, 0.025, 0.0165, 0.012),
    )
    """stream × band, before the hazard ratios."""
    better_job: tuple[float, ...] = (0.0018, 0.0020, 0.0003, 0.0016)
    education: tuple[float, ...] = (0.0006, 0.0016, 0.0001, 0.0005)
    downsizing: tuple[float, ...] = (0.0008, 0.0008, 0.0004, 0.0008)


@dataclass(frozen=True)
class Parameters:
    """Everything that shapes the market, in one value that can be replaced in a test."""

    weeks: int = 156
    yes: EmployerSaysYes = EmployerSaysYes()
    accept: ParticipantSaysYes = ParticipantSaysYes()
    tenure: Tenure = Tenure()

    # people
    stream_shares: tuple[float, ...] = (0.46, 0.16, 0.24, 0.14)
    caseload: int = 20
    present_share: float = 0.47
    """Share of all people who are there, searching or in a job, at the same time."""
    readiness: tuple[float, ...] = (-0.6, -0.5, -0.35, -0.5)
    readiness_spread: float = 0.7
    unready_share: float = 0.25
    unready_factor: float = 0.25
    unready_weeks: float = 12.0
    stability_spread: float = 0.3
    leave_search: float = 0.005
    leave_after_lasting_job: float = 0.02
    leave_after_break: float = 0.12
    profile_update: float = 0.015
    wish_drift: float = 0.12

    # employers
    openness_chain: float = 0.30
    openness_unit: float = 0.35
    openness_leader: float = 0.40
    quality_chain: float = 0.12
    quality_unit: float = 0.16
    quality_leader: float = 0.22
    leader_leaves: float = 1 / 234
    needs_a_year: float = 1.1
    need_weeks: float = 9.0
    layoffs_a_year: float = 0.02
    dismissals_a_year: float = 0.003
    closures_a_year: float = 0.012
    cycling_share: float = 0.075

    # specialists
    contacts_a_week: float = 6.6
    without_participant: float = 0.24
    own_way: tuple[float, float] = (0.32, 0.66)
    """Share of contacts that a specialist makes without regard to the list: between these."""
    follow_up_done: tuple[float, float] = (0.62, 0.92)
    post_changes_hands: float = 0.002
    pool: int = 240
    list_length: int = 10
    lists_by_truth: bool = False
    """Show the truly best first instead of the rules: how much a perfect ranking could gain."""
    lists_from_week: int = 20
    second_rules_from_week: int = 90

    # outcomes of a contact
    channels: tuple[float, float, float] = (0.55, 0.32, 0.13)
    answered: tuple[float, float, float] = (0.93, 0.76, 0.62)
    trial_first: tuple[float, ...] = (0.20, 0.25, 0.60, 0.35)
    falls_through: float = 0.06
    self_found: float = 0.0012
    self_found_alone: float = 0.006

    def posts(self, participants: int) -> int:
        """How many specialists so many people over the whole period keep busy."""
        return max(1, round(self.present_share * participants / self.caseload))
