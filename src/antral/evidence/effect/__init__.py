"""What a simulation may assume of cells: a prior, updated by repeating each study in silico.

Takes the prior, the weights of studies and their replicas; gives a posterior sample and how little it differs.

1. `prior` reads what is assumed before any study: a spike at nothing, and laws of the parameters if cells work.
2. `used` reads which printed outcomes speak of the effect, and how far each study may be off.
3. `repeated` simulates every study with no effect and under many; `learn` makes of it a woman's chance of each printed
   event under any parameters, and checks it on women that it was not learnt from.
4. `likelihood` says how likely the printed numbers are at these chances.
5. `abc_smc` moves particles from prior to posterior, whatever evaluates them.
6. `Posterior` tells the result: sample, spike, overlap, each study left out and predicted by the others.
7. `worth` says what a planned trial could teach under that posterior: how far its results would move the weight of no
   effect. `taught` is its core, `conducted_twice` and `fitted` say what cells add to the trial's women.
8. `held` and `predicted` say what an effect of some size does to women: by them the prior's scale was chosen.

To use another study, name its outcomes in `records/effect/weights.yaml`.
"""

from antral.evidence.effect.abc_smc import Evaluated, Found, Generation, abc_smc, of_prior
from antral.evidence.effect.estimate import Estimate, Learnt, estimate, learn
from antral.evidence.effect.excess import conducted_twice, fitted
from antral.evidence.effect.likelihood import log_likelihoods
from antral.evidence.effect.planned import settings, taught
from antral.evidence.effect.planned_trial import today, worth
from antral.evidence.effect.posterior import Posterior
from antral.evidence.effect.prior import Prior, prior, scenario_of
from antral.evidence.effect.simulated import Counted, Repeated, repeated
from antral.evidence.effect.sizes import held, predicted
from antral.evidence.effect.weights import Used, Weights, used, weights

__all__ = [
    "Counted",
    "Estimate",
    "Evaluated",
    "Found",
    "Generation",
    "Learnt",
    "Posterior",
    "Prior",
    "Repeated",
    "Used",
    "Weights",
    "abc_smc",
    "conducted_twice",
    "estimate",
    "fitted",
    "held",
    "learn",
    "log_likelihoods",
    "of_prior",
    "predicted",
    "prior",
    "repeated",
    "scenario_of",
    "settings",
    "taught",
    "today",
    "used",
    "weights",
    "worth",
]
