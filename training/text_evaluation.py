"""How well texts are understood, on phrases that were kept out of the lexicon: totals only, so that no phrase is
tuned on.

Ours stands beside TF-IDF over characters and, where it is at hand, an English sentence model, both answering with the
occupation of the nearest lexicon phrase, and beside a blind draw. The folder of held-out phrases holds
`*_phrases.csv`, one per author (`text,code,also`), with `condition_phrases.csv` (`text,author,conditions`) and
`health_phrases.csv` (`text,health`). Intervals are 90 %, by drawing phrases again and again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from features.errors import InputError
from features.occupations import occupation_codes, occupation_indices
from features.text.encoder import Encoder
from features.text.evidence import Scores
from features.text.health_words import health_words
from features.text.lexicon import Lexicon
from features.text.understand import TextUnderstanding
from training.intervals import Interval, bootstrap_mean

ALL = "all"
_GROUP_DIGITS = 2
_NO_OCCUPATION_FILES = frozenset({"condition_phrases.csv", "health_phrases.csv"})
_CHUNK = 512


@dataclass(frozen=True)
class OccupationRow:
    """One system on one author's phrases: the occupation first, among five, its two-digit group first; and, apart from
    these, first where an occupation that a reasonable person would accept counts too."""

    system: str
    author: str
    phrases: int
    first: Interval
    among_five: Interval
    group_first: Interval
    first_or_accepted: Interval


@dataclass(frozen=True)
class ConditionRow:
    """Conditions on one author's phrases, micro-averaged over pairs (condition, wanted); `sign` is the share of rightly
    named conditions that also have the right sign."""

    author: str
    phrases: int
    precision: float
    recall: float
    f1: Interval
    sign: float


@dataclass(frozen=True)
class HealthRow:
    """Telling whether a wish speaks of health: how many were found, and how many findings were right."""

    part: str
    phrases: int
    recall: float
    precision: float


def occupation_rows(
    understood: TextUnderstanding, lexicon: Lexicon, heldout: Path, others: Mapping[str, Encoder], seed: int = 1
) -> list[OccupationRow]:
    """Every system on every author, then on all; `others` are encoders that answer with the nearest lexicon phrase."""
    phrases = read_phrases(heldout)
    texts = phrases["text"].to_list()
    systems = {
        "ours": understood.code_scores(texts),
        "TF-IDF, nearest phrase": _nearest_by_characters(lexicon, texts),
        **{f"{name}, nearest phrase": _nearest_by_encoder(lexicon, texts, encoder) for name, encoder in others.items()},
        "blind draw": np.random.default_rng(seed).random((len(texts), len(occupation_codes())), dtype=np.float32),
    }
    return [row for name, scores in systems.items() for row in judge(name, phrases, scores, seed)]


def condition_rows(understood: TextUnderstanding, heldout: Path, seed: int = 1) -> list[ConditionRow]:
    """Conditions on every author, then on all."""
    table = _read(heldout / "condition_phrases.csv")
    found = understood.conditions.find(table["text"].to_list())
    said = [{("+" if m.wanted else "-") + m.condition for m in matches} for matches in found]
    true = [set(conditions.split("|")) - {""} for conditions in table["conditions"].fill_null("")]
    authors = table["author"].to_numpy()
    groups = [*dict.fromkeys(authors.tolist()), ALL]
    return [
        _condition_row(author, said, true, np.flatnonzero((authors == author) | (author == ALL)), seed)
        for author in groups
    ]


def health_rows(heldout: Path) -> list[HealthRow]:
    """Health on the half of the phrases that was used for writing the words, the other half, and all."""
    table = _read(heldout / "health_phrases.csv")
    found = np.array([bool(health_words(text)) for text in table["text"]])
    true = table["health"].to_numpy() == "1"
    half = len(table) // 2
    parts = {"first half": slice(0, half), "second half": slice(half, None), ALL: slice(None)}
    return [_health_row(name, found[part], true[part]) for name, part in parts.items()]


def read_phrases(heldout: Path) -> pl.DataFrame:
    """All authors' occupation phrases: `author`, `text`, `code`, `also`."""
    files = sorted(path for path in heldout.glob("*_phrases.csv") if path.name not in _NO_OCCUPATION_FILES)
    if not files:
        raise InputError(
            f"{heldout} holds no held-out phrases: name the folder with participant_phrases.csv and the others"
        )
    return pl.concat(
        [
            _read(path).select(pl.lit(path.name.removesuffix("_phrases.csv")).alias("author"), "text", "code", "also")
            for path in files
        ]
    )


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path} cannot be read as held-out phrases") from error


def judge(system: str, phrases: pl.DataFrame, scores: Scores, seed: int) -> list[OccupationRow]:
    """One system's scores [n, occupations] on the phrases: a row per author, then one for all."""
    true = occupation_indices(phrases["code"].to_list())
    order = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    order[scores.max(axis=1) <= 0] = -1
    codes = np.array([*occupation_codes(), "----"])
    group = codes.astype(f"<U{_GROUP_DIGITS}")
    accepted = [occupation_indices([c for c in also.split("|") if c]) for also in phrases["also"].fill_null("")]
    right = {
        "first": order[:, 0] == true,
        "among_five": (order == true[:, None]).any(axis=1),
        "group_first": group[order[:, 0]] == group[true],
        "first_or_accepted": (order[:, 0] == true)
        | np.array([o in a for o, a in zip(order[:, 0], accepted, strict=True)]),
    }
    authors = phrases["author"].to_numpy()
    rows = []
    for author in [*dict.fromkeys(authors.tolist()), ALL]:
        own = (authors == author) | (author == ALL)
        shares = {name: bootstrap_mean(hit[own].astype(np.float64), seed) for name, hit in right.items()}
        rows.append(OccupationRow(system, author, int(own.sum()), **shares))
    return rows


def _nearest_by_characters(lexicon: Lexicon, texts: Sequence[str]) -> Scores:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
    known = vectors.fit_transform([phrase.text for phrase in lexicon.occupations])
    asked = vectors.transform(texts)
    near = (asked[at : at + _CHUNK] @ known.T for at in range(0, len(texts), _CHUNK))
    return np.concatenate([_best_by_code(lexicon, part.toarray()) for part in near])


def _nearest_by_encoder(lexicon: Lexicon, texts: Sequence[str], encoder: Encoder) -> Scores:
    known = encoder.encode([phrase.text for phrase in lexicon.occupations])
    asked = encoder.encode(texts)
    return np.concatenate(
        [_best_by_code(lexicon, asked[at : at + _CHUNK] @ known.T) for at in range(0, len(texts), _CHUNK)]
    )


def _best_by_code(lexicon: Lexicon, nearness: NDArray[np.float32]) -> Scores:
    """The nearest phrase of each occupation [n, occupations]; phrases are sorted by code and every code has one."""
    labels = occupation_indices([phrase.code for phrase in lexicon.occupations])
    starts = np.flatnonzero(np.concatenate([[True], labels[1:] != labels[:-1]]))
    return np.maximum.reduceat(nearness, starts, axis=1).astype(np.float32)


def _condition_row(
    author: str, said: Sequence[set[str]], true: Sequence[set[str]], rows: NDArray[np.int64], seed: int
) -> ConditionRow:
    both = np.array([len(said[r] & true[r]) for r in rows], dtype=np.float64)
    claimed, held = (np.array([len(sets[r]) for r in rows], dtype=np.float64) for sets in (said, true))
    named = sum(len({s[1:] for s in said[r]} & {t[1:] for t in true[r]}) for r in rows)
    f1 = 2 * both.sum() / (claimed + held).sum()
    drawn = np.random.default_rng(seed).integers(0, len(rows), (1000, len(rows)))
    low, high = np.quantile(2 * both[drawn].sum(axis=1) / (claimed + held)[drawn].sum(axis=1), [0.05, 0.95])
    precision, recall = both.sum() / max(claimed.sum(), 1), both.sum() / max(held.sum(), 1)
    interval = Interval(float(f1), float(low), float(high))
    return ConditionRow(author, len(rows), float(precision), float(recall), interval, float(both.sum() / max(named, 1)))


def _health_row(part: str, found: NDArray[np.bool_], true: NDArray[np.bool_]) -> HealthRow:
    both = float((found & true).sum())
    return HealthRow(part, len(true), both / max(true.sum(), 1), both / max(found.sum(), 1))


def as_text(
    occupations: Sequence[OccupationRow], conditions: Sequence[ConditionRow], health: Sequence[HealthRow]
) -> str:
    """The three tables in Markdown, as `docs/text.md` holds them."""
    lines = [
        "| system | author | phrases | first | among five | group first | first, or accepted |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.system} | {r.author} | {r.phrases} | "
        + " | ".join(_interval(i) for i in (r.first, r.among_five, r.group_first, r.first_or_accepted))
        + " |"
        for r in occupations
    ]
    lines += [
        "",
        "| conditions by author | phrases | precision | recall | micro-F1 | right sign |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.author} | {r.phrases} | {r.precision:.2f} | {r.recall:.2f} | {_interval(r.f1)} | {r.sign:.2f} |"
        for r in conditions
    ]
    lines += ["", "| health words | phrases | recall | precision |", "|---|---|---|---|"]
    lines += [f"| {r.part} | {r.phrases} | {r.recall:.2f} | {r.precision:.2f} |" for r in health]
    return "\n".join(lines)


def _interval(interval: Interval) -> str:
    return f"{interval.estimate:.2f} ({interval.low:.2f}–{interval.high:.2f})"
