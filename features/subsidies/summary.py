"""A match's subsidies in a sentence or two, for the specialist: what leads, in kroner and dates, and what is open."""

from __future__ import annotations

from collections.abc import Sequence

from features.subsidies.answer import NOTE, Quote, SchemeAnswer, Status
from features.subsidies.employer_cost import EmployerCost
from features.subsidies.messages import Said, written_out
from features.subsidies.packages import Package, in_sentence
from features.vocabulary import Scheme

NONE_FITS = "Ingen tilskudd passer i denne saken"
UNREADABLE = "Må avklares med Nav-kontoret: regelboken kan ikke brukes på denne saken"


def summary(quote: Quote, packages: Sequence[Package], cost: EmployerCost, *, adapted_work: bool = False) -> str:
    """The text in bokmål, ending with «veiledende, ikke vedtak».

    `packages` as `packages.packages` gives them, and the employer's cost with the first of them. With `adapted_work`
    (VTO) what the book says of VTO stands first where it has to be clarified. The text is for the specialist alone: it
    names schemes that tell of the person.
    """
    if _no_decision(quote):
        message = quote.book.messages[Said.NO_DECISION]
        sentences = [f"Må avklares med {message.ask_whom}: {message.question}"]
    else:
        sentences = [*(_about_vto(quote) if adapted_work else ()), *_led_by(quote, packages, cost)]
    return " ".join([*sentences, f"{NOTE.capitalize()}."])


def _about_vto(quote: Quote) -> list[str]:
    """What the book says of VTO where it has to be clarified; that the job is not agreed as VTO goes without saying."""
    vto = quote.of(Scheme.ADAPTED_WORK_ORDINARY)
    if vto.status is not Status.NEEDS_CLARIFICATION or vto.reason is None:
        return []
    form = quote.book.message(quote.book.schemes[vto.scheme], Said.WRONG_FORM).reason
    return [vto.reason.replace(form, "").strip() or form]


def _led_by(quote: Quote, packages: Sequence[Package], cost: EmployerCost) -> list[str]:
    open_ones = _open(packages)
    said = [f"{in_kroner(quote, cost)}."] if cost.schemes else []
    if open_ones:
        said.append(f"Må avklares: {_listed([in_sentence(quote.of(scheme).norwegian) for scheme in open_ones])}.")
    return said or [f"{NONE_FITS}."]


def _no_decision(quote: Quote) -> bool:
    asked = quote.book.messages[Said.NO_DECISION].question
    return any(answer.question == asked for answer in quote.schemes)


def _open(packages: Sequence[Package]) -> list[Scheme]:
    """Schemes that stand alone in a package that is not ready."""
    return [package.schemes[0] for package in packages if len(package.schemes) == 1 and not package.ready]


def in_kroner(quote: Quote, cost: EmployerCost) -> str:
    """«Midlertidig lønnstilskudd: 15 642 kr i måneden fra 01.12.2026, 13 035 kr fra 01.12.2027, slutter 30.11.2028».

    A scheme that runs on beyond what is quoted is «regnet til og med» its last day here.
    """
    ending = {mark.scheme for mark in cost.marks if not mark.monthly}
    return "; ".join(_one_in_kroner(quote.of(scheme), ends=scheme in ending) for scheme in cost.schemes)


def _one_in_kroner(answer: SchemeAnswer, *, ends: bool) -> str:
    if not answer.periods:
        return answer.norwegian
    rates = [answer.periods[0]]
    for period in answer.periods[1:]:
        if period.monthly_subsidy != rates[-1].monthly_subsidy:
            rates.append(period)
    first, *later = rates
    said = f"{answer.norwegian}: {written_out(first.monthly_subsidy)} kr i måneden fra {written_out(first.first)}"
    said += "".join(f", {written_out(rate.monthly_subsidy)} kr fra {written_out(rate.first)}" for rate in later)
    return f"{said}, {'slutter' if ends else 'regnet til og med'} {written_out(answer.periods[-1].last)}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
