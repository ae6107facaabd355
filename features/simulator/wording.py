"""Short plain bokmål for the tables: what people want and can, what employers need, names, next steps, reasons."""

from __future__ import annotations

from numpy.random import Generator

from features.simulator.trades import trades
from features.vocabulary import CONDITION_LABELS, WorkCondition

SURNAMES: tuple[str, ...] = (
    *("Lindvik", "Solbakk", "Ekeli", "Furuly", "Bjørkeng", "Myrvoll", "Tangeland", "Strandli", "Haugmo", "Kleivane"),
    *("Rønneberg", "Dalseth", "Vikhammer", "Åsgard", "Moseid", "Granlund", "Elvestad", "Fjellbu", "Nesheim", "Tveitan"),
    *("Skogstad", "Brekkhus", "Høgmo", "Lundeby", "Sandvold", "Kvernmo", "Orrelia", "Heimdalen"),
)
FIRST_PARTS: tuple[str, ...] = (
    *("Nord", "Fjord", "Fjell", "Øst", "Sør", "Vik", "Dal", "Lys", "Grønn", "Blå", "Ek", "Bjørk", "Furu", "Sol"),
    *("Tind", "Elv", "Havn", "Rogn", "Stein", "Bygd", "Hei", "Li"),
)
LAST_PARTS: tuple[str, ...] = (
    *("kjøp", "gruppen", "handel", "huset", "drift", "senteret", "laget", "partner", "torget", "verk", "ringen"),
    "kjeden",
)

_WISH = (
    "Vil gjerne {0}.",
    "Ønsker en jobb der jeg kan {0}, gjerne også {1}.",
    "Liker å {0}. Kan tenke meg å {1}.",
    "Helst {0}. Ikke for mye på en gang.",
    "Jeg trives når jeg får {0} og {1}.",
)
_SKILL = (
    "Har før jobbet med å {0}.",
    "Er god til å {0} og {1}.",
    "Kan {0}. Møter presis.",
    "Har prøvd å {0} i en tidligere jobb.",
    "Har lært å {0} på kurs.",
)
_NEED = (
    "Trenger hjelp til å {0}.",
    "Ønsker en som kan {0} noen timer i uka.",
    "Mangler folk til å {0} og {1}.",
    "Kunne trengt en ekstra til å {0}.",
    "Har for mye å gjøre, trenger noen som kan {0}.",
)
_AD = (
    "Vi søker {title} som kan {0} og {1}. Opplæring gis.",
    "Er du blid og til å stole på? Vi trenger {title}. Du skal {0}.",
    "{title} søkes. Oppgaver: {0}, {1}.",
    "Ledig stilling som {title}. Arbeidet går ut på å {0}.",
)
_TITLES = ("{title}", "{title} søkes", "Vi søker {title}", "{title}, deltid", "Ledig jobb: {title}")
NEXT_STEPS = {
    "not_now": ("ringe igjen senere", "ta kontakt etter ferien", "spørre på nytt til høsten"),
    "need_recorded": ("finne en som passer", "sende mer informasjon"),
    "meeting": ("nytt møte om behov", "komme på besøk", "presentere tjenesten for leder"),
    "candidate_discussed": ("møte med deltaker", "omvisning sammen med deltaker"),
    "trial_agreed": ("avtale første dag",),
    "hired": ("skrive arbeidsavtale",),
}
HIDE_REASONS = ("for langt unna", "vært der nylig", "passer ikke oppgavene", "har ikke plass nå", "")


def _two(rng: Generator, trade: int) -> tuple[str, str]:
    phrases = trades().phrases[trade]
    first = int(rng.integers(len(phrases)))
    return phrases[first], phrases[(first + 1) % len(phrases)]


def _fill(rng: Generator, forms: tuple[str, ...], trade: int) -> str:
    form = forms[int(rng.integers(len(forms)))]
    return form.format(*_two(rng, trade), title=trades().titles[trade])


def wish(rng: Generator, trade: int, conditions: list[str]) -> str:
    """What a participant wants, in a sentence or two; a condition is sometimes named too."""
    text = _fill(rng, _WISH, trade)
    if conditions and rng.random() < 0.5:
        named = WorkCondition(conditions[int(rng.integers(len(conditions)))])
        text += f" Viktig for meg: {CONDITION_LABELS[named]}."
    return text


def skill(rng: Generator, trade: int) -> str:
    """What a participant can."""
    return _fill(rng, _SKILL, trade)


def need(rng: Generator, trade: int) -> str:
    """A need in the employer's words."""
    return _fill(rng, _NEED, trade)


def ad(rng: Generator, trade: int) -> tuple[str, str]:
    """Title and text of an ad."""
    title = _TITLES[int(rng.integers(len(_TITLES)))].format(title=trades().titles[trade])
    text = _fill(rng, _AD, trade)
    return title[0].upper() + title[1:], text[0].upper() + text[1:]


def entity_name(rng: Generator) -> str:
    """A name for a chain or group."""
    first = FIRST_PARTS[int(rng.integers(len(FIRST_PARTS)))]
    return first + LAST_PARTS[int(rng.integers(len(LAST_PARTS)))]


def unit_name(rng: Generator, kind: str, place: str, chain: str | None, public: bool) -> str:
    """A name for a workplace: with its chain, its municipality, or a family."""
    if chain is not None and not public:
        return f"{chain} {kind} {place}"
    surname = SURNAMES[int(rng.integers(len(SURNAMES)))]
    return f"{surname} {kind.lower()}" if public else f"{surname} {kind}"
