"""What is known of the effect of cells after the studies: every number with its error, as plain values and a sample."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from antral.evidence.effect.abc_smc import Evaluated, Found
from antral.evidence.effect.likelihood import label, log_likelihood, log_likelihoods, shift_of
from antral.evidence.effect.prior import QUANTILES, WORKS, Prior
from antral.evidence.effect.weights import Used
from antral.evidence.replicas import Reported

Floats = NDArray[np.float64]

_BINS: Final = 10
_SHIPPED: Final = 2000
"""Rows of the sample that simulated trials draw from, at most."""


@dataclass(frozen=True)
class Posterior:
    """Particles before and after the studies."""

    prior: Prior
    studies: tuple[Used, ...]
    found: Found
    without_group: tuple[Evaluated, ...] = ()
    """The first particles of the prior again, each time without what one group of simulated women says."""

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        """Parameters of the particles of the prior."""
        return self.prior.columns(self.found.first)

    def table(self) -> pl.DataFrame:
        """The posterior sample: a column a parameter of the effect, and `weight`; rows in order of effect.

        In order, because a trial draws its row by the luck that elsewhere decides whether cells work: the same trial
        number has a like effect in this sample and in the next. Of many particles evenly spaced ones of that order.
        """
        columns = self.prior.columns(self.found.particles)
        kept = [WORKS, *self.prior.parameters]
        frame = pl.DataFrame({name: columns[name] for name in kept})
        frame = frame.sort(WORKS, pl.col(WORKS) * pl.col("quality_gain"), *kept[1:])
        size = min(_SHIPPED, frame.height)
        spaced: pl.DataFrame = frame[((np.arange(size) + 0.5) * frame.height / size).astype(np.int64)]
        return spaced.with_columns(pl.lit(1.0 / size).alias("weight"))

    def spike(self) -> dict[str, float]:
        """The weight of no effect at all, and the Bayes factor of an effect against it, with Monte-Carlo errors."""
        return {"prior": self.prior.spike.share, **self._spike(_all), "particles": self._share_of_zero()}

    def without_nuisances(self) -> list[dict[str, Any]]:
        """The weight of no effect were a nuisance taken to be nothing; the same simulated women tell it."""

        def total(name: str) -> Total:
            def of(one: Evaluated) -> Floats:
                columns = {key: values[: len(one.log_likelihood)] for key, values in self._columns.items()}
                each: Floats = log_likelihoods(self.studies, one.seen, columns, without=name).sum(axis=1)
                return each

            return of

        return [{"without": name, **self._spike(total(name))} for name in self.prior.nuisance]

    def without_yardsticks(self) -> list[dict[str, Any]]:
        """The weight of no effect without the studies of women given no cells, and without open series among them."""
        told = []
        for name, left in (
            ("yardsticks", [one.yardstick for one in self.studies]),
            ("series of other treatments", [one.yardstick and one.leans for one in self.studies]),
        ):
            kept = [place for place, out in enumerate(left) if not out]
            told.append({"without": name, **self._spike(_of(kept))})
        return told

    def parameters(self) -> list[dict[str, Any]]:
        """Every parameter before and after: quantiles and the overlap of the two densities, where cells work.

        The overlap coefficient is the area under the lower of the two densities, from ten classes of equal prior
        probability; `overlap_of_chance` is what a sample of that size from the prior itself would give.
        """
        z = self.found.particles
        after = self.prior.columns(z)
        entries = {**self.prior.parameters, **self.prior.nuisance}
        told = []
        for place, (name, entry) in enumerate(entries.items(), start=1):
            mine = after[WORKS] > 0.0 if name in self.prior.parameters else np.ones(len(z), np.bool_)
            size = int(mine.sum())
            shares = np.histogram(ndtr(z[mine, place]), bins=_BINS, range=(0.0, 1.0))[0] / max(size, 1)
            law = np.linspace(0.0005, 0.9995, 1000)
            told.append(
                {
                    "name": name,
                    "meaning": entry.meaning,
                    "nuisance": name in self.prior.nuisance,
                    "prior": _quantiles(entry.draw.value_at(law)),
                    "posterior": _quantiles(after[name][mine]) if size else None,
                    "overlap": float(np.minimum(shares, 1.0 / _BINS).sum()) if size else None,
                    "overlap_of_chance": _overlap_of_chance(size),
                    "shares": shares.tolist(),
                }
            )
        return told

    def studies_told(self) -> list[dict[str, Any]]:
        """Every study: what leaving it out changes, and where its outcomes lie among those predicted by the others."""
        return [
            {
                "study": one.name,
                "title": one.replica.study.title,
                "judgement": one.judgement,
                "width": one.width,
                "miss": one.miss,
                "reason": one.reason,
                "yardstick": one.yardstick,
                "bayes_factor": self._spike(_of([place]))["bayes_factor"],
                **self._without(place),
                "outcomes": [self._predicted(place, outcome) for outcome in one.outcomes],
            }
            for place, one in enumerate(self.studies)
        ]

    def _others(self, place: int) -> "Total":
        return _of([n for n in range(len(self.studies)) if n != place])

    def _without(self, place: int) -> dict[str, float]:
        """The weight of no effect, and the divergence of the posterior, with the study left out."""
        first = self.found.first_evaluated
        whole, left = _normalised(_all(first)), _normalised(self._others(place)(first))
        held = whole > 0.0
        divergence = float(np.sum(whole[held] * np.log(whole[held] / left[held])))
        there, not_there = self._spike(_all), self._spike(self._others(place))
        return {
            "spike_without": not_there["weight"],
            "spike_without_se": not_there["se"],
            "moves_spike_by": there["weight"] - not_there["weight"],
            "divergence": divergence,
        }

    def _predicted(self, place: int, one: Reported) -> dict[str, Any]:
        """An outcome as the other studies predict it, and the mid-p quantile in which the printed value falls.

        A printed percentage is told as the number of women that it stands for.
        """
        study = self.studies[place]
        left = _normalised(self._others(place)(self.found.first_evaluated))
        values, shares = self._distribution(study, one, left)
        prior_shares = self._distribution(study, one, np.full(left.size, 1.0 / left.size))[1]
        at = int(np.argmin(np.abs(values - one.value)))
        women = one.n / 100.0 if one.kind == "percent" and one.n is not None else 1.0
        return {
            "key": one.key,
            "meaning": one.meaning,
            "printed": one.value * women,
            "n": one.n,
            "values": (values * women).tolist(),
            "shares": shares.tolist(),
            "prior_shares": prior_shares.tolist(),
            "expected": float(values @ shares) * women,
            "quantile": float(shares[:at].sum() + 0.5 * shares[at]),
            "so_much_or_more": float(shares[at:].sum()),
        }

    def _distribution(self, study: Used, one: Reported, weight: Floats) -> tuple[Floats, Floats]:
        """Values that could have been printed, and how likely each is."""
        logit = self.found.first_evaluated.seen[label(study, one)] + shift_of(study, one, self._columns)
        if one.kind == "direction":
            values = np.array([0.0, 1.0])
        else:
            assert one.n is not None
            values = np.arange(one.n + 1.0) * (1.0 if one.kind == "count" else 100.0 / one.n)
        each = [weight @ np.exp(log_likelihood(study, one, float(value), logit)) for value in values]
        shares = np.array(each)
        return values, shares / shares.sum()

    def _spike(self, total: "Total") -> dict[str, float]:
        """Weight of no effect by importance sampling from the prior, with its error.

        `se` has two parts: that of a finite number of particles, by linearisation, and that of a finite number of
        simulated women (`se_women`), by leaving out each of their groups in turn (a jackknife).
        """
        log_weight = total(self.found.first_evaluated)
        log_factor, error = self._log_factor(log_weight)
        prior = self.prior.spike.share
        share = prior / (prior + (1.0 - prior) * np.exp(log_factor))
        again = np.array([self._log_factor(total(one))[0] for one in self.without_group])
        women = float(np.sqrt((again.size - 1.0) * again.var())) if again.size else 0.0
        both = float(np.hypot(error, women))
        return {
            "weight": float(share),
            "se": float(share * (1.0 - share) * both),
            "se_women": float(share * (1.0 - share) * women),
            "bayes_factor": float(np.exp(log_factor)),
            "log_bayes_factor_se": both,
            "effective": float(1.0 / np.sum(_normalised(log_weight) ** 2)),
        }

    def _log_factor(self, log_weight: Floats) -> tuple[float, float]:
        """Logarithm of the Bayes factor of an effect, and the error that particles leave.

        Stratified: the shares of the prior are known, not estimated.
        """
        weight = _normalised(log_weight)
        nothing = self._columns[WORKS][: weight.size] == 0.0
        parts = weight[~nothing], weight[nothing]
        errors = [part.std(ddof=1) / part.mean() / np.sqrt(part.size) for part in parts]
        return float(np.log(parts[0].mean() / parts[1].mean())), float(np.hypot(*errors))

    def _share_of_zero(self) -> float:
        return float((self.table()[WORKS] == 0.0).mean())  # type: ignore[arg-type]


Total = Callable[[Evaluated], Floats]
"""Logarithms of the weights of particles after some of the studies. `[particle]`"""


def _all(one: Evaluated) -> Floats:
    return _of(range(one.log_likelihood.shape[1]))(one)


def _of(studies: Sequence[int]) -> Total:
    """After these studies alone."""

    def total(one: Evaluated) -> Floats:
        result: Floats = one.log_likelihood[:, list(studies)].sum(axis=1)
        return result

    return total


def _normalised(log_weight: Floats) -> Floats:
    weight = np.exp(log_weight - log_weight.max())
    result: Floats = weight / weight.sum()
    return result


def _quantiles(values: Floats) -> dict[str, float]:
    return {name: float(np.quantile(values, at)) for name, at in QUANTILES.items()}


def _overlap_of_chance(size: int) -> float:
    """Overlap to be expected of a sample with its own law, by the mean size of a normal number in each class."""
    if size == 0:
        return 0.0
    share = 1.0 / _BINS
    return float(max(0.0, 1.0 - 0.5 * _BINS * np.sqrt(2.0 / np.pi) * np.sqrt(share * (1.0 - share) / size)))
