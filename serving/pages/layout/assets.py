"""Stylesheets, fonts and the script, each under an address that changes with its content.

What `make pages` has fetched lies in `serving/static/`; the plain stylesheet follows with the project, and the pages
are usable with it alone.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLAIN = Path(__file__).parent
FETCHED = Path(__file__).parents[2] / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
PLAIN_STYLE, ICON, AKSEL, SCRIPT = "rettplass.css", "rettplass.svg", "aksel.css", "htmx.min.js"


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same compressed, its type, and its address."""

    body: bytes
    compressed: bytes
    media_type: str
    address: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by name; those of `make pages` only where it has been run."""
    fetched = sorted(FETCHED.glob("*")) if FETCHED.is_dir() else []
    return {path.name: _asset(path) for path in [PLAIN / PLAIN_STYLE, PLAIN / ICON, *fetched] if path.suffix in TYPES}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    mark = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, gzip.compress(body, 9, mtime=0), TYPES[path.suffix], f"/statisk/{path.name}?v={mark}")


def address(name: str) -> str | None:
    """Where a page finds the file; None where it has not been fetched."""
    held = assets().get(name)
    return None if held is None else held.address
