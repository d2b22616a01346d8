"""Several hypotheses: adjusted p-values, graphs, several arms against control."""

from collections.abc import Mapping, Sequence

from antral.analysis import methods
from antral.verify.oracles import Checks

Numbers = Sequence[float]
Found = Mapping[str, float]


def _adjust(p_values: Numbers, method: str) -> Found:
    return _numbered(methods.multiplicity.adjust(p_values, method).tolist())


def _graphical(weights: Numbers, transitions: Sequence[Numbers], p_values: Numbers) -> Found:
    names = tuple(f"H{at + 1}" for at in range(len(weights)))
    graph = methods.multiplicity.Graph(names, tuple(weights), tuple(tuple(row) for row in transitions))
    return _numbered(list(methods.multiplicity.graphical(graph, p_values, alpha=0.025).adjusted.values()))


def _numbered(values: Numbers) -> Found:
    return {f"p {at + 1}": value for at, value in enumerate(values)}


def _dunnett_critical(sizes: Sequence[int], df: int, side: int, level: float) -> Found:
    return {"critical": methods.multiplicity.dunnett_critical(tuple(sizes), df, side, level)}


def _dunnett(values: Numbers, group: Sequence[int], control: int, side: int) -> Found:
    found: dict[str, float] = {}
    model = methods.multiplicity.dunnett(values, group, control=control, side=side)
    for name, one in model.comparisons.items():
        found |= {f"estimate {name}": one.estimate, f"t {name}": one.statistic, f"p {name}": one.p_value}
        found |= {f"low {name}": one.low, f"high {name}": one.high, f"step-down {name}": one.details["step-down p"]}
    return found


CHECKS: Checks = {
    "adjust": _adjust,
    "graphical": _graphical,
    "dunnett_critical": _dunnett_critical,
    "dunnett": _dunnett,
}
