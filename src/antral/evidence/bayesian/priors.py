"""Priors of the mean effect and of the spread between studies."""

import math
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from pydantic import ConfigDict, Field
from scipy.special import erf, gammaln, ndtr, stdtr

from antral.core import InputError, Tag
from antral.evidence.pooling.sample import Numbers
from antral.records import Strict, path, read_models

Family = Literal["half_normal", "half_cauchy", "log_normal_variance", "log_t_variance"]


class Normal(NamedTuple):
    """Normal prior of the mean; an infinite `sd` is no prior at all."""

    mean: float = 0.0
    sd: float = math.inf

    @property
    def words(self) -> str:
        """For a report."""
        return "flat" if math.isinf(self.sd) else f"normal with mean {self.mean:g} and SD {self.sd:g}"


FLAT: Final = Normal()


class SpreadPrior(Strict):
    """A prior of tau, the standard deviation between studies, with its source."""

    model_config = ConfigDict(allow_inf_nan=True, populate_by_name=True)

    family: Family
    scale: float = Field(gt=0)
    """Of tau; of log tau2 for the two last families."""
    location: float = 0.0
    """Of log tau2."""
    df: float = Field(default=math.inf, gt=0)
    """Of the t distribution of log tau2."""
    meant_for: str = Field(alias="for")
    tag: Tag
    source: str = Field(min_length=3)

    @property
    def words(self) -> str:
        """For a report."""
        name = self.family.replace("_", "-", 1).replace("_", " of the ")
        where = f"location {self.location:g}, " if "variance" in self.family else ""
        more = f", {self.df:g} degrees of freedom" if self.family == "log_t_variance" else ""
        return f"{name} ({where}scale {self.scale:g}{more}; {self.tag})"

    def log_density(self, tau: Numbers) -> Numbers:
        """Of tau > 0."""
        log: Numbers
        if self.family == "half_normal":
            log = 0.5 * np.log(2.0 / np.pi) - np.log(self.scale) - (tau / self.scale) ** 2 / 2.0
        elif self.family == "half_cauchy":
            log = np.log(2.0 / np.pi) - np.log(self.scale) - np.log1p((tau / self.scale) ** 2)
        else:
            z = self._z(tau)
            step = np.log(2.0) - np.log(tau) - np.log(self.scale)  # d log tau2 / d tau
            if self.family == "log_normal_variance":
                log = step - z**2 / 2.0 - 0.5 * np.log(2.0 * np.pi)
            else:
                constant = gammaln((self.df + 1) / 2) - gammaln(self.df / 2) - 0.5 * np.log(self.df * np.pi)
                log = step + constant - (self.df + 1) / 2 * np.log1p(z**2 / self.df)
        return log

    def below(self, tau: float) -> float:
        """Chance of a tau below."""
        if self.family == "half_normal":
            return float(erf(tau / self.scale / math.sqrt(2.0)))
        if self.family == "half_cauchy":
            return 2.0 / math.pi * math.atan(tau / self.scale)
        z = float(self._z(np.asarray(tau)))
        return float(ndtr(z) if self.family == "log_normal_variance" else stdtr(self.df, z))

    def _z(self, tau: Numbers) -> Numbers:
        return (2.0 * np.log(tau) - self.location) / self.scale


@cache
def priors() -> dict[str, SpreadPrior]:
    """Every recorded prior of tau, `records/priors/heterogeneity.yaml`, by name."""
    return read_models(SpreadPrior, path("priors", "heterogeneity.yaml"))


def prior(name: str) -> SpreadPrior:
    """A recorded prior of tau by its name."""
    if name not in priors():
        raise InputError(f"prior: {name!r} is not on record; on record are {', '.join(priors())}.")
    return priors()[name]


def half_normal(scale: float) -> SpreadPrior:
    """A half-normal prior of one's own."""
    return SpreadPrior.model_validate(
        {"family": "half_normal", "scale": scale, "for": "what its user says", "tag": "assumed", "source": "its user"}
    )


def taus(about: SpreadPrior, smallest: float, largest: float, step: float) -> tuple[Numbers, Numbers]:
    """Nodes of tau, even in log tau, with the prior's log weight; what lies beyond counts at the ends.

    Parameters
    ----------
    smallest, largest
        Ends of the grid; below the first and above the last the likelihood must hardly change.
    """
    count = math.ceil(math.log(largest / smallest) / step) + 1
    log = np.linspace(math.log(smallest), math.log(largest), count)
    tau = np.exp(log)
    weight = np.exp(about.log_density(tau)) * tau * (log[1] - log[0])
    weight[[0, -1]] /= 2.0
    weight[0] += about.below(smallest)
    weight[-1] += 1.0 - about.below(largest)
    with np.errstate(divide="ignore"):
        found: Numbers = np.log(weight)
    return tau, found
