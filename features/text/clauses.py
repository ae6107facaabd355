"""Cutting a text into sentences and clauses, and saying how each clause speaks of what it names.

A clause that says no attitude of its own shares that of the clause before where it only goes on listing: «verken kunder
eller kjøring», «unngår løft og støy», «uten støy, kø og mas».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from features.text.attitude import Attitude, attitude, is_marked
from features.text.exceptions import kept_places
from features.text.pieces import Word, clean, words

_SENTENCE_END = re.compile(r"(?<![.!?;:\n\r•])[.!?;:\n\r•]++(?=\s|$)|(?<![\n\r])[\n\r]++")
_CLAUSE_END = re.compile(r"[,()–/]|\s-\s|\b(?:men|mens|og|samt|eller|fordi|derfor|ellers)\b", re.IGNORECASE)
_STOP = "."
_NO_WISH = re.compile(
    r"(?<!\w)(?:(?:vil|ønsker|liker|orker|(?:kan |kunne )?tenke? (?:meg|seg)) (?:\w+ )?(?:ikke|aldri)"
    r"|ikke lenger|(?:ikke|aldri) (?:\w+ ){0,8}(?:lenger|mer|igjen)$|heller ikke|aldri mer"
    r"|(?:skal|kan|klarer|greier|bør) (?:\w+ )?ikke (?:\w+ )?(?:jobbe|arbeide|være|tilbake)"
    r"|ikke (?:\w+ )?lyst|må (?:bare )?ikke være|trives (?:\w+ )?ikke|passer (?:\w+ )?ikke"
    r"|(?:vil|få|helst|må) (?:gjerne |helst )?slippe|slipper helst|verken)(?!\w)"
)
_LEAVING = re.compile(
    r"(?<!\w)(?:(?:bort|vekk) fra|(?:er|meg|seg|å bli|^)(?: \w+)? ?lei(?: av| for)?"
    r"|^ferdig med|er ferdig med|nei til|aldri mer|nok (?:av|med)"
    r"|uaktuelt|ikke aktuelt|(?:alt|hva som helst) (?:annet )?enn)(?!\w)"
)
_TAKEN_BACK = re.compile(
    r"(?:(?:jeg|han|hun|hen) )?(?:klarer|greier|orker|kan|vil|tåler|gidder|ønsker|går|fungerer|passer|likte|trivdes) "
    r"(?:\w+ )?ikke(?: (?:med|i|på))?(?: (?:det|dette|den|der))?(?: (?:lenger|mer|igjen|så godt))?"
)
"""A clause that only turns down what the one before named: «men orker ikke det lenger»."""
_NOT_ONLY = re.compile(r"(?<!\w)ikke (?:bare|kun)(?!\w)")
_NO_START = ("ikke ", "helst ikke ", "heller ikke ", "aldri ", "bare ikke ", "unngå ", "unngår ", "slippe ")
_LISTING = frozenset({"og", "eller", "samt", "/"})
_SUBJECTS = frozenset(["jeg", "han", "hun", "hen", "vi", "du", "det", "de", "den", "så"])
_SHORT = 4
"""A text of one clause with so few words, beginning with «ikke», turns down what it names."""
_BARE = 3
"""A clause of so few words, without an attitude of its own, only goes on listing."""


@dataclass(frozen=True)
class Clause:
    """A stretch of a text: its words, and the mark or word that ties it to the clause before (a full stop ends a
    sentence; the first has none)."""

    words: tuple[Word, ...]
    tie: str

    @property
    def folded(self) -> list[str]:
        """Its words for comparing."""
        return [word.folded for word in self.words]


@dataclass(frozen=True)
class SpokenClause:
    """A clause with the attitude it takes to what it names."""

    words: tuple[Word, ...]
    attitude: Attitude

    @property
    def text(self) -> str:
        """Its words for comparing, as a text."""
        return " ".join(word.folded for word in self.words)


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in order, with places of words counted in the text as given."""
    visible = clean(text)
    marks = sorted(
        [(m.start(), m.end(), _STOP) for m in _SENTENCE_END.finditer(visible)]
        + [(m.start(), m.end(), m.group().strip().lower()) for m in _CLAUSE_END.finditer(visible)]
    )
    spoken, found, tie, at = words(visible), [], "", 0
    for start, end, mark in [*marks, (len(visible), len(visible), "")]:
        inside = []
        while at < len(spoken) and spoken[at].start < start:
            inside.append(spoken[at])
            at += 1
        while at < len(spoken) and spoken[at].start < end:
            at += 1
        if inside:
            found.append(Clause(tuple(inside), tie))
            tie = mark
        elif mark != ",":
            tie = mark or tie
    return found


def spoken_clauses(text: str) -> list[SpokenClause]:
    """The clauses of a text with their attitudes."""
    return [clause for sentence in spoken_sentences(text) for clause in sentence]


def spoken_sentences(text: str) -> list[list[SpokenClause]]:
    """The clauses of a text with their attitudes, sentence by sentence."""
    found = clauses(text)
    taken: list[Attitude] = []
    for place, clause in enumerate(found):
        own = attitude(_neither(found, place) or clause.folded)
        if place and _goes_on(found, place):
            own = taken[-1]
        elif _goes_before(found, place):
            own = attitude(found[place + 1].folded)
        taken.append(own)
    left = [_without_exceptions(clause).words or clause.words for clause in found]
    sentences: list[list[SpokenClause]] = []
    for clause, words_left, said in zip(found, left, taken, strict=True):
        if not sentences or clause.tie == _STOP:
            sentences.append([])
        sentences[-1].append(SpokenClause(words_left, said))
    return sentences


def _goes_on(found: Sequence[Clause], place: int) -> bool:
    """Whether the clause only goes on with the list that the one before began."""
    clause = found[place]
    then = found[place + 1].tie if place + 1 < len(found) else ""
    listed = clause.tie in _LISTING or (clause.tie == "," and then in _LISTING)
    return listed and len(clause.words) <= _BARE and not is_marked(clause.folded)


def _goes_before(found: Sequence[Clause], place: int) -> bool:
    """Whether the clause only begins a list whose attitude the next tells: «skriving og lesing er ikke nødvendig»."""
    clause, then = found[place], found[place + 1] if place + 1 < len(found) else None
    if then is None or then.tie not in _LISTING or len(clause.words) > _BARE or is_marked(clause.folded):
        return False
    first = then.folded[:2]
    return first[0] not in _SUBJECTS and not is_marked(first) and is_marked(then.folded)


def _neither(found: Sequence[Clause], place: int) -> list[str]:
    """The words of «verken A eller B …» as a whole, where the clause is A; else none."""
    if "verken" not in found[place].folded or place + 1 == len(found) or found[place + 1].tie not in _LISTING:
        return []
    return [*found[place].folded, *found[place + 1].folded]


def wished(text: str) -> list[list[Clause]]:
    """The sentences of a text as lists of clauses, without those that turn work down («men ikke servere», «vil slippe å
    vaske») and without what is set apart (`features.text.exceptions`): what is left may say which work is meant."""
    found = clauses(text)
    kept: list[list[Clause]] = []
    down = False
    for place, clause in enumerate(found):
        if place == 0 or clause.tie == _STOP:
            kept.append([])
        left = _without_exceptions(clause)
        down = (down and _goes_on(found, place)) or not left.words or _turned_down(left, alone=len(found) == 1)
        if down and kept[-1] and _TAKEN_BACK.fullmatch(" ".join(clause.folded)):
            kept[-1].pop()
        if not down:
            kept[-1].append(left)
        down = down or left.words[-1] != clause.words[-1]
    return [sentence for sentence in kept if sentence]


def _without_exceptions(clause: Clause) -> Clause:
    return Clause(tuple(clause.words[place] for place in kept_places(clause.folded)), clause.tie)


def _turned_down(clause: Clause, alone: bool) -> bool:
    said = " ".join(clause.folded)
    if _NOT_ONLY.search(said):
        return False
    if _LEAVING.search(said):
        return True
    if attitude(clause.folded) is not Attitude.AGAINST:
        return False
    starts = said.startswith(_NO_START) and (not alone or len(clause.words) <= _SHORT)
    return starts or _NO_WISH.search(said) is not None
