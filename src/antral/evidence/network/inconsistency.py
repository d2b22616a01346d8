"""Whether direct and indirect evidence, and trials of different designs, agree."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import chdtrc

from antral.core import InputError
from antral.evidence.network.data import Network
from antral.evidence.network.fit import tau2_of, weighted
from antral.evidence.pooling.intervals import two_sided
from antral.evidence.pooling.sample import Numbers

INCONSISTENCY: Final = "Q within and between designs (common effects); design-by-treatment interaction, Wald test"
SPLITTING: Final = "node splitting: direct against indirect in one model, Wald z"


@dataclass(frozen=True)
class Inconsistency:
    """Q of the network taken apart, and the test of interaction with heterogeneity."""

    q_total: float
    df_total: int
    q_within: float
    """Trials of the same design about their own effects."""
    df_within: int
    p_within: float
    q_between: float
    """Designs about the network's effects."""
    df_between: int
    p_between: float
    wald: float
    """Of design by treatment, with tau2 estimated beside it."""
    wald_p: float
    tau2: float
    method: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """Direct against indirect evidence of one comparison, `first` less `second`."""

    first: str
    second: str
    direct: float
    indirect: float
    difference: float
    se: float
    p: float
    tau2: float
    trials: int
    """With both treatments."""
    method: str


def inconsistency(network: Network, *, method: str = "REML") -> Inconsistency:
    """Test whether designs (sets of treatments in a trial) differ in what they say.

    Source: Higgins and colleagues 2012, Res Synth Methods 3:98; Krahn, Binder and König 2013 for the decomposition.

    Raises
    ------
    InputError
        Where nothing can be inconsistent: a star, a chain, or loops within single trials alone.
    """
    design = network.design(network.treatments[0])
    own = _own_effects(network)
    extra = design
    for column in own.T:
        wider = np.column_stack([extra, column])
        if np.linalg.matrix_rank(wider) > extra.shape[1]:
            extra = wider
    between = extra.shape[1] - design.shape[1]
    if not between:
        raise InputError(
            "no comparison has both direct and indirect evidence from different designs (a star, a chain, or loops "
            f"within single trials): consistency cannot be tested among {', '.join(network.treatments)}."
        )
    total, within = weighted(network, design, 0.0).q, weighted(network, own, 0.0).q
    df_total, df_within = len(network.effect) - design.shape[1], len(network.effect) - own.shape[1]
    tau2 = tau2_of(network, extra, method)
    full = weighted(network, extra, tau2)
    gap, cov = full.effect[-between:], full.covariance[-between:, -between:]
    wald = float(gap @ np.linalg.solve(cov, gap))
    return Inconsistency(
        q_total=total,
        df_total=df_total,
        q_within=within,
        df_within=df_within,
        p_within=float(chdtrc(df_within, within)) if df_within else float("nan"),
        q_between=total - within,
        df_between=between,
        p_between=float(chdtrc(between, max(0.0, total - within))),
        wald=wald,
        wald_p=float(chdtrc(between, wald)),
        tau2=tau2,
        method=INCONSISTENCY,
        notes=("a test that does not reject is no proof of consistency: with few trials it hardly ever rejects",),
    )


def split(network: Network, first: str, second: str, *, method: str = "REML") -> Split:
    """Direct and indirect evidence of one comparison; trials of several arms lend half the difference to each arm.

    Source: Dias and colleagues 2010, Stat Med 29:932; White 2015, Stata J 15:951, for the halves.

    Raises
    ------
    InputError
        Where no trial has both treatments, or nothing else connects them.
    """
    arms = network.arms()
    both = np.array([{first, second} <= arms[study] for study in network.studies])
    if not both.any():
        raise InputError(f"no trial has both {first} and {second}: their comparison is indirect alone.")
    design = network.design(second)
    sides = np.array([_side(name, first, second) for name in network.first]) - np.array(
        [_side(name, first, second) for name in network.second]
    )
    wider = np.column_stack([design, both * sides])
    if np.linalg.matrix_rank(wider) <= design.shape[1]:
        raise InputError(f"nothing else connects {first} and {second}: their comparison is direct alone.")
    tau2 = tau2_of(network, wider, method)
    found = weighted(network, wider, tau2)
    others = [name for name in network.treatments if name != second]
    indirect, difference = float(found.effect[others.index(first)]), float(found.effect[-1])
    se = float(np.sqrt(found.covariance[-1, -1]))
    return Split(
        first=first,
        second=second,
        direct=indirect + difference,
        indirect=indirect,
        difference=difference,
        se=se,
        p=two_sided(difference, se, None),
        tau2=tau2,
        trials=sum({first, second} <= names for names in arms.values()),
        method=SPLITTING,
    )


def splits(network: Network, *, method: str = "REML") -> list[Split]:
    """Every comparison that has both direct and indirect evidence; with many, some differ by chance."""
    found = []
    for first, second in network.comparisons():
        with suppress(InputError):
            found.append(split(network, first, second, method=method))
    return found


def _side(name: str, first: str, second: str) -> float:
    return 0.5 * (name == first) - 0.5 * (name == second)


def _own_effects(network: Network) -> Numbers:
    """A coefficient for each contrast of each design; `[contrast, coefficient]`."""
    arms = network.arms()
    keys = [
        (tuple(sorted(arms[study])), one, other)
        for study, one, other in zip(network.studies, network.first, network.second, strict=True)
    ]
    places = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    found: Numbers = np.zeros((len(keys), len(places)))
    found[np.arange(len(keys)), [places[key] for key in keys]] = 1.0
    return found
