"""What a replicate study would have printed of its women: one number a study and outcome."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from antral.analysis import Valued
from antral.evidence.replicas.replica import Reported
from antral.protocol import Endpoint

_ALPHA = 0.05
"""Of the paired t test behind a change that is printed as significant."""

Floats = NDArray[np.float64]


def printed(found: Valued, reported: Reported, endpoint: Endpoint, arms: list[str]) -> Floats:
    """What each replicate study would have printed of one outcome, in the model's unit. `[trial]`

    Women whose endpoint is not estimable count as without the event; they are left out of means. NaN where a mean has
    no woman, or a test fewer than two.

    Parameters
    ----------
    arms
        The arms of the protocol in the order of the layout.
    """
    derived, layout = found.values[reported.endpoint], found.layout
    mine = np.isin(layout.arm, [arms.index(name) for name in reported.arms])
    trial, value = layout.trial[mine], derived.value[mine]
    women = np.bincount(trial, minlength=layout.trials).astype(np.float64)
    if reported.kind in ("count", "percent") or reported.rule == "anyone":
        events = np.bincount(trial[_event(value, endpoint)], minlength=layout.trials).astype(np.float64)
        if reported.rule == "anyone":
            return (events > 0.0).astype(np.float64)
        return events if reported.kind == "count" else 100.0 * events / women
    start = np.full(len(value), np.nan) if derived.baseline is None else derived.baseline[mine]
    asked = {"mean_at_entry": start, "mean": start + value}.get(reported.kind, value)
    mean, sd, n = _mean(trial, asked, layout.trials)
    if reported.kind != "direction":
        return mean
    if reported.rule == "mean":
        return np.sign(mean)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = mean / (sd / np.sqrt(n))
        sure = np.abs(t) >= stdtrit(n - 1.0, 1.0 - _ALPHA / 2.0)
    return np.where(n > 1.0, np.where(sure, np.sign(mean), 0.0), np.nan)


def _event(value: Floats, endpoint: Endpoint) -> NDArray[np.bool_]:
    """Who had the event; of a change, whose value went the good way."""
    if endpoint.is_count:
        happened: NDArray[np.bool_] = value == 1.0
        return happened
    better: NDArray[np.bool_] = value < 0.0 if endpoint.direction == "decrease" else value > 0.0
    return better


def _mean(trial: NDArray[np.int64], value: Floats, trials: int) -> tuple[Floats, Floats, Floats]:
    """Mean, standard deviation and number of the values of each trial, NaN left out. `[trial]`"""
    known = np.isfinite(value)
    trial, value = trial[known], value[known]
    n = np.bincount(trial, minlength=trials).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(trial, value, minlength=trials) / n
        square = np.bincount(trial, (value - mean[trial]) ** 2, minlength=trials)
        return mean, np.sqrt(square / (n - 1.0)), n
