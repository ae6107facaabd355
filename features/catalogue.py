"""Every feature once: what it means, where it comes from, what made it known, and why it may be used.

The order is the order of columns in a batch. `direction` is what the ranker may learn: 1 never lowers the score as the
value rises, -1 never raises it, 0 is free.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a reason is about; features of one group are explained together."""

    TASKS = "tasks"
    ENVIRONMENT = "environment"
    HOURS = "hours"
    TRAVEL = "travel"
    NEED = "need"
    AGREEMENT = "agreement"
    HISTORY = "history"
    RELATION = "relation"
    LOAD = "load"
    DEFEAT = "defeat"
    SIZE = "size"
    PERSON = "person"


@dataclass(frozen=True)
class Feature:
    """One feature: `sources` are `table.column`, `known_by` what makes it known, `why` the reason it may be used."""

    name: str
    group: Group
    meaning: str
    sources: tuple[str, ...]
    known_by: str
    why: str
    direction: int = 0
    ranks: bool = True


WISH = "wishes and experience lead (R19)"
ADAPT = "needs for adaptation are stated as work conditions"
REACH = "reach is the participant's own (R13)"
LABOUR = "what the employer has said it needs (R01)"
PAST = "history of lasting inclusion at the unit, shrunk (R03)"
KNOWN = "local anchoring at unit level (R14)"
SPARE = "few willing employers must not drown (R07)"
BROKEN = "what broke a job counts against conditions, never against the person (R03)"
INFORM = "agreements inform and never prove willingness (R09)"
LASTING = "streams differ in how long jobs last; the outlook alone may use it"

WISHES, EXPERIENCE = "participants.wished_occupations", "participants.experience_occupations"
OWN_WORDS = "participants.wished_text"
PROFILE = "participants.updated_on"
SEEN = ("employer_needs.occupation", "vacancies.occupation", "placements.occupation")
CONTACT, CONTACTED = ("contacts.result",), "contacts.recorded_on / contacted_on"
STARTED, ENDED = "placements.recorded_on / starts_on", "placements.recorded_on / ends_on / observed_until"

G = Group
FEATURES: tuple[Feature, ...] = (
    Feature(
        "wish_fit",
        G.TASKS,
        "log of how much more of the wished work the unit is expected to have, by industry and by what was seen",
        (WISHES, OWN_WORDS, "workplaces.industry_code", *SEEN),
        "recorded_on of each",
        WISH,
        1,
    ),
    Feature(
        "experience_fit",
        G.TASKS,
        "the same for occupations done before",
        (EXPERIENCE, "workplaces.industry_code", *SEEN),
        "recorded_on of each",
        WISH,
        1,
    ),
    Feature(
        "wish_industry",
        G.TASKS,
        "log lift of the best wished occupation in the unit's industry, learned with a prior",
        (WISHES, OWN_WORDS, "workplaces.industry_code", *SEEN),
        "recorded_on of each",
        WISH,
        1,
    ),
    Feature(
        "experience_industry",
        G.TASKS,
        "the same for occupations done before",
        (EXPERIENCE, "workplaces.industry_code", *SEEN),
        "recorded_on of each",
        WISH,
        1,
    ),
    Feature(
        "unwanted_industry",
        G.TASKS,
        "the same for unwanted occupations",
        ("participants.unwanted_occupations", "workplaces.industry_code", *SEEN),
        "recorded_on of each",
        WISH,
        -1,
    ),
    Feature(
        "wish_need",
        G.TASKS,
        "STYRK-08 distance from the wishes to a current need or ad, 0–1",
        (WISHES, OWN_WORDS, "employer_needs.occupation", "vacancies.occupation"),
        "recorded_on / published",
        WISH,
        -1,
    ),
    Feature(
        "wish_seen",
        G.TASKS,
        "STYRK-08 distance from the wishes to work ever seen at the unit, 0–1",
        (WISHES, OWN_WORDS, *SEEN),
        "recorded_on / starts_on",
        WISH,
        -1,
    ),
    Feature(
        "experience_seen",
        G.TASKS,
        "the same from occupations done before",
        (EXPERIENCE, *SEEN),
        "recorded_on / starts_on",
        WISH,
        -1,
    ),
    Feature(
        "conditions_met",
        G.ENVIRONMENT,
        "share of the conditions asked for that the unit is known to offer",
        ("participants.work_conditions", "workplace_conditions.offered"),
        "workplace_conditions.recorded_on",
        ADAPT,
        1,
    ),
    Feature(
        "conditions_refused",
        G.ENVIRONMENT,
        "share of the conditions asked for that the unit is known not to offer",
        ("participants.work_conditions", "workplace_conditions.offered"),
        "workplace_conditions.recorded_on",
        ADAPT,
        -1,
    ),
    Feature(
        "conditions_expected",
        G.ENVIRONMENT,
        "expected share offered, by the industry where the unit is not known",
        ("participants.work_conditions", "workplace_conditions.offered", "workplaces.industry_code"),
        "workplace_conditions.recorded_on",
        ADAPT,
        1,
    ),
    Feature(
        "fixed_contact",
        G.ENVIRONMENT,
        "whether the unit is expected to offer a fixed contact person, 0–1",
        ("workplace_conditions.offered",),
        "workplace_conditions.recorded_on",
        ADAPT,
        1,
    ),
    Feature(
        "hours_gap",
        G.HOURS,
        "hours a week between a current need and what the participant can work",
        ("employer_needs.hours_per_week", "participants.hours_min", "participants.hours_max"),
        "employer_needs.recorded_on",
        "hours are the participant's own",
        -1,
    ),
    Feature(
        "part_time_ads",
        G.HOURS,
        "share of the unit's ads that are part time, shrunk to a half",
        ("vacancies.extent",),
        "vacancies.published",
        "hours are the participant's own",
    ),
    Feature(
        "travel_minutes",
        G.TRAVEL,
        "estimated minutes door to door by own means",
        ("participants.travel_mode", "workplaces.latitude", "workplaces.municipality"),
        PROFILE,
        REACH,
        -1,
    ),
    Feature(
        "travel_share",
        G.TRAVEL,
        "the same as a share of the longest way accepted",
        ("participants.max_travel_minutes", "workplaces.latitude"),
        PROFILE,
        REACH,
        -1,
    ),
    Feature(
        "needs_current",
        G.NEED,
        "needs that hold on the day",
        ("employer_needs.valid_until",),
        "employer_needs.recorded_on",
        LABOUR,
        1,
    ),
    Feature(
        "need_age",
        G.NEED,
        "days since the last need became known",
        ("employer_needs.recorded_on",),
        "employer_needs.recorded_on",
        LABOUR,
        -1,
    ),
    Feature(
        "ad_age",
        G.NEED,
        "days since the last post was advertised",
        ("vacancies.published",),
        "vacancies.recorded_on / published",
        LABOUR,
        -1,
    ),
    Feature(
        "ads_current",
        G.NEED,
        "advertised posts not expired",
        ("vacancies.expires",),
        "vacancies.published",
        LABOUR,
        1,
    ),
    Feature("ads_year", G.NEED, "advertised posts in a year", ("vacancies.published",), "vacancies.published", LABOUR),
    Feature(
        "agreement",
        G.AGREEMENT,
        "a cooperation agreement for the unit or its legal entity holds",
        ("agreements.covers", "agreements.ends_on"),
        "agreements.recorded_on / starts_on",
        INFORM,
        1,
    ),
    Feature("unit_contacts", G.HISTORY, "contacts with the unit", CONTACT, CONTACTED, PAST),
    Feature(
        "unit_answer_rate",
        G.HISTORY,
        "share of contacts answered, shrunk to chain, industry, all",
        CONTACT,
        CONTACTED,
        PAST,
        1,
    ),
    Feature(
        "unit_meeting_rate",
        G.HISTORY,
        "share of contacts that gave something to go on, shrunk",
        CONTACT,
        CONTACTED,
        PAST,
        1,
    ),
    Feature(
        "unit_start_rate", G.HISTORY, "starts per contact, shrunk", ("placements.starts_on", *CONTACT), STARTED, PAST, 1
    ),
    Feature(
        "unit_lasting_26w",
        G.HISTORY,
        "share of resolved starts that lasted 26 weeks, shrunk",
        ("placements.ends_on", "placements.observed_until"),
        ENDED,
        PAST,
        1,
    ),
    Feature(
        "unit_lasting_52w",
        G.HISTORY,
        "share of resolved starts that lasted 52 weeks, shrunk",
        ("placements.ends_on", "placements.observed_until"),
        ENDED,
        PAST,
        1,
    ),
    Feature("unit_starts", G.HISTORY, "starts at the unit", ("placements.starts_on",), STARTED, PAST, 1),
    Feature("unit_lasted", G.HISTORY, "starts known to have lasted 26 weeks", ("placements.ends_on",), ENDED, PAST, 1),
    Feature(
        "unit_broke", G.HISTORY, "starts known to have broken within 26 weeks", ("placements.ends_on",), ENDED, PAST
    ),
    Feature("chain_starts", G.HISTORY, "starts in the legal entity", ("placements.starts_on",), STARTED, PAST),
    Feature(
        "history_product",
        G.HISTORY,
        "(10 + 20 × agreements to take somebody in 12 months) × response rate",
        ("placements.starts_on", *CONTACT),
        STARTED,
        PAST,
        1,
    ),
    Feature(
        "specialist_days",
        G.RELATION,
        "days since the specialist's last contact with the unit",
        ("contacts.specialist_id", "contacts.contacted_on"),
        CONTACTED,
        KNOWN,
    ),
    Feature(
        "specialist_contacts",
        G.RELATION,
        "the specialist's contacts with the unit in a year",
        ("contacts.specialist_id",),
        CONTACTED,
        KNOWN,
    ),
    Feature(
        "office_days",
        G.RELATION,
        "days since the office's last contact with the unit",
        ("contacts.specialist_id", "participants.office_id"),
        CONTACTED,
        KNOWN,
    ),
    Feature(
        "office_contacts",
        G.RELATION,
        "the office's contacts with the unit in a year",
        ("contacts.specialist_id", "participants.office_id"),
        CONTACTED,
        KNOWN,
    ),
    Feature(
        "own_days",
        G.RELATION,
        "days since this workplace was last contacted for this participant",
        ("contacts.participant_id",),
        CONTACTED,
        KNOWN,
    ),
    Feature(
        "own_result",
        G.RELATION,
        "result of that contact, by order of the vocabulary",
        ("contacts.participant_id", *CONTACT),
        CONTACTED,
        KNOWN,
    ),
    Feature(
        "days_since_contact",
        G.RELATION,
        "days since anybody's last contact with the unit",
        ("contacts.contacted_on",),
        CONTACTED,
        KNOWN,
    ),
    Feature("last_result", G.RELATION, "result of that contact", CONTACT, CONTACTED, KNOWN),
    Feature("running", G.LOAD, "placements and trials running at the unit", ("placements.ends_on",), STARTED, SPARE),
    Feature(
        "room",
        G.LOAD,
        "capacity less what is running",
        ("workplaces.capacity", "workplaces.employees"),
        STARTED,
        SPARE,
        1,
    ),
    Feature(
        "days_since_start",
        G.LOAD,
        "days since the last placement began at the unit",
        ("placements.starts_on",),
        STARTED,
        SPARE,
    ),
    Feature(
        "contacts_quarter",
        G.LOAD,
        "contacts with the unit in 91 days",
        ("contacts.contacted_on",),
        CONTACTED,
        SPARE,
        -1,
    ),
    Feature(
        "recent_notice",
        G.LOAD,
        "a notice of layoff or dismissal holds, or ended within a year",
        ("employer_notices.starts_on", "employer_notices.ends_on"),
        "employer_notices.recorded_on / starts_on",
        "an employer under notice is left in peace (R08)",
        -1,
    ),
    Feature(
        "defeat_shared",
        G.DEFEAT,
        "how far the workplace shares what broke an earlier job and has not changed since, 0–1",
        (
            "placements.end_reason",
            "placements.ends_on",
            "placements.occupation",
            "placements.hours_per_week",
            "workplace_conditions.offered",
            "employer_needs.hours_per_week",
            "workplaces.parent_orgnr",
            "participants.max_travel_minutes",
        ),
        ENDED,
        BROKEN,
        -1,
    ),
    Feature(
        "employees",
        G.SIZE,
        "employees; not known where suppressed",
        ("workplaces.employees",),
        "workplaces.recorded_on",
        "size of the workplace",
    ),
    Feature(
        "chain_units",
        G.SIZE,
        "units of the legal entity",
        ("workplaces.parent_orgnr",),
        "workplaces.recorded_on",
        "size of the employer",
    ),
    Feature(
        "public_sector",
        G.SIZE,
        "municipal or state",
        ("workplaces.sector",),
        "workplaces.recorded_on",
        "kind of employer",
    ),
    Feature(
        "stream_youth",
        G.PERSON,
        "kind of support is IPS youth",
        ("participants.stream",),
        PROFILE,
        LASTING,
        ranks=False,
    ),
    Feature(
        "stream_adapted", G.PERSON, "kind of support is VTO", ("participants.stream",), PROFILE, LASTING, ranks=False
    ),
    Feature(
        "stream_supported",
        G.PERSON,
        "kind of support is supported work",
        ("participants.stream",),
        PROFILE,
        LASTING,
        ranks=False,
    ),
    Feature(
        "follow_up_need",
        G.PERSON,
        "follow-up asked for: low 0, medium 1, high 2",
        ("participants.follow_up_need",),
        PROFILE,
        LASTING,
        ranks=False,
    ),
    Feature("hours_most", G.PERSON, "most hours a week", ("participants.hours_max",), PROFILE, LASTING, ranks=False),
)

NAMES: tuple[str, ...] = tuple(f.name for f in FEATURES)
RANKING: tuple[str, ...] = tuple(f.name for f in FEATURES if f.ranks)
"""Features that the ranker sees."""
BY_NAME: dict[str, Feature] = {f.name: f for f in FEATURES}
