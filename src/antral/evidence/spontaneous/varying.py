"""Events after cells against a share without cells that differs between studies."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from antral.evidence.bayesian import Normal, SpreadPrior, plane
from antral.evidence.pooling.counts import one_group
from antral.evidence.pooling.random_logits import Binomial, marginal
from antral.evidence.pooling.sample import Numbers
from antral.evidence.spontaneous.law import Law
from antral.evidence.spontaneous.predicted import Predicted, judged

VARYING: Final = (
    "sum of events against its predictive law from comparator studies whose true shares vary (binomial-normal, "
    "posterior by quadrature)"
)


def against_varying_comparator(
    events: Sequence[int],
    n: Sequence[int],
    comparator_events: ArrayLike,
    comparator_n: ArrayLike,
    *,
    spread: SpreadPrior,
    mean: Normal,
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Predicted:
    """What studies of these sizes would count if cells did nothing and their women were drawn as comparators' were.

    Each study has a true share of its own, from the law that the comparator studies make likely; that law is uncertain
    and common to all, so their counts are not independent.

    Parameters
    ----------
    events, n
        After cells, `[study]`.
    comparator_events, comparator_n
        Without, `[comparator study]`; one study alone says nothing of how much shares vary, so that its prior does.
    spread, mean
        Priors of tau and of the mean logit without cells.
    """
    cells, others = one_group(events, n, labels), one_group(comparator_events, comparator_n)
    nodes = plane(others.events, others.n, spread=spread, mean=mean)
    whole: Numbers = np.ones((len(nodes.weight), 1))
    tails = []
    for seen, women in zip(cells.events.astype(int), cells.n.astype(int), strict=True):
        counts = np.arange(women + 1.0)
        own = np.exp(marginal(Binomial(counts, np.full(women + 1, float(women))), nodes.mean, nodes.spread).log)
        tails.append(float(nodes.weight @ own[:, seen:].sum(axis=1)))
        whole = _convolved(whole, own)
    notes = [f"prior of the mean logit: {mean.words}; of tau: {spread.words}"]
    if len(others.n) < 3:
        few = "1 comparator study says" if len(others.n) == 1 else "2 comparator studies say"
        notes.append(f"{few} next to nothing of how shares vary between studies: that comes from the prior")
    return judged(
        cells.events.astype(int).tolist(),
        Law(nodes.weight @ whole),
        tails=tails,
        method=VARYING,
        level=level,
        labels=cells.labels,
        notes=notes,
    )


def _convolved(first: Numbers, second: Numbers) -> Numbers:
    """Laws of sums, node by node, `[node, count]`."""
    found = np.zeros((len(first), first.shape[1] + second.shape[1] - 1))
    for shift in range(second.shape[1]):
        found[:, shift : shift + first.shape[1]] += first * second[:, shift : shift + 1]
    return found
