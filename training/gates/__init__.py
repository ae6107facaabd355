"""Named gates between a trained model and the people it would be used for: each answers one question with a sentence.

A gate that fails keeps the model out; one that warns lets it through and is written down with the run. The first
champion is judged more mildly than those after it: without it there is no list at all, and the sentence says what it
lacks. A model that is no better where its champion falls short too is let through with a warning: keeping it out would
help nobody. A model that is too good is as suspect as one that is bad, since nobody has moved lasting work by that
much.
"""

from training.gates.decision import decide, unjudged
from training.gates.verdict import Decision, Limits, Outcome, Verdict

__all__ = ["Decision", "Limits", "Outcome", "Verdict", "decide", "unjudged"]
