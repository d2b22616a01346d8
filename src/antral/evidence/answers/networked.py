"""Several treatments through the arm that their trials share, where two comparisons share one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from antral.analysis import methods
from antral.evidence.answers.compared import Comparison
from antral.evidence.network import network_meta_analysis, of_contrasts, ranks
from antral.evidence.pooling import effect_size

COMMON: Final = "common"
_Z: Final = 1.959963984540054


@dataclass(frozen=True)
class Pair:
    """One treatment against another, by difference of shares."""

    first: str
    second: str
    difference: float
    low: float
    high: float
    direct: int
    """Trials that have both; 0 where the comparison is indirect alone."""


@dataclass(frozen=True)
class Linked:
    """A network of comparisons, or why there is none."""

    reason: str = ""
    women: tuple[tuple[str, int], ...] = ()
    """Of each treatment."""
    edges: tuple[tuple[str, str, int, int], ...] = ()
    """Two treatments, studies and women."""
    pairs: tuple[Pair, ...] = ()
    ranks: tuple[tuple[str, float, tuple[float, ...]], ...] = ()
    """Treatment, P-score, and share of each rank; the best first."""
    method: str = ""
    notes: tuple[str, ...] = ()


def linked(compared: Sequence[Comparison], better: int) -> Linked:
    """The largest set of comparisons that hang together by shared arms.

    Differences of shares are pooled, since they need no event in either arm.

    Parameters
    ----------
    better
        1 where more women with the event are better, else -1.
    """
    parts = _parts(compared)
    largest = max(parts, key=len, default=[])
    names = {name for one in largest for name in (one.treated_as, one.control_as)}
    if len(names) < 3:
        said = "no study compares two arms with counts" if not compared else "no two comparisons share an arm"
        return Linked(reason=said)
    effects = effect_size(
        "RD",
        labels=[one.title for one in largest],
        events=[one.events for one in largest],
        n=[one.n for one in largest],
        control_events=[one.control_events for one in largest],
        control_n=[one.control_n for one in largest],
    )
    exact = [_spread(one) for one in largest]
    network = of_contrasts(
        [one.study for one in largest],
        [one.treated_as for one in largest],
        [one.control_as for one in largest],
        effects.yi,
        [v if own is None else own for own, v in zip(exact, effects.vi.tolist(), strict=True)],
    )
    loose = len(largest) > len(names) - 1
    fit = network_meta_analysis(network, method="REML" if loose else COMMON)
    order = ranks(fit, better=better)
    treatments = list(order.treatments)
    found = [fit.compared(a, b) for place, a in enumerate(treatments) for b in treatments[place + 1 :]]
    return Linked(
        women=tuple((name, _women(largest, name)) for name in treatments),
        edges=tuple(_edges(largest)),
        pairs=tuple(Pair(one.first, one.second, one.estimate, one.low, one.high, one.direct) for one in found),
        ranks=tuple(
            (name, score, tuple(chances))
            for name, score, chances in zip(treatments, order.p_score, order.probability.tolist(), strict=True)
        ),
        method=f"difference of shares; {fit.method}; {order.method}",
        notes=(*_empty(largest), *fit.notes, *order.notes),
    )


def _spread(one: Comparison) -> float | None:
    """Variance of a difference of shares with an empty cell; none where no cell is empty.

    Half of Miettinen and Nurminen's interval stands for 1.96 standard errors: an empty cell's own variance is 0, and
    half a woman added to each cell makes it far too small.
    """
    cells = (one.events, one.n - one.events, one.control_events, one.control_n - one.control_events)
    if all(cells):
        return None
    gap = methods.binary.risk_difference(
        events=[one.events, one.control_events], n=[one.n, one.control_n], interval="miettinen_nurminen",
        test="fisher", confidence=0.95,
    )  # fmt: skip
    return float(((gap.high - gap.low) / (2.0 * _Z)) ** 2)


def _empty(compared: Sequence[Comparison]) -> list[str]:
    titles = dict.fromkeys(one.title for one in compared if _spread(one) is not None)
    if not titles:
        return []
    return [
        f"of {', '.join(titles)} an arm had no woman with the event, or none without: the standard error is taken from "
        "Miettinen and Nurminen's interval"
    ]


def _parts(compared: Sequence[Comparison]) -> list[list[Comparison]]:
    """Comparisons that hang together."""
    parts: list[tuple[set[str], list[Comparison]]] = []
    for one in compared:
        names, members = {one.treated_as, one.control_as}, [one]
        apart = []
        for known, inside in parts:
            if known & names:
                names, members = names | known, [*inside, *members]
            else:
                apart.append((known, inside))
        parts = [*apart, (names, members)]
    return [members for _, members in parts]


def _women(compared: Sequence[Comparison], name: str) -> int:
    return sum(one.n * (one.treated_as == name) + one.control_n * (one.control_as == name) for one in compared)


def _edges(compared: Sequence[Comparison]) -> list[tuple[str, str, int, int]]:
    found: dict[tuple[str, str], list[Comparison]] = {}
    for one in compared:
        found.setdefault((one.treated_as, one.control_as), []).append(one)
    return [(a, b, len(part), sum(one.n + one.control_n for one in part)) for (a, b), part in found.items()]
