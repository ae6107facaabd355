"""What can be said for a workplace, by group of features: the most telling first, each with the facts it rests on."""

from __future__ import annotations

from features.catalogue import Group
from features.vocabulary import EndReason
from features.world.memory import MEETING
from models.explanations.told import (
    COMMON_WORK,
    SAME_WORK,
    SIMILAR_WORK,
    Sentence,
    Told,
    ago,
    at_most,
    count,
    listed,
    minutes,
    named,
)

WISH = ("wish_fit", "wish_need", "wish_seen", "wish_industry")
EXPERIENCE = ("experience_fit", "experience_seen", "experience_industry")
ASKED = ("conditions_met", "conditions_refused", "conditions_expected")
LASTING = ("unit_lasting_26w", "unit_lasting_52w", "unit_lasted", "unit_start_rate", "unit_starts", "history_product")
ANSWERS = ("unit_answer_rate", "unit_meeting_rate", "history_product")
TWO_YEARS = 730
TENDENCY = 1.1
"""How many times the median candidate's a share must be before it is said to be higher."""


def _need_wished(t: Told) -> str | None:
    if not at_most(t.facts["wish_need"], SIMILAR_WORK):
        return None
    same = t.facts["wish_need"] <= SAME_WORK
    return named("Ser etter folk til noe " + ("deltakeren ønsker seg" if same else "som ligner på ønsket"), t.needed)


def _work_wished(t: Told) -> str | None:
    if not at_most(t.facts["wish_seen"], SIMILAR_WORK):
        return None
    same = t.facts["wish_seen"] <= SAME_WORK
    return named("Her gjøres arbeid " + ("deltakeren ønsker seg" if same else "som ligner på ønsket"), t.seen)


def _work_done(t: Told) -> str | None:
    if not at_most(t.facts["experience_seen"], SIMILAR_WORK):
        return None
    same = t.facts["experience_seen"] <= SAME_WORK
    return named(f"Deltakeren har gjort {'slikt' if same else 'lignende'} arbeid før", t.done)


def _industry_wished(t: Told) -> str | None:
    return named("Bransjen har ofte slikt arbeid som deltakeren ønsker seg", t.common) if _common(t, "wish") else None


def _industry_done(t: Told) -> str | None:
    return named("Deltakeren har erfaring som passer bransjen", t.done_common) if _common(t, "experience") else None


def _more_wished(t: Told) -> str | None:
    return "Har trolig mer av det deltakeren ønsker seg enn de fleste i nærheten" if t.above("wish_fit") else None


def _common(t: Told, kind: str) -> bool:
    return t.facts[f"{kind}_industry"] > COMMON_WORK


def _offers(t: Told) -> str | None:
    return f"Kan legge til rette slik deltakeren ber om: {listed(t.offered)}" if t.offered else None


def _usual_conditions(t: Told) -> str | None:
    usual = t.facts["conditions_expected"] >= 0.6
    return "I denne bransjen er det vanlig med den tilretteleggingen deltakeren ber om" if usual else None


def _likelier_conditions(t: Told) -> str | None:
    better = t.facts["conditions_expected"] > TENDENCY * t.typical["conditions_expected"]
    return "Tilretteleggingen deltakeren ber om er vanligere her enn de fleste steder i nærheten" if better else None


def _fixed_contact(t: Told) -> str | None:
    return "Har en fast kontaktperson" if t.facts["fixed_contact"] == 1 else None


def _hours_fit(t: Told) -> str | None:
    return "Behovet passer med timene deltakeren kan jobbe" if t.facts["hours_gap"] == 0 else None


def _part_time(t: Told) -> str | None:
    return "Lyser oftest ut deltid" if t.facts["ads_year"] > 0 and t.facts["part_time_ads"] >= 0.6 else None


def _near(t: Told) -> str | None:
    way = minutes(t.facts["travel_minutes"])
    if t.facts["travel_share"] <= 0.5:
        return f"Kort reisevei, {way}"
    return f"Kortere reisevei enn til de fleste, {way}" if t.below("travel_minutes") and not t.beyond_reach else None


def _need(t: Told) -> str | None:
    return f"Har meldt behov for folk, sist {ago(t.facts['need_age'])}" if t.facts["needs_current"] > 0 else None


def _ads(t: Told) -> str | None:
    number = t.facts["ads_current"]
    what = "utlyst stilling" if number == 1 else "utlyste stillinger"
    return f"Har {count(number)} {what} nå" if number > 0 else None


def _ads_lately(t: Told) -> str | None:
    number = t.facts["ads_year"]
    what = "stilling" if number == 1 else "stillinger"
    return f"Har lyst ut {count(number)} {what} det siste året" if number > 0 else None


def _needed_before(t: Told) -> str | None:
    return f"Meldte sist behov for folk {ago(t.facts['need_age'])}" if t.facts["need_age"] <= TWO_YEARS else None


def _ads_before(t: Told) -> str | None:
    return f"Lyste sist ut en stilling {ago(t.facts['ad_age'])}" if t.facts["ad_age"] <= TWO_YEARS else None


def _agreement(t: Told) -> str | None:
    return "Har en samarbeidsavtale med Nav" if t.facts["agreement"] > 0 else None


def _lasted(t: Told) -> str | None:
    number = t.facts["unit_lasted"]
    return f"Har hatt {count(number)} som ble værende i minst et halvt år" if number >= 1 else None


def _taken(t: Told) -> str | None:
    return f"Har tatt inn {count(t.facts['unit_starts'])} gjennom Nav før" if t.facts["unit_starts"] >= 1 else None


def _answers(t: Told) -> str | None:
    f = t.facts
    often = f["unit_contacts"] >= 3 and f["unit_meeting_rate"] >= 0.35 and f["last_result"] >= MEETING
    return "Pleier å svare når vi tar kontakt" if often else None


def _chain(t: Told) -> str | None:
    others = t.facts["chain_starts"] > t.facts["unit_starts"]
    return "Andre virksomheter i samme konsern har tatt inn folk" if others else None


def _like_it_lasting(t: Told) -> str | None:
    more = t.facts["unit_lasting_26w"] > TENDENCY * t.typical["unit_lasting_26w"]
    return "På slike arbeidsplasser blir flere værende enn ellers i nærheten" if more else None


def _like_it_taking(t: Told) -> str | None:
    more = t.facts["unit_start_rate"] > TENDENCY * t.typical["unit_start_rate"]
    return "Slike arbeidsplasser tar oftere inn folk enn andre i nærheten" if more else None


def _like_it_answering(t: Told) -> str | None:
    more = t.facts["unit_meeting_rate"] > TENDENCY * t.typical["unit_meeting_rate"]
    return "Slike arbeidsplasser har oftere sagt ja til en prat enn andre i nærheten" if more else None


def _own_contact(t: Told) -> str | None:
    days = t.facts["specialist_days"]
    return f"Jobbspesialisten tok kontakt med dem {ago(days)}" if days <= 180 else None


def _office_contact(t: Told) -> str | None:
    days = t.facts["office_days"]
    return f"Noen på kontoret tok kontakt med dem {ago(days)}" if days <= 365 else None


def _contacted(t: Told) -> str | None:
    far = t.facts["office_days"] > 365 >= t.facts["days_since_contact"]
    return "Et annet kontor har vært i kontakt med dem det siste året" if far else None


def _room(t: Told) -> str | None:
    return f"Har plass til {count(t.facts['room'])} til" if t.facts["room"] >= 2 else None


def _left_in_peace(t: Told) -> str | None:
    quiet = t.facts["contacts_quarter"] == 0
    return "Vi har ikke spurt dem de siste tre månedene" if quiet else None


def _size(t: Told) -> str | None:
    number = t.facts["employees"]
    if not number >= 2:
        return None
    size = "Liten arbeidsplass" if number < 10 else "Arbeidsplass" if number < 50 else "Stor arbeidsplass"
    return f"{size} med {number:.0f} ansatte"


def _public(t: Told) -> str | None:
    return "Offentlig arbeidsplass" if t.facts["public_sector"] == 1 else None


def _chain_size(t: Told) -> str | None:
    number = t.facts["chain_units"]
    return f"Del av en større virksomhet med {number:.0f} arbeidsplasser" if number >= 5 else None


def _not_again(t: Told) -> str | None:
    if t.broke is None or t.facts["defeat_shared"] > 0:
        return None
    if t.answered:
        return f"Kan gjøre det annerledes enn sist: {listed(t.answered)}"
    return NOT_AGAIN.get(t.broke)


NOT_AGAIN = {
    EndReason.TRANSPORT: "Kortere vei enn sist, da veien var grunnen",
    EndReason.TASKS: "Andre slags oppgaver enn sist",
}
FOR: dict[Group, tuple[Sentence, ...]] = {
    Group.TASKS: (
        Sentence(WISH, _need_wished),
        Sentence(WISH, _work_wished),
        Sentence(EXPERIENCE, _work_done),
        Sentence(WISH, _industry_wished),
        Sentence(EXPERIENCE, _industry_done),
        Sentence(WISH, _more_wished),
    ),
    Group.ENVIRONMENT: (
        Sentence(ASKED, _offers),
        Sentence(("fixed_contact",), _fixed_contact),
        Sentence(ASKED, _usual_conditions),
        Sentence(ASKED, _likelier_conditions),
    ),
    Group.HOURS: (Sentence(("hours_gap",), _hours_fit), Sentence(("part_time_ads",), _part_time)),
    Group.TRAVEL: (Sentence(("travel_minutes", "travel_share"), _near),),
    Group.NEED: (
        Sentence(("needs_current", "need_age"), _need),
        Sentence(("ads_current", "ad_age"), _ads),
        Sentence(("ads_year", "ad_age"), _ads_lately),
        Sentence(("need_age",), _needed_before),
        Sentence(("ad_age",), _ads_before),
    ),
    Group.AGREEMENT: (Sentence(("agreement",), _agreement),),
    Group.HISTORY: (
        Sentence(LASTING, _lasted),
        Sentence(LASTING, _taken),
        Sentence(ANSWERS, _answers),
        Sentence(("chain_starts", "unit_start_rate"), _chain),
        Sentence(("unit_lasting_26w", "unit_lasting_52w"), _like_it_lasting),
        Sentence(("unit_start_rate",), _like_it_taking),
        Sentence(("unit_answer_rate", "unit_meeting_rate"), _like_it_answering),
    ),
    Group.RELATION: (
        Sentence(("specialist_days", "specialist_contacts"), _own_contact),
        Sentence(("office_days", "office_contacts"), _office_contact),
        Sentence(("days_since_contact", "last_result"), _contacted),
    ),
    Group.LOAD: (Sentence(("room", "running"), _room), Sentence(("contacts_quarter",), _left_in_peace)),
    Group.DEFEAT: (Sentence(("defeat_shared",), _not_again),),
    Group.SIZE: (
        Sentence(("employees",), _size),
        Sentence(("public_sector",), _public),
        Sentence(("chain_units",), _chain_size),
    ),
}
"""By group; a group whose sentences are all untrue gives no reason, however large its effect."""
