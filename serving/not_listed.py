"""Why an employer that was added by hand is not on the list: the filters that nothing passes, in words."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.candidates import Market
from features.pipeline import Pipeline
from features.world.facts import day_number

VETOED = (
    "Deltakeren har sagt nei til denne arbeidsgiveren. Det kan endres under «Arbeidsgivere deltakeren ikke vil til»."
)
NOT_THERE = "Arbeidsplassen er ikke i drift, eller den er ikke registrert ennå."
PAUSED = "Det er meldt permittering, nedbemanning, konkurs eller avvikling der, og da foreslår vi den ikke."
UNWANTED = "Alt arbeid vi kjenner til der, er arbeid deltakeren ikke ønsker."
NARROWED = "Filtrene på listen holder den ute, eller den kommer med fra neste liste."


def why_not_listed(pipeline: Pipeline, profile: pl.DataFrame | None, orgnr: str, as_of: date) -> str:
    """What keeps the workplace off the lists of the person of a one-row profile on the day; reach never does."""
    world, day = pipeline.world, pipeline.eventful.settled(day_number(as_of))
    unit = int(world.units.find(pl.Series([orgnr]))[0])
    if profile is None or unit < 0:
        return NOT_THERE
    if orgnr in (profile["excluded_workplaces"][0] if profile["excluded_workplaces"][0] is not None else ()):
        return VETOED
    market, _ = pipeline.on_market(day)
    if not market.is_open[unit]:
        return PAUSED if _in_the_register(market, unit) else NOT_THERE
    profiles = world.read_profiles(profile)
    return UNWANTED if market.only_unwanted(profiles.unwanted[0])[unit] else NARROWED


def _in_the_register(market: Market, unit: int) -> bool:
    """Whether the workplace has opened and not closed."""
    version, places = market.version[unit], market.world.workplaces
    return bool(version >= 0 and places.opens[version] <= market.day < places.closes[version])
