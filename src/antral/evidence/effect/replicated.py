"""Studies repeated under the parameters of many particles, and how likely their printed numbers then are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.core import Purpose, fingerprint, kept, philox
from antral.evidence.effect.abc_smc import Evaluated
from antral.evidence.effect.likelihood import log_count, log_mean, log_sign
from antral.evidence.effect.prior import WORKS, Prior, scenario_of
from antral.evidence.effect.weights import Used
from antral.evidence.replicas import Reported, ShareOut, Simulation, in_order, portions
from antral.population import Bank, bank

Floats = NDArray[np.float64]

SPONTANEOUS: Final = "spontaneous_odds"
REPORTING: Final = "reporting_lean"
_BANK: Final = 2000
"""Women from whom the replicates of a study enrol, at least."""
_YARDSTICK: Final = 2000
"""Women of a yardstick that are simulated, at least: the same for every particle, since nobody is given cells."""
_LUCK: Final = 8192
"""Ordinal from which the seeds of the studies are drawn."""


@dataclass
class Replicated:
    """Evaluates particles: every study is repeated some times under each of them, with luck of its own."""

    prior: Prior
    studies: Sequence[Used]
    women: int
    """Simulated of each study under each particle, at least, in whole replicates."""
    seed: int
    folder: Path | None = None
    """Keeps what each study printed in each evaluation; must exist."""
    threads: int | None = None
    share_out: ShareOut = in_order
    progress: Callable[[str], None] = lambda text: None
    patient_years: float = 0.0
    _banks: dict[str, Bank] = field(default_factory=dict)

    def replicates(self, study: Used) -> int:
        """How often a study is repeated under each particle; a yardstick once for all of them."""
        return ceil((_YARDSTICK if study.yardstick else self.women) / study.replica.protocol.design.participants)

    def __call__(self, z: Floats, number: int) -> Evaluated:
        """How likely the printed numbers are under each particle."""
        columns = self.prior.columns(z)
        seen: dict[str, Floats] = {}
        for place, study in enumerate(self.studies):
            self.progress(f"evaluation {number + 1}, {study.name}")
            values = self._values(study, place, columns, number)
            for one in study.outcomes:
                of_each = (1 if study.yardstick else len(z), self.replicates(study))
                seen[label(study, one)] = np.repeat(values[one.key].reshape(of_each), len(z) // of_each[0], axis=0)
        return Evaluated(log_likelihoods(self.studies, seen, columns), seen)

    def _values(self, study: Used, place: int, columns: dict[str, Floats], number: int) -> dict[str, Floats]:
        """What every replicate printed, computed or found in the folder. By key, `[replicate of particle]`"""
        luck = int(philox(self.seed, 0 if study.yardstick else number, place, Purpose.PARTICLE, _LUCK)[0])
        if study.yardstick:
            columns = {name: np.zeros(1) if name == WORKS else one[:1] for name, one in self._standing.items()}
        own = {name: one for name, one in columns.items() if name not in self.prior.nuisance}
        rows = fingerprint({name: one.tobytes().hex() for name, one in own.items()})
        protocol = study.replica.protocol.fingerprint
        about = (
            "Replicated",
            rows,
            self.replicates(study),
            luck,
            self.seed,
            protocol,
            [one.key for one in study.outcomes],
        )
        found = kept(self.folder, about, lambda: self._simulated(study, columns, luck))
        self.patient_years += found["patient_years"]
        return {key: np.array(values, np.float64) for key, values in found["values"].items()}

    @cached_property
    def _standing(self) -> dict[str, Floats]:
        """A particle at the middle of the prior: under it yardsticks are simulated, whatever it says of cells."""
        return self.prior.columns(np.zeros((1, len(self.prior.names))))

    def _simulated(self, study: Used, columns: dict[str, Floats], luck: int) -> dict[str, Any]:
        replica = study.replica
        if study.name not in self._banks:
            size = max(_BANK, 10 * replica.protocol.design.participants)
            self._banks[study.name] = bank(replica.protocol, seed=self.seed, size=size, threads=self.threads)
        scenario = scenario_of(columns, replicates=self.replicates(study))
        task = Simulation(replica, self._banks[study.name], (scenario,), luck, self.threads)
        trials = len(next(iter(columns.values()))) * self.replicates(study)
        parts = dict(self.share_out(task, portions(trials, replica)))
        in_place = [parts[at] for at in range(len(parts))]
        keys = [one.key for one in (*replica.reported, *replica.variants)]
        values = np.concatenate([part.values[:, 0] for part in in_place], axis=1)
        return {
            "values": {one.key: values[keys.index(one.key)].tolist() for one in study.outcomes},
            "patient_years": sum(part.patient_years for part in in_place),
        }


def label(study: Used, one: Reported) -> str:
    """The name of an outcome among those of all studies."""
    return f"{study.name}: {one.key}"


def log_likelihoods(
    studies: Sequence[Used], seen: Mapping[str, Floats], columns: Mapping[str, Floats], *, without: str = ""
) -> Floats:
    """Logarithm of the likelihood of each study under each particle.

    Parameters
    ----------
    seen
        What replicates printed, by `label`. `[particle, replicate]`
    columns
        Parameters and nuisances of the particles. `[particle]`
    without
        A nuisance that is taken to be nothing.

    Returns
    -------
    `[particle, study]`
    """
    size = len(next(iter(columns.values())))
    found = np.zeros((size, len(studies)))
    for place, study in enumerate(studies):
        for one in study.outcomes:
            shift = shift_of(study, one, columns, without=without)
            found[:, place] += log_likelihood(study, one, one.value, seen[label(study, one)], shift)
    return found


def shift_of(study: Used, one: Reported, columns: Mapping[str, Floats], *, without: str = "") -> Floats:
    """How far nuisances move the logit of an outcome's share under each particle. `[particle]`"""
    shift = np.zeros(len(next(iter(columns.values()))))
    if SPONTANEOUS in columns and without != SPONTANEOUS:
        shift = shift + np.log(columns[SPONTANEOUS])
    leans = study.leans or any(study.replica.protocol.arms[arm].total_cells for arm in one.arms)
    if REPORTING in columns and without != REPORTING and leans:
        shift = shift + columns[REPORTING]
    return shift


def log_likelihood(study: Used, one: Reported, value: float, simulated: Floats, shift: Floats) -> Floats:
    """Logarithm of the likelihood of an outcome, had this value been printed.

    Parameters
    ----------
    simulated
        What replicates printed. `[particle, replicate]`
    shift
        On the logit of a share. `[particle]`

    Returns
    -------
    `[particle]`
    """
    replicates = simulated.shape[1]
    if one.kind == "direction":
        return log_sign(value, simulated, miss=study.miss)
    if one.n is None:
        raise ValueError(f"{study.name}, {one.key}: a number of women was wanted")
    if one.kind in ("count", "percent"):
        women = 1.0 if one.kind == "count" else one.n / 100.0
        events, happened = value * women, np.nansum(simulated, axis=1) * women
        return log_count(events, one.n, happened, float(one.n * replicates), width=study.width, shift=shift)
    sd = one.sd if one.sd is not None else float(np.nanstd(simulated)) * np.sqrt(one.n)
    return log_mean(value, sd / np.sqrt(one.n), simulated, width=study.width)
