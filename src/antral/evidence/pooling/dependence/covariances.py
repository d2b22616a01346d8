"""Covariances of effects of one study: a control group used twice, or outcomes of the same women."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.dependence.clusters import numbered
from antral.evidence.pooling.dependence.working import identities
from antral.evidence.pooling.effect_sizes.effects import columns
from antral.evidence.pooling.sample import Numbers, sample


def control_part(measure: str, **control: ArrayLike) -> Numbers:
    """What a control group adds to the variance of an effect: the covariance of two effects that share it.

    Source: Gleser and Olkin 2009, in The Handbook of Research Synthesis, 357. For RR, OR and RD give `control_events`
    and `control_n` (none empty); for MD `control_sd` and `control_n`; for ROM also `control_mean`.

    Returns
    -------
    `[effect]`.
    """
    needs = {
        "RR": ("control_events", "control_n"),
        "OR": ("control_events", "control_n"),
        "RD": ("control_events", "control_n"),
        "MD": ("control_sd", "control_n"),
        "ROM": ("control_mean", "control_sd", "control_n"),
    }
    if measure not in needs:
        raise InputError(f"measure: the part of a control is known of {', '.join(needs)}, not of {measure!r}.")
    if set(control) != set(needs[measure]):
        raise InputError(f"{measure} needs {', '.join(needs[measure])}; it got {', '.join(control)}.")
    given, _ = columns(None, control)
    n = given["control_n"]
    if measure in ("MD", "ROM"):
        part = given["control_sd"] ** 2 / n
        return np.asarray(part if measure == "MD" else part / given["control_mean"] ** 2)
    events = given["control_events"]
    if ((events <= 0) | (events >= n)).any():
        raise InputError("control_events: a control group without, or with only, events has no such part.")
    parts = {"RR": 1 / events - 1 / n, "OR": 1 / events + 1 / (n - events), "RD": events * (n - events) / n**3}
    return np.asarray(parts[measure])


def shared_control(vi: ArrayLike, control: Sequence[object], part: ArrayLike) -> Numbers:
    """Covariance matrix of effects, some of which share a control group, `[effect, effect]`.

    Parameters
    ----------
    vi
        Sampling variances, `[effect]`.
    control
        Name of the control group of each effect, `[effect]`.
    part
        What the group adds to the variance, as `control_part` gives it, `[effect]`.
    """
    variances = sample(np.zeros_like(np.asarray(vi, float)), vi).vi
    ids, _ = numbered(control, len(variances), "control")
    parts = np.broadcast_to(np.asarray(part, float), variances.shape)
    if (parts <= 0).any() or (parts >= variances).any():
        raise InputError("part: what the control group adds must lie between zero and the variance of the effect.")
    return _filled(variances, identities(ids) * np.sqrt(np.outer(parts, parts)))


def shared_women(vi: ArrayLike, study: Sequence[object], correlation: float) -> Numbers:
    """Covariance matrix of outcomes of the same women under one assumed correlation, `[effect, effect]`."""
    variances = sample(np.zeros_like(np.asarray(vi, float)), vi).vi
    if not -1 < correlation < 1:
        raise InputError(f"correlation: a number between -1 and 1 was wanted; it is {correlation:g}.")
    ids, _ = numbered(study, len(variances))
    return _filled(variances, correlation * identities(ids) * np.sqrt(np.outer(variances, variances)))


def _filled(variances: Numbers, off: Numbers) -> Numbers:
    """A matrix with these variances on its diagonal."""
    return np.asarray(off - np.diag(np.diag(off)) + np.diag(variances))
