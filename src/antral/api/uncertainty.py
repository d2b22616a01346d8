"""`--uncertainty`: the same trial under vectors of the posterior, so that chance and ignorance can be told apart."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.special import chdtri

from antral.analysis import clopper_pearson, plan
from antral.api.conducting import made_of
from antral.api.object_store import Place
from antral.api.work import Kept, Sharing, Work
from antral.api.workers import shared_out
from antral.calibrate import Posterior, read, shipped_for
from antral.core import InputError, Purpose, fingerprint, kept, philox
from antral.design import rates
from antral.population import bank
from antral.protocol import Protocol
from antral.records import Vector, using
from antral.therapy import sample_hashes, scenario

_WOMEN_A_PLACE: Final = 10
"""Women in the bank of a vector for each place in the trial, at least."""
_ENDS: Final = (0.05, 0.95)
_SURE: Final = 0.95
_COUNTED: Final = ("tests", "naive_claims")
"""Kinds whose values are shares of trials, so that none or all of them has an exact limit."""
_ROUNDING: Final = 1e-9
"""A variance this small a part of another is rounding."""
_STREAM: Final = 2**23


class Item(NamedTuple):
    """A vector, and the seed of its trials: each vector has luck of its own."""

    vector: Vector
    seed: int


@dataclass(frozen=True)
class Under:
    """Runs trials under one vector: a task that can be sent to another process."""

    protocol: Protocol
    effects: tuple[str, ...]
    trials: int
    women: int
    """In the bank of each vector."""
    threads: int | None
    folder: Place | None

    def __call__(self, item: Item) -> dict[str, Any]:
        """The rates of every scenario, computed or found in the folder."""
        samples = sample_hashes(self.effects)
        about = (type(self).__name__, item.vector.fingerprint, item.seed, self.protocol.fingerprint, samples)
        place = self.folder if isinstance(self.folder, Path) else None  # in a store the trials are kept, not the rates
        found: dict[str, Any] = kept(place, (*about, self.effects, self.trials, self.women), lambda: self._found(item))
        return found

    def _found(self, item: Item) -> dict[str, Any]:
        with using(item.vector):
            pool = bank(self.protocol, seed=item.seed, size=self.women, threads=self.threads)
            work = Work(self.protocol, pool, self.effects, item.seed, self._kept(item), False, self.threads)
            with Sharing(work, self.trials, workers=1) as sharing:
                one = sharing.gathered(lambda share: None)
            analysis = plan(self.protocol)
            return {
                "scenarios": {
                    name: rates(found, one[scenario(name).zero], self.protocol, analysis) for name, found in one.items()
                },
                "patient_years": pool.patient_years + sum(found.patient_years for found in one.values()),
            }

    def _kept(self, item: Item) -> Kept | None:
        """Where the trials under a vector, which is in force, are kept for another analysis."""
        if self.folder is None:
            return None
        about = made_of(
            self.protocol, trials=self.trials, seed=item.seed, women=self.women, effects=self.effects, truth=False
        )
        key = fingerprint(about, item.vector.fingerprint)
        return Kept(self.folder / key[:32], key)


def chosen_posterior(given: str | Path | None, *, hormones: bool) -> Posterior:
    """The posterior that the user named, or the one shipped; `hormones` says whether hormones are given by protocol."""
    if given is None:
        return shipped_for(hormones)
    place = Path(given)
    if place.suffix != ".parquet":
        raise InputError(f"posterior {place}: a .parquet file was wanted, as antral calibrate writes it.")
    return read(place)


def uncertainty_of(
    protocol: Protocol,
    effects: tuple[str, ...],
    posterior: Posterior,
    *,
    vectors: int,
    trials: int,
    seed: int,
    women: int,
    threads: int | None,
    workers: int,
    cluster: str | None,
    folder: Place | None,
    progress: Callable[[float], None],
) -> dict[str, Any]:
    """Every rate over the posterior: its mean, its Monte-Carlo error, and what is owed to not knowing the numbers.

    Parameters
    ----------
    trials, women
        Of the whole run; each vector has an equal share of the trials, and a bank of its own.
    folder
        Keeps what was found under each vector, and the trials that were conducted under it.
    """
    each = max(1, round(trials / vectors))
    size = max(_WOMEN_A_PLACE * protocol.design.participants, women // vectors)
    if isinstance(folder, Path):
        folder.mkdir(parents=True, exist_ok=True)
    task = Under(protocol, effects, each, size, 1 if workers > 1 or cluster else threads, folder)
    seeds = philox(seed, _STREAM, np.arange(vectors), Purpose.CALIBRATION, 0)[:, 0]
    items = [Item(vector, int(own)) for vector, own in zip(posterior.vectors(vectors, seed), seeds, strict=True)]
    found: dict[int, dict[str, Any]] = {}
    progress(0.0)
    for place, one in shared_out(task, items, workers=min(workers, vectors), cluster=cluster, folder=folder):
        found[place] = one
        progress(len(found) / vectors)
    in_order = [found[place] for place in range(vectors)]
    return {
        "posterior": {
            "part": posterior.part,
            "sha256": posterior.fingerprint,
            "command": posterior.about.get("command"),
        },
        "vectors": vectors,
        "trials_each": each,
        "women_each": size,
        "patient_years": sum(one["patient_years"] for one in in_order),
        "scenarios": {
            name: summed([one["scenarios"][name] for one in in_order], each) for name in in_order[0]["scenarios"]
        },
    }


def summed(found: Sequence[Mapping[str, Any]], trials: int) -> dict[str, Any]:
    """The rates of one scenario over vectors, by kind and name.

    With values v_k and Monte-Carlo variances m_k of K vectors, each with luck of its own, var(v) holds both; what is
    left of it without the mean of m_k is owed to the vectors. The 90 % interval is that of the values drawn together
    about their mean until their variance is what is left. `between_sd_at_most` is the upper 95 % limit that the values'
    χ² allows: where chance hides what lies between vectors, it says how much that may be; null where it says nothing.

    Where no trial of any vector (or every one) counts, values are alike and their errors vanish, which tells nothing of
    the vectors: everything but the mean is null. The mean then has `mean_at_most` (or `mean_at_least`), the one-sided
    95 % Clopper-Pearson limit for none (or all) of the trials of all vectors together. It holds for the mean of these
    vectors, however they differ: none in n trials is likeliest, at a given mean, where all have that rate.

    Parameters
    ----------
    trials
        Under each vector; taken as independent.
    """
    return {
        kind: {
            name: {**_labels(found[0][kind][name]), **_over(list(_pairs(found, kind, name)), kind, trials)}
            for name in found[0][kind]
        }
        for kind in found[0]
    }


def _over(pairs: Sequence[tuple[float, float]], kind: str, trials: int) -> dict[str, Any]:
    """What `apart` finds, with the limit of the mean where it is a share of no trial or of all."""
    found, limit = apart(pairs), None
    if found["mcse"] == 0.0 and not found["between_sd"]:  # trials all alike: their chance is not zero, it is not seen
        found |= dict.fromkeys(("mcse", "between_sd", "between_sd_at_most", "q05", "q95"))
        if kind in _COUNTED:
            limit = float(clopper_pearson(0, trials * len(pairs), 2 * _SURE - 1)[1])
    return {
        **found,
        "mean_at_most": limit if found["value"] == 0.0 else None,
        "mean_at_least": 1.0 - limit if limit is not None and found["value"] == 1.0 else None,
    }


def _labels(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in ("value", "mcse")}


def _pairs(found: Sequence[Mapping[str, Any]], kind: str, name: str) -> Iterator[tuple[float, float]]:
    for one in found:
        entry = one[kind].get(name)
        if entry is not None and entry["value"] is not None:
            yield float(entry["value"]), float("nan" if entry["mcse"] is None else entry["mcse"])


def apart(pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Mean, Monte-Carlo error of the mean, and between-vector sd with the 90 % interval; see `summed`."""
    nothing = {"between_sd": None, "between_sd_at_most": None, "q05": None, "q95": None}
    if not pairs:
        return {"value": None, "mcse": None, **nothing, "vectors": 0}
    values, errors = (np.array(one) for one in zip(*pairs, strict=True))
    mean, mcse = float(values.mean()), float(np.sqrt((errors**2).sum()) / len(values))
    chance = float((errors**2).mean())
    if len(values) < 2 or not np.isfinite(chance):  # one trial has no error, so that nothing can be told apart
        return {"value": mean, "mcse": mcse if np.isfinite(mcse) else None, **nothing, "vectors": len(values)}
    total = float(values.var(ddof=1))
    left = total - chance if total - chance > _ROUNDING * total else 0.0
    most = max(0.0, total * (len(values) - 1) / float(chdtri(len(values) - 1, _SURE)) - chance)
    drawn = mean + (values - mean) * np.sqrt(left / total) if total > 0.0 else values
    low, high = np.quantile(drawn, _ENDS)
    return {
        "value": mean,
        "mcse": mcse,
        "between_sd": float(np.sqrt(left)),
        "between_sd_at_most": float(np.sqrt(most)) if most > 0.0 or chance == 0.0 else None,
        "q05": float(low),
        "q95": float(high),
        "vectors": len(values),
    }
