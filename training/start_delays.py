"""How much of what is to come of a contact has been seen: the time from a contact to a start that is known.

A contact of last week has not failed. Of the starts that such contacts lead to within 26 weeks some share is known by
now, and the contact counts as that share of one. The share follows from how long starts have taken to become known,
told among starts that could have been known: late ones of young contacts have not come yet (right truncation,
Lynden-Bell, Monthly Notices of the Royal Astronomical Society 1971).
"""

from __future__ import annotations

import numpy as np

from features.world.facts import Floats
from features.world.outcomes import WEEKS_26
from training.dataset import Examples

BELIEVED_STARTS = 10.0
"""Starts spread evenly over the 26 weeks that are believed in before any has been seen."""


def share_seen(e: Examples) -> Floats:
    """Share [n] of the starts within 26 weeks that would be known on the cut; 1 for contacts that led to one."""
    age = np.clip(e.cut - 1 - e.day, 0, WEEKS_26)
    started = e.started
    taken = np.clip(e.start_known - e.day, 0, age)[started]
    days = WEEKS_26 + 1
    arrived = np.bincount(taken, minlength=days) + BELIEVED_STARTS / days
    left = np.bincount(age[started] + 1, minlength=days + 1)[:days]
    before = 1.0 - arrived / (np.cumsum(arrived) - np.cumsum(left))
    by_age = np.append(np.cumprod(before[:0:-1])[::-1], 1.0)
    return np.where(started, 1.0, by_age[age])


def still_to_come(e: Examples, starts: Floats) -> Floats:
    """Chance [n] that a contact without a start will have led to one, by its chance of starting [n] at the outset."""
    share = share_seen(e)
    return np.where(e.started, 0.0, starts * (1.0 - share) / (1.0 - starts * share))
