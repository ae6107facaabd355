"""What a matcher was trained with, to be written down with its run."""

from __future__ import annotations

from features.catalogue import NAMES, RANKING
from models.bundle import Matcher
from models.lambdamart import PARAMETERS, LambdaMart


def hyperparameters(matcher: Matcher) -> dict[str, object]:
    """By name: which ranker and outlook it is, of what size, and LightGBM's settings where it grew trees."""
    ranker, outlook = matcher.ranker, matcher.outlook
    found: dict[str, object] = {
        "ranker": ranker.name,
        "features": len(NAMES),
        "ranking_features": len(RANKING),
        "outlook_start_features": len(outlook.start_scale.names),
        "outlook_stay_features": len(outlook.stay_scale.names),
        "outlook_refits": len(outlook.start_weights) - 1,
    }
    if isinstance(ranker, LambdaMart):
        found["trees"] = ranker.booster.num_trees()
        found |= {f"lightgbm_{name}": said for name, said in PARAMETERS.items() if name != "label_gain"}
    return found
