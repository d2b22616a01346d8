"""A reported result against its forecast: where it lies under each scenario, and which of them it favours, how little.

A count of fewer women than planned is compared with the forecast of so many women taken from the planned ones at
random, without replacement: each trial's own share stays, so the spread between trials is kept (drawing each woman by
herself, binomially, would lose it). More women than planned were never simulated: nothing is said. The spread of a mean
is widened or narrowed by the part that women's own spread has in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, nan, pi, sqrt
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import ndtr
from scipy.stats import hypergeom

from antral.core import InputError
from antral.evidence.forecasts.forecast import Forecast
from antral.evidence.forecasts.prediction import SCENARIOS, Chances, Count, Number, Scenario, Spread
from antral.records import Strict, parameters, read_model

_HALF: Final = 0.5
"""Added to the trials of every count, so that one that never came has some chance (Krichevsky and Trofimov)."""

_SAME: Final = 1.005
"""A ratio that would be printed as 1.00."""


class ReportedResult(Strict):
    """One result, as it was printed."""

    endpoint: str
    arm: str
    """Or `together`."""
    value: float
    """Of counts the number of women."""
    n: int = Field(gt=0)
    """Women in whom it was looked for."""
    statistic: str | None = None
    """Such as `geometric_mean`; the forecast's first where none is named."""


class ReportedResults(Strict):
    """What a trial reported."""

    source: str
    reported: tuple[ReportedResult, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Place:
    """Where a result lies under one scenario."""

    at_most: float
    """Chance of this result or a smaller one."""
    at_least: float
    probability: float | None
    """Of exactly this count."""
    log_score: float | None
    """Natural logarithm of the chance, of numbers of the density; None where it cannot be had."""


@dataclass(frozen=True)
class Checked:
    """A reported result beside its forecast."""

    reported: ReportedResult
    statistic: str
    planned: float
    """Women in the forecast's group: of numbers those with a value."""
    places: dict[Scenario, Place] | None
    """None where the two cannot be compared."""
    note: str
    """What was done about the number of women; why not compared."""
    words: str
    """Which scenario it favours, and how little."""
    log_ratio: float | None = None
    """Log score under evidence, less that under none."""
    mcse: float | None = None
    """Monte-Carlo standard error of `log_ratio`, at most; of counts."""


def read_reported(file: Path) -> ReportedResults:
    """What a trial reported, from a file of the user's."""
    return read_model(ReportedResults, file)


def check(forecast: Forecast, results: Sequence[ReportedResult]) -> tuple[Checked, ...]:
    """Every reported result beside its forecast; an `InputError` names what the forecast does not hold."""
    return tuple(_checked(forecast, one) for one in results)


def _checked(forecast: Forecast, one: ReportedResult) -> Checked:
    group = forecast.group(one.endpoint, one.arm, one.statistic)
    if isinstance(group, Count):
        return _count(forecast, one, group)
    return _number(one, group)


def _count(forecast: Forecast, one: ReportedResult, group: Count) -> Checked:
    where = f"{forecast.id}, {one.endpoint}, {one.arm}"
    if one.value != int(one.value) or not 0 <= one.value <= one.n:
        raise InputError(f"{where}: {one.value:g} of {one.n}: a whole number of women from 0 to n was wanted.")

    def told(places: dict[Scenario, Place] | None, note: str, words: str, mcse: float | None = None) -> Checked:
        return Checked(one, "women", group.women, places, note, words, _log_ratio(places), mcse)

    if one.n > group.most:
        return told(
            None,
            f"{one.n} women, at most {group.most} were planned: so many were not simulated. "
            "Make a forecast with --set design.participants=N and say that it came after the report.",
            "not compared",
        )
    if not all(group.under[name].probability for name in SCENARIOS):
        return told(None, "It can be judged in no woman of the simulated trials.", "not compared")
    note = f"{one.n} women, as planned."
    if one.n < group.fewest:
        note = f"{one.n} of the {group.women} women planned: taken from them at random, without replacement."
    elif group.fewest < group.most:
        note = f"{one.n} women; the allocation gives {group.fewest} to {group.most}, the forecast is of them all."
    places, errors = {}, 0.0
    for name in SCENARIOS:
        p = chances(group.under[name], forecast.trials, None if one.n >= group.fewest else (group.women, one.n))
        value = int(one.value)
        places[name] = Place(float(p[: value + 1].sum()), float(p[value:].sum()), float(p[value]), log(p[value]))
        errors += (1.0 - p[value]) / (p[value] * forecast.trials)
    return told(places, note, _words(_log_ratio(places)), sqrt(errors))


def chances(under: Chances, trials: int, thinned: tuple[int, int] | None) -> NDArray[np.float64]:
    """Chance of 0, 1, ... women, none of them zero.

    Parameters
    ----------
    thinned
        Women planned and the fewer women reported, where they differ.
    """
    p = np.asarray(under.probability) * trials + _HALF
    p /= p.sum()
    if thinned is None:
        return p
    planned, reported = thinned
    p = np.r_[p[:planned], p[planned:].sum()]  # what a larger group of uneven allocations held
    drawn = np.arange(reported + 1)
    fewer: NDArray[np.float64] = np.sum(
        [share * hypergeom.pmf(drawn, planned, had, reported) for had, share in enumerate(p)], axis=0
    )
    return fewer


def _number(one: ReportedResult, group: Number) -> Checked:
    spreads = {name: group.under[name] for name in SCENARIOS}
    planned = min((spread.n for spread in spreads.values() if spread is not None), default=nan)
    if group.logs and one.value <= 0.0:
        raise InputError(
            f"{one.endpoint}, {one.arm}, {group.statistic}: {one.value:g} {group.unit}: above 0 was wanted."
        )
    if any(spread is None or spread.sd == 0.0 for spread in spreads.values()):
        return Checked(one, group.statistic, planned, None, "The simulated trials do not differ in it.", "not compared")
    note = f"{one.n} women with a value; the forecast has {planned:.1f} on average."
    if group.median:
        note += " The spread of a median is left as it was forecast."
    elif round(planned) != one.n:
        note += " The forecast's spread is set to so many."
    places = {name: _placed(one, group, spread) for name, spread in spreads.items() if spread is not None}
    log_ratio = _log_ratio(places)
    return Checked(one, group.statistic, planned, places, note, _words(log_ratio), log_ratio)


def _placed(one: ReportedResult, group: Number, spread: Spread) -> Place:
    """Taken as normal about the median; a geometric mean on the log scale."""
    middle, value = spread.quantiles[len(spread.quantiles) // 2], one.value
    if group.logs:
        middle, value = log(middle), log(value)
    sd = spread.sd if group.median else with_women(spread, one.n)
    z = (value - middle) / sd
    below = float(ndtr(z))
    return Place(below, 1.0 - below, None, -0.5 * z * z - log(sd) - 0.5 * log(2.0 * pi))


def with_women(spread: Spread, n: int) -> float:
    """Standard deviation between trials with another number of women: the part between trials stays."""
    sampling = spread.sd_women**2
    between = max(0.0, spread.sd**2 - sampling / spread.n)
    return sqrt(between + sampling / n)


def _log_ratio(places: dict[Scenario, Place] | None) -> float | None:
    if places is None:
        return None
    none, evidence = (places[name].log_score for name in SCENARIOS)
    return None if none is None or evidence is None else evidence - none


def _words(log_ratio: float | None) -> str:
    if log_ratio is None:
        return "not compared"
    limits = parameters("words", folder="forecast_register")
    ratio, favoured = exp(abs(log_ratio)), "evidence" if log_ratio > 0.0 else "none"
    if ratio < _SAME:
        return "favours neither"
    if ratio < limits["hardly"].value:
        return f"hardly favours either ({favoured} by {ratio:.2f} to 1)"
    strength = "somewhat" if ratio < limits["some"].value else "strongly"
    return f"favours {favoured} {strength} ({ratio:.3g} to 1)"
