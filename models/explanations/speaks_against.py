"""What can be said against a workplace, by group of features: the gravest first, each borne out by the facts."""

from __future__ import annotations

from math import isnan

from features.catalogue import Group
from features.vocabulary import ContactResult, EndReason
from features.workplace import REST_DAYS
from features.world.memory import RESULT_ORDER
from models.explanations.told import COMMON_WORK, SIMILAR_WORK, Sentence, Told, at_most, count, listed, minutes

REFUSALS = {float(RESULT_ORDER.index(result)) for result in (ContactResult.NO_ANSWER, ContactResult.NO)}
RARE_WORK = -0.3
"""Log lift below which an industry seldom has an occupation."""
SHARED = 0.5
"""Share of what broke before from which it is said."""
ONCE_MORE = {
    EndReason.TASKS: "Oppgavene var grunnen sist, og arbeidet her ligner. Spør om oppgavene kan legges opp annerledes",
    EndReason.PACE: "Tempoet var grunnen sist. Spør om det er annerledes her",
    EndReason.SOCIAL: "Miljøet passet ikke sist. Spør hvordan de arbeider sammen her",
    EndReason.MANAGEMENT: "Ledelsen var grunnen sist, og dette er samme arbeidsgiver. Spør hvem som blir leder",
    EndReason.TRANSPORT: "Reiseveien var grunnen sist, og hit er det minst like langt",
    EndReason.HOURS: "Timene var grunnen sist, og her trengs det like mange. Spør om færre timer er mulig",
    EndReason.OTHER: "Deltakeren har prøvd her før, og det tok slutt tidlig. Spør hva som er annerledes nå",
}
"""What broke before, as a question to ask and never as a trait of the person."""


def _unwanted(t: Told) -> str | None:
    much = t.facts["unwanted_industry"] > 1.0
    return "Bransjen har en del arbeid som deltakeren ikke ønsker" if much else None


def _rare(t: Told) -> str | None:
    rare = t.facts["wish_industry"] < RARE_WORK and not at_most(t.facts["wish_seen"], SIMILAR_WORK)
    return "Bransjen har sjelden slike jobber som deltakeren ønsker seg" if rare else None


def _tasks_unknown(t: Told) -> str | None:
    unknown = isnan(t.facts["wish_need"]) and isnan(t.facts["wish_seen"])
    return "Vi vet ikke hvilke oppgaver som finnes her" if unknown else None


def _other_work(t: Told) -> str | None:
    other = t.facts["wish_seen"] > SIMILAR_WORK and not t.facts["wish_industry"] > COMMON_WORK
    return "Arbeidet vi kjenner til her er noe annet enn ønskene" if other else None


def _refused(t: Told) -> str | None:
    if t.refused:
        return f"Har sagt at dette ikke lar seg gjøre: {listed(t.refused)}"
    return None


def _conditions_unknown(t: Told) -> str | None:
    if not t.facts["conditions_met"] < 1:
        return None
    some = "resten av " if t.offered else ""
    return f"Vi vet ikke om de kan tilby {some}tilretteleggingen deltakeren ber om"


def _hours(t: Told) -> str | None:
    gap = t.facts["hours_gap"]
    return f"Behovet er om lag {gap:.0f} timer i uka unna det deltakeren kan" if gap > 2 else None


def _far(t: Told) -> str | None:
    way = minutes(t.facts["travel_minutes"])
    if t.facts["travel_share"] > 1:
        return f"Lenger unna enn ønsket, {way}"
    return f"Lang reisevei, {way}" if t.facts["travel_share"] > 0.7 else None


def _need_unknown(t: Told) -> str | None:
    unknown = t.facts["needs_current"] == 0 and t.facts["ads_current"] == 0
    return "Behovet er ikke kjent ennå" if unknown else None


def _broke(t: Told) -> str | None:
    if t.facts["unit_broke"] <= t.facts["unit_lasted"]:
        return None
    return "Jobber her har tatt slutt tidlig før" if t.facts["unit_broke"] > 1 else "En jobb her tok slutt tidlig"


def _no_history(t: Told) -> str | None:
    none = t.facts["unit_contacts"] + t.facts["unit_starts"] == 0
    return "Ingen erfaring med denne arbeidsgiveren ennå" if none else None


def _said_no(t: Told) -> str | None:
    no = t.facts["own_days"] <= 180 and t.facts["own_result"] in REFUSALS
    return "Sa nei eller svarte ikke sist vi spurte for denne deltakeren" if no else None


def _stranger(t: Told) -> str | None:
    unknown = t.facts["office_days"] > 365
    return "Vi vet ikke om noen på kontoret har hatt kontakt med dem det siste året" if unknown else None


def _notice(t: Told) -> str | None:
    notice = t.facts["recent_notice"] > 0
    return "Har hatt permitteringer eller nedbemanning det siste året" if notice else None


def _full(t: Told) -> str | None:
    if t.facts["room"] > 0:
        return None
    if t.facts["days_since_start"] < REST_DAYS:
        return "Tok inn noen for mindre enn fire uker siden, og kan trenge litt ro"
    running = t.facts["running"]
    many = f"{count(running)} i jobb gjennom Nav, og kan ha nok med det" if running >= 1 else "nok å følge opp"
    return f"Har allerede {many}"


def _asked_often(t: Told) -> str | None:
    number = t.facts["contacts_quarter"]
    return f"Har blitt kontaktet {number:.0f} ganger de siste tre månedene" if number >= 4 else None


def _once_more(t: Told) -> str | None:
    shares = t.broke is not None and t.facts["defeat_shared"] >= SHARED
    return ONCE_MORE[t.broke] if shares and t.broke is not None else None


AGAINST: dict[Group, tuple[Sentence, ...]] = {
    Group.TASKS: (
        Sentence(("unwanted_industry",), _unwanted),
        Sentence(("wish_industry", "wish_fit"), _rare),
        Sentence(("wish_seen", "wish_fit"), _other_work),
        Sentence(("wish_need", "wish_seen"), _tasks_unknown),
    ),
    Group.ENVIRONMENT: (
        Sentence(("conditions_refused", "conditions_expected"), _refused),
        Sentence(("conditions_met",), _conditions_unknown),
    ),
    Group.HOURS: (Sentence(("hours_gap",), _hours),),
    Group.TRAVEL: (Sentence(("travel_minutes", "travel_share"), _far),),
    Group.NEED: (Sentence(("needs_current", "ads_current"), _need_unknown),),
    Group.AGREEMENT: (),
    Group.HISTORY: (
        Sentence(("unit_broke", "unit_lasting_26w"), _broke),
        Sentence(("unit_contacts", "unit_starts"), _no_history),
    ),
    Group.RELATION: (
        Sentence(("own_days", "own_result"), _said_no),
        Sentence(("office_days",), _stranger),
    ),
    Group.LOAD: (
        Sentence(("recent_notice",), _notice),
        Sentence(("room", "running", "days_since_start"), _full),
        Sentence(("contacts_quarter",), _asked_often),
    ),
    Group.DEFEAT: (Sentence(("defeat_shared",), _once_more),),
    Group.SIZE: (),
}
"""By group; the first that is true is said."""
