"""The posterior of the effect of cells, how sure its numbers are, and what they hang on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.evidence.effect.abc_smc import Evaluate, Evaluated, abc_smc, of_prior
from antral.evidence.effect.likelihood import label, log_likelihoods
from antral.evidence.effect.posterior import Posterior
from antral.evidence.effect.prior import Prior
from antral.evidence.effect.restored import restored
from antral.evidence.effect.shares import Curve, checked, learnt
from antral.evidence.effect.simulated import Repeated, repeated, together
from antral.evidence.effect.weights import Used

Floats = NDArray[np.float64]

_SEEDS: Final = 3
_SCALES: Final = (0.5, 2.0)
_SCALED: Final = "quality_gain"
_AGAIN: Final = 4000
"""Particles on which the error of the simulated women is told: it is the same particles with and without a group."""


@dataclass(frozen=True)
class Estimate:
    """A posterior and all that is told of it."""

    posterior: Posterior
    told: dict[str, Any]
    """Plain values."""


@dataclass(frozen=True)
class Learnt:
    """What simulated women say of each outcome; weighs any number of particles without simulating more of them."""

    studies: Sequence[Used]
    whole: dict[str, Curve]
    without: tuple[dict[str, Curve], ...]
    """With each group of women left out."""
    told: list[dict[str, Any]]
    """How well it foretells women that it was not learnt from."""

    def evaluate(self, law: Prior) -> Evaluate:
        """How likely the printed numbers are under particles of a prior."""
        return lambda z, number: self._evaluated(law, z, (self.whole,))[0]

    def without_group(self, law: Prior, z: Floats) -> tuple[Evaluated, ...]:
        """The same of the first of these particles, with each group of women left out."""
        return self._evaluated(law, z[:_AGAIN], self.without)

    def _evaluated(self, law: Prior, z: Floats, versions: Sequence[dict[str, Curve]]) -> tuple[Evaluated, ...]:
        columns = law.columns(z)
        given = restored(self.studies, columns)
        found = []
        for curves in versions:
            logits = {name: curve.logit(given.get(name), columns) for name, curve in curves.items()}
            found.append(Evaluated(log_likelihoods(self.studies, logits, columns), logits))
        return tuple(found)


def learn(studies: Sequence[Used], found: Repeated) -> Learnt:
    """Learn a woman's chance of each printed event from repeated studies, and check what was learnt."""
    groups = len(next(iter(found.counted.values())).none)
    curves: list[dict[str, Curve]] = [{} for _ in range(groups + 1)]
    told = []
    for study in studies:
        for one in study.outcomes:
            name = label(study, one)
            counted = found.counted[name]
            rows = {key: values.ravel() for key, values in counted.columns.items()}
            given = restored([study.model_copy(update={"outcomes": (one,)})], rows).get(name)
            for version, without in enumerate((None, *range(groups))):
                curves[version][name] = learnt(counted, given, without=without)
            told.append({"study": study.name, "outcome": one.key, "meaning": one.meaning, **checked(counted, given)})
    return Learnt(studies, curves[0], tuple(curves[1:]), told)


def estimate(
    prior: Prior,
    studies: Sequence[Used],
    *,
    particles: int,
    women: int,
    seed: int,
    folder: Path | None = None,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda text: None,
) -> Estimate:
    """Update the prior by the studies; the weight of no effect from each seed alone and at other scales beside it.

    Three seeds simulate women of their own; the posterior is that of all women together.

    Parameters
    ----------
    particles
        That are weighed.
    women
        Simulated of each study and seed, at least, without effect; the same again with one.
    folder
        Keeps what every study printed, so that a run that was stopped goes on; must exist.
    """
    widest = prior.with_scale(_SCALED, max(_SCALES))
    seeds = range(seed, seed + _SEEDS)
    parts = [
        repeated(
            widest,
            studies,
            women=women,
            seed=luck,
            folder=folder,
            threads=threads,
            progress=lambda text, luck=luck: progress(f"seed {luck}, {text}"),  # type: ignore[misc]
        )
        for luck in seeds
    ]
    progress("weighing particles")
    all_women = together(parts)
    known = learn(studies, all_women)
    found = abc_smc(known.evaluate(prior), coordinates=len(prior.names), particles=particles, seed=seed)
    posterior = Posterior(prior, tuple(studies), found, known.without_group(prior, found.first))
    by_scale = [
        {"factor": factor, **_spike(_weighed(prior.with_scale(_SCALED, factor), known, particles, seed))}
        for factor in _SCALES
    ]
    by_seed = [
        {"seed": luck, **_spike(_weighed(prior, learn(studies, part), particles, luck))}
        for luck, part in zip(seeds, parts, strict=True)
    ]
    return Estimate(
        posterior,
        {
            "spike": posterior.spike(),
            "spike_by_seed": by_seed,
            "spike_by_scale": by_scale,
            "spike_without_nuisance": posterior.without_nuisances(),
            "spike_without_yardsticks": posterior.without_yardsticks(),
            "log_evidence": found.log_evidence,
            "generations": [
                {"temperature": one.temperature, "effective": one.effective, "accepted": list(one.accepted)}
                for one in found.generations
            ],
            "parameters": posterior.parameters(),
            "studies": posterior.studies_told(),
            "learnt": known.told,
            "patient_years": all_women.patient_years,
        },
    )


def _weighed(law: Prior, known: Learnt, particles: int, seed: int) -> dict[str, float]:
    """The weight of no effect by particles of the prior alone."""
    found = of_prior(known.evaluate(law), coordinates=len(law.names), particles=particles, seed=seed)
    return Posterior(law, tuple(known.studies), found, known.without_group(law, found.first)).spike()


def _spike(told: dict[str, float]) -> dict[str, float]:
    return {name: told[name] for name in ("weight", "se", "se_women", "bayes_factor", "log_bayes_factor_se")}
