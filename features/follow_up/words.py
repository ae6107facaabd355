"""What a specialist reads about follow-up, in bokmål."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from features.follow_up.calendar import OWNER, Status
from features.follow_up.plan import ContactKind
from features.occupations import occupation_in_text
from features.subsidies.book import load_book
from features.vocabulary import FollowUpWith, Scheme

WHOM: dict[str, str] = {
    FollowUpWith.WORKER.value: "deltakeren",
    FollowUpWith.EMPLOYER.value: "arbeidsgiver",
    FollowUpWith.BOTH.value: "begge",
}
_KINDS = {
    ContactKind.SUBSIDY_END.value: "Snakk med {whom} om hva som skjer når tilskuddet går ut",
    ContactKind.CONFIRMATION.value: "Bekreft oppfølgingen for Nav, ellers stopper utbetalingen. Snakk med {whom}",
    ContactKind.REVIEW.value: "Gjennomgang: er dette fortsatt rett? Snakk med {whom}",
}


def written(day: date) -> str:
    """A day as it is written: 02.02.2026."""
    return f"{day:%d.%m.%Y}"


def contact_text(item: Mapping[str, Any], where: str) -> str:
    """A contact of the calendar at a workplace."""
    if item["kind"] == OWNER:
        return f"Ingen eier oppfølgingen hos {where}. Hvem tar den?"
    how = "Besøk og snakk" if item["how"] == "visit" else "Ring og snakk"
    said = _KINDS.get(item["kind"], how + " med {whom}").format(whom=WHOM[item["with_whom"]])
    late = f" Skulle vært gjort {written(item['due_on'])}." if item["status"] == Status.OVERDUE.value else ""
    return f"{said} ({where}).{late}"


def one_sided_text(missing: str, where: str) -> str:
    """Only one side has been spoken with."""
    other = "arbeidsgiver" if missing == FollowUpWith.WORKER.value else "deltakeren"
    return f"Bare {other} er snakket med i det siste ({where}). Ta kontakt med {WHOM[missing]}."


def first_meeting_text(status: str, due_on: date, today: date) -> str:
    """The clock of the first employer meeting, while it has not been held."""
    if status == "overdue":
        return f"Første arbeidsgivermøte skulle vært holdt innen {written(due_on)}."
    left = (due_on - today).days
    return f"Første arbeidsgivermøte innen {written(due_on)}, {_days(left)} igjen."


def ending_text(kind: str, what: str, ends_on: date, days_left: int, where: str) -> str:
    """A subsidy, need or agreement that ends."""
    when = "i dag" if days_left == 0 else f"om {_days(days_left)}"
    if kind == "need":
        need = occupation_in_text(what)
        return f"Behovet hos {where} ({need}) går ut {written(ends_on)}, {when}. Spør om det fortsatt gjelder."
    if kind == "agreement":
        return f"Avtalen «{what}» med {where} går ut {written(ends_on)}, {when}."
    scheme = load_book().schemes[Scheme(what)].norwegian
    return f"{scheme[0].upper()}{scheme[1:]} hos {where} går ut {written(ends_on)}, {when}."


def next_step_text(step: str | None, where: str) -> str:
    """What was agreed at a contact."""
    return f"Avtalt med {where}: {step or 'ny kontakt'}"


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dager"
