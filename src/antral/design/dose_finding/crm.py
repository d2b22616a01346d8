"""The continual reassessment method (CRM): a one-parameter model of toxicity, updated after each cohort.

Empiric: the chance at a dose is its skeleton to the power exp(b). Logistic: its log odds are a fixed intercept plus
exp(b) times the dose as the skeleton scales it. b has a normal prior around 0. After each cohort the chances are taken
at the posterior mean of b, and the dose nearest to the target is given; no untried dose is skipped on the way up.

Sources: O'Quigley, Pepe and Fisher 1990, Biometrics 46:33; Cheung 2011, Dose finding by the continual reassessment
method (Chapman and Hall), whose R package dfcrm is followed. Conventions: `records/design/crm.yaml`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, log_expit, logit

from antral.core import InputError, text_table
from antral.design.dose_finding.rule import Counts
from antral.records import parameters

CRM: Final = "continual reassessment method (CRM)"

Model = Literal["empiric", "logistic"]
Numbers = NDArray[np.float64]

_REACH: Final = 8.0
_NODES: Final = 801
"""The posterior is summed at evenly spaced values of b out to so many prior standard deviations."""


class Updated(NamedTuple):
    """What the data say of each dose."""

    estimate: Numbers
    """Posterior mean, or most likely value, of b. `[trial]`"""
    variance: Numbers
    """Posterior variance of b; NaN for the most likely value. `[trial]`"""
    toxicity: Numbers
    """Chance of toxicity at the estimate. `[trial, dose]`"""
    nearest: Counts
    """The dose whose chance is nearest to the target, counted from 0. `[trial]`"""


@dataclass(frozen=True)
class Crm:
    """A CRM design; a `Rule`."""

    target: float
    skeleton: tuple[float, ...]
    """Guessed chance of toxicity at each dose, rising. `[dose]`"""
    model: Model
    cohort: int
    start: int
    prior_variance: float
    intercept: float
    """Of the logistic model."""

    @property
    def name(self) -> str:
        """Full name, with model and target."""
        return f"{CRM}, {self.model} model, target {self.target:g}"

    @property
    def doses(self) -> int:
        """How many doses there are."""
        return len(self.skeleton)

    def toxicity(self, b: ArrayLike) -> Numbers:
        """Chance of toxicity at each dose for some values of b. `[…, dose]`"""
        steep = np.exp(np.asarray(b, dtype=float))[..., np.newaxis]
        guess = np.asarray(self.skeleton)
        if self.model == "empiric":
            return np.asarray(guess**steep)
        return np.asarray(expit(self.intercept + steep * (logit(guess) - self.intercept)))

    def updated(self, patients: Counts, events: Counts) -> Updated:
        """The posterior after some women; counts `[trial, dose]`."""
        states, of = np.unique(np.concatenate([patients, events], axis=1), axis=0, return_inverse=True)
        spread = math.sqrt(self.prior_variance)
        b = np.linspace(-_REACH, _REACH, _NODES) * spread
        log = self._log_likelihood(b, states[:, : self.doses], states[:, self.doses :]) - 0.5 * (b / spread) ** 2
        weight = np.exp(log - log.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        mean = weight @ b
        variance = (weight * (b - mean[:, np.newaxis]) ** 2).sum(axis=1)
        return self._at(mean[of.reshape(-1)], variance[of.reshape(-1)])

    def most_likely(self, patients: Counts, events: Counts) -> Updated:
        """The maximum of the likelihood; NaN until there is a woman with and one without toxicity."""
        from scipy.optimize import minimize_scalar

        found = []
        for n, y in zip(patients, events, strict=True):
            if y.sum() in (0, n.sum()):
                found.append(math.nan)
                continue

            def surprise(b: float, n: Counts = n, y: Counts = y) -> float:
                return -float(self._log_likelihood(np.array([b]), n[np.newaxis], y[np.newaxis])[0, 0])

            rough = np.linspace(-10.0, 10.0, 401)
            best = float(rough[int(self._log_likelihood(rough, n[np.newaxis], y[np.newaxis]).argmax())])
            found.append(minimize_scalar(surprise, bounds=(best - 0.1, best + 0.1), options={"xatol": 1e-10}).x)
        return self._at(np.array(found), np.full(len(found), np.nan))

    def next_dose(self, patients: Counts, events: Counts, current: Counts) -> Counts:
        """See `Rule.next_dose`: the nearest dose, at most one above the highest that was tried."""
        tried = np.where(patients > 0, np.arange(self.doses), -1).max(axis=1)
        found: Counts = np.minimum(self.updated(patients, events).nearest, np.maximum(tried, current) + 1)
        return found

    def selected(self, patients: Counts, events: Counts) -> Counts:
        """The dose that the next cohort would be given; see `Rule.selected`."""
        return self.next_dose(patients, events, np.full(len(patients), self.start))

    def _log_likelihood(self, b: Numbers, patients: Counts, events: Counts) -> Numbers:
        """`[trial, b]`."""
        guess, steep = np.asarray(self.skeleton), np.exp(b)[:, np.newaxis]
        if self.model == "empiric":
            toxic = steep * np.log(guess)
            free = np.log(-np.expm1(toxic))
        else:
            odds = self.intercept + steep * (logit(guess) - self.intercept)
            toxic, free = log_expit(odds), log_expit(-odds)
        return np.asarray(events @ toxic.T + (patients - events) @ free.T)

    def _at(self, estimate: Numbers, variance: Numbers) -> Updated:
        """What an estimate of b says of the doses."""
        toxicity = self.toxicity(estimate)
        distance = np.abs(toxicity - self.target)
        nearest = np.where(np.isnan(distance), np.inf, distance).argmin(axis=1)
        return Updated(estimate, variance, toxicity, nearest)

    def __str__(self) -> str:
        rows = [(f"{dose + 1}", guess) for dose, guess in enumerate(self.skeleton)]
        return f"{self.name}: cohorts of {self.cohort}\n{text_table(('dose', 'guessed chance'), rows)}"


@cache
def conventions() -> dict[str, float]:
    """The numbers of `records/design/crm.yaml`."""
    return {name: entry.value for name, entry in parameters("crm", folder="design").items()}


def crm(target: float, skeleton: Sequence[float], *, model: Model = "empiric", cohort: int = 3, start: int = 0) -> Crm:
    """A CRM design.

    Parameters
    ----------
    target
        Chance of a dose-limiting toxicity that is wanted.
    skeleton
        Guessed chance of toxicity at each dose, rising, such as `skeleton(...)` gives.
    """
    guess = np.asarray(skeleton, dtype=float)
    if guess.ndim != 1 or not guess.size or not ((guess > 0) & (guess < 1)).all() or (np.diff(guess) <= 0).any():
        raise InputError(f"skeleton: rising chances between 0 and 1 were wanted, {skeleton!r} came.")
    if not 0 < target < 1:
        raise InputError(f"target = {target:g}: a chance between 0 and 1 was wanted.")
    if model not in ("empiric", "logistic"):
        raise InputError(f"model = {model!r}: empiric or logistic was wanted.")
    if cohort < 1 or not 0 <= start < guess.size:
        raise InputError(f"cohort = {cohort}, start = {start}: at least one woman and a start from 0 were wanted.")
    c = conventions()
    if model == "logistic" and (logit(guess) >= c["intercept"]).any():
        raise InputError(f"skeleton: the logistic model wants chances below {expit(c['intercept']):.3f}.")
    return Crm(target, tuple(map(float, guess)), model, cohort, start, c["prior_variance"], c["intercept"])


def skeleton(target: float, halfwidth: float, prior_mtd: int, doses: int, *, model: Model = "empiric") -> list[float]:
    """Guessed chances of toxicity whose indifference intervals all have one half-width around the target.

    Source: Lee and Cheung 2009, Clin Trials 6:227.

    Parameters
    ----------
    halfwidth
        Half the width of the interval of chances among which the method may settle.
    prior_mtd
        The dose that is guessed to have the target chance, counted from 0.
    """
    if not 0 < target - halfwidth < target < target + halfwidth < 1 or not 0 <= prior_mtd < doses:
        raise InputError(
            f"target = {target:g}, halfwidth = {halfwidth:g}, prior_mtd = {prior_mtd}: an interval inside 0 to 1 and "
            f"a dose from 0 to {doses - 1} were wanted."
        )
    steps = np.arange(doses) - prior_mtd
    if model == "empiric":
        ratio = math.log(target + halfwidth) / math.log(target - halfwidth)
        return [float(p) for p in np.exp(math.log(target) * ratio**steps)]
    c = conventions()["intercept"]
    ratio = (logit(target + halfwidth) - c) / (logit(target - halfwidth) - c)
    return [float(p) for p in expit(c + (logit(target) - c) * ratio**steps)]
