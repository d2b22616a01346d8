"""What a dose-finding design does under a true curve of toxicity: by simulation, and exactly."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError, Purpose, text_table, uniform
from antral.design.dose_finding.rule import STOP, Counts, Rule, toxicity_curve

Numbers = NDArray[np.float64]

MOST_STATES: Final = 200_000
"""Different sets of counts after one cohort beyond which the exact form is refused."""


@dataclass(frozen=True)
class Operating:
    """Operating characteristics of one design under one curve; printed, a table with doses counted from 1."""

    rule: str
    method: str
    """Exact, or simulation with the number of trials."""
    toxicity: tuple[float, ...]
    """True chance of a dose-limiting toxicity. `[dose]`"""
    selected: tuple[float, ...]
    """Chance that each dose is chosen. `[dose]`"""
    none: float
    """Chance that none is."""
    patients: tuple[float, ...]
    """Mean number of women at each dose. `[dose]`"""
    events: tuple[float, ...]
    """Mean number with a dose-limiting toxicity. `[dose]`"""
    selected_mcse: tuple[float, ...]
    """Monte-Carlo error of `selected`; 0 when exact. `[dose]`"""

    @property
    def women(self) -> float:
        """Mean number of women in the trial."""
        return sum(self.patients)

    def __str__(self) -> str:
        rows = [
            [str(dose + 1), *values]
            for dose, values in enumerate(
                zip(self.toxicity, self.selected, self.selected_mcse, self.patients, self.events, strict=True)
            )
        ]
        head = ("dose", "toxicity", "chosen", "error", "women", "events")
        return (
            f"{self.rule}; {self.method}\n{text_table(head, rows)}\n"
            f"no dose chosen {self.none:.3f}; mean women {self.women:.2f}, with toxicity {sum(self.events):.2f}"
        )


def simulated(rule: Rule, toxicity: ArrayLike, *, cohorts: int, trials: int = 10_000, seed: int = 1) -> Operating:
    """Operating characteristics by simulation.

    The n-th woman of a trial tolerates the same dose under every design, so that designs are compared on the same luck.

    Parameters
    ----------
    toxicity
        True chance of a dose-limiting toxicity. `[dose]`
    cohorts
        Most cohorts that a trial treats.
    """
    curve = toxicity_curve(rule, toxicity)
    if cohorts < 1 or trials < 1:
        raise InputError(f"cohorts = {cohorts}, trials = {trials}: at least one of each was wanted.")
    patients = np.zeros((trials, rule.doses), dtype=np.int64)
    events = np.zeros_like(patients)
    going, dose = np.arange(trials), np.full(trials, rule.start)
    for nth in range(cohorts):
        women = nth * rule.cohort + np.arange(rule.cohort)
        luck = uniform(seed, going[:, np.newaxis] + 1, women, Purpose.TOLERANCE, 0)
        patients[going, dose] += rule.cohort
        events[going, dose] += (luck < curve[dose][:, np.newaxis]).sum(axis=1)
        dose = rule.next_dose(patients[going], events[going], dose)
        going, dose = going[dose != STOP], dose[dose != STOP]
        if not going.size:
            break
    weights = np.full(trials, 1.0 / trials)
    return _summary(rule, f"{trials:,} simulated trials", curve, patients, events, weights, trials)


def exact(rule: Rule, toxicity: ArrayLike, *, cohorts: int) -> Operating:
    """Operating characteristics without chance: every set of counts is followed with its probability.

    An error when there are more than `MOST_STATES`.
    """
    curve = toxicity_curve(rule, toxicity)
    if cohorts < 1:
        raise InputError(f"cohorts = {cohorts}: at least one was wanted.")
    ways = [_binomial(rule.cohort, p) for p in curve]
    zero = (0,) * rule.doses
    states: dict[tuple[tuple[int, ...], tuple[int, ...], int], float] = {(zero, zero, rule.start): 1.0}
    ended: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
    for nth in range(cohorts):
        if len(states) > MOST_STATES:
            raise InputError(f"{rule.name}: too many states to follow them all; use simulated(...) instead.")
        keys, chances = list(states), np.array(list(states.values()))
        n, y = np.array([key[0] for key in keys]), np.array([key[1] for key in keys])
        dose = np.array([key[2] for key in keys])
        states = {}
        n[np.arange(len(dose)), dose] += rule.cohort
        for hit in range(rule.cohort + 1):
            after = y.copy()
            after[np.arange(len(dose)), dose] += hit
            chance = chances * np.array([ways[d][hit] for d in dose])
            then = rule.next_dose(n, after, dose)
            for treated, toxic, onward, p in zip(
                n.tolist(), after.tolist(), then.tolist(), chance.tolist(), strict=True
            ):
                if p == 0.0:
                    continue
                counts = (tuple(treated), tuple(toxic))
                if onward == STOP or nth == cohorts - 1:
                    ended[counts] = ended.get(counts, 0.0) + p
                else:
                    state = (*counts, onward)
                    states[state] = states.get(state, 0.0) + p
        if not states:
            break
    patients, events = (np.array([counts[part] for counts in ended]) for part in (0, 1))
    return _summary(rule, "exact", curve, patients, events, np.array(list(ended.values())), 0)


def _summary(
    rule: Rule, method: str, curve: Numbers, patients: Counts, events: Counts, weights: Numbers, trials: int
) -> Operating:
    """Means over trials or outcomes with their weights."""
    chosen = rule.selected(patients, events)
    share = np.array([weights[chosen == dose].sum() for dose in range(rule.doses)])
    error = np.sqrt(share * (1 - share) / trials) if trials else np.zeros(rule.doses)
    return Operating(
        rule.name,
        method,
        tuple(curve.tolist()),
        tuple(share.tolist()),
        float(weights[chosen == STOP].sum()),
        tuple((weights @ patients).tolist()),
        tuple((weights @ events).tolist()),
        tuple(np.maximum(error, 0.0).tolist()),
    )


def _binomial(women: int, chance: float) -> list[float]:
    """Chance of each number of events in one cohort."""
    return [math.comb(women, k) * chance**k * (1 - chance) ** (women - k) for k in range(women + 1)]
