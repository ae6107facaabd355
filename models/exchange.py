"""Put one folder in another's place so that whoever looks sees the old one or the new one, whole, and never neither.

Linux exchanges two names in one step (`renameat2` with `RENAME_EXCHANGE`, since 3.15). Where the file system or the
machine cannot, the old folder is moved aside first: a reader may then find none for a moment, and keeps what it holds.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def put_in_place(new: Path, place: Path) -> None:
    """Move the folder `new` to `place`; what stood there is kept as `<place>.previous`. Both lie on one file system."""
    if not place.exists():
        new.rename(place)
        return
    previous = place.with_name(f"{place.name}.previous")
    shutil.rmtree(previous, ignore_errors=True)
    if _exchange(new, place):
        new.rename(previous)
    else:
        place.rename(previous)
        new.rename(place)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names at once; False where that cannot be done."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
