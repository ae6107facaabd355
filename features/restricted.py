"""Tables that the ranker may not read: rules about a person, the fairness audit, and subsidies paid.

They are declared apart so that an import rule can keep the ranker's features away from them.
"""

from __future__ import annotations

from features import vocabulary as v
from features.declaration import Column, Format, Kind, Trust, person, table

T, S = Trust, Kind

PARTICIPANT_RULES = table(
    "participant_rules",
    "What the subsidy rule book and permissions need; the ranker cannot read it",
    (
        person(key=True),
        Column("support_need_group", S.TEXT, "§ 14 a decision", T.RULE, required=False, values=v.SupportNeedGroup),
        Column("birth_date", S.DATE, "date of birth", T.RULE, happened=True),
        Column("disability_benefit", S.BOOLEAN, "receives uføretrygd", T.RULE, required=False),
        Column("expects_disability_benefit", S.BOOLEAN, "uføretrygd soon expected", T.RULE, required=False),
        Column("months_used", S.JSON, "scheme → months already used", T.RULE, required=False),
        Column(
            "protection",
            S.TEXT,
            "protected address or identity; what cannot be read is the strictest",
            T.RULE,
            values=v.Protection,
            format=Format.PROTECTION,
        ),
    ),
)

PARTICIPANT_AUDIT = table(
    "participant_audit",
    "For aggregated fairness reports only",
    (
        person(key=True),
        Column("gender", S.TEXT, "gender", T.AUDIT, required=False),
        Column("age_band", S.TEXT, "age band", T.AUDIT, required=False),
        Column("centrality", S.INTEGER, "1 most central … 6", T.AUDIT, required=False, low=1, high=6),
        Column("country_group", S.TEXT, "country group", T.AUDIT, required=False),
    ),
)

PLACEMENT_SUBSIDIES = table(
    "placement_subsidies",
    "Subsidies paid during a placement; the ranker's features may not read it",
    (
        Column("placement_id", S.TEXT, "the placement", T.KEY, key=True, refers_to="placements"),
        Column("scheme", S.TEXT, "scheme code", T.KEY, key=True, values=v.Scheme),
        Column("starts_on", S.DATE, "holds from", T.RULE, key=True),
        Column("ends_on", S.DATE, "holds until", T.RULE, required=False),
        Column("percent", S.NUMBER, "percent of wage cost", T.RULE, required=False, low=0, high=100),
        Column("amount", S.NUMBER, "kroner", T.RULE, required=False, low=0),
    ),
    known_from="starts_on",
    ordered=(("starts_on", "ends_on"),),
)
