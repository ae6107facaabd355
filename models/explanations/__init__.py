"""Reasons, born with the score: what each group of features adds, said in bokmål from the facts that gave it.

`effects` says what every feature adds beside the median candidate, by the ranker itself. `telling` gathers the facts
and names that a sentence may rest on, `speaks_for` and `speaks_against` hold the sentences, and `choice` picks three
for and one against for each card of a list. A sentence states only what the facts behind it bear out.
"""

from models.explanations.choice import REASONS_FOR, Explanation, Ground, Reason, explain
from models.explanations.effects import GROUPS, Effects, effects, group_contributions
from models.explanations.speaks_against import AGAINST
from models.explanations.speaks_for import FOR
from models.explanations.telling import tell
from models.explanations.told import COMMON_WORK, SAME_WORK, SIMILAR_WORK, Sentence, Told

__all__ = [
    "AGAINST",
    "COMMON_WORK",
    "FOR",
    "GROUPS",
    "REASONS_FOR",
    "SAME_WORK",
    "SIMILAR_WORK",
    "Effects",
    "Explanation",
    "Ground",
    "Reason",
    "Sentence",
    "Told",
    "effects",
    "explain",
    "group_contributions",
    "tell",
]
