"""A mixed company of women for the tests of the engine: healthy and ill, some of them treated."""

import numpy as np

from antral.engine import Infusions, advance, start
from antral.physiology import typical
from antral.therapy import typical_cells

SEED = 5


def parameters(ids):
    """Each woman's parameters are a function of her number."""
    ids = np.asarray(ids)
    ill = ids % 2 == 1
    p = typical()
    quality = p.quality._replace(own=np.where(ill, 0.2 + 0.05 * (ids % 7), 1.0), fluctuation=np.where(ill, 1.4, 0.0))
    fsh = p.fsh._replace(drive_most=p.fsh.drive_most * (0.9 + 0.02 * (ids % 11)))
    return p._replace(quality=quality, fsh=fsh)


def primordial(ids):
    return np.where(np.asarray(ids) % 2 == 1, 800.0 + 300 * (np.asarray(ids) % 13), 50_000.0)


def begin(ids):
    """Their state on day 0; cells would work in all of them."""
    cells = typical_cells()._replace(quality_gain=0.8, antral_gain=0.3, activation_gain=0.2, signal_half=2e4)
    return start(parameters(ids), primordial(ids), ids, SEED).treated(cells)


def infusions(ids, dose=1.0):
    """Every third woman has cells on day 20, every sixth again on day 75."""
    ids = np.asarray(ids)
    day = np.stack([np.where(ids % 3 == 0, 20, -1), np.where(ids % 6 == 0, 75, -1)], axis=1)
    given = np.broadcast_to([[5e7, 2e7]], day.shape) * dose
    return Infusions(day, given, given * 0.001)


def live(ids, days=137, **options):
    """Their state and course after some days."""
    ids = np.asarray(ids)
    return advance(begin(ids), days, seed=SEED, infusions=infusions(ids), **options)


def same(first, second):
    """Whether two arrays have the same bits (NaN equal to itself)."""
    return first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()
