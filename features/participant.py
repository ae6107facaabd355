"""What is known about a participant, apart from any workplace.

These are the same for every workplace on a list, so they cannot order it; the outlook uses them, because streams differ
in how long jobs last.
"""

from __future__ import annotations

from features.world import Profiles
from features.world.facts import Floats, Ints
from features.world.profiles import STREAMS


def participant_features(profiles: Profiles, version: Ints) -> dict[str, Floats]:
    """Features of each row's profile version, shape [n]."""
    stream = profiles.stream[version]
    return {
        "stream_youth": (stream == STREAMS.index("ips_youth")).astype(float),
        "stream_adapted": (stream == STREAMS.index("vto")).astype(float),
        "stream_supported": (stream == STREAMS.index("supported_work")).astype(float),
        "follow_up_need": profiles.follow_up[version].astype(float),
        "hours_most": profiles.hours_max[version],
    }
