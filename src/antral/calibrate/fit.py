"""The record of a calibration: which numbers are fitted, and what was thought of them before."""

import math
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field
from scipy.special import expit, logit

from antral.core import InputError, RecordError, Tag
from antral.records import Strict, Vector, names, number, path, read_model
from antral.verify import Part

_FOLDER = "calibration"
_OF_95 = 1.959963984540054  # standard normal quantile of 97.5 %


class Stated(Strict):
    """What the record says of a fitted number."""

    width: float = Field(gt=0)
    """Standard deviation of the prior near its median: relative on the log scale, in units on the linear one."""
    scale: Literal["log", "linear"] = "log"
    median: float | None = None
    """Of the prior; where absent, the value on record. Stated once the value on record comes from the fit itself."""
    low: float | None = None
    high: float | None = None
    """Limits of the prior; where absent, the range in the number's own record."""
    tag: Tag
    source: str = Field(min_length=3)


class SharedError(Strict):
    """An error that several targets have in common: the scale of one assay, the level of one cohort.

    Their errors are sd × e with the same standard normal e; what is left of each target's own spread is its own.
    """

    sd: dict[str, float] = Field(min_length=2)
    """By key of the target, in the unit of its row; a sign where one error moves targets against each other."""
    tag: Tag
    source: str = Field(min_length=3)


class Prior:
    """A number between limits whose logit, on its scale, is normal about its median.

    With the scale's function f (logarithm or identity), limits a, b and median m, the position
    t = (f(x) − f(a)) / (f(b) − f(a)) has the standardised logit z = (logit t − logit t_m) / s, and z is standard normal
    before the fit; s is chosen so that f(x) has the stated standard deviation to first order.

    Parameters
    ----------
    name
        Of the number, as `records.number` knows it. `RecordError` where there is none or its limits do not hold it.
    """

    def __init__(self, name: str, stated: Stated) -> None:
        known = number(name)
        self.name, self.stated = name, stated
        self.median = known.value if stated.median is None else stated.median
        self.low = known.low if stated.low is None else stated.low
        self.high = known.high if stated.high is None else stated.high
        self._log = stated.scale == "log"
        where = f"calibration, {name}"
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            raise RecordError(f"{where}: {known.record}.yaml states no range; give low and high.")
        if self._log and self.low <= 0.0:
            raise RecordError(f"{where}: low = {self.low:g}, but a logarithmic scale wants more than 0.")
        if not self.low < self.median < self.high:
            raise RecordError(
                f"{where}: its median, {self.median:g}, does not lie between {self.low:g} and {self.high:g}."
            )
        self._ends = (self._on_scale(self.low), self._on_scale(self.high))
        share = self._share(self.median)
        self._centre = float(logit(share))
        self._spread = stated.width / ((self._ends[1] - self._ends[0]) * share * (1.0 - share))

    def value(self, z: ArrayLike) -> NDArray[np.float64]:
        """The number at a standardised position, always inside its limits."""
        share = expit(self._centre + self._spread * np.asarray(z, np.float64))
        on_scale = self._ends[0] + (self._ends[1] - self._ends[0]) * share
        found: NDArray[np.float64] = np.exp(on_scale) if self._log else np.asarray(on_scale)
        return np.clip(found, self.low, self.high)

    def position(self, value: float) -> float:
        """The standardised position of a number inside its limits."""
        return (float(logit(self._share(value))) - self._centre) / self._spread

    def told(self) -> dict[str, float | str]:
        """Its scale, and the ends between which 95 % of it lie."""
        low, high = self.value(np.array([-_OF_95, _OF_95])).tolist()
        return {"low": low, "high": high, "scale": self.stated.scale}

    def _on_scale(self, value: float) -> float:
        return math.log(value) if self._log else value

    def _share(self, value: float) -> float:
        return (self._on_scale(value) - self._ends[0]) / (self._ends[1] - self._ends[0])


class Fit(Strict):
    """One part of the calibration."""

    part: Part
    follows: Part | None = None
    """The part whose posterior is carried into this one: each member runs with one of its vectors."""
    parameters: dict[str, Stated] = Field(min_length=1)
    """By name, as `records.number` knows it."""
    shared_errors: dict[str, SharedError] = Field(default_factory=dict)
    """What errors of targets have in common, by a name; each is a part of the spread stated with the target."""

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """Of the fitted numbers, in the order of the record; a name or limit that does not fit is a `RecordError`."""
        return tuple(Prior(name, stated) for name, stated in self.parameters.items())

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fitted numbers."""
        return tuple(self.parameters)

    def values(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Numbers at standardised positions. Both `[member, number]`."""
        return np.stack([prior.value(z[:, i]) for i, prior in enumerate(self.priors)], axis=1)

    def vector(self, z: NDArray[np.float64], carried: Vector) -> Vector:
        """The vector of one member. `z` is `[number]`."""
        return Vector({**carried, **{prior.name: float(prior.value(z[i])) for i, prior in enumerate(self.priors)}})


def parts() -> list[str]:
    """The parts on record, in the order in which they are fitted: one after the part it follows."""
    found: list[str] = []
    waiting = {name: read_model(Fit, path(_FOLDER, f"{name}.yaml")).follows for name in names(_FOLDER)}
    while waiting:
        ready = [name for name, before in waiting.items() if before is None or before in found]
        if not ready:
            raise RecordError(f"calibration: {', '.join(waiting)} follow one another in a circle, or an unknown part.")
        found += ready
        waiting = {name: before for name, before in waiting.items() if name not in ready}
    return found


def fit(part: str) -> Fit:
    """The record of one part, such as `fit("poi")`."""
    if part not in names(_FOLDER):
        raise InputError(f"there is no calibration of {part!r}; write one of: {', '.join(parts())}.")
    found = read_model(Fit, path(_FOLDER, f"{part}.yaml"))
    if found.part != part:
        raise RecordError(f"calibration/{part}.yaml, part: {part!r}, the name of the file, was wanted.")
    return found
