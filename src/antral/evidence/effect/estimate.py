"""The posterior of the effect of cells, how sure its numbers are, and what they hang on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from antral.evidence.effect.abc_smc import abc_smc, of_prior
from antral.evidence.effect.posterior import Posterior
from antral.evidence.effect.prior import Prior
from antral.evidence.effect.replicated import Replicated
from antral.evidence.effect.weights import Used

_SEEDS: Final = 3
_SCALES: Final = (0.5, 2.0)
_SCALED: Final = "quality_gain"


@dataclass(frozen=True)
class Estimate:
    """A posterior and all that is told of it."""

    posterior: Posterior
    told: dict[str, Any]
    """Plain values."""


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
    """Update the prior by the studies; the same weight of no effect from other seeds and other scales beside it.

    Parameters
    ----------
    women
        Simulated of each study under each particle, at least.
    folder
        Keeps what every study printed in every evaluation, so that a run that was stopped goes on; must exist.
    """

    def evaluate(law: Prior, luck: int, label: str) -> Replicated:
        return Replicated(law, studies, women, luck, folder, threads, progress=lambda text: progress(label + text))

    main = evaluate(prior, seed, "")
    found = abc_smc(main, coordinates=len(prior.names), particles=particles, seed=seed)
    posterior = Posterior(prior, tuple(studies), found)
    spike = posterior.spike()
    by_seed, years = [{"seed": seed, **_spike(spike)}], main.patient_years
    for other in range(seed + 1, seed + _SEEDS):
        again = evaluate(prior, other, f"seed {other}, ")
        by_seed.append({"seed": other, **_spike(_weighed(prior, studies, again, particles, other))})
        years += again.patient_years
    by_scale = []
    for factor in _SCALES:
        law = prior.with_scale(_SCALED, factor)
        again = evaluate(law, seed, f"{factor:g} times the scale, ")
        by_scale.append({"factor": factor, **_spike(_weighed(law, studies, again, particles, seed))})
        years += again.patient_years
    return Estimate(
        posterior,
        {
            "spike": spike,
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
            "patient_years": years,
        },
    )


def _weighed(law: Prior, studies: Sequence[Used], evaluate: Replicated, particles: int, seed: int) -> dict[str, float]:
    """The weight of no effect by particles of the prior alone."""
    found = of_prior(evaluate, coordinates=len(law.names), particles=particles, seed=seed)
    return Posterior(law, tuple(studies), found).spike()


def _spike(told: dict[str, float]) -> dict[str, float]:
    return {name: told[name] for name in ("weight", "se", "bayes_factor", "log_bayes_factor_se")}
