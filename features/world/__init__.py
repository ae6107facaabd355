"""Everything the tables say, as arrays in memory, each fact with the day it became known."""

from features.world.memory import World
from features.world.profiles import Profiles

__all__ = ["Profiles", "World"]
