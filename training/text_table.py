"""Numbers as people read them on the screen: aligned columns, per cent, and intervals in brackets."""

from collections.abc import Mapping, Sequence

from training.intervals import Interval

NOT_KNOWN = "–"


def in_columns(rows: Sequence[Mapping[str, str]]) -> str:
    """Columns as wide as their widest cell; the first to the left, numbers to the right."""
    lines = [list(rows[0]), *([*row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )


def is_known(value: float | None) -> bool:
    """Whether there is a number at all."""
    return value is not None and value == value


def as_number(value: float | None) -> str:
    """Three decimals."""
    return f"{value:.3f}" if is_known(value) else NOT_KNOWN


def as_percent(value: float | None) -> str:
    """A share of 1 in per cent."""
    return f"{value:.1%}" if is_known(value) else NOT_KNOWN


def as_interval(interval: Interval | None, sign: str = "") -> str:
    """Per cent with the ends in brackets."""
    if interval is None or not is_known(interval.estimate):
        return NOT_KNOWN
    low, estimate, high = (f"{100 * x:{sign}.2f}" for x in (interval.low, interval.estimate, interval.high))
    return f"{estimate} [{low}, {high}]"


def as_ratio(interval: Interval) -> str:
    """A ratio with the ends in brackets."""
    if not is_known(interval.estimate):
        return NOT_KNOWN
    return f"{interval.estimate:.2f} [{interval.low:.2f}, {interval.high:.2f}]"
