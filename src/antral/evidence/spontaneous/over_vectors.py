"""Studies repeated with no effect under many vectors of the physiology, each of which moves all studies at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers, confidence
from antral.evidence.spontaneous.law import Law, binomial_law, sum_of
from antral.evidence.spontaneous.predicted import Predicted, judged

OVER_VECTORS: Final = (
    "sum of events against the mean, over vectors of the physiology, of the convolution of one binomial law a study; "
    "exact mid-p; ratio by tilting the law of each vector to the same multiple of what it expects"
)
_ROUNDING: Final = 1e-9
_STEEPEST: Final = 60.0
_HALVINGS: Final = 40
_LEAST_RATIO: Final = 1e-6


@dataclass(frozen=True)
class Varied:
    """A printed count of women, and what replicates of its study print on average under each vector."""

    label: str
    """Counts of one label are repeated together, so that their errors are added, not the squares."""
    observed: int
    n: int
    """Women, as printed."""
    means: tuple[float, ...]
    """Expected events with no effect. `[vector]`"""
    errors: tuple[float, ...]
    """Monte-Carlo standard errors of `means`. `[vector]`"""
    replicates: int
    """Under all vectors together."""


@dataclass(frozen=True)
class OverVectors:
    """Observed against expected events, with what is not known of the physiology."""

    predicted: Predicted
    """The law is the mean over the vectors, and `error` that of `mid_p`, the draw of the vectors included."""
    sd: float
    """Standard deviation of the sum: chance and vectors."""
    expected_error: float
    """Standard error of `predicted.expected`: replicates and the draw of the vectors."""
    between_sd: float
    """How far what is expected lies apart between vectors, beyond Monte-Carlo error."""
    between_sd_at_most: float
    """Its upper 95 % limit."""


def against_vectors(counts: Sequence[Varied], *, level: float = 0.95) -> OverVectors:
    """How far the events of some studies, together, lie from what the model predicts when its numbers are not known.

    The interval of the ratio holds chance and the vectors: its ends are the multiples of what each vector expects at
    which, on average over the vectors, events as extreme as those seen have the tail's chance. With one vector it is
    that of `against_repeated`.

    Assumptions
    -----------
    Given a vector, women are independent, and so are studies; a vector moves all studies together. Expectations of
    single vectors hold Monte-Carlo error, which would be taken for ignorance: they are drawn together about their
    means, in all studies by one factor, until the variance of their sum is what is left without it.
    """
    _refuse(counts)
    means, errors = np.array([one.means for one in counts]), np.array([one.errors for one in counts])
    sums, vectors = means.sum(axis=0), means.shape[1]
    total, chance = float(sums.var(ddof=1)) if vectors > 1 else 0.0, _chance_of_sum(counts, errors)
    left = total - chance if total - chance > _ROUNDING * total else 0.0
    centre = means.mean(axis=1, keepdims=True)
    shares = _shares(counts, centre + (math.sqrt(left / total) if total > 0.0 else 1.0) * (means - centre))
    laws, observed = _laws(counts, shares), sum(one.observed for one in counts)
    found = judged(
        [one.observed for one in counts],
        Law(laws.mean(axis=0)),
        tails=[
            float(np.mean([binomial_law(one.n, share).at_least(one.observed) for share in row]))
            for one, row in zip(counts, shares, strict=True)
        ],
        method=OVER_VECTORS,
        level=level,
        labels=tuple(one.label for one in counts),
        notes=[f"over {vectors} vectors of the physiology, the same in all studies"],
    )
    low, high = _limits(laws, observed, (1.0 - confidence(level)) / 2.0)
    number = np.arange(laws.shape[1])
    most = total * (vectors - 1) / float(chi2.ppf(0.05, vectors - 1)) - chance if vectors > 1 else math.nan
    return OverVectors(
        predicted=replace(found, low=low, high=high, error=_error(_laws(counts, _shares(counts, means)), observed)),
        sd=math.sqrt(max(0.0, float(laws.mean(axis=0) @ number**2) - found.expected**2)),
        expected_error=math.sqrt(max(total, chance) / vectors),
        between_sd=math.sqrt(left),
        between_sd_at_most=math.sqrt(max(most, left)) if vectors > 1 else math.nan,
    )


def _refuse(counts: Sequence[Varied]) -> None:
    for one in counts:
        good = all(0 <= mean <= one.n for mean in one.means)
        if not (one.n > 0 and one.replicates > 0 and len(one.means) > 0 and good):
            raise InputError(f"{one.label}: a mean from 0 to its {one.n} women was wanted under each vector.")
        if {len(one.means), len(one.errors)} != {len(counts[0].means)}:
            raise InputError(
                f"{one.label}: the vectors of all studies are the same; {len(counts[0].means)} were wanted."
            )


def _chance_of_sum(counts: Sequence[Varied], errors: Numbers) -> float:
    """Mean Monte-Carlo variance of the sum under a vector."""
    labels = [one.label for one in counts]
    together = [
        errors[[at for at, own in enumerate(labels) if own == name]].sum(axis=0) for name in dict.fromkeys(labels)
    ]
    return float((np.array(together) ** 2).sum(axis=0).mean())


def _shares(counts: Sequence[Varied], means: Numbers) -> Numbers:
    """Of a woman, by study and vector; half an event is added to all replicates together, and half a woman without."""
    n, times = (np.array([[getattr(one, name)] for one in counts], float) for name in ("n", "replicates"))
    found: Numbers = (means * times + 0.5) / (n * times + 1.0)
    return found


def _laws(counts: Sequence[Varied], shares: Numbers) -> Numbers:
    """The law of the sum under each vector. `[vector, count]`"""
    return np.array(
        [
            sum_of([binomial_law(one.n, share) for one, share in zip(counts, column, strict=True)]).chance
            for column in shares.T
        ]
    )


def _error(laws: Numbers, observed: int) -> float:
    """Of the mean of the vectors' mid-p: vectors and replicates, since each vector has replicates of its own."""
    if len(laws) < 2:
        return math.nan
    mid = laws[:, observed + 1 :].sum(axis=1) + laws[:, observed] / 2.0
    return float(mid.std(ddof=1)) / math.sqrt(len(laws))


def _limits(laws: Numbers, observed: int, tail: float) -> tuple[float, float]:
    """The multiples of each vector's expectation under which the observed sum is as extreme as `tail` allows."""
    most = laws.shape[1] - 1
    counts = np.arange(most + 1.0)
    means = laws @ counts
    with np.errstate(divide="ignore"):
        log = np.log(laws)

    def tilted(ratio: float) -> Numbers:
        """Mean over the vectors of their laws, each tilted to this multiple of its mean. `[count]`"""
        wanted = np.minimum(ratio * means, most * (1.0 - _ROUNDING))
        low, high = np.full(len(means), -_STEEPEST), np.full(len(means), _STEEPEST)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            raised = _raised(log, counts, middle)
            short = raised @ counts < wanted
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        found: Numbers = _raised(log, counts, (low + high) / 2.0).mean(axis=0)
        return found

    ends = math.log(_LEAST_RATIO), math.log(1.01 * most / float(means.min()))
    low, high = 0.0, most / float(means.min())
    if observed > 0:
        low = math.exp(brentq(lambda at: tilted(math.exp(at))[observed:].sum() - tail, *ends, xtol=1e-9))
    if observed < most:
        high = math.exp(brentq(lambda at: tilted(math.exp(at))[: observed + 1].sum() - tail, *ends, xtol=1e-9))
    return low, high


def _raised(log: Numbers, counts: Numbers, by: Numbers) -> Numbers:
    value = log + counts * by[:, None]
    raised = np.exp(value - value.max(axis=1, keepdims=True))
    found: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return found
