"""The thirteen-equation menstrual cycle of Margolskee and Selgrade, solved by Heun's rule.

Used to test the tools that read a cycle, and to compare the shape of hormone curves. Not a model of a patient.
Plain floats, not arrays: thirteen numbers a step are faster so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.records import load_yaml, path

State = tuple[float, ...]
Slopes = Callable[[State, float], State]
Ovarian = Callable[[State], tuple[float, float, float]]


class Masses(NamedTuple):
    """State of the cycle: pituitary stores (IU), blood LH and FSH (IU/L), and masses of the ovarian stages."""

    releasable_lh: float
    lh: float
    releasable_fsh: float
    fsh: float
    recruited: float
    growing: float
    dominant: float
    scar_1: float
    scar_2: float
    luteal_1: float
    luteal_2: float
    luteal_3: float
    luteal_4: float


@dataclass(frozen=True)
class CycleOracle:
    """The solved cycle: its period, the mean peak of each hormone, and the course itself."""

    period_days: float
    lh_peak: float
    """IU/L on an old standard, about twice today's values."""
    fsh_peak: float
    """IU/L."""
    e2_peak: float
    """pg/mL."""
    p4_peak: float
    """ng/mL."""
    inhibin_a_peak: float
    """IU/mL."""
    t_days: NDArray[np.float64]
    """`[time]`, days."""
    hormones: dict[str, NDArray[np.float64]]
    """lh, fsh, e2, p4 and inhibin_a, each `[time]`."""


def cycle_oracle(days: float = 250.0, step_days: float = 0.002, settle_days: float = 100.0) -> CycleOracle:
    """Solve the cycle and read its period and peaks after it has settled.

    Parameters
    ----------
    days
        Length of the run; at least three periods beyond `settle_days`.
    step_days
        Step of Heun's rule; stable up to about 0.002 d.
    settle_days
        Days at the start that are not read.

    Sources
    -------
    Equations and values: `records/reference/cycle_oracle.yaml`.
    """
    if not (0 < step_days <= 0.01 and days >= settle_days + 90):
        raise InputError(
            f"The cycle oracle wants a step in (0, 0.01] d and at least 90 d after settling; "
            f"got a step of {step_days:g} d and {days:g} d with {settle_days:g} d to settle."
        )
    record = load_yaml(path("reference", "cycle_oracle.yaml"))
    values = {str(name): float(entry["value"]) for name, entry in record["parameters"].items()}
    start = Masses(**{str(name): float(value) for name, value in record["start"].items()})
    t_days, hormones = _solve(values, start, days, step_days)
    return _read(t_days, hormones, settle_days)


def _solve(
    values: dict[str, float], start: Masses, days: float, step: float
) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Heun's rule; the inhibin that the pituitary feels is that of `inhibin_delay` days before."""
    slopes, ovarian = _equations(values)
    delay = round(values["inhibin_delay"] / step)
    state = tuple(start)
    felt = [ovarian(state)[2]] * (delay + 1)  # inhibin A of the last `delay` steps, the oldest first (used as a ring)
    steps = round(days / step)
    course = np.empty((steps, 5))
    for n in range(steps):
        oldest, second = felt[n % (delay + 1)], felt[(n + 1) % (delay + 1)]
        k1 = slopes(state, oldest)
        predicted = tuple(y + step * k for y, k in zip(state, k1, strict=True))
        k2 = slopes(predicted, second)
        state = tuple(y + 0.5 * step * (a + b) for y, a, b in zip(state, k1, k2, strict=True))
        e2, p4, inhibin = ovarian(state)
        felt[n % (delay + 1)] = inhibin
        course[n] = state[1], state[3], e2, p4, inhibin
    names = ("lh", "fsh", "e2", "p4", "inhibin_a")
    t_days = np.arange(1, steps + 1, dtype=np.float64) * step
    return t_days, {name: course[:, k] for k, name in enumerate(names)}


def _equations(v: dict[str, float]) -> tuple[Slopes, Ovarian]:
    """The right-hand side, and E2, P4 and inhibin A of a state."""
    e0, eg, ed, el4 = v["e2_base"], v["e2_growing"], v["e2_dominant"], v["e2_luteal_4"]
    p3, p4 = v["p4_luteal_3"], v["p4_luteal_4"]
    i0, id_, il2, il3 = v["inhibin_base"], v["inhibin_dominant"], v["inhibin_luteal_2"], v["inhibin_luteal_3"]
    kl, klp, kle = v["lh_release"], v["lh_release_p4"], v["lh_release_e2"]
    kf, kfp, kfe = v["fsh_release"], v["fsh_release_p4"], v["fsh_release_e2"]
    v0, v1, power = v["lh_synthesis"], v["lh_synthesis_surge"], v["lh_synthesis_e2_power"]
    half, ki_lp = v["lh_synthesis_e2_half"] ** power, v["lh_synthesis_p4_half"]
    vf, ki_fi, ki_fp = v["fsh_synthesis"], v["fsh_synthesis_inhibin"], v["fsh_synthesis_p4"]
    volume, al, af = v["blood_volume"], v["lh_clearance"], v["fsh_clearance"]
    b, c1, ki_rp = v["recruited_by_fsh"], v["recruited_growth"], v["recruited_p4_half"]
    c2, alpha = v["recruited_to_growing"], v["recruited_to_growing_power"]
    c3, c4, gamma = v["growing_to_dominant"], v["dominant_to_scar"], v["dominant_to_scar_power"]
    d1, d2 = v["scar_1"], v["scar_2"]
    k1, k2, k3, k4 = v["luteal_1"], v["luteal_2"], v["luteal_3"], v["luteal_4"]

    def ovarian(y: State) -> tuple[float, float, float]:
        growing, dominant, l2, l3, l4 = y[5], y[6], y[10], y[11], y[12]
        return (
            e0 + eg * growing + ed * dominant + el4 * l4,
            p3 * l3 + p4 * l4,
            i0 + id_ * dominant + il2 * l2 + il3 * l3,
        )

    def slopes(y: State, inhibin: float) -> State:
        rl, lh, rf, fsh, r, g, d, s1, s2, l1, l2, l3, l4 = y
        e2, p, _ = ovarian(y)
        lh_released = kl * (1 + klp * p) * rl / (1 + kle * e2)
        fsh_released = kf * (1 + kfp * p) * rf / (1 + kfe * e2 * e2)
        driven = e2**power
        to_growing = c2 * lh**alpha * r
        to_dominant = c3 * lh * g
        to_scar = c4 * lh**gamma * d
        return (
            (v0 + v1 * driven / (half + driven)) / (1 + p / ki_lp) - lh_released,
            lh_released / volume - al * lh,
            vf / (1 + inhibin / ki_fi + p / ki_fp) - fsh_released,
            fsh_released / volume - af * fsh,
            (b + c1 * r) * fsh / (1 + p / ki_rp) - to_growing,
            to_growing - to_dominant,
            to_dominant - to_scar,
            to_scar - d1 * s1,
            d1 * s1 - d2 * s2,
            d2 * s2 - k1 * l1,
            k1 * l1 - k2 * l2,
            k2 * l2 - k3 * l3,
            k3 * l3 - k4 * l4,
        )

    return slopes, ovarian


def _read(t_days: NDArray[np.float64], hormones: dict[str, NDArray[np.float64]], settle_days: float) -> CycleOracle:
    """Period from the surges of LH, peaks as the mean of each whole cycle's maximum."""
    keep = t_days > settle_days
    t = t_days[keep]
    read = {name: values[keep] for name, values in hormones.items()}
    lh = read["lh"]
    level = 0.5 * (lh.max() + lh.min())
    rises = np.flatnonzero((lh[:-1] < level) & (lh[1:] >= level))
    if len(rises) < 2:
        raise InputError(f"The cycle oracle found {len(rises)} LH surges after {settle_days:g} d; lengthen the run.")
    crossed = t[rises] + (level - lh[rises]) / (lh[rises + 1] - lh[rises]) * (t[rises + 1] - t[rises])
    period = float(np.mean(np.diff(crossed)))

    def peak(name: str) -> float:
        values = read[name]
        return float(np.mean([values[a:b].max() for a, b in pairwise(rises)]))

    return CycleOracle(
        period_days=period,
        lh_peak=peak("lh"),
        fsh_peak=peak("fsh"),
        e2_peak=peak("e2"),
        p4_peak=peak("p4"),
        inhibin_a_peak=peak("inhibin_a"),
        t_days=t_days,
        hormones=hormones,
    )
