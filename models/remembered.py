"""What the order holds by rule and not by learning: what broke a job counts against workplaces that share it (R03).

Left to learning alone it would count for nothing: of five simulated counties none gave it any weight, for few people
have had a job that broke and started again. So its weight is declared.
"""

from __future__ import annotations

import numpy as np

from features.world.facts import Floats
from models.linear import Scale

HAZARD_RATIO = 1.5
"""How much sooner people leave where the surroundings do not fit them (derived from Norwegian follow-up studies)."""
FEATURE = "defeat_shared"
REMEMBERED: tuple[Scale, Floats] = (
    Scale((FEATURE,), np.zeros(1), np.ones(1), np.zeros(1, dtype=np.bool_)),
    np.array([-np.log(HAZARD_RATIO)]),
)
"""A part of a linear order, on the log scale of lasting work: a full share makes it `HAZARD_RATIO` times less."""
