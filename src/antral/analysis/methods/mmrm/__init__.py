"""Mixed models for repeated measures (MMRM): the mean of each arm at each visit, women correlated with themselves.

Takes a table `[person, visit]` with missing values, arms and covariates (one trial, or many at once); gives fitted
models whose contrasts are `Result`s with degrees of freedom of Kenward and Roger or of Satterthwaite.

1. `data` lays out the design; columns that the data cannot tell apart are left out, and contrasts of them are NaN.
2. `structures` are the covariance matrices with their derivatives; `likelihood` is the restricted or full likelihood.
3. `fit` finds the parameters by Newton steps, many trials at once; every fit ends in a `Status`.
4. `fitted` tries simpler structures where one cannot be fitted (`FALLBACKS`), and says so in the notes.
5. `inference` gives small-sample standard errors and degrees of freedom.
6. `mmrm_many` does all this for many trials; `summed` makes it quick.

To add a structure, add it to `STRUCTURES` with its first and second derivatives and its place in `FALLBACKS`.
"""

from antral.analysis.methods.mmrm.data import wide
from antral.analysis.methods.mmrm.fit import Status
from antral.analysis.methods.mmrm.fitted import FALLBACKS, Fitted, Joint, fit_design
from antral.analysis.methods.mmrm.many import Many, mmrm_many
from antral.analysis.methods.mmrm.structures import STRUCTURES
from antral.analysis.methods.mmrm.trial import mmrm

METHODS = {"mmrm": "mixed model for repeated measures"}

__all__ = [
    "FALLBACKS",
    "METHODS",
    "STRUCTURES",
    "Fitted",
    "Joint",
    "Many",
    "Status",
    "fit_design",
    "mmrm",
    "mmrm_many",
    "wide",
]
