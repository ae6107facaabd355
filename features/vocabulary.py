"""The words of the tables: one enumeration per closed list, and identifiers that mask themselves when printed.

Values are those of the data contract. A Norwegian label for a page belongs with the page, except the work conditions,
whose bokmål wording is part of their meaning.
"""

from __future__ import annotations

from enum import StrEnum


class Stream(StrEnum):
    """The kind of support. It reveals a state of health: never in a URL, a log line or anything an employer sees."""

    IPS = "ips"
    IPS_YOUTH = "ips_youth"
    VTO = "vto"
    SUPPORTED_WORK = "supported_work"


class TimeOfDay(StrEnum):
    """When a participant can work."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"


class TravelMode(StrEnum):
    """The participant's own means of getting to work; the order is the integer code used in arrays."""

    CAR = "car"
    TRANSIT = "transit"
    WALK = "walk"


class NorwegianLevel(StrEnum):
    """How well the participant speaks Norwegian at work."""

    BEGINNER = "beginner"
    BASIC = "basic"
    GOOD = "good"
    FLUENT = "fluent"


class FollowUpNeed(StrEnum):
    """How much follow-up the participant asks for, as stated; the order is the integer code used in arrays."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Shareable(StrEnum):
    """What the participant has agreed that an employer may be told."""

    EXPERIENCE = "experience"
    SKILLS = "skills"
    HOURS = "hours"
    CONDITIONS = "conditions"
    NAME = "name"


class WorkCondition(StrEnum):
    """A condition asked for by a participant or offered by a workplace: one list for both sides."""

    FIXED_TASK_LIST = "fixed_task_list"
    QUIET_SURROUNDINGS = "quiet_surroundings"
    NO_HEAVY_LIFTING = "no_heavy_lifting"
    SEATED_WORK = "seated_work"
    NO_CUSTOMER_CONTACT = "no_customer_contact"
    SMALL_TEAM = "small_team"
    STEADY_PACE = "steady_pace"
    FLEXIBLE_HOURS = "flexible_hours"
    SHORT_SHIFTS = "short_shifts"
    NO_NIGHT_WORK = "no_night_work"
    WRITTEN_INSTRUCTIONS = "written_instructions"
    FIXED_CONTACT_PERSON = "fixed_contact_person"
    OWN_WORKSPACE = "own_workspace"
    NO_DRIVING = "no_driving"
    FEW_LANGUAGE_DEMANDS = "few_language_demands"
    OUTDOOR_WORK = "outdoor_work"


CONDITION_LABELS: dict[WorkCondition, str] = {
    WorkCondition.FIXED_TASK_LIST: "fast oppgaveliste",
    WorkCondition.QUIET_SURROUNDINGS: "rolige omgivelser",
    WorkCondition.NO_HEAVY_LIFTING: "ingen tunge løft",
    WorkCondition.SEATED_WORK: "sittende arbeid",
    WorkCondition.NO_CUSTOMER_CONTACT: "ingen kundekontakt",
    WorkCondition.SMALL_TEAM: "liten arbeidsgruppe",
    WorkCondition.STEADY_PACE: "jevnt tempo",
    WorkCondition.FLEXIBLE_HOURS: "fleksibel arbeidstid",
    WorkCondition.SHORT_SHIFTS: "korte vakter",
    WorkCondition.NO_NIGHT_WORK: "ikke nattarbeid",
    WorkCondition.WRITTEN_INSTRUCTIONS: "skriftlige instrukser",
    WorkCondition.FIXED_CONTACT_PERSON: "fast kontaktperson",
    WorkCondition.OWN_WORKSPACE: "egen arbeidsplass",
    WorkCondition.NO_DRIVING: "ingen bilkjøring",
    WorkCondition.FEW_LANGUAGE_DEMANDS: "små språkkrav",
    WorkCondition.OUTDOOR_WORK: "arbeid ute",
}
"""Bokmål wording of each condition, as a specialist reads it."""


class SupportNeedGroup(StrEnum):
    """Innsatsgruppe (§ 14 a). For the rule book alone."""

    GODE_MULIGHETER = "GODE_MULIGHETER"
    TRENGER_VEILEDNING = "TRENGER_VEILEDNING"
    TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE = "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE"
    JOBBE_DELVIS = "JOBBE_DELVIS"
    LITEN_MULIGHET_TIL_A_JOBBE = "LITEN_MULIGHET_TIL_A_JOBBE"


class Protection(StrEnum):
    """Protection of a person's address or identity. Read by permissions alone."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"
    SHIELDED = "shielded"


class IndustryStandard(StrEnum):
    """Which edition of Standard for næringsgruppering a code belongs to."""

    SN2007 = "SN2007"
    SN2025 = "SN2025"


class Sector(StrEnum):
    """Who owns the workplace."""

    PRIVATE = "private"
    MUNICIPAL = "municipal"
    STATE = "state"
    NON_PROFIT = "non_profit"


class PlacePrecision(StrEnum):
    """What a workplace's coordinates stand for."""

    ADDRESS = "address"
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"


class NeedSource(StrEnum):
    """How a need for labour became known."""

    VISIT = "visit"
    AD = "ad"
    PHONE = "phone"
    REGISTER = "register"


class Extent(StrEnum):
    """Extent of an advertised post."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    UNKNOWN = "unknown"


class AgreementLevel(StrEnum):
    """Who made a cooperation agreement."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"


class AgreementScope(StrEnum):
    """Whether an agreement holds for one unit or for every unit of a legal entity."""

    UNIT = "unit"
    LEGAL_ENTITY = "legal_entity"


class NoticeKind(StrEnum):
    """A notice that pauses an employer."""

    TEMPORARY_LAYOFF = "temporary_layoff"
    MASS_DISMISSAL = "mass_dismissal"
    BANKRUPTCY = "bankruptcy"
    CLOSURE = "closure"


class Channel(StrEnum):
    """How an employer was contacted."""

    VISIT = "visit"
    PHONE = "phone"
    DIGITAL = "digital"


class ContactResult(StrEnum):
    """The result of a contact on that day; a hire is read from `placements`."""

    NO_ANSWER = "no_answer"
    NOT_NOW = "not_now"
    NO = "no"
    NEED_RECORDED = "need_recorded"
    MEETING = "meeting"
    CANDIDATE_DISCUSSED = "candidate_discussed"
    TRIAL_AGREED = "trial_agreed"
    HIRED = "hired"


class ChoiceKind(StrEnum):
    """What a specialist decided about a suggestion. Never held against anyone."""

    PIN = "pin"
    HIDE = "hide"
    ADD = "add"
    NOT_FOR_THIS_PARTICIPANT = "not_for_this_participant"
    WRONG = "wrong"
    NONE_OF_THESE = "none_of_these"
    UNDO = "undo"


class PlacementForm(StrEnum):
    """Form of employment; work training and job tasters are trials, the others are starts."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    ZERO_HOURS = "zero_hours"
    APPRENTICE = "apprentice"
    WORK_TRAINING = "work_training"
    JOB_TASTER = "job_taster"
    ADAPTED_WORK_ORDINARY = "adapted_work_ordinary"
    SELF_EMPLOYED = "self_employed"


TRIAL_FORMS = frozenset({PlacementForm.WORK_TRAINING, PlacementForm.JOB_TASTER})
"""Forms that are a stage before a start."""


class EndReason(StrEnum):
    """Why a placement ended."""

    TASKS = "tasks"
    PACE = "pace"
    SOCIAL = "social"
    MANAGEMENT = "management"
    TRANSPORT = "transport"
    HOURS = "hours"
    DOWNSIZING = "downsizing"
    BETTER_JOB = "better_job"
    EDUCATION = "education"
    SUBSIDY_ENDED = "subsidy_ended"
    OTHER = "other"


COMPETING_EXITS = frozenset({EndReason.BETTER_JOB, EndReason.EDUCATION})
"""Exits that are not breaks."""


class Scheme(StrEnum):
    """Scheme codes, the same everywhere."""

    TEMPORARY_WAGE_SUBSIDY = "temporary_wage_subsidy"
    PERMANENT_WAGE_SUBSIDY = "permanent_wage_subsidy"
    FOUR_YEAR_WAGE_SUBSIDY = "four_year_wage_subsidy"
    ADAPTED_WORK_ORDINARY = "adapted_work_ordinary"
    FACILITATED_WORK_ORDINARY = "facilitated_work_ordinary"
    MENTOR_SUBSIDY = "mentor_subsidy"
    INCLUSION_SUBSIDY = "inclusion_subsidy"
    WORK_TRAINING = "work_training"
    SUMMER_JOB_SUBSIDY = "summer_job_subsidy"
    EXPERT_ASSISTANCE = "expert_assistance"
    FUNCTIONAL_ASSISTANCE = "functional_assistance"
    WORK_AIDS = "work_aids"


class FollowUpWith(StrEnum):
    """With whom a follow-up is held."""

    WORKER = "worker"
    EMPLOYER = "employer"
    BOTH = "both"


class ProviderKind(StrEnum):
    """Who can own follow-up."""

    NAV = "nav"
    GROWTH_ENTERPRISE = "growth_enterprise"
    REHABILITATION_ENTERPRISE = "rehabilitation_enterprise"
    OTHER = "other"


class ParticipantId(str):
    """An opaque participant key that prints masked, so that a log line or a traceback never names a person."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ParticipantId(•••)"

    def __format__(self, spec: str) -> str:
        return format("•••", spec)
