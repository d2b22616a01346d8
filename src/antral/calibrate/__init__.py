"""The model fitted to what sources say, with what remains uncertain after the fit.

Takes a part of the model (healthy, poi, hrt), a number of members and a seed; gives a sample of parameter vectors.

1. `fit` reads `records/calibration`: which numbers are fitted, and what was thought of them before: the `Prior`.
2. `targets` are the rows of `antral.verify` that state a target; `Simulator` evaluates them for one vector, as the
   sources measured their women, and keeps what came out.
3. `calibrate` (THE entry) moves an ensemble from the prior towards the targets in tempered Kalman steps (`inversion`),
   weights the last one (`weights`), and gives a `Posterior`.
4. `screen` moves one number at a time (Morris): which target answers to which number.
5. `shipped` reads the posterior that is shipped with antral; `Posterior.vectors` draws vectors for `records.using`.

To fit a number, add its line to a record of `records/calibration`; to fit to a row, give it a `target` in
`records/reference`. No code changes.
"""

from antral.calibrate.evaluate import Item, Outcome, Simulator
from antral.calibrate.fit import Fit, Prior, fit, parts
from antral.calibrate.inversion import Inversion, Observed, invert
from antral.calibrate.morris import Effects, elementary_effects, trajectories
from antral.calibrate.posterior import Posterior, read, record, shipped, shipped_for
from antral.calibrate.run import Calibration, calibrate
from antral.calibrate.screening import Screening, screen, sensitivity_of
from antral.calibrate.weights import effective_size, importance

__all__ = [
    "Calibration",
    "Effects",
    "Fit",
    "Inversion",
    "Item",
    "Observed",
    "Outcome",
    "Posterior",
    "Prior",
    "Screening",
    "Simulator",
    "calibrate",
    "effective_size",
    "elementary_effects",
    "fit",
    "importance",
    "invert",
    "parts",
    "read",
    "record",
    "screen",
    "sensitivity_of",
    "shipped",
    "shipped_for",
    "trajectories",
]
