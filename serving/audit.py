"""The audit log: one ArcSight CEF line for every look at a person, permit and deny, in a sink of its own.

A look that cannot be written down does not happen. Participant keys stand here and in no other log.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from serving.problems import unavailable

APPLICATION = "Rettplass"
LONGEST_VALUE = 400
"""Characters: what somebody sends in place of a participant's key may be any length."""


@dataclass(frozen=True)
class Look:
    """Somebody's look at a person at a moment, in seconds since 1970, whether it was permitted, and the call's id."""

    permitted: bool
    user: str
    participant_id: str
    errand: str
    at: float
    call_id: str

    def line(self) -> str:
        """One line, without its end; every value is as it was given, save that what breaks a line is a space."""
        severity, decision = ("INFO", "Permit") if self.permitted else ("WARN", "Deny")
        extension = {
            "flexString1Label": "Decision",
            "flexString1": decision,
            "msg": self.errand,
            "suid": self.user,
            "duid": self.participant_id,
            "end": str(round(self.at * 1000)),
            "sproc": self.call_id,
        }
        head = ("CEF:0", APPLICATION, "AuditLogger", "1.0", "audit:access", "Sporingslogg", severity)
        values = " ".join(f"{name}={in_extension(value)}" for name, value in extension.items())
        return "|".join((head[0], *map(in_header, head[1:]), values))


def in_header(value: str) -> str:
    r"""`\` and `|` escaped."""
    return _in_one_line(value).replace("\\", r"\\").replace("|", r"\|")


def in_extension(value: str) -> str:
    r"""`\` and `=` escaped, and line breaks written `\n` and `\r`."""
    escaped = value[:LONGEST_VALUE].replace("\\", r"\\").replace("=", r"\=").replace("\n", r"\n").replace("\r", r"\r")
    return _in_one_line(escaped)


def _in_one_line(value: str) -> str:
    """Control characters, line and paragraph separators, what turns the direction of text, and halves of a pair."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in str(value))


class Audit:
    """Appends whole lines to a file or device; safe for several threads and processes, and for a file that is moved."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()

    def prepare(self) -> None:
        """Make the file if it is not there; OSError when that cannot be done."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._append(b"")

    def write(self, looks: Sequence[Look]) -> None:
        """Write the looks, all of them, before anything is answered; 503 when that cannot be done."""
        if not looks:
            return
        try:
            self._append("".join(look.line() + "\n" for look in looks).encode())
        except OSError as cause:
            raise unavailable("The audit log cannot be written, so nobody can be looked at.") from cause

    def _append(self, lines: bytes) -> None:
        with self._lock:
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                while lines:
                    lines = lines[os.write(file, lines) :]
            finally:
                os.close(file)
