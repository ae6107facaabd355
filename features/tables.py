"""Every table that comes in, declared once: what each column means and how far it can be trusted.

The declarations feed the loader's checks, the database schema, the generated documentation and the as-known-on reading.
Source: the data contract.
"""

from __future__ import annotations

from features import vocabulary as v
from features.declaration import RECORDED_ON, Column, Format, Kind, Table, Trust, orgnr, person, table
from features.follow_up.tables import KEPT
from features.restricted import PARTICIPANT_AUDIT, PARTICIPANT_RULES, PLACEMENT_SUBSIDIES

__all__ = [
    "AGREEMENTS",
    "BY_NAME",
    "CHOICES",
    "CONTACTS",
    "EMPLOYER_NEEDS",
    "EMPLOYER_NOTICES",
    "FOLLOW_UPS",
    "KEPT",
    "PARTICIPANTS",
    "PARTICIPANT_AUDIT",
    "PARTICIPANT_RULES",
    "PLACEMENTS",
    "PLACEMENT_SUBSIDIES",
    "PROVIDERS",
    "RECORDED_ON",
    "SHOWN_LISTS",
    "TABLES",
    "VACANCIES",
    "WORKPLACES",
    "WORKPLACE_CONDITIONS",
    "Column",
    "Format",
    "Kind",
    "Table",
    "Trust",
]  # fmt: skip

T, S, R = Trust, Kind, Format

PARTICIPANTS = table(
    "participants",
    "A person looking for lasting work, one row per version of the profile",
    (
        Column("participant_id", S.TEXT, "opaque key", T.KEY, key=True, format=R.PARTICIPANT),
        Column("stream", S.TEXT, "kind of support; special-category data", T.EVENT, values=v.Stream),
        Column("office_id", S.TEXT, "Nav office, 4 digits", T.EVENT, format=R.OFFICE),
        Column("specialist_id", S.TEXT, "job specialist who owns the caseload", T.EVENT),
        Column("municipality", S.TEXT, "home municipality, code of 2024", T.REGISTER, format=R.MUNICIPALITY),
        Column("latitude", S.NUMBER, "home, rounded to about 1 km", T.REGISTER, required=False, low=57.0, high=81.5),
        Column("longitude", S.NUMBER, "home, rounded to about 1 km", T.REGISTER, required=False, low=-10.0, high=34.0),
        Column("wished_occupations", S.LIST, "wanted work, STYRK-08", T.STATED, format=R.OCCUPATION),
        Column("unwanted_occupations", S.LIST, "unwanted work, STYRK-08", T.STATED, format=R.OCCUPATION),
        Column("wished_text", S.FREE_TEXT, "wanted tasks and places in own words", T.STATED, required=False),
        Column("experience_occupations", S.LIST, "work done before, STYRK-08", T.STATED, format=R.OCCUPATION),
        Column("skills_text", S.FREE_TEXT, "skills in own words", T.STATED, required=False),
        Column("hours_min", S.NUMBER, "fewest hours a week", T.STATED, low=0, high=60),
        Column("hours_max", S.NUMBER, "most hours a week", T.STATED, low=0, high=60),
        Column("times_of_day", S.LIST, "when work is possible", T.STATED, values=v.TimeOfDay),
        Column("unavailable_times", S.LIST, "fixed times away, without reason", T.STATED, required=False),
        Column("max_travel_minutes", S.INTEGER, "longest way to work, door to door", T.STATED, low=0, high=300),
        Column("travel_mode", S.TEXT, "own means of travel", T.STATED, values=v.TravelMode),
        Column("driving_licence", S.LIST, "licence classes", T.STATED),
        Column("norwegian_level", S.TEXT, "Norwegian at work", T.NOTED, required=False, values=v.NorwegianLevel),
        Column("work_conditions", S.LIST, "conditions asked for", T.STATED, values=v.WorkCondition),
        Column("follow_up_need", S.TEXT, "follow-up asked for", T.STATED, values=v.FollowUpNeed),
        Column("may_contact_employers", S.BOOLEAN, "whether the specialist may contact employers", T.STATED),
        Column("shareable", S.LIST, "what an employer may be told", T.STATED, required=False, values=v.Shareable),
        Column("excluded_workplaces", S.LIST, "the participant's veto list", T.STATED, format=R.ORGNR),
        Column("available_from", S.DATE, "earliest start", T.STATED),
        Column("left_on", S.DATE, "no longer searching from", T.EVENT, required=False, happened=True),
        Column("registered_on", S.DATE, "first registered", T.EVENT, happened=True),
        Column("updated_on", S.DATE, "this version holds from", T.EVENT, key=True, happened=True),
    ),
    known_from="updated_on",
    ordered=(("hours_min", "hours_max"), ("registered_on", "updated_on")),
    required=True,
)

WORKPLACES = table(
    "workplaces",
    "A sub-unit (underenhet) where people work",
    (
        Column("orgnr", S.TEXT, "organisation number", T.KEY, key=True, format=R.ORGNR),
        Column("parent_orgnr", S.TEXT, "legal entity above", T.REGISTER, required=False, format=R.ORGNR),
        Column("name", S.TEXT, "registered name", T.REGISTER, required=False),
        Column("org_form", S.TEXT, "organisation form", T.REGISTER),
        Column("industry_code", S.TEXT, "industry, 5 digits", T.REGISTER, required=False, format=R.INDUSTRY),
        Column(
            "industry_standard",
            S.TEXT,
            "edition of the industry code",
            T.REGISTER,
            required=False,
            values=v.IndustryStandard,
        ),
        Column("municipality", S.TEXT, "municipality, code of 2024", T.REGISTER, format=R.MUNICIPALITY),
        Column("postcode", S.TEXT, "postcode", T.REGISTER, required=False, format=R.POSTCODE),
        Column("latitude", S.NUMBER, "position", T.REGISTER, required=False, low=57.0, high=81.5),
        Column("longitude", S.NUMBER, "position", T.REGISTER, required=False, low=-10.0, high=34.0),
        Column("employees", S.INTEGER, "employees; empty = suppressed", T.REGISTER, required=False, low=0),
        Column("sector", S.TEXT, "who owns it", T.REGISTER, required=False, values=v.Sector),
        Column("capacity", S.INTEGER, "people it can follow up at once", T.NOTED, required=False, low=0, high=1000),
        Column("description", S.FREE_TEXT, "what the workplace says of itself", T.NOTED, required=False),
        Column("registered_on", S.DATE, "registered", T.REGISTER, required=False, happened=True),
        Column("closed_on", S.DATE, "closed, or to be closed", T.REGISTER, required=False),
    ),
    ordered=(("registered_on", "closed_on"),),
    history=True,
    required=True,
)

WORKPLACE_CONDITIONS = table(
    "workplace_conditions",
    "What a workplace is known to offer, or known not to offer, as work conditions",
    (
        orgnr("the workplace", key=True),
        Column("condition", S.TEXT, "the condition", T.KEY, key=True, values=v.WorkCondition),
        Column("offered", S.BOOLEAN, "offered or known not to be", T.NOTED),
        Column("source", S.TEXT, "who said so", T.NOTED),
        Column("recorded_on", S.DATE, "the day we learnt it", T.NOTED, key=True, happened=True),
    ),
    known_from="recorded_on",
)

EMPLOYER_NEEDS = table(
    "employer_needs",
    "Labour that a workplace has said it needs, ad or no ad",
    (
        Column("need_id", S.TEXT, "key", T.KEY, key=True),
        orgnr("the workplace"),
        Column("occupation", S.TEXT, "STYRK-08", T.NOTED, format=R.OCCUPATION),
        Column("hours_per_week", S.NUMBER, "hours a week", T.NOTED, required=False, low=0, high=60),
        Column("text", S.FREE_TEXT, "the need in the employer's words", T.NOTED, required=False),
        Column("source", S.TEXT, "how it became known", T.NOTED, values=v.NeedSource),
        Column("recorded_on", S.DATE, "the day we learnt it", T.NOTED, happened=True),
        Column("valid_until", S.DATE, "holds until", T.NOTED, required=False),
    ),
    known_from="recorded_on",
    ordered=(("recorded_on", "valid_until"),),
)

VACANCIES = table(
    "vacancies",
    "Advertised posts",
    (
        Column("ad_id", S.TEXT, "key", T.KEY, key=True),
        orgnr("the workplace"),
        Column("published", S.DATE, "published", T.REGISTER, happened=True),
        Column("expires", S.DATE, "last day", T.REGISTER),
        Column("occupation", S.TEXT, "STYRK-08", T.REGISTER, format=R.OCCUPATION),
        Column("title", S.FREE_TEXT, "title", T.REGISTER),
        Column("text", S.FREE_TEXT, "text", T.REGISTER, required=False),
        Column("extent", S.TEXT, "full or part time", T.REGISTER, values=v.Extent),
        Column("positions", S.INTEGER, "number of posts", T.REGISTER, low=0),
    ),
    known_from="published",
    ordered=(("published", "expires"),),
)

AGREEMENTS = table(
    "agreements",
    "Cooperation agreements; they inform and never prove willingness",
    (
        orgnr("a unit, or a legal entity when `covers` says so", key=True, known=False),
        Column("programme", S.TEXT, "name of the programme", T.EVENT, key=True),
        Column("level", S.TEXT, "who made it", T.EVENT, values=v.AgreementLevel),
        Column("covers", S.TEXT, "unit or legal entity", T.EVENT, values=v.AgreementScope),
        Column("starts_on", S.DATE, "holds from", T.EVENT, key=True),
        Column("ends_on", S.DATE, "holds until", T.EVENT, required=False),
    ),
    known_from="starts_on",
    ordered=(("starts_on", "ends_on"),),
)

EMPLOYER_NOTICES = table(
    "employer_notices",
    "Layoffs, dismissals, bankruptcies, closures: they pause an employer",
    (
        orgnr("a unit or a legal entity", key=True, known=False),
        Column("kind", S.TEXT, "kind of notice", T.EVENT, key=True, values=v.NoticeKind),
        Column("starts_on", S.DATE, "holds from", T.EVENT, key=True),
        Column("ends_on", S.DATE, "holds until", T.EVENT, required=False),
    ),
    known_from="starts_on",
    ordered=(("starts_on", "ends_on"),),
)

CONTACTS = table(
    "contacts",
    "A specialist's contact with a workplace, with or without a participant in mind",
    (
        Column("contact_id", S.TEXT, "key", T.KEY, key=True),
        orgnr("the workplace"),
        person(required=False),
        Column("specialist_id", S.TEXT, "who made it", T.EVENT),
        Column("contacted_on", S.DATE, "day of contact", T.EVENT, happened=True),
        Column("channel", S.TEXT, "how", T.EVENT, values=v.Channel),
        Column("decision_maker", S.BOOLEAN, "whether a decision maker was met", T.NOTED, required=False),
        Column("result", S.TEXT, "that day's result", T.NOTED, values=v.ContactResult),
        Column("next_step", S.FREE_TEXT, "what was agreed", T.NOTED, required=False),
        Column("next_step_on", S.DATE, "planned day of the next step", T.NOTED, required=False),
        Column("list_id", S.TEXT, "the list it came from", T.SHOWN, required=False),
        Column("rank_shown", S.INTEGER, "rank on that list", T.SHOWN, required=False, low=1),
        Column("propensity", S.NUMBER, "chance of being shown there", T.SHOWN, required=False, low=0, high=1),
    ),
    known_from="contacted_on",
)

SHOWN_LISTS = table(
    "shown_lists",
    "What a specialist saw",
    (
        Column("list_id", S.TEXT, "the list", T.KEY, key=True),
        orgnr("the workplace", key=True),
        person(),
        Column("shown_on", S.DATE, "day shown", T.SHOWN, happened=True),
        Column("rank", S.INTEGER, "1 = first", T.SHOWN, low=1),
        Column("propensity", S.NUMBER, "chance of this rank given those above", T.SHOWN, required=False, low=0, high=1),
        Column("model_version", S.TEXT, "what ordered it", T.SHOWN, required=False),
    ),
    known_from="shown_on",
)

CHOICES = table(
    "choices",
    "What a specialist decided about suggestions",
    (
        Column("choice_id", S.TEXT, "key", T.KEY, key=True),
        Column("list_id", S.TEXT, "the list", T.SHOWN, required=False),
        person(),
        orgnr("the workplace"),
        Column("kind", S.TEXT, "the decision", T.EVENT, values=v.ChoiceKind),
        Column("chosen_on", S.DATE, "day decided", T.EVENT, happened=True),
        Column("reason", S.FREE_TEXT, "optional reason", T.NOTED, required=False),
    ),
    known_from="chosen_on",
)

PLACEMENTS = table(
    "placements",
    "Trials and jobs; one still running on `observed_until` has an unknown end, which is not a failure",
    (
        Column("placement_id", S.TEXT, "key", T.KEY, key=True),
        person(),
        orgnr("the workplace"),
        Column("contact_id", S.TEXT, "the contact that led to it", T.EVENT, required=False),
        Column("continues_placement_id", S.TEXT, "the trial that became this job", T.EVENT, required=False),
        Column("occupation", S.TEXT, "STYRK-08", T.EVENT, format=R.OCCUPATION),
        Column("form", S.TEXT, "form of employment", T.EVENT, values=v.PlacementForm),
        Column("paid", S.BOOLEAN, "paid by the employer", T.EVENT),
        Column("hours_per_week", S.NUMBER, "hours a week", T.EVENT, low=0, high=60),
        Column("owner_id", S.TEXT, "who owns follow-up", T.EVENT, required=False),
        Column("provider_id", S.TEXT, "provider of follow-up", T.EVENT, required=False),
        Column("starts_on", S.DATE, "first day", T.EVENT, happened=True),
        Column("ends_on", S.DATE, "last day", T.EVENT, required=False, happened=True),
        Column("observed_until", S.DATE, "last day anything is known", T.EVENT, happened=True),
        Column("end_reason", S.TEXT, "why it ended", T.NOTED, required=False, values=v.EndReason),
    ),
    known_from="starts_on",
    ordered=(("starts_on", "ends_on"), ("starts_on", "observed_until")),
)

FOLLOW_UPS = table(
    "follow_ups",
    "Follow-up due and done during a placement",
    (
        Column("placement_id", S.TEXT, "the placement", T.KEY, key=True, refers_to="placements"),
        Column("due_on", S.DATE, "planned day", T.EVENT, key=True),
        Column("done_on", S.DATE, "day held", T.EVENT, required=False, happened=True),
        Column("with_whom", S.TEXT, "with whom", T.EVENT, key=True, values=v.FollowUpWith),
        Column("done_by", S.TEXT, "by whom", T.EVENT, required=False),
    ),
    known_from="due_on",
)

PROVIDERS = table(
    "providers",
    "Organisations that can own follow-up",
    (
        Column("provider_id", S.TEXT, "key", T.KEY, key=True),
        Column("name", S.TEXT, "name", T.EVENT),
        Column("kind", S.TEXT, "kind of provider", T.EVENT, values=v.ProviderKind),
    ),
)

TABLES: tuple[Table, ...] = (
    PARTICIPANTS,
    PARTICIPANT_RULES,
    PARTICIPANT_AUDIT,
    WORKPLACES,
    WORKPLACE_CONDITIONS,
    EMPLOYER_NEEDS,
    VACANCIES,
    AGREEMENTS,
    EMPLOYER_NOTICES,
    PROVIDERS,
    SHOWN_LISTS,
    CONTACTS,
    CHOICES,
    PLACEMENTS,
    PLACEMENT_SUBSIDIES,
    FOLLOW_UPS,
)
"""All tables, parents before children."""

BY_NAME: dict[str, Table] = {t.name: t for t in (*TABLES, *KEPT)}
"""Look-up of a table by its name, those that the service keeps itself (`KEPT`) among them."""
