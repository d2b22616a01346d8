"""All women after cells against all women without: two binomial shares."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from numpy.typing import ArrayLike

from antral.analysis import clopper_pearson, methods
from antral.evidence.pooling.counts import one_group
from antral.evidence.pooling.sample import confidence
from antral.evidence.spontaneous.said import said_first

COMPARATOR: Final = (
    "all women of each side as one sample; Boschloo's exact test, two-sided by the order of "
    "Fisher's two-sided p, which is not twice the one-sided p; difference by Miettinen and Nurminen's interval"
)


_OF_MANY: Final = (
    "all women of each side as one sample; Fisher's exact test, as Boschloo's is not computed for so many; "
    "difference by Miettinen and Nurminen's interval"
)


@dataclass(frozen=True)
class Compared:
    """A share after cells beside the share without; NaN where a method has no such number."""

    events: int
    n: int
    share: float
    low: float
    high: float
    """After cells, all women as one sample, exact."""
    comparator_share: float
    comparator_low: float
    comparator_high: float
    """Without cells: of all women, or of a new study where shares vary."""
    difference: float
    difference_low: float
    difference_high: float
    p_greater: float
    """One-sided, of no more events after cells than without."""
    p: float
    """Two-sided."""
    level: float
    method: str
    notes: tuple[str, ...]


def against_comparator(
    events: ArrayLike,
    n: ArrayLike,
    comparator_events: ArrayLike,
    comparator_n: ArrayLike,
    *,
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Compared:
    """Compare as if women without cells were the same women, which nobody knows, and as if no study differed.

    Parameters
    ----------
    events, n
        After cells, `[study]`.
    comparator_events, comparator_n
        Without, `[comparator study]`.
    """
    cells, others = one_group(events, n, labels), one_group(comparator_events, comparator_n)
    x, size = int(cells.events.sum()), int(cells.n.sum())
    y, women = int(others.events.sum()), int(others.n.sum())
    both, sizes = [x, y], [size, women]
    many = size + women > methods.binary.BOSCHLOO_UP_TO
    gap = methods.binary.risk_difference(
        events=both,
        n=sizes,
        interval="miettinen_nurminen",
        test="fisher" if many else "boschloo",
        confidence=confidence(level),
    )
    one_sided = methods.binary.fisher_p if many else methods.binary.boschloo_p
    more = one_sided([[x], [y]], [[size], [women]], "greater")
    low, high = clopper_pearson(both, sizes, level)
    return Compared(
        events=x,
        n=size,
        share=x / size,
        low=float(low[0]),
        high=float(high[0]),
        comparator_share=y / women,
        comparator_low=float(low[1]),
        comparator_high=float(high[1]),
        difference=gap.estimate,
        difference_low=gap.low,
        difference_high=gap.high,
        p_greater=float(more[0]) if 0 < x + y < size + women else math.nan,
        p=gap.p_value,
        level=level,
        method=_OF_MANY if many else COMPARATOR,
        notes=(
            said_first(len(cells.n), size),
            "one share for all studies of usual care was assumed; where they differ the interval is too narrow",
        ),
    )
