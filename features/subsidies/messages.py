"""What the rule book says in words: the sentences stand in `book/messages.yaml`, the code knows their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from string import Formatter

from features.subsidies.reading import Node


class Said(StrEnum):
    """Everything that can be said about a scheme, with the values that each sentence may hold."""

    fields: frozenset[str]

    def __new__(cls, value: str, fields: str = "") -> Said:
        """A name with the values its sentence may hold; every sentence may hold the scheme's name."""
        said = str.__new__(cls, value)
        said._value_ = value
        said.fields = frozenset(["scheme", *fields.split()])
        return said

    NO_DECISION = "no_decision"
    LONGEST_UNKNOWN = "longest_unknown", "months"
    WRONG_GROUP = "wrong_group", "group"
    NOT_BEGUN = "not_begun", "day"
    ENDED = "ended", "day"
    WRONG_FORM = "wrong_form"
    WRONG_PURPOSE = "wrong_purpose"
    TOO_YOUNG = "too_young", "age day"
    TOO_OLD = "too_old", "age day"
    PAST_BIRTHDAY = "past_birthday", "age day"
    NO_DISABILITY_BENEFIT = "no_disability_benefit"
    DISABILITY_BENEFIT_UNKNOWN = "disability_benefit_unknown"
    MONTHS_USED_UP = "months_used_up", "months used"
    OUT_OF_SEASON = "out_of_season", "day last_day"
    CLOSED = "closed", "day kroner year"
    NOT_PUBLISHED = "not_published"
    INFORMATION = "information"
    BACKDATED = "backdated", "days day"
    NO_PERCENT = "no_percent", "percents"
    NO_WAGE = "no_wage"
    NO_MENTOR = "no_mentor"
    NO_COSTS = "no_costs", "kroner"
    RATE_UNKNOWN = "rate_unknown", "day"
    RATE_UNKNOWN_AFTER = "rate_unknown_after", "day"
    BASIC_AMOUNT_UNKNOWN = "basic_amount_unknown", "day"
    BASIC_AMOUNT_LAST_KNOWN = "basic_amount_last_known", "kroner day"
    CAP_UNCERTAIN = "cap_uncertain", "kroner day year"
    CAP_REACHED = "cap_reached", "kroner year"
    CEILING_LAST_KNOWN = "ceiling_last_known", "kroner year"
    ABOVE_CEILING = "above_ceiling", "kroner"
    STEPS_DOWN = "steps_down", "percent day"
    STEPS_FROM_START = "steps_from_start"
    LIMIT_MONTHS = "limit_months", "months day"
    LIMIT_MONTHS_USED = "limit_months_used", "months used day"
    LIMIT_WEEKS = "limit_weeks", "weeks day"
    LIMIT_AGE = "limit_age", "age day"
    LIMIT_SCHEME = "limit_scheme", "day"
    LIMIT_SEASON = "limit_season", "day"
    CLARIFY_TOGETHER = "clarify_together", "other"


@dataclass(frozen=True)
class Message:
    """A reason, and where something has to be clarified the question and whom to ask. Sentences in bokmål."""

    reason: str
    question: str | None = None
    ask_whom: str | None = None

    def with_values(self, values: Mapping[str, object]) -> Message:
        """The same with its values in place: dates as 31.08.2026, numbers as 7 321 or 10,2."""
        if "{" not in self.reason and (self.question is None or "{" not in self.question):
            return self
        written = {name: written_out(value) for name, value in values.items()}
        question = None if self.question is None else self.question.format_map(written)
        return Message(self.reason.format_map(written), question, self.ask_whom)


def written_out(value: object) -> str:
    """A value as it stands in a bokmål sentence."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        if "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        whole, _, rest = plain.partition(".")
        return f"{int(whole):,}".replace(",", " ") + (f",{rest}" if rest else "")
    return str(value)


def read_messages(node: Node) -> dict[Said, Message]:
    """The messages of a file or a scheme. Unknown names, and values that a sentence cannot have, are refused."""
    found: dict[Said, Message] = {}
    for name, item in node.mapping().items():
        if name not in set(Said):
            raise item.wrong(f"«{name}» er ingen kjent melding; det kan stå {', '.join(Said)}")
        said = Said(name)
        given = item.fields(["reason"], ["question", "ask_whom"])
        for part in given.values():
            _check_values(part, said)
        if ("question" in given) != ("ask_whom" in given):
            raise item.wrong("«question» og «ask_whom» hører sammen: et spørsmål må ha noen å spørre")
        found[said] = Message(**{key: part.text() for key, part in given.items()})
    return found


def _check_values(node: Node, said: Said) -> None:
    try:
        named = {name for _, name, _, _ in Formatter().parse(node.text()) if name is not None}
    except ValueError as cause:
        raise node.wrong("en krøllparentes mangler sin make") from cause
    for name in sorted(named - said.fields):
        raise node.wrong(f"«{{{name}}}» finnes ikke i denne meldingen; det kan stå {', '.join(sorted(said.fields))}")
