"""Records one at a time from JSON of any size: an array, one object per line, or an array within `_embedded`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from features.errors import InputError

CHUNK = 1_000_000
"""Characters read at a time."""
LONGEST_RECORD = 10_000_000
"""Characters that one record may take; more means that the file is broken."""

_EMBEDDED = re.compile(r'\s*\{\s*"_embedded"\s*:\s*\{\s*"[a-zA-Z]+"\s*:\s*\[')
_ARRAY = re.compile(r"\s*\[")
_GAP = re.compile(r"[\s,]*")


def json_records(text: TextIO, name: str) -> Iterator[Any]:
    """The records in order. InputError, naming the file and the record, where it is not JSON."""
    decoder = json.JSONDecoder()
    buffer = text.read(CHUNK)
    start = _EMBEDDED.match(buffer) or _ARRAY.match(buffer)
    place, count, is_array = start.end() if start else 0, 0, start is not None
    while True:
        place = _GAP.match(buffer, place).end()  # type: ignore[union-attr]
        if place < len(buffer) and is_array and buffer[place] == "]":
            return
        try:
            record, place = decoder.raw_decode(buffer, place)
        except ValueError as cause:
            more = text.read(CHUNK)
            if not more and place == len(buffer) and not is_array:
                return
            if not more or len(buffer) - place > LONGEST_RECORD:
                raise InputError(f"{name} is not JSON at record {count + 1}: fetch it again") from cause
            buffer, place = buffer[place:] + more, 0
        else:
            count += 1
            yield record
