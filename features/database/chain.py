"""A chain of entries: each is bound to the one before by a hash, so that what is changed, removed or put in is found.

An entry holds only a salted digest of its payload. The payload and its salt lie beside it and may be erased: the digest
then tells nothing, and the chain still holds. Whoever can write the whole database could forge a new chain from any
point on; an anchor (number and hash) that was kept elsewhere finds that, and a tail that was cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BEGINNING = "0" * 64
"""What stands as the hash before the first entry."""


@dataclass(frozen=True)
class Link:
    """One entry of the chain, as it is stored."""

    sequence: int
    kind: str
    at: str
    digest: str
    previous: str
    hash: str

    def expected_hash(self) -> str:
        """The hash that the entry's own content gives."""
        return hash_of(self.previous, self.sequence, self.kind, self.at, self.digest)


@dataclass(frozen=True)
class Anchor:
    """Where a chain ended: how many entries, and the hash of the last."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


def digest_of(salt: str, *payload: str | None) -> str:
    """A digest of the payload that nobody can guess at without the salt."""
    return _sha256(salt, *payload)


def hash_of(previous: str, sequence: int, kind: str, at: str, digest: str) -> str:
    """The hash of an entry, over the hash before it and all that it says."""
    return _sha256(previous, sequence, kind, at, digest)


def flaws(links: Iterable[Link], head: Anchor, anchor: Anchor | None = None) -> Iterator[str]:
    """What is wrong with a chain, one sentence each: its entries by number, where it says it ends, a kept anchor."""
    last, expected = BEGINNING, 1
    at_anchor = BEGINNING if anchor is not None and anchor.count == 0 else None
    for link in links:
        if link.sequence != expected:
            yield _missing(expected, link.sequence - 1)
        elif link.previous != last:
            yield f"entry {link.sequence} does not follow the entry before it: one of them was changed or put in"
        if link.expected_hash() != link.hash:
            yield f"entry {link.sequence} was changed"
        if anchor is not None and link.sequence == anchor.count:
            at_anchor = link.hash
        last, expected = link.hash, link.sequence + 1
    if head.count >= expected:
        yield _missing(expected, head.count)
    elif head.count < expected - 1:
        yield f"the journal says that it ends with entry {head.count}: what follows was put in"
    elif head.hash != last:
        yield f"the journal says that it ends with another hash than that of entry {head.count}"
    if anchor is not None and at_anchor is None:
        yield f"the journal is cut off: it had {anchor.count} entries when the anchor was kept"
    elif anchor is not None and at_anchor != anchor.hash:
        yield f"entry {anchor.count} is not the one of which the anchor was kept: the journal was written anew"


def _missing(first: int, last: int) -> str:
    return f"entry {first} was removed" if first == last else f"entries {first} to {last} were removed"


def _sha256(*parts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
