"""What a simulation may assume of cells: a prior, updated by repeating each study in silico.

Takes the prior, the weights of studies and their replicas; gives a posterior sample and how little it differs.

1. `prior` reads what is assumed before any study: a spike at nothing, and laws of the parameters if cells work.
2. `used` reads which printed outcomes speak of the effect, and how far each study may be off.
3. `Replicated` repeats every study under each particle; `likelihood` says how likely its printed numbers then are.
4. `abc_smc` moves particles from prior to posterior, whatever evaluates them.
5. `Posterior` tells the result: sample, spike, overlap, each study left out and predicted by the others.
6. `worth` says what a planned trial could teach under that posterior: how far its results would move the weight of no
   effect. `taught` is its core, `conducted_twice` and `fitted` say what cells add to the trial's women.
7. `held` and `predicted` say what an effect of some size does to women: by them the prior's scale was chosen.

To use another study, name its outcomes in `records/effect/weights.yaml`.
"""

from antral.evidence.effect.abc_smc import Evaluated, Found, Generation, abc_smc, of_prior
from antral.evidence.effect.estimate import Estimate, estimate
from antral.evidence.effect.excess import conducted_twice, fitted
from antral.evidence.effect.planned import settings, taught
from antral.evidence.effect.planned_trial import today, worth
from antral.evidence.effect.posterior import Posterior
from antral.evidence.effect.prior import Prior, prior, scenario_of
from antral.evidence.effect.replicated import Replicated, log_likelihood, log_likelihoods
from antral.evidence.effect.sizes import held, predicted
from antral.evidence.effect.weights import Used, Weights, used, weights

__all__ = [
    "Estimate",
    "Evaluated",
    "Found",
    "Generation",
    "Posterior",
    "Prior",
    "Replicated",
    "Used",
    "Weights",
    "abc_smc",
    "conducted_twice",
    "estimate",
    "fitted",
    "held",
    "log_likelihood",
    "log_likelihoods",
    "of_prior",
    "predicted",
    "prior",
    "scenario_of",
    "settings",
    "taught",
    "today",
    "used",
    "weights",
    "worth",
]
