"""What may be learnt from, and what it is judged on: apart in time and apart in people, at once.

Apart in time alone, the model has already seen how the same person's earlier contacts went; apart in people alone, it
has seen next year's employers. So a contact is learnt from only when its participant is a training participant *and* it
was known before the cut, and judged on only when its participant is a test participant *and* it came on the cut or
later.

After the cut lies a gap, the outcome window: a contact needs up to 26 weeks to become a start, and then the weeks of
staying. A contact younger than that has not failed, and is left out of the test. For training the same holds on the
other side: what had not happened by the cut is unknown there (`known_before`), never a no.

    training contacts ────────▶ cut ◀── test contacts ──▶ ◀──── window ────▶ until
              (outcomes as known at the cut)            (too young to judge)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import polars as pl

from features.tables import BY_NAME, CONTACTS, PLACEMENTS, Table

START_AND_26_WEEKS = timedelta(weeks=26 + 26)
HALF_A_YEAR = timedelta(weeks=26)
LEARNT_WITH = {"ends_on": "end_reason", "done_on": "done_by"}
"""Columns that say more about a day, and are unknown while the day is."""


@dataclass(frozen=True)
class Split:
    """A cut in time and a division of people. `salt` decides who is tested: the same people in every run with it."""

    cut: date
    until: date
    window: timedelta = START_AND_26_WEEKS
    salt: str = "rettplass-1"
    test_share: float = 0.30

    @classmethod
    def ending(cls, until: date, testing: timedelta = HALF_A_YEAR, window: timedelta = START_AND_26_WEEKS) -> "Split":
        """The latest split whose test contacts, a period of `testing`, all had their whole `window` before `until`."""
        return cls(cut=until - window - testing, until=until, window=window)

    def is_test(self, participant_id: pl.Series) -> pl.Series:
        """Whether each participant is a test participant [n]; empty where there is no participant.

        It hangs on the identifier and the salt alone, so a person keeps the same side when others come and go.
        """
        people = participant_id.drop_nulls().unique()
        limit = self.test_share * 2**64
        chosen = [int.from_bytes(sha256(f"{self.salt}:{p}".encode()).digest()[:8]) < limit for p in people]
        return participant_id.replace_strict(people, chosen, default=None, return_dtype=pl.Boolean)

    def train_contacts(self, contacts: pl.DataFrame) -> pl.DataFrame:
        """Contacts of training participants known before the cut; those about no participant are left out."""
        known = rows_known_before(contacts, CONTACTS, self.cut)
        return known.filter(~self.is_test(known["participant_id"]))

    def test_contacts(self, contacts: pl.DataFrame) -> pl.DataFrame:
        """Contacts of test participants on the cut or later, whose outcome window is over by `until`."""
        ripe = contacts.filter(pl.col("contacted_on").is_between(self.cut, self.until - self.window))
        return ripe.filter(self.is_test(ripe["participant_id"]))


def rows_known_before(frame: pl.DataFrame, table: Table, day: date) -> pl.DataFrame:
    """Rows both dated and recorded before `day`; every row of a table that is not dated (registers as they stand)."""
    if table.known_from is None:
        return frame
    dates = [c for c in {table.known_from, "recorded_on"} if c in frame.columns]
    return frame.filter(pl.all_horizontal((pl.col(c) < day).fill_null(value=True) for c in dates))


def known_before(frames: Mapping[str, pl.DataFrame], day: date) -> dict[str, pl.DataFrame]:
    """The tables as they stood on the eve of `day`: later rows are gone, and ends that came later have not come.

    A placement that ended on `day` or later is still running, observed until the eve. Frames that are none of the
    declared tables are handed on as they are.
    """
    return {name: _as_of(frame, BY_NAME[name], day) if name in BY_NAME else frame for name, frame in frames.items()}


def _as_of(frame: pl.DataFrame, table: Table, day: date) -> pl.DataFrame:
    """One table on the eve of `day`."""
    known = rows_known_before(frame, table, day)
    later = [c.name for c in table.columns if (c.happened and not c.required) or c.name == "closed_on"]
    hidden = [c for c in later if c in known.columns and c != "recorded_on"]
    told = {LEARNT_WITH[c]: c for c in hidden if LEARNT_WITH.get(c) in known.columns}
    known = known.with_columns(
        *(pl.when(pl.col(by) < day).then(pl.col(column)).alias(column) for column, by in told.items()),
        *(pl.when(pl.col(c) < day).then(pl.col(c)).alias(c) for c in hidden),
    )
    if table is PLACEMENTS:
        eve = pl.lit(day - timedelta(days=1))
        known = known.with_columns(observed_until=pl.min_horizontal("observed_until", eve))
    return known
