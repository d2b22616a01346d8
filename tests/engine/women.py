"""A mixed company of women for the tests of the engine: healthy and ill; some have cells, hormones, or wish a child."""

import numpy as np

from antral.engine import Infusions, Tablets, advance, start
from antral.physiology import typical
from antral.therapy import calendars, hormone_parameters, regimen, regimens, typical_cells

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
    """Their state on day 0; cells and hormones would work in all of them, every other woman of those ill is trying."""
    ids = np.asarray(ids)
    cells = typical_cells()._replace(quality_gain=0.8, antral_gain=0.3, activation_gain=0.2, signal_half=2e4)
    kinds = [regimen(name) for name in regimens()]
    hormones = hormone_parameters(kinds, ids % len(kinds), SEED, np.zeros_like(ids), ids)
    hormones = hormones._replace(link=np.where(ids % 7 == 0, 0.25, 1.0))
    state = start(parameters(ids), primordial(ids), ids, SEED)
    return state.treated(cells).taking(hormones).trying(22.0 + ids % 20, np.where(ids % 4 < 2, 1.0, 0.0))


def infusions(ids, dose=1.0):
    """Every third woman has cells on day 20, every sixth again on day 75."""
    ids = np.asarray(ids)
    day = np.stack([np.where(ids % 3 == 0, 20, -1), np.where(ids % 6 == 0, 75, -1)], axis=1)
    given = np.broadcast_to([[5e7, 2e7]], day.shape) * dose
    return Infusions(day, given, given * 0.001)


def tablets(ids):
    """Of five women one takes tablets from day 10 to day 90, another from day 40 on, not always."""
    ids = np.asarray(ids)
    kinds = [regimen(name) for name in regimens()]
    whose = np.where(ids % 5 < 2, ids % len(kinds), -1)
    first, last = np.where(ids % 5 == 0, 10, 40), np.where(ids % 5 == 0, 90, 10_000)
    return Tablets(*calendars(kinds), whose, first, last, np.where(ids % 2 == 0, 1.0, 0.8))


def given(ids):
    """Everything they are given."""
    return {"infusions": infusions(ids), "tablets": tablets(ids)}


def live(ids, days=137, **options):
    """Their state and course after some days."""
    ids = np.asarray(ids)
    return advance(begin(ids), days, seed=SEED, **given(ids), **options)


def same(first, second):
    """Whether two arrays have the same bits (NaN equal to itself)."""
    return first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()
