"""`python -m tests.other_world --out DIR`: deliver a second simulated labour market to try the ranker on."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.other_world.delivery import deliver
from tests.other_world.shapes import SHAPES
from tests.other_world.world import live


def main() -> None:
    """Read the arguments, live through the world, write it, and say how many rows each table has."""
    parser = argparse.ArgumentParser(prog="python -m tests.other_world", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="directory of the tables; the truth goes to OUT-truth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--participants", type=int, default=600)
    parser.add_argument("--workplaces", type=int, default=4000)
    parser.add_argument("--months", type=int, default=30, help="length of the history")
    parser.add_argument("--shape", choices=sorted(SHAPES), default="threshold")
    asked = parser.parse_args()
    world = live(asked.shape, asked.seed, asked.participants, asked.workplaces, asked.months)
    for name, frame in deliver(world, asked.out, asked.seed).items():
        print(f"{name}: {len(frame)}")
    print(f"truth: {len(world.truth)} pairs of {world.truth['person'].n_unique()} people")


if __name__ == "__main__":
    main()
