"""How many of the drawn women of an aetiology are diagnosed: what candidates of a mix are weighted by."""

import math
from typing import Final

import numpy as np

from antral.core import DIAGNOSIS_TRIAL, Tag
from antral.population.diagnosis import at_diagnosis, is_diagnosed
from antral.population.record import DiagnosedShare

_BATCH: Final = 2048
_COMMAND: Final = "python -m antral.population.shares --record"


def diagnosed_share(aetiology: str, *, seed: int, women: int) -> DiagnosedShare:
    """The share of drawn women who see a doctor and meet the guideline when the disease shows, with its error.

    It is simulated with the values in force. A vector that changes women changes it too: unless the vector holds
    `AETIOLOGY.diagnosed_share` of its own, mixes are weighted by the share on record.
    """
    found = 0
    for first in range(0, women, _BATCH):
        numbers = np.arange(first, min(first + _BATCH, women))
        then = at_diagnosis(aetiology, numbers, seed=seed)
        found += int(is_diagnosed(then, seed=seed, luck=DIAGNOSIS_TRIAL).sum())
    share = found / women
    return DiagnosedShare(
        value=round(share, 5),
        mcse=round(math.sqrt(share * (1.0 - share) / women), 5),
        women=women,
        tag=Tag.FITTED,
        source=_COMMAND,
    )
