"""How many women had at least one event: the incidence of an adverse event."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis.methods.binary.share import share
from antral.analysis.methods.result import Result
from antral.core import InputError

INCIDENCE = "incidence of adverse events"


def incidence(*, events: ArrayLike, interval: str = "clopper_pearson", confidence: float = 0.95) -> Result:
    """The share of women with at least one event, however long each was watched.

    Where women were watched for different times, a rate answers more (`rate`). Two groups are compared with
    `binary.risk_difference`.

    Parameters
    ----------
    events
        `[woman]`, how many events each had; NaN where it is not known.
    interval
        As in `binary.share`.
    """
    each = np.asarray(events, dtype=float)
    if each.ndim != 1 or np.any(np.isinf(each)) or np.any(each < 0):
        raise InputError("events: a number of events, 0 or more, was wanted for each woman.")
    known = each[~np.isnan(each)]
    found = share(events=int((known > 0).sum()), n=len(known), interval=interval, confidence=confidence)
    return replace(
        found,
        method=f"{INCIDENCE}: {found.method}",
        effect="share of women with at least one event",
        left_out=int(np.isnan(each).sum()),
        details={"events": float(known.sum())},
    )
