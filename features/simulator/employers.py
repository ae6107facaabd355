"""The invented workplaces: what a register shows of them, and what they are truly like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator.geography import Geography
from features.simulator.organisation_numbers import organisation_numbers
from features.simulator.parameters import Parameters
from features.simulator.trades import CONDITIONS, industries, trades

ROLES = 3
NEVER = 100_000
"""A week that does not come."""


@dataclass(frozen=True)
class Register:
    """What a register knows: one entry per workplace."""

    orgnr: list[str]
    entity: NDArray[np.int64]
    """[workplace] number of the legal entity above."""
    entity_orgnr: list[str]
    industry: NDArray[np.int64]
    """[workplace] row of `industries()`."""
    municipality: NDArray[np.int64]
    employees: NDArray[np.int64]
    sector: list[str]
    given: pl.DataFrame | None = None
    """The rows of a real register, where workplaces are not invented."""

    def __len__(self) -> int:
        return len(self.orgnr)


@dataclass(frozen=True)
class Employers:
    """Workplaces with what no table shows: roles, environment, openness, quality. Weeks count from the first week."""

    register: Register
    settlement: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    roles: NDArray[np.int16]
    """[workplace, role] trade; the same trade may fill two roles of a small workplace."""
    role_tasks: NDArray[np.float32]
    """[workplace, role, task] what the role really consists of, unit length."""
    role_weight: NDArray[np.float32]
    environment: NDArray[np.bool_]
    """[workplace, condition] what it truly offers."""
    times: NDArray[np.bool_]
    part_time: NDArray[np.bool_]
    openness: NDArray[np.float32]
    """Log-odds of a yes, without the leader's share."""
    quality: NDArray[np.float32]
    """Log hazard of people leaving, without the leader's share: low is good."""
    leader_openness: NDArray[np.float32]
    leader_quality: NDArray[np.float32]
    capacity: NDArray[np.int64]
    cycles: NDArray[np.bool_]
    agreement_from: NDArray[np.int64]
    closed_week: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.register)


def invent_register(rng: Generator, geography: Geography, count: int) -> Register:
    """An invented register: the industry mix of a Norwegian county, chains, and municipal and state owners."""
    mix = industries()
    industry = rng.choice(len(mix.codes), size=count, p=mix.share / mix.share.sum())
    municipality = rng.choice(len(geography.codes), size=count, p=geography.share)
    employees = np.maximum(1, np.round(mix.employees[industry] * np.exp(rng.normal(-0.15, 0.95, count)))).astype(int)
    sector = np.array(mix.sectors)[industry]
    private_instead = (sector == "municipal") & (rng.random(count) < 0.22)
    sector = np.where(private_instead, "private", sector)
    entity = _entities(rng, industry, municipality, sector)
    numbers = organisation_numbers(rng, count + int(entity.max()) + 1)
    return Register(
        numbers[:count], entity, numbers[count:], industry, municipality, employees, [str(s) for s in sector]
    )


def _entities(
    rng: Generator, industry: NDArray[np.int64], municipality: NDArray[np.int64], sector: NDArray[np.str_]
) -> NDArray[np.int64]:
    """Legal entity per workplace: the municipality's units share one, a chain's units one, the rest stand alone."""
    mix = industries()
    count = industry.size
    in_chain = (sector == "private") & (rng.random(count) < mix.chain[industry])
    units = np.bincount(industry[in_chain], minlength=len(mix.codes))
    chains = np.maximum(1, units // 14)
    chain = (rng.random(count) ** 1.6 * chains[industry]).astype(int)
    label = np.arange(count)
    label = np.where(in_chain, count + industry * 10_000 + chain, label)
    label = np.where(sector == "municipal", -1 - municipality, label)
    label = np.where(sector == "state", -10_000 - industry, label)
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def read_register(rng: Generator, geography: Geography, table: pl.DataFrame) -> Register:
    """A real register; an unknown industry is drawn, one that the market lacks is read as the nearest by number."""
    mix = industries()
    divisions = np.array([int(code[:2]) for code in mix.codes])
    exact = {code: i for i, code in reversed([*enumerate(mix.codes), *enumerate(mix.codes_2025)]) if code}
    share = mix.share / mix.share.sum()
    industry = rng.choice(len(mix.codes), size=table.height, p=share)
    for row, code in enumerate(table["industry_code"].to_list()):
        if code in exact:
            industry[row] = exact[code]
        elif code:
            away = np.abs(divisions - int(code[:2]))
            near = np.flatnonzero(away == away.min())
            industry[row] = rng.choice(near, p=share[near] / share[near].sum())
    number = {code: i for i, code in enumerate(geography.codes)}
    orgnr: list[str] = table["orgnr"].to_list()
    parents = [parent or own for parent, own in zip(table["parent_orgnr"].to_list(), orgnr, strict=True)]
    entity_orgnr = sorted(set(parents))
    place = {parent: i for i, parent in enumerate(entity_orgnr)}
    sector = table["sector"].to_list() if "sector" in table.columns else [None] * table.height
    return Register(
        orgnr,
        np.array([place[parent] for parent in parents]),
        entity_orgnr,
        industry,
        np.array([number[code] for code in table["municipality"].to_list()]),
        table["employees"].cast(pl.Int64).fill_null(3).to_numpy(),
        [known or mix.sectors[i] for known, i in zip(sector, industry, strict=True)],
        given=table,
    )


def employers(rng: Generator, geography: Geography, register: Register, parameters: Parameters) -> Employers:
    """Give every workplace of the register its hidden character. Units of one legal entity resemble each other."""
    count, p = len(register), parameters
    settlement, latitude, longitude = geography.scatter(rng, register.municipality)
    if register.given is not None:
        known_latitude = register.given["latitude"].cast(pl.Float64).to_numpy()
        known_longitude = register.given["longitude"].cast(pl.Float64).to_numpy()
        latitude = np.where(np.isnan(known_latitude), latitude, known_latitude)
        longitude = np.where(np.isnan(known_longitude), longitude, known_longitude)
    roles, tasks, weight = _roles(rng, register)
    environment, times, part_time = _environment(rng, register)

    entities = len(register.entity_orgnr)
    alone = np.bincount(register.entity, minlength=entities)[register.entity] == 1
    shared_openness = np.where(alone, 0.0, rng.normal(0, p.openness_chain, entities)[register.entity])
    shared_quality = np.where(alone, 0.0, rng.normal(0, p.quality_chain, entities)[register.entity])
    openness = shared_openness + rng.normal(0, p.openness_unit, count)
    quality = shared_quality + rng.normal(0, p.quality_unit, count)
    leader_openness, leader_quality = leaders(rng, count, p)

    size = np.digitize(register.employees, [10, 50, 250])
    usual = np.array([1, 2, 4, 8])[size]
    capacity = np.maximum(1, usual + rng.choice([-1, 0, 0, 0, 1, 2], size=count))
    joins = 0.05 + 0.10 / (1 + np.exp(-1.5 * openness)) + 0.03 * (size >= 2)
    agreement_from = np.where(rng.random(count) < joins, rng.integers(-150, p.weeks, count), NEVER)
    closes = rng.random(count) < p.closures_a_year * p.weeks / 52 * np.where(
        np.array(register.sector) == "private", 1.3, 0.2
    )
    return Employers(
        register=register,
        settlement=settlement,
        latitude=latitude,
        longitude=longitude,
        roles=roles,
        role_tasks=tasks,
        role_weight=weight,
        environment=environment,
        times=times,
        part_time=part_time,
        openness=openness.astype(np.float32),
        quality=quality.astype(np.float32),
        leader_openness=leader_openness,
        leader_quality=leader_quality,
        capacity=capacity,
        cycles=rng.random(count) < p.cycling_share,
        agreement_from=agreement_from,
        closed_week=np.where(closes, rng.integers(4, p.weeks, count), NEVER),
    )


def leaders(rng: Generator, count: int, parameters: Parameters) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Openness and log hazard that a new leader brings: open leaders also tend to keep people."""
    shared = rng.normal(0, 1, count)
    openness = parameters.openness_leader * shared
    quality = parameters.quality_leader * (-0.4 * shared + np.sqrt(1 - 0.16) * rng.normal(0, 1, count))
    return openness.astype(np.float32), quality.astype(np.float32)


def _roles(rng: Generator, register: Register) -> tuple[NDArray[np.int16], NDArray[np.float32], NDArray[np.float32]]:
    """Three roles per workplace, by the industry's trades as this market bends them, sometimes a carved job."""
    mix, known = industries(), trades()
    bent = mix.trades * np.exp(rng.normal(0, 0.45, mix.trades.shape))
    stray = (
        0.025 * bent.sum(axis=1, keepdims=True) * (known.wish + known.wish_vto) / (known.wish + known.wish_vto).sum()
    )
    cumulative = np.cumsum(bent + stray, axis=1)
    cumulative /= cumulative[:, -1:]
    drawn = rng.random((len(register), ROLES))
    roles = np.empty(drawn.shape, dtype=np.int16)
    for industry in np.unique(register.industry):
        rows = register.industry == industry
        roles[rows] = np.minimum(np.searchsorted(cumulative[industry], drawn[rows]), len(known.codes) - 1)
    roles[register.employees < 5, 2] = roles[register.employees < 5, 0]
    noise = rng.normal(0, 0.085, (*roles.shape, known.tasks.shape[1])).astype(np.float32)
    tasks = np.maximum(known.tasks[roles] + noise, 0)
    tasks /= np.linalg.norm(tasks, axis=2, keepdims=True)
    weight = np.array([1.0, 0.7, 0.45], dtype=np.float32) * np.exp(rng.normal(0, 0.3, roles.shape)).astype(np.float32)
    return roles, tasks, weight


def _environment(rng: Generator, register: Register) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """What the workplace truly offers: by its milieu, its legal entity and itself."""
    mix = industries()
    likely = mix.conditions[register.industry]
    odds = np.log(likely / (1 - likely))
    size_pull = np.zeros(len(register))
    size_pull += np.clip(np.log(register.employees / 8.0), -1.5, 2.0)
    small_team = CONDITIONS.index("small_team")
    odds[:, small_team] -= 0.9 * size_pull
    odds += rng.normal(0, 0.5, (len(register.entity_orgnr), odds.shape[1]))[register.entity]
    odds += rng.normal(0, 0.7, odds.shape)
    environment = rng.random(odds.shape) < 1 / (1 + np.exp(-odds))
    times = rng.random((len(register), 4)) < mix.times[register.industry]
    part_time = rng.random(len(register)) < mix.part_time[register.industry]
    return environment, times, part_time
