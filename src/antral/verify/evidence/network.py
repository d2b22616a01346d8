"""Network meta-analysis beside metafor and base R."""

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from antral.evidence import network
from antral.verify.evidence.data import dataset
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _network(data: str) -> network.Network:
    """Arms of a data set: means, or log odds with one half added to every arm of a trial with an empty cell."""
    arms = dataset(data)
    study, treatment, n = arms["study"], arms["treatment"], np.asarray(arms["n"], float)
    if "mean" in arms:
        return network.of_arms(study, treatment, arms["mean"], np.square(arms["sd"]) / n)
    events = np.asarray(arms["events"], float)
    bare = {name for name, x, size in zip(study, events, n, strict=True) if x in (0, size)}
    half = np.isin(study, list(bare)) / 2.0
    x, rest = events + half, n - events + half
    return network.of_arms(study, treatment, np.log(x / rest), 1.0 / x + 1.0 / rest)


def _fit(data: str, method: str, reference: str) -> Found:
    found = network.network_meta_analysis(_network(data), method=method, reference=reference)
    values = {"tau2": found.tau2, "q": found.q, "df": float(found.q_df)}
    for name in found.treatments:
        one = found.compared(name, reference) if name != reference else None
        values |= {name: one.estimate, f"{name}_se": one.se} if one else {}
    return values


def _inconsistency(data: str) -> Found:
    found = asdict(network.inconsistency(_network(data)))
    return {name: float(value) for name, value in found.items() if isinstance(value, int | float)} | {
        "wald_tau2": float(found["tau2"])
    }


def _decomposition(data: str) -> Found:
    return {**_inconsistency(data), "tau2": network.network_meta_analysis(_network(data), method="DL").tau2}


def _split(data: str, first: str, second: str) -> Found:
    found = network.split(_network(data), first, second)
    names = ("direct", "indirect", "difference", "se", "p", "tau2")
    return {name: float(getattr(found, name)) for name in names}


def _pscores(data: str, better: int) -> Found:
    found = network.ranks(network.network_meta_analysis(_network(data), method="DL"), better=better)
    return dict(zip(found.treatments, found.p_score, strict=True))


def _ranks(data: str, better: int) -> Found:
    found = network.ranks(network.network_meta_analysis(_network(data), method="DL"), better=better)
    return dict(zip(found.treatments, found.probability[:, 0].tolist(), strict=True))


CHECKS: Checks = {
    "network": _fit,
    "inconsistency": _inconsistency,
    "decomposition": _decomposition,
    "split": _split,
    "pscores": _pscores,
    "ranks": _ranks,
}
