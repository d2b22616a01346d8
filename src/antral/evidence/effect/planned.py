"""What the result of a planned trial could teach: how far it would move the weight of no effect, and how surely.

Before a trial reports, every result that it could print has a chance if cells do nothing, and another if they do what
the posterior says. Both are mixtures over all that is not known: the row of the effect, the two nuisances, and the
width that the likelihood gives to any study. With both, each result has its own weight of no effect; the trial is worth
as much as these weights differ from the one of today.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import expit, gammaln, logit, xlogy

from antral.core import Tag
from antral.evidence.effect.prior import QUANTILES
from antral.evidence.studies import Judgement
from antral.records import Strict, path, read_model

Floats = NDArray[np.float64]

_AT_ONCE: Final = 500
"""Draws whose chances are held in memory together."""


class Limit(Strict):
    """A number that decides what is told."""

    value: float = Field(gt=0.0, lt=1.0)
    tag: Tag
    reason: str


class Factors(Strict):
    """How many times the registered women are asked for."""

    value: tuple[int, ...] = Field(min_length=1)
    tag: Tag
    reason: str


class Reading(Strict):
    """How a result would be weighed once it is printed."""

    title: str
    judgement: Judgement
    """The level of bias whose width it is given, by `records/effect/weights.yaml`."""
    lean: bool
    """Whether arms with cells lean as the printed series do."""
    tag: Tag
    reason: str


class Settings(Strict):
    """The record of how planned trials are looked at."""

    factors: Factors
    below: Limit
    above: Limit
    judged: Limit
    readings: dict[str, Reading] = Field(min_length=1)


@cache
def settings() -> Settings:
    """The settings on record."""
    return read_model(Settings, path("effect", "planned.yaml"))


@dataclass(frozen=True)
class Unknown:
    """What is not known beside the effect, one draw a row. Arrays `[draw]`."""

    spontaneous: Floats
    """Logarithm of the factor on the odds of every event."""
    lean: Floats
    """On the logit of shares that arms with cells print."""
    common: Floats
    """How far the trial is off in all its groups; standard normal."""
    with_cells: Floats
    """How far its groups with cells are off by bias; standard normal."""
    without: Floats
    """How far its groups without cells are off by bias; standard normal."""

    def only(self, chosen: NDArray[np.bool_]) -> "Unknown":
        """Some of the draws."""
        return Unknown(*(one[chosen] for one in vars(self).values()))


@dataclass(frozen=True)
class Group:
    """Women of a trial who are treated alike."""

    arm: int | None
    """Whose share they have; None: women left untreated, who have the share that all arms have without effect."""
    women: int
    cells: bool


def printed(
    share: Floats, groups: Sequence[Group], unknown: Unknown, *, common: float, bias: float, lean: bool
) -> Floats:
    """The share that each group would print under each draw: what happens in the model, moved by all that is not known.

    A difference between centres is shared by the groups of one trial. Bias is not: groups with cells have theirs in
    common, groups without another.

    Parameters
    ----------
    share
        In the model. `[draw, group]`
    common, bias
        Standard deviations on the logit scale.

    Returns
    -------
    `[draw, group]`
    """
    cells = np.array([one.cells for one in groups])
    both = unknown.spontaneous + common * unknown.common
    treated = bias * unknown.with_cells + (unknown.lean if lean else 0.0)
    moved = both[:, None] + np.where(cells[None, :], treated[:, None], (bias * unknown.without)[:, None])
    tiny = np.finfo(np.float64).tiny
    result: Floats = expit(logit(np.clip(share, tiny, 1.0 - 1e-15)) + moved)
    return result


def chances(share: Floats, women: Sequence[int]) -> Floats:
    """The chance of every result of a trial: of 0, 1, … women with the event in each of its groups.

    Parameters
    ----------
    share
        Of women with the event; the groups of one draw are independent given it. `[draw, group]`
    women
        Of each group.

    Returns
    -------
    The mean over the draws. `[result]`, the last group's count running fastest.
    """
    sizes = np.cumprod([n + 1 for n in women])
    split = int(np.searchsorted(sizes, np.sqrt(sizes[-1]))) + 1
    total: Floats | float = 0.0
    for first in range(0, len(share), _AT_ONCE):
        part = share[first : first + _AT_ONCE]
        left, right = _together(part[:, :split], women[:split]), _together(part[:, split:], women[split:])
        total = total + left.T @ right
    result: Floats = np.ravel(np.asarray(total)) / len(share)
    return result


def _together(share: Floats, women: Sequence[int]) -> Floats:
    """Chances of the results of some groups under each draw. `[draw, result]`"""
    found = np.ones((len(share), 1))
    for place, n in enumerate(women):
        k = np.arange(n + 1.0)
        ways = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
        p = share[:, place, None]
        own = np.exp(ways + xlogy(k, p) + xlogy(n - k, 1.0 - p))
        found = (found[:, :, None] * own[:, None, :]).reshape(len(share), -1)
    return found


def taught(before: float, none: Floats, works: Floats, *, below: float, above: float) -> dict[str, float]:
    """How far the results of a trial move the weight of no effect.

    Parameters
    ----------
    before
        Weight of no effect before the trial.
    none, works
        Chance of each result if cells do nothing, and if they work. `[result]`
    below, above
        Weights of no effect beyond which a trial is said to have moved it far.

    Returns
    -------
    Expected weight, and its 5, 50 and 95 % quantiles, if cells do nothing and if they work; the expected size of the
    move; the mutual information of result and `works` in bits, and its share of all that there is to learn; the chance
    to end below, and above.
    """
    mixed = before * none + (1.0 - before) * works
    seen = mixed > 0.0
    none, works, mixed = none[seen], works[seen], mixed[seen]
    weight = before * none / mixed
    told = {"none": float(none @ weight), "works": float(works @ weight)}
    order = np.argsort(weight, kind="stable")
    for name, chance in (("none", none), ("works", works)):
        reached = np.cumsum(chance[order])
        for label, at in QUANTILES.items():
            place = min(int(np.searchsorted(reached, at * reached[-1])), len(order) - 1)
            told[f"{name}_{label}"] = float(weight[order][place])
    joint = before * _information(none, mixed) + (1.0 - before) * _information(works, mixed)
    there_is = -(xlogy(before, before) + xlogy(1.0 - before, 1.0 - before)) / np.log(2.0)
    return {
        **told,
        "move": float(mixed @ np.abs(weight - before)),
        "bits": joint,
        "of_all": joint / float(there_is),
        "below": float(mixed[weight < below].sum()),
        "above": float(mixed[weight > above].sum()),
    }


def _information(chance: Floats, mixed: Floats) -> float:
    """Divergence from the mixture, in bits."""
    return float((xlogy(chance, chance) - xlogy(chance, mixed)).sum() / np.log(2.0))


def with_errors(
    make: Callable[[int | None], Mapping[str, float]], parts: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Numbers, and the Monte-Carlo standard error of each by leaving out one part of the simulation in turn.

    Parameters
    ----------
    make
        Gives the numbers from all parts (None) or without one, by its place.

    Sources
    -------
    Delete-a-group jackknife: Kott 2001, J Off Stat 17:521.
    """
    whole = dict(make(None))
    left = [make(place) for place in range(parts)]
    errors = {}
    for name in whole:
        values = np.array([one[name] for one in left])
        errors[name] = float(np.sqrt((parts - 1.0) / parts * np.sum((values - values.mean()) ** 2)))
    return whole, errors


def plans(arms: Sequence[tuple[float, bool]], factors: Sequence[int]) -> list[tuple[dict[str, Any], tuple[Group, ...]]]:
    """The trial as registered, larger, and, where nobody in it goes without cells, with half of its women untreated.

    Parameters
    ----------
    arms
        Women of each, and whether they are given cells.
    """
    found = []
    for factor in factors:
        groups = tuple(Group(place, round(n * factor), cells) for place, (n, cells) in enumerate(arms))
        found.append(({"factor": factor, "untreated": False}, groups))
        if factor > 1 and factor % 2 == 0 and all(cells for _, cells in arms):
            half = tuple(Group(place, round(n * factor / 2), True) for place, (n, _) in enumerate(arms))
            rest = sum(one.women for one in groups) - sum(one.women for one in half)
            found.append(({"factor": factor, "untreated": True}, (*half, Group(None, rest, False))))
    return found
