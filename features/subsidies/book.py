"""The rule book as a whole: every file of a folder, read strictly, with one version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from features.subsidies.dated import Dated
from features.subsidies.example_values import EmployerTaxZones, Wages
from features.subsidies.messages import Message, Said, read_messages
from features.subsidies.reading import BookError, Node, read_yaml
from features.subsidies.rules import (
    NEEDS,
    READ_LATER,
    Advice,
    Arithmetic,
    BasicAmount,
    EveryScheme,
    Pays,
    SchemeRules,
    dated_parameters,
    parameters,
)
from features.subsidies.upkeep import BookWarning, warnings_of
from features.subsidies.values import EVERYBODY, dated, one_of
from features.vocabulary import Scheme

FOLDER = Path(__file__).parent / "book"
MESSAGES = "messages"
GENERAL: Mapping[str, type] = {
    "every_scheme": EveryScheme,
    "arithmetic": Arithmetic,
    "basic_amount": BasicAmount,
    "advice": Advice,
    "wages": Wages,
    "employer_tax_zones": EmployerTaxZones,
}
"""Files that are about no single scheme: name without `.yaml` → what it may hold."""

R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Book:
    """The rule book. `schemes` has every code of the vocabulary, in its order; `ended` those of old records alone."""

    version: str
    schemes: Mapping[Scheme, SchemeRules]
    ended: Mapping[str, SchemeRules]
    messages: Mapping[Said, Message]
    general: Mapping[str, Any]

    def rules(self, kind: type[R]) -> R:
        """The parameters of a file that is about no single scheme."""
        found: R = self.general[next(name for name, held in GENERAL.items() if held is kind)]
        return found

    @cached_property
    def every_scheme(self) -> EveryScheme:
        """What holds whatever the scheme is."""
        return self.rules(EveryScheme)

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """Rates an employer may have, and how months and hours are counted."""
        return self.rules(Arithmetic)

    @cached_property
    def basic_amount(self) -> Dated[Any]:
        """Folketrygdens grunnbeløp, kroner."""
        return self.rules(BasicAmount).basic_amount

    @cached_property
    def begins_on(self) -> date:
        """The first day on which every general rule has a value; nothing is quoted before it."""
        return max(p.begins_on for p in dated_parameters(self.every_scheme, self.arithmetic))

    def message(self, rules: SchemeRules, said: Said) -> Message:
        """The scheme's own wording, else the general one."""
        return rules.messages.get(said) or self.messages[said]

    def warnings(self, today: date) -> list[BookWarning]:
        """What somebody has to look at, in the order of the files."""
        titled = [(one.norwegian, one) for one in self.schemes.values()] + [
            (None, one) for one in self.general.values()
        ]
        return [w for title, rules in titled for p in dated_parameters(rules) for w in warnings_of(p, today, title)]


def load_book(folder: Path | None = None) -> Book:
    """The rule book of a folder, by default the one that ships. Cached: a changed file needs a new process.

    BookError, which names file and line, when anything is missing, unknown, repeated or out of range.
    """
    return _load(folder or FOLDER)


@cache
def _load(folder: Path) -> Book:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise BookError(f"{folder}: her ligger ingen regelbok (ingen filer som slutter på .yaml)")
    found = {path.stem: read_yaml(path) for path in paths}
    for name in (MESSAGES, *GENERAL):
        if name not in found:
            raise BookError(f"{name}.yaml: filen mangler i {folder.name}")
    general = {name: _general(name, kind, found[name]) for name, kind in GENERAL.items()}
    messages = _all_messages(found[MESSAGES])
    schemes = {stem: _scheme(stem, node) for stem, node in found.items() if stem not in (MESSAGES, *GENERAL)}
    missing = [scheme for scheme in Scheme if scheme not in schemes]
    if missing:
        raise BookError(f"{missing[0]}.yaml: filen mangler; hver ordning har sin fil")
    return Book(
        version=_version(paths, [*schemes.values(), *general.values()]),
        schemes={scheme: schemes[scheme] for scheme in Scheme},
        ended={stem: rules for stem, rules in schemes.items() if stem not in set(Scheme)},
        messages=messages,
        general=general,
    )


def _general(name: str, kind: type, node: Node) -> Any:
    given = node.fields(["parameters"])
    read = _read_parameters(name, kind, given["parameters"])
    for parameter, item in given["parameters"].mapping().items() if kind is not Advice else ():
        _check_not_ended(read[parameter], item, "den trengs i alle svar")
    return kind(**read)


def _read_parameters(name: str, kind: type, node: Node) -> dict[str, Dated[Any]]:
    allowed = parameters(kind)
    given = node.fields([parameter for parameter, says in allowed.items() if says.needed], allowed)
    return {
        parameter: dated(f"{name}: {parameter}", item, allowed[parameter].reader) for parameter, item in given.items()
    }


def _scheme(stem: str, node: Node) -> SchemeRules:
    given = node.fields(("scheme", "norwegian", "pays", "parameters"), ("messages",))
    if given["scheme"].text() != stem:
        raise given["scheme"].wrong(f"«scheme» må være det samme som filnavnet, {stem}")
    rules = SchemeRules(
        code=stem,
        norwegian=given["norwegian"].text(),
        pays=one_of(Pays)(given["pays"]),
        messages=read_messages(given["messages"]) if "messages" in given else {},
        **_read_parameters(stem, SchemeRules, given["parameters"]),
    )
    _check_scheme(rules, given["parameters"])
    return rules


def _check_scheme(rules: SchemeRules, node: Node) -> None:
    """Refuse a code nobody knows, and a scheme that could not be quoted on each of its days for each of its groups."""
    if rules.code not in set(Scheme) and rules.in_force.last_day is None:
        raise node.wrong(f"{rules.code} er ingen kjent ordning; bare en avsluttet ordning kan stå her for gamle saker")
    carrying = [name for choice in NEEDS[rules.pays] for name in choice]
    for choice in NEEDS[rules.pays]:
        if sum(getattr(rules, name) is not None for name in choice) != 1:
            raise node.wrong(f"med «pays: {rules.pays}» må nøyaktig én av disse stå her: {', '.join(choice)}")
    for name, item in node.mapping().items():
        parameter: Dated[Any] = getattr(rules, name)
        if name not in READ_LATER and parameter.begins_on > rules.in_force.begins_on:
            raise item.wrong(
                f"det er et hull: ordningen gjelder fra {rules.in_force.begins_on:%d.%m.%Y}, "
                f"men «{name}» begynner først {parameter.begins_on:%d.%m.%Y}"
            )
        if name in carrying:
            _check_not_ended(parameter, item, "sett «in_force» til null når ordningen avsluttes")
    _check_covered(rules.groups, (rules.percent_after_months, rules.longest_months), node)
    _check_covered(rules.forms, (rules.longest_months_by_form,), node)


def _check_not_ended(parameter: Dated[Any], node: Node, what: str) -> None:
    if any(entry.ended for entry in parameter.entries):
        raise node.wrong(f"verdien kan ikke være null her; {what}")


def _check_covered(named: Dated[Any] | None, tables: Iterable[Dated[Any] | None], node: Node) -> None:
    """Refuse a table that lacks one of those the scheme is for."""
    wanted = {name for entry in named.entries for name in entry.value or ()} if named is not None else set()
    for table in tables:
        for entry in table.entries if table is not None else ():
            missing = sorted(wanted - set(entry.value or wanted))
            if missing and EVERYBODY not in (entry.value or ()):
                name = table.name.partition(": ")[2] if table is not None else ""
                raise node.wrong(f"«{name}» fra {entry.starts_on:%d.%m.%Y} mangler {', '.join(missing)}")


def _all_messages(node: Node) -> dict[Said, Message]:
    messages = read_messages(node)
    for said in Said:
        if said not in messages:
            raise node.wrong(f"meldingen «{said}» mangler")
    return messages


def _version(paths: list[Path], held: list[Any]) -> str:
    """The day the newest check was made, and a digest that changes with any file: 2026-08-31.1a2b3c4d."""
    checked = max(entry.checked_on for p in dated_parameters(*held) for entry in p.entries)
    digest = sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{checked}.{digest.hexdigest()[:8]}"
