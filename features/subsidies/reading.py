"""Reading a file of the rule book strictly: every place keeps its line, and nothing is silently repaired.

PyYAML keeps the last of two equal keys and makes floats of percentages. Here a repeated key is refused, and a value
stays the text that was written until a reader that knows what it should be takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from features.errors import InputError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"


class BookError(InputError):
    """A file of the rule book cannot be used; the message names the file, the line and what to do, in bokmål."""


@dataclass(frozen=True)
class Node:
    """One place in a file: a text, null, a list or a mapping, with its line."""

    file: str
    line: int
    value: str | list[Node] | dict[str, Node] | None

    def wrong(self, what: str) -> BookError:
        """An error that points here."""
        return BookError(f"{self.file}, linje {self.line}: {what}")

    def text(self) -> str:
        """A text on one line, not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong("her må det stå en tekst")
        return " ".join(self.value.split())

    def items(self) -> list[Node]:
        """A list, not empty."""
        if not isinstance(self.value, list) or not self.value:
            raise self.wrong("her må det stå en liste, for eksempel [a, b]")
        return self.value

    def mapping(self) -> dict[str, Node]:
        """A mapping with any keys, not empty."""
        if not isinstance(self.value, dict) or not self.value:
            raise self.wrong("her må det stå navn og verdier, «navn: verdi»")
        return self.value

    def fields(self, needed: Iterable[str], allowed: Iterable[str] = ()) -> Mapping[str, Node]:
        """A mapping with these keys: all that are needed, and none but the allowed."""
        given, needed = self.mapping(), set(needed)
        known = needed | set(allowed)
        for name, node in given.items():
            if name not in known:
                raise node.wrong(f"«{name}» er ukjent her; det kan stå {', '.join(sorted(known))}")
        for name in sorted(needed - set(given)):
            raise self.wrong(f"«{name}» mangler")
        return given


def read_yaml(path: Path) -> Node:
    """The file as nodes. BookError when it is no YAML, is empty, or has one key twice."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as cause:
        raise BookError(f"{path.name}: filen må lagres som UTF-8") from cause
    except yaml.MarkedYAMLError as cause:
        line = cause.problem_mark.line + 1 if cause.problem_mark else 1
        raise BookError(
            f"{path.name}, linje {line}: dette kan ikke leses som YAML; se etter innrykk, kolon og anførselstegn"
        ) from cause
    except yaml.YAMLError as cause:
        raise BookError(f"{path.name}: filen inneholder tegn som ikke kan leses") from cause
    if root is None:
        raise BookError(f"{path.name}: filen er tom")
    return _node(path.name, root)


def _node(file: str, raw: yaml.Node) -> Node:
    line = raw.start_mark.line + 1
    if isinstance(raw, yaml.ScalarNode):
        return Node(file, line, None if raw.tag == _NULL else str(raw.value))
    if isinstance(raw, yaml.SequenceNode):
        return Node(file, line, [_node(file, item) for item in raw.value])
    held: dict[str, Node] = {}
    for key, value in raw.value:
        place = Node(file, key.start_mark.line + 1, None)
        if not isinstance(key, yaml.ScalarNode):
            raise place.wrong("et navn må være en enkel tekst")
        if key.value in held:
            raise place.wrong(f"«{key.value}» står to ganger; den første er på linje {held[key.value].line}")
        node = _node(file, value)
        held[key.value] = Node(file, place.line, node.value)
    return Node(file, line, held)
