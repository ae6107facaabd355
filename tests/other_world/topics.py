"""What work is about in this world: topics, each with the occupations, industries and words that show it.

A workplace's true work is a mixture of topics and a person's taste is another; codes and words are only their traces.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from features import tables


@dataclass(frozen=True)
class Topic:
    """One kind of work: STYRK-08 codes, divisions with their weight among workplaces, words, and its busiest month."""

    name: str
    occupations: tuple[str, ...]
    divisions: dict[str, int]
    words: tuple[str, ...]
    busiest_month: int
    evenings: float
    language: float


def _topic(name: str, occupations: str, divisions: str, words: str, month: int, evenings: float, talk: float) -> Topic:
    weights = {division: int(weight) for division, weight in (part.split(":") for part in divisions.split())}
    return Topic(name, tuple(occupations.split()), weights, tuple(words.split("; ")), month, evenings, talk)


TOPICS: tuple[Topic, ...] = (
    _topic("mat", "5120 9412 7512 8160", "56:9 55:3 10:3", "lage mat; kantine og oppvask; bake brød", 6, 0.6, 0.2),
    _topic("renhold", "9112 9111 8157 9123", "81:7 96:3", "rydde og vaske; vaskeri; holde det pent", 3, 0.4, 0.0),
    _topic("varer", "4321 9334 9321 9333", "46:6 52:3 47:8", "fylle hyller; plukke varer; pakke esker", 11, 0.3, 0.1),
    _topic("kunder", "5223 5249 5245 4226 5230", "47:9 93:3", "møte kunder; kasse; resepsjon", 12, 0.5, 0.8),
    _topic("kontor", "4110 4311 4132 4222", "84:5 69:3 82:3 94:2", "arkiv; regnskap; skrive inn tall", 1, 0.0, 0.8),
    _topic("verksted", "7231 7233 8219 9329", "45:4 25:3 28:2 33:2", "skru på biler; maskiner; montere", 4, 0.1, 0.1),
    _topic("bygg", "7115 7131 9313 9622 5153", "41:4 43:6 68:2", "snekre; male hus; vedlikehold ute", 5, 0.0, 0.2),
    _topic("natur", "6113 9214 9211 6121 5164", "01:6 75:1", "stelle dyr; hage og planter; være ute", 6, 0.2, 0.0),
    _topic("omsorg", "5311 5312 5329 5321", "85:5 87:4 88:6 86:3", "barn og unge; hjelpe eldre; skole", 8, 0.3, 0.7),
    _topic("kjøring", "8322 8332 9621 8331", "49:5 53:3", "kjøre varebil; levere pakker; bud", 11, 0.4, 0.2),
    _topic("data", "2166 3512 2512 3514", "62:4 58:1 73:1 18:1", "tegne på skjerm; datamaskin; nettsider", 2, 0.0, 0.5),
)
COUNT = len(TOPICS)
OF_OCCUPATION = {code: number for number, topic in enumerate(TOPICS) for code in topic.occupations}
LANGUAGE = np.array([topic.language for topic in TOPICS])
EVENINGS = np.array([topic.evenings for topic in TOPICS])
BUSIEST_DAY = np.array([30.4 * (topic.busiest_month - 0.5) for topic in TOPICS])
DRIVING = next(number for number, topic in enumerate(TOPICS) if topic.name == "kjøring")


@cache
def industry_codes() -> dict[str, tuple[str, ...]]:
    """Division → the five-digit codes that SN2007 holds in it."""
    with (Path(tables.__file__).parent / "reference/industries.csv").open(encoding="utf-8") as lines:
        codes = [row["code"] for row in csv.DictReader(lines, delimiter=";") if row["sn2007"]]
    divisions = sorted({code[:2] for code in codes})
    return {division: tuple(code for code in codes if code.startswith(division)) for division in divisions}


def occupations_of(random: np.random.Generator, topics: np.ndarray) -> np.ndarray:
    """One STYRK-08 code per topic number, evenly among the topic's codes. Shape as `topics`."""
    codes = np.full((COUNT, max(len(topic.occupations) for topic in TOPICS)), "", dtype="<U4")
    for number, topic in enumerate(TOPICS):
        codes[number, : len(topic.occupations)] = topic.occupations
    held = np.array([len(topic.occupations) for topic in TOPICS])
    return np.asarray(codes[topics, (random.random(topics.shape) * held[topics]).astype(int)])


def words_of(random: np.random.Generator, topics: np.ndarray) -> np.ndarray:
    """A phrase in bokmål per topic number. Shape as `topics`, dtype object."""
    picked = random.integers(0, 3, topics.shape)
    return np.array([TOPICS[topic].words[word] for topic, word in zip(topics, picked, strict=True)], dtype=object)


def drawn(random: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    """One column number per row of `weights` (rows × columns), with chance in proportion to the weight."""
    total = weights.cumsum(axis=1)
    return np.asarray((random.random((len(weights), 1)) * total[:, -1:] > total).sum(axis=1))
