"""The journal looked through from end to end, for whoever has to vouch for it."""

from __future__ import annotations

import re
import sys

from features.database import Database
from features.database.chain import Anchor
from features.errors import InputError
from serving.settings import ServiceSettings


def read_anchor(text: str) -> Anchor:
    """The anchor that an earlier run printed; InputError when it is none."""
    found = re.fullmatch("([0-9]{1,18}):([0-9a-f]{64})", text)
    if found is None:
        raise InputError("An anchor is COUNT:HASH, as verify-journal prints it")
    return Anchor(int(found[1]), found[2])


def verify_journal(settings: ServiceSettings, anchor: Anchor | None) -> bool:
    """Whether the journal holds; prints where it ends, and each flaw on standard error. StorageError when it fails.

    Keep what is printed where those who write the database cannot: given as `anchor` the next time, it also finds a
    tail that was cut off, and a journal that was written anew.
    """
    found = Database(settings.database_url).journal.verify(anchor)
    for flaw in found.flaws:
        print(flaw, file=sys.stderr)
    said = f"{found.anchor.count} entries, {found.erased} of them erased"
    if found.flaws:
        print(f"{said}: the journal does not hold")
        return False
    print(f"{said}: the journal holds. Anchor: {found.anchor}")
    return True
