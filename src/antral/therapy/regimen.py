"""Regimens of hormone replacement, by record, and the draws that turn one into parameters for each woman."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from antral.core import InputError, Purpose, Tag, normal
from antral.records import Parameter, Strict, cached, names, path, read_model
from antral.therapy.hormones import NONE, HormoneParameters

_FOLDER = "hormone_therapies"


class Phase(Strict):
    """Days of a calendar on which she takes the same."""

    days: int = Field(ge=1, le=366)
    estradiol_mg: float = Field(default=0.0, ge=0.0)
    progestogen_mg: float = Field(default=0.0, ge=0.0)


class Kinetics(Strict):
    """How a woman of average exposure takes up and loses the hormones."""

    absorption: Parameter
    estradiol_per_mg: Parameter
    estradiol_elimination: Parameter
    estradiol_cv: Parameter
    """Spread of exposure to estradiol between women, log-normal with mean 1."""
    progestogen_elimination: Parameter
    progestogen_per_mg: Parameter
    progestogen_cv: Parameter
    pituitary_weight: Parameter

    @model_validator(mode="after")
    def _rates_differ(self) -> "Kinetics":
        if math.isclose(self.absorption.value, self.estradiol_elimination.value, rel_tol=0.02):
            raise ValueError("absorption and estradiol_elimination must differ by more than 2 %")
        return self


class Regimen(Strict):
    """A hormone replacement: its calendar and kinetics."""

    name: str
    title: str
    calendar: tuple[Phase, ...] = Field(min_length=1)
    hour: float = Field(ge=0.0, lt=24.0)
    """Hour of the day at which she takes it."""
    hour_tag: Tag
    route: Literal["oral", "transdermal"]
    progestogen: str
    cyproterone: bool
    measured_as_progesterone: bool
    """Whether the progestogen is progesterone itself, which an assay reads."""
    tag: Tag
    source: str = Field(min_length=3)
    kinetics: Kinetics

    @property
    def days(self) -> int:
        """Length of the calendar."""
        return sum(phase.days for phase in self.calendar)


class Calendars(NamedTuple):
    """What is taken on each day of some regimens; the shorter ones are padded with nothing."""

    estradiol_mg: NDArray[np.float64]
    """`[regimen, day]`"""
    progestogen_mg: NDArray[np.float64]
    """`[regimen, day]`"""
    length: NDArray[np.int64]
    """Days of each calendar. `[regimen]`"""
    hour: NDArray[np.float64]
    """Hour of the day. `[regimen]`"""


def regimens() -> list[str]:
    """The names of the shipped regimens."""
    return names(_FOLDER)


@cached
def regimen(name: str) -> Regimen:
    """One shipped regimen by name."""
    if name not in regimens():
        raise InputError(f"hormone regimen {name!r} is not known; write one of: {', '.join(regimens())}.")
    return read_model(Regimen, path(_FOLDER, f"{name}.yaml"))


def calendars(chosen: Sequence[Regimen]) -> Calendars:
    """The calendars of some regimens, in their order."""
    longest = max((one.days for one in chosen), default=1)
    given = np.zeros((2, len(chosen), longest))
    for row, one in enumerate(chosen):
        for place, amounts in enumerate(
            ([phase.estradiol_mg for phase in one.calendar], [phase.progestogen_mg for phase in one.calendar])
        ):
            given[place, row, : one.days] = np.repeat(amounts, [phase.days for phase in one.calendar])
    length = np.array([one.days for one in chosen], np.int64)
    return Calendars(given[0], given[1], length, np.array([one.hour for one in chosen], np.float64))


def hormone_parameters(
    chosen: Sequence[Regimen],
    which: NDArray[np.int64],
    seed: int,
    trials: NDArray[np.int64],
    patients: NDArray[np.int64],
    *,
    link: float = 1.0,
) -> HormoneParameters:
    """Parameters of hormones for each woman, with her own exposure; the same woman has it in every regimen and arm.

    Parameters
    ----------
    which
        Place of each woman's regimen in `chosen`; −1 for none. `[patient]`
    trials, patients
        Trial and number of each woman. `[patient]`
    link
        1: hormones ease ovulation by lowering LH, as the model has it; 0: they do not.

    Returns
    -------
    Arrays `[patient]`.
    """
    index = np.asarray(which, np.int64)
    if index.size and not -1 <= index.min() <= index.max() < len(chosen):
        raise ValueError(f"regimens are numbered 0 to {len(chosen) - 1}, or −1 for none; {set(index.tolist())} came")
    z = [normal(seed, trials, patients, Purpose.EXPOSURE, ordinal) for ordinal in (0, 1)]
    values = {name: np.full(index.shape, value) for name, value in NONE._asdict().items()}
    for row, one in enumerate(chosen):
        hers = index == row
        k = one.kinetics
        exposure = [_exposure(cv.value, one_z) for cv, one_z in zip((k.estradiol_cv, k.progestogen_cv), z, strict=True)]
        values["absorption"][hers] = k.absorption.value
        values["estradiol_per_mg"][hers] = (k.estradiol_per_mg.value * exposure[0])[hers]
        values["estradiol_elimination"][hers] = k.estradiol_elimination.value
        values["progestogen_elimination"][hers] = k.progestogen_elimination.value
        values["progestogen_per_mg"][hers] = (k.progestogen_per_mg.value * exposure[1])[hers]
        values["pituitary_weight"][hers] = k.pituitary_weight.value
        values["measured"][hers] = float(one.measured_as_progesterone)
        values["link"][hers] = link
    return HormoneParameters(**values)  # type: ignore[arg-type]


def _exposure(cv: float, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """A log-normal number of mean 1 from a standard normal one."""
    spread = math.sqrt(math.log1p(cv * cv))
    result: NDArray[np.float64] = np.exp(spread * z - 0.5 * spread * spread)
    return result
