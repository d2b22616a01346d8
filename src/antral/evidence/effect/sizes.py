"""What an effect of some size does to the women of the model: by it the scale of the prior was chosen."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.analysis import plan, valued
from antral.core import Purpose, normal
from antral.evidence.effect.prior import WORKS, Prior, scenario_of
from antral.population import bank
from antral.protocol import Protocol, written_in
from antral.records import load_yaml, path
from antral.trial import conduct_all

Floats = NDArray[np.float64]

_HELD: Final = {"responders": 1.0, "signal_half": 1.0, "repair_days": 2.0, "repair_loss_days": 1e6}
"""An effect that is there in every woman within days, and stays."""
_WORKS_FOR_SURE: Final = 6.0
_STREAM: Final = 2**20
_BANK: Final = 2000


def held(gains: Sequence[Mapping[str, float]], *, women: int, seed: int) -> list[dict[str, Any]]:
    """The same women with an effect that is held all year, and without: excess of each endpoint with its error.

    Parameters
    ----------
    gains
        `quality_gain` and `antral_gain` of each row.
    """
    told = []
    for gain in gains:
        full = {"quality_gain": 0.0, "antral_gain": 0.0, **gain}
        columns = {name: np.array([value]) for name, value in {WORKS: 1.0, **_HELD, **full}.items()}
        without, excess, _ = _paired(columns, women, seed)
        means = {name: float(np.nanmean(values)) for name, values in without.items()}
        told.append({**full, "without": means, "excess": _means(excess)})
    return told


def predicted(law: Prior, *, draws: int, women: int, seed: int) -> dict[str, Any]:
    """Excess of menses within a year under draws in which cells work: quantiles, and how often the share doubles."""
    z = normal(seed, _STREAM, np.arange(draws)[:, None], Purpose.PARTICLE, np.arange(len(law.names))[None, :])
    z[:, 0] = _WORKS_FOR_SURE
    without, excess, trial = _paired(law.columns(z), women, seed)
    spontaneous = float(np.nanmean(without["menses"]))
    each = np.bincount(trial, np.nan_to_num(excess["menses"]), minlength=draws) / women
    share = float((each > spontaneous).mean())
    return {
        "draws": draws,
        "women": women,
        "spontaneous": spontaneous,
        "excess": {f"q{100 * at:02.0f}": float(np.quantile(each, at)) for at in (0.05, 0.25, 0.5, 0.75, 0.95)},
        "doubled": share,
        "doubled_se": float(np.sqrt(share * (1.0 - share) / draws)),
    }


def _paired(
    columns: dict[str, Floats], women: int, seed: int
) -> tuple[dict[str, Floats], dict[str, Floats], NDArray[np.int64]]:
    """Endpoints without cells, what cells add, and the row of each woman. `[woman]`"""
    protocol = _protocol(women)
    pool = bank(protocol, seed=seed, size=max(women, min(_BANK, 10 * women)))
    rows = len(columns[WORKS])
    scenario = scenario_of(columns)
    found = conduct_all(protocol, pool, trials=range(1, rows + 1), seed=seed, scenarios=["none", scenario])
    wanted = plan(protocol)
    seen = {name: valued(one.tables, wanted) for name, one in found.items()}
    without = {name: one.value for name, one in seen["none"].values.items()}
    excess = {name: one.value - without[name] for name, one in seen[scenario.name].values.items()}
    return without, excess, seen["none"].layout.trial


def _protocol(women: int) -> Protocol:
    written = load_yaml(path("effect", "sizes_protocol.yaml"))
    design = {**written["design"], "participants": women}
    return written_in({**written, "design": design}, path("effect", "sizes_protocol.yaml"))


def _means(values: Mapping[str, Floats]) -> dict[str, dict[str, float]]:
    told = {}
    for name, one in values.items():
        known = one[np.isfinite(one)]
        told[name] = {"mean": float(known.mean()), "se": float(known.std(ddof=1) / np.sqrt(known.size))}
    return told
