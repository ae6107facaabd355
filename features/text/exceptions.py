"""What is set apart inside a clause: «dyr unntatt gris», «heller lager enn butikk», «bort fra kjøkken til lager».

The words set apart say which work is not meant. A small grammar of fixed expressions; each can be read and corrected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SUBJECT = r"(?:jeg|han|hun|hen|vi|de|deltaker\w*|brukeren|kandidaten)"
_VERB = r"(?:vil|ønsker|kan|kunne|skal|skulle|må|bør|tenker|prøver|søker|ser|trenger|foretrekker|håper)"
_APART = (
    r"(?:unntatt|utenom|bortsett fra|foruten|i ?stede[nt] ?for|fremfor|framfor|bare ikke|heller enn) .*?"
    rf"(?= {_VERB} {_SUBJECT}(?!\w)|$)"
)
"""To the verb before its subject, as Norwegian has it after what stands first; else to the end."""
_MOVED = (
    r"(?:bort|vekk|over|ut|gå|går|bytte|bytter|byttet|skifte|skifter|flytte|omskolere\w*) (?:\w+ )?fra .{1,80}?"
    r"(?= (?:til|mot|inn i)(?!\w))"
)
_TELLING = frozenset(
    [
        *("unntatt", "utenom", "bortsett", "foruten", "fremfor", "framfor", "bare", "enn", "fra"),
        *("stedet", "steden", "istedenfor", "istedetfor", "isteden", "istedet"),
    ]
)
"""Every expression holds one of these words."""
_EXPRESSION = re.compile(rf"(?<!\w)(?:{_APART}|{_MOVED})")
_COMPARED = re.compile(r"(?<!\w)(?:heller|bedre|helst|foretrekker?)(?!\w).{0,120}?(?P<apart> enn .*)$")


def kept_places(folded: Sequence[str]) -> list[int]:
    """Places of the words, given folded, that are left when what is set apart is taken away."""
    if _TELLING.isdisjoint(folded):
        return list(range(len(folded)))
    said = " ".join(folded)
    spans = [found.span() for found in _EXPRESSION.finditer(said)]
    if compared := _COMPARED.search(said):
        spans.append(compared.span("apart"))
    places, at = [], 0
    for place, word in enumerate(folded):
        if not any(start <= at < end for start, end in spans):
            places.append(place)
        at += len(word) + 1
    return places
