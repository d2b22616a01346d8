"""The Bayesian optimal interval design (BOIN).

The share of women with a dose-limiting toxicity at the current dose is laid beside two fixed limits: at most the lower,
the dose is raised; at least the upper, it is lowered; between, it is kept. The limits make the chance of a wrong
decision smallest when the true chance is an underdose, the target or an overdose with equal prior weight.

Source: Liu and Yuan 2015, J R Stat Soc C 64:507. Conventions: `records/design/boin.yaml`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincc

from antral.core import InputError, text_table
from antral.design.dose_finding.isotonic import isotonic
from antral.design.dose_finding.rule import STOP, Counts
from antral.records import parameters

BOIN: Final = "Bayesian optimal interval design (BOIN)"


@cache
def conventions() -> dict[str, float]:
    """The numbers of `records/design/boin.yaml`."""
    return {name: entry.value for name, entry in parameters("boin", folder="design").items()}


class Decision(NamedTuple):
    """What so many women at a dose lead to; None where no number of events does."""

    women: int
    escalate: int | None
    """Raise the dose with at most so many events."""
    lower: int | None
    """Lower it with at least so many."""
    eliminate: int | None
    """Give this and all higher doses no more with at least so many."""


@dataclass(frozen=True)
class Boin:
    """A BOIN design; a `Rule`. Printed, it is its decision table."""

    target: float
    """Chance of a dose-limiting toxicity that is wanted."""
    doses: int
    cohort: int
    start: int
    underdose: float
    """Chance below which a dose is an underdose."""
    overdose: float
    """Chance above which a dose is an overdose."""
    most: int
    """Women up to whom the printed table goes."""

    @property
    def name(self) -> str:
        """Full name, with the target."""
        return f"{BOIN}, target {self.target:g}"

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Shares of events at which the dose is raised and lowered (lambda e and lambda d)."""
        return limit(self.underdose, self.target), limit(self.overdose, self.target)

    def too_toxic(self, patients: Counts, events: Counts) -> NDArray[np.bool_]:
        """Whether a dose is eliminated by its own women. Same shape as the counts."""
        c = conventions()
        sure = betaincc(c["prior_events"] + events, c["prior_none"] + patients - events, self.target) > c["certainty"]
        found: NDArray[np.bool_] = sure & (patients >= c["fewest"])
        return found

    def decision(self, women: int) -> Decision:
        """What the number of events leads to once so many women are treated at a dose."""
        events = np.arange(women + 1)
        low, high = self.limits
        out = self.too_toxic(np.full(women + 1, women), events)
        raised, lowered, gone = events[events <= low * women], events[(events >= high * women) | out], events[out]
        return Decision(
            women,
            int(raised[-1]) if raised.size else None,
            int(lowered[0]) if lowered.size else None,
            int(gone[0]) if gone.size else None,
        )

    def next_dose(self, patients: Counts, events: Counts, current: Counts) -> Counts:
        """See `Rule.next_dose`; an eliminated lowest dose stops the trial."""
        trial = np.arange(len(current))
        out = np.maximum.accumulate(self.too_toxic(patients, events), axis=1)
        n, y = patients[trial, current], events[trial, current]
        low, high = self.limits
        above = np.minimum(current + 1, self.doses - 1)
        raised = (y <= low * n) & ~out[trial, above]
        lowered = (y >= high * n) | out[trial, current]
        found = np.where(lowered, np.maximum(current - 1, 0), np.where(raised, above, current))
        return np.where(out[:, 0], STOP, found)

    def selected(self, patients: Counts, events: Counts) -> Counts:
        """The tried dose, not eliminated, whose isotonic share of events is nearest to the target; see `Rule`.

        Of several equally near, the highest when they lie below the target, the lowest when above it.
        """
        c = conventions()
        n, y = patients + 2 * c["smoothing"], events + c["smoothing"]
        allowed = (patients > 0) & ~np.maximum.accumulate(self.too_toxic(patients, events), axis=1)
        weights = np.where(allowed, n**2 * (n + 1) / (y * (n - y)), 0.0)
        share = isotonic(y / n, weights) + 1e-10 * np.arange(1, self.doses + 1)
        distance = np.where(allowed, np.abs(share - self.target), np.inf)
        return np.where(allowed.any(axis=1), distance.argmin(axis=1), STOP)

    def table(self, sizes: Sequence[int] | None = None) -> str:
        """The decision table for some numbers of women at the current dose, as text."""
        rows = [self.decision(n) for n in (sizes or range(1, self.most + 1))]
        return text_table(("women", "raise if ≤", "lower if ≥", "eliminate if ≥"), rows)

    def __str__(self) -> str:
        low, high = self.limits
        return (
            f"{self.name}: {self.doses} doses, cohorts of {self.cohort}\n"
            f"Raise the dose when the share with a dose-limiting toxicity is at most {low:.4f}, lower it when at least "
            f"{high:.4f}.\n{self.table()}"
        )


def limit(alternative: float, target: float) -> float:
    """The share of events at which one chance of toxicity becomes as likely as the target."""
    odds = math.log(target * (1 - alternative) / (alternative * (1 - target)))
    return math.log((1 - alternative) / (1 - target)) / odds


def boin(
    target: float,
    *,
    doses: int = 3,
    cohort: int = 3,
    start: int = 0,
    underdose: float | None = None,
    overdose: float | None = None,
    most: int = 12,
) -> Boin:
    """A BOIN design.

    Parameters
    ----------
    target
        Chance of a dose-limiting toxicity that is wanted, such as 0.3.
    start
        First dose, counted from 0.
    underdose, overdose
        Chances that count as too low and too high; 0.6 and 1.4 times the target when left out.
    most
        Women at one dose up to whom the printed table goes.
    """
    c = conventions()
    under = c["underdose"] * target if underdose is None else underdose
    over = c["overdose"] * target if overdose is None else overdose
    if not 0 < under < target < over < 1:
        raise InputError(
            f"target = {target:g} with underdose {under:g} and overdose {over:g}: chances were wanted with "
            "0 < underdose < target < overdose < 1."
        )
    if doses < 1 or cohort < 1 or not 0 <= start < doses or most < 1:
        raise InputError(
            f"doses = {doses}, cohort = {cohort}, start = {start}, most = {most}: at least one dose, one woman in a "
            "cohort and in the table, and a start from 0 to doses - 1 were wanted."
        )
    return Boin(target, doses, cohort, start, under, over, most)
