"""Prints the table of worked cases, what the fact sheet gives beside what the rule book computes, as Markdown.

python tests/features/subsidies/table.py            every case
python tests/features/subsidies/table.py --wrong    only those that differ; exit code 1 when there are any
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.features.subsidies.worked_cases import row, worked_cases


def main(arguments: list[str]) -> int:
    """Print the table and how many hold; 0 when all do."""
    rows = [row(case) for case in worked_cases()]
    wrong = [r for r in rows if r.differences]
    print("| case | expected | computed | ok |\n|---|---|---|---|")
    for r in wrong if "--wrong" in arguments else rows:
        ok = "no" if r.differences else "yes"
        print(f"| {r.case} | {_in_short(r.expected)} | {_in_short(r.computed)} | {ok} |")
    print(f"\n{len(rows) - len(wrong)} of {len(rows)} cases hold.")
    return 1 if wrong else 0


def _in_short(side: dict[str, Any]) -> str:
    """The keys the case is about, one after the other, in the order of the case."""
    return "<br>".join(f"{key} {_cell(value)}" for key, value in side.items())


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value)) or "none"
    if isinstance(value, dict):
        return f"{value['from']}–{value['to']} " + " ".join(
            f"{name} {value[name]}" for name in ("percent", "amount") if name in value
        )
    return str(value).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
