"""Which colleagues can be given something: proposed by office, and known from the people that they have."""

from __future__ import annotations

import polars as pl

from serving.auth import Caller
from serving.state import State


def colleagues(caller: Caller, state: State, people: pl.DataFrame) -> list[str]:
    """Specialists at the caller's offices and those of these people, by ident; others can be written in."""
    if caller.offices is None:
        return state.snapshot().people.specialists()
    return state.snapshot().people.specialists({*caller.offices, *people["office_id"].drop_nulls().to_list()})


def is_known(state: State, ident: str) -> bool:
    """Whether anybody has this specialist: an ident that nobody has is a new colleague, or a slip of the finger."""
    return ident in state.snapshot().people.specialists()
