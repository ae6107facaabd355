"""Workplaces, needs, ads, agreements and notices as the tables see them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from features.simulator import wording
from features.simulator.employers import NEVER, Register
from features.simulator.events import NOTICES
from features.simulator.market import Market
from features.simulator.recording import Calendar, codes, only, some, table, written_down
from features.simulator.trades import CONDITIONS, industries, trades
from features.tables import WORKPLACES

POSTCODES = {
    "4001": "3915", "4003": "3724", "4005": "3674", "4010": "3748", "4012": "3960", "4014": "3770", "4016": "3750",
    "4018": "3830", "4020": "3800", "4022": "3840", "4024": "3692", "4026": "3660", "4028": "3850", "4030": "3855",
    "4032": "3870", "4034": "3880", "4036": "3890",
}  # fmt: skip
"""Postcode of the centre of each municipality of the home county."""
CONDITION_SOURCES = ("visit", "placement", "employer")


def record_employers(rng: Generator, market: Market, calendar: Calendar) -> dict[str, pl.DataFrame]:
    """workplaces, workplace_conditions, employer_needs, vacancies, agreements, employer_notices."""
    ads, vacancies = _vacancies(rng, market, calendar)
    return {
        "workplaces": _workplaces(rng, market, calendar),
        "workplace_conditions": _conditions(rng, market, calendar),
        "employer_needs": _needs(rng, market, calendar, ads),
        "vacancies": vacancies,
        "agreements": _agreements(rng, market, calendar),
        "employer_notices": _notices(rng, market, calendar),
    }


def orgnrs(market: Market, workplace: NDArray[np.int64]) -> pl.Series:
    """Organisation numbers by number of workplace."""
    return pl.Series(market.employers.register.orgnr, dtype=pl.String).gather(np.asarray(workplace, dtype=np.int64))


def _closed(market: Market, calendar: Calendar) -> pl.Series:
    """Day of closing where it has passed or notice was given."""
    week, notices = market.employers.closed_week, market.notices
    noticed = np.zeros(week.size, dtype=np.bool_)
    noticed[notices.workplace[(notices.kind >= 2) & (notices.first * 7 <= calendar.last)]] = True
    shown = (week < NEVER) & ((week * 7 <= calendar.last) | noticed)
    return calendar.dates(week * 7, shown)


def _workplaces(rng: Generator, market: Market, calendar: Calendar) -> pl.DataFrame:
    firms, register = market.employers, market.employers.register
    count = len(register)
    closed = _closed(market, calendar)
    if register.given is not None:
        given = register.given.drop("closed_on", strict=False)
        kept = {name: given[name] for name in given.columns if name in WORKPLACES.column_names}
        return table("workplaces", {**kept, "closed_on": closed})
    mix = industries()
    newer = np.array([bool(code) for code in mix.codes_2025])[register.industry] & (rng.random(count) < 0.3)
    code = np.where(newer, np.array(mix.codes_2025)[register.industry], np.array(mix.codes)[register.industry])
    placed = rng.random(count) < 0.8
    geography = market.geography
    central = np.concatenate([[True], geography.municipality[1:] != geography.municipality[:-1]])[firms.settlement]
    municipality = [geography.codes[m] for m in register.municipality.tolist()]
    postcode = [POSTCODES.get(m) if c else None for m, c in zip(municipality, central.tolist(), strict=True)]
    capacity = np.maximum(1, firms.capacity + rng.choice([-1, 0, 0, 0, 1], count))
    describes = pl.Series(mix.describes).gather(register.industry)
    small = register.employees < 5
    return table(
        "workplaces",
        {
            "orgnr": register.orgnr,
            "parent_orgnr": some(rng, pl.Series(register.entity_orgnr).gather(register.entity), 0.96),
            "name": some(rng, pl.Series(_names(rng, market)), 0.99),
            "org_form": codes(("BEDR", "AAFY"), (rng.random(count) < 0.04).astype(int)),
            "industry_code": some(rng, pl.Series(code.tolist()), 0.975),
            "industry_standard": some(rng, codes(("SN2007", "SN2025"), newer.astype(int)), 0.95),
            "municipality": municipality,
            "postcode": some(rng, pl.Series(postcode, dtype=pl.String), 0.85),
            "latitude": only(placed, np.round(firms.latitude, 5)),
            "longitude": only(placed, np.round(firms.longitude, 5)),
            "employees": only(~small & (rng.random(count) < 0.95), register.employees),
            "sector": some(rng, pl.Series(register.sector), 0.9),
            "capacity": only(rng.random(count) < 0.08, capacity),
            "description": some(rng, describes, 0.3),
            "registered_on": some(rng, calendar.dates(-rng.integers(60, 9000, count)), 0.9),
            "closed_on": closed,
        },
    )


def _names(rng: Generator, market: Market) -> list[str]:
    register: Register = market.employers.register
    mix, geography = industries(), market.geography
    units = np.bincount(register.entity)
    chain: dict[int, str] = {}
    names = []
    for industry, entity, municipality, sector in zip(
        register.industry.tolist(),
        register.entity.tolist(),
        register.municipality.tolist(),
        register.sector,
        strict=True,
    ):
        if units[entity] > 1 and entity not in chain:
            chain[entity] = wording.entity_name(rng)
        kinds = mix.kinds[industry]
        kind = kinds[int(rng.integers(len(kinds)))]
        public = sector in ("municipal", "state")
        names.append(wording.unit_name(rng, kind, geography.names[municipality], chain.get(entity), public))
    return names


def _conditions(rng: Generator, market: Market, calendar: Calendar) -> pl.DataFrame:
    notes = market.condition_notes
    recorded = written_down(rng, notes["day"].astype(np.int64), 0.7, 0.03)
    kept = recorded <= calendar.last
    frame = table(
        "workplace_conditions",
        {
            "orgnr": orgnrs(market, notes["workplace"][kept]),
            "condition": codes(CONDITIONS, notes["condition"][kept]),
            "offered": notes["offered"][kept],
            "source": codes(CONDITION_SOURCES, notes["source"][kept]),
            "recorded_on": calendar.dates(recorded[kept]),
        },
    )
    return frame.unique(["orgnr", "condition", "recorded_on"], keep="last", maintain_order=True)


def _vacancies(rng: Generator, market: Market, calendar: Calendar) -> tuple[dict[str, NDArray[np.int64]], pl.DataFrame]:
    needs = market.needs
    day = needs.first * 7 + rng.integers(0, 7, needs.first.size)
    rows = np.flatnonzero(needs.advertised & (needs.first >= 0) & (day <= calendar.last))
    trade = market.employers.roles[needs.workplace[rows], needs.role[rows]].astype(np.int64)
    published, expires = day[rows], day[rows] + rng.integers(10, 36, rows.size)
    words = [wording.ad(rng, t) for t in trade.tolist()]
    part_time = market.employers.part_time[needs.workplace[rows]] & (rng.random(rows.size) < 0.7)
    extent = np.where(rng.random(rows.size) < 0.12, 2, np.where(part_time, 1, 0))
    frame = table(
        "vacancies",
        {
            "ad_id": [f"A-{i:06d}" for i in range(rows.size)],
            "orgnr": orgnrs(market, needs.workplace[rows]),
            "published": calendar.dates(published),
            "expires": calendar.dates(expires),
            "occupation": codes(trades().codes, trade),
            "title": [title for title, _ in words],
            "text": some(rng, pl.Series([text for _, text in words], dtype=pl.String), 0.85),
            "extent": codes(("full_time", "part_time", "unknown"), extent),
            "positions": rng.choice([1, 1, 1, 1, 2, 3], rows.size),
        },
    )
    return {"workplace": needs.workplace[rows], "trade": trade, "day": published, "expires": expires}, frame


def _needs(rng: Generator, market: Market, calendar: Calendar, ads: dict[str, NDArray[np.int64]]) -> pl.DataFrame:
    """Needs heard in contacts, and a part of the ads once more."""
    notes = market.need_notes
    by_phone = market.contacts["channel"][notes["contact"]] != 0
    copied = np.flatnonzero(rng.random(ads["day"].size) < 0.25)
    workplace = np.concatenate([notes["workplace"], ads["workplace"][copied]])
    trade = np.concatenate([notes["trade"], ads["trade"][copied]]).astype(np.int64)
    day = np.concatenate([notes["day"], ads["day"][copied]]).astype(np.int64)
    source = np.concatenate([np.where(by_phone, 1, 0), np.full(copied.size, 2)])
    source = np.where((source == 2) & (rng.random(source.size) < 0.1), 3, source)
    recorded = written_down(rng, day, 0.65, 0.04)
    kept = np.flatnonzero(recorded <= calendar.last)
    kept = kept[np.argsort(recorded[kept], kind="stable")]
    valid = recorded[kept] + rng.integers(21, 150, kept.size)
    return table(
        "employer_needs",
        {
            "need_id": [f"N-{i:06d}" for i in range(kept.size)],
            "orgnr": orgnrs(market, workplace[kept]),
            "occupation": codes(trades().codes, trade[kept]),
            "hours_per_week": some(rng, pl.Series(rng.choice([8.0, 10, 15, 18, 20, 25, 30, 37.5], kept.size)), 0.6),
            "text": some(rng, pl.Series([wording.need(rng, t) for t in trade[kept].tolist()], dtype=pl.String), 0.75),
            "source": codes(("visit", "phone", "ad", "register"), source[kept]),
            "recorded_on": calendar.dates(recorded[kept]),
            "valid_until": calendar.dates(valid, rng.random(kept.size) < 0.5),
        },
    )


def _agreements(rng: Generator, market: Market, calendar: Calendar) -> pl.DataFrame:
    """Agreements of units, which mean a little, and of whole legal entities, which mean nothing by themselves."""
    register = market.employers.register
    unit = np.flatnonzero(market.employers.agreement_from * 7 <= calendar.last)
    starts = market.employers.agreement_from[unit] * 7
    units = np.bincount(register.entity)
    entity = np.flatnonzero((units >= 4) & (rng.random(units.size) < 0.3))
    starts = np.concatenate([starts, rng.integers(-900, calendar.last - 30, entity.size)])
    orgnr = [register.orgnr[u] for u in unit.tolist()] + [register.entity_orgnr[e] for e in entity.tolist()]
    whole = np.arange(starts.size) >= unit.size
    programme = np.where(whole, 0, rng.choice(3, starts.size, p=(0.35, 0.5, 0.15)))
    level = np.where(programme == 1, 2, np.where(whole, 0, 1))
    recorded = written_down(rng, starts, 0.6, 0.08)
    kept = recorded <= calendar.last
    return table(
        "agreements",
        {
            "orgnr": [o for o, k in zip(orgnr, kept.tolist(), strict=True) if k],
            "programme": codes(("Vi inkluderer", "Lokal samarbeidsavtale", "Intensjonsavtale"), programme[kept]),
            "level": codes(("national", "regional", "local"), level[kept]),
            "covers": codes(("unit", "legal_entity"), whole[kept].astype(int)),
            "starts_on": calendar.dates(starts[kept]),
            "ends_on": calendar.dates(
                starts[kept] + rng.choice([365, 730, 1460], int(kept.sum())), rng.random(int(kept.sum())) < 0.6
            ),
            "recorded_on": calendar.dates(recorded[kept]),
        },
    )


def _notices(rng: Generator, market: Market, calendar: Calendar) -> pl.DataFrame:
    notices = market.notices
    start = notices.first * 7
    recorded = written_down(rng, start, 0.5, 0.03)
    kept = recorded <= calendar.last
    frame = table(
        "employer_notices",
        {
            "orgnr": orgnrs(market, notices.workplace[kept]),
            "kind": codes(NOTICES, notices.kind[kept]),
            "starts_on": calendar.dates(start[kept]),
            "ends_on": calendar.dates(np.minimum(notices.last[kept], 5000) * 7, notices.last[kept] < NEVER),
            "recorded_on": calendar.dates(recorded[kept]),
        },
    )
    return frame.unique(["orgnr", "kind", "starts_on"], keep="first", maintain_order=True)
