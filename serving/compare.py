"""Why this one stands above that one, in words, from what was journalled with the list and nothing else.

The list keeps what every group of features added to each suggestion, so the answer is that of the day it was shown,
whatever model is live now. A list that keeps no grounds (of an inline person, or made before they were kept) is
answered from the reasons it showed, and says that this is all there is.
"""

from __future__ import annotations

from typing import Any

from features.catalogue import Group
from models.compare import Decided, Difference, Standing, decided, differences, hardly_differ
from models.explanations import Ground
from serving import schemas
from serving.problems import bad_input

LABELS = {
    Group.TASKS: "Oppgavene",
    Group.ENVIRONMENT: "Tilretteleggingen",
    Group.HOURS: "Arbeidstiden",
    Group.TRAVEL: "Reiseveien",
    Group.NEED: "Behovet",
    Group.AGREEMENT: "Samarbeidsavtalen",
    Group.HISTORY: "Erfaringen",
    Group.RELATION: "Kontakten",
    Group.LOAD: "Kapasiteten",
    Group.DEFEAT: "Det som gikk galt sist",
    Group.SIZE: "Arbeidsplassen",
}
DECIDED = {
    Decided.MODEL: "Modellen setter den første høyere.",
    Decided.PIN: "Den første er festet øverst av jobbspesialisten.",
    Decided.EXPLORATION: "Flyttet opp for å prøve nye arbeidsgivere: ingen har begynt der det siste året.",
    Decided.ADDED: "Den andre er lagt til av jobbspesialisten. Det som er lagt til, står sist på listen.",
    Decided.CAP: (
        "Modellen alene ville satt dem i motsatt rekkefølge. Den andre er flyttet ned, eller den første holdt oppe, "
        "for å fordele henvendelsene mellom arbeidsgivere og la listen være mest mulig lik fra uke til uke."
    ),
}
ALIKE = "Forskjellen er liten."
NO_GROUNDS = "Bare begrunnelsene som ble vist er lagret for denne listen, så sammenligningen er ikke fullstendig."


def compare(payload: dict[str, Any], above: str, below: str) -> schemas.Comparison:
    """The comparison of two suggestions of a journalled list; 422 when they are not there, or stand the other way."""
    if above == below:
        raise bad_input("below", "give two different workplaces")
    upper, lower = _find(payload, above, "above"), _find(payload, below, "below")
    if upper["rank"] > lower["rank"]:
        raise bad_input("above", f"{above} stands below {below} on this list: exchange the two")
    kept = {one["orgnr"]: one["effects"] for one in (payload.get("basis") or {}).get("grounds", [])}
    one, other = _standing(upper, kept.get(above)), _standing(lower, kept.get(below))
    why = decided(one, other)
    abstained = payload.get("abstained")
    said = [abstained["reason"] if abstained and why is Decided.MODEL else DECIDED[why]]
    if why is Decided.MODEL and hardly_differ(one, other) and not abstained:
        said.append(ALIKE)
    if above not in kept or below not in kept:
        said.append(NO_GROUNDS)
    return schemas.Comparison(
        list_id=payload["list_id"],
        above=_place(upper),
        below=_place(lower),
        decided_by=why.value,
        text=" ".join(said),
        differences=[_difference(d) for d in differences(one, other)],
    )


def _find(payload: dict[str, Any], orgnr: str, where: str) -> dict[str, Any]:
    for suggestion in payload["suggestions"]:
        if suggestion["orgnr"] == orgnr:
            found: dict[str, Any] = suggestion
            return found
    raise bad_input(where, f"{orgnr} is not on this list")


def _standing(suggestion: dict[str, Any], kept: list[dict[str, Any]] | None) -> Standing:
    order = suggestion.get("order_by") or {}
    return Standing(
        score=suggestion["score"],
        model_rank=order.get("model") or suggestion["rank"],
        explored=bool(order.get("exploration")),
        pinned=bool(order.get("pin")),
        added=bool(order.get("added")),
        grounds=_grounds(suggestion) if kept is None else [Ground(**one) for one in kept],
    )


def _grounds(suggestion: dict[str, Any]) -> list[Ground]:
    """What the card itself says; of other groups nothing is known."""
    said = (*suggestion["reasons"], *filter(None, [suggestion["caution"]]))
    return [Ground(reason["code"], reason["effect"], reason["text"]) for reason in said]


def _place(suggestion: dict[str, Any]) -> schemas.ComparedPlace:
    order = suggestion.get("order_by") or {}
    return schemas.ComparedPlace(
        orgnr=suggestion["orgnr"],
        name=suggestion["workplace"]["name"],
        rank=suggestion["rank"],
        model_rank=order.get("model"),
    )


def _difference(d: Difference) -> schemas.Difference:
    """«Oppgavene teller mer for den første. Den første: … Den andre: …»."""
    which = "første" if d.effect > 0 else "andre"
    parts = [f"{LABELS[Group(d.code)]} teller mer for den {which}."]
    if d.above == d.below:
        parts.append(f"Begge: {d.above}.")
    else:
        parts += [f"Den {place}: {text}." for place, text in (("første", d.above), ("andre", d.below)) if text]
    return schemas.Difference(
        code=d.code, effect=d.effect, favours="above" if d.effect > 0 else "below", text=" ".join(parts)
    )
