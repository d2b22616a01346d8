"""Named scenarios of what cells do, and the draws that turn one into parameters for each woman."""

from functools import cache
from typing import Annotated, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from antral.core import InputError, Purpose, Tag, uniforms
from antral.records import names, parameters, path, read_model
from antral.therapy.cells import CellParameters

_GAINS: Final = ("quality_gain", "antral_gain", "activation_gain")


class _Draw(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Fixed(_Draw):
    """The same value in every trial."""

    kind: Literal["fixed"]
    value: float

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value, whatever the uniform number."""
        return np.full_like(u, self.value)


class HalfNormal(_Draw):
    """The size of a normal number, cut to limits."""

    kind: Literal["half_normal"]
    scale: float = Field(gt=0.0)
    low: float = 0.0
    high: float = float("inf")

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        from scipy.special import ndtri

        result: NDArray[np.float64] = np.clip(self.scale * ndtri(0.5 + 0.5 * u), self.low, self.high)
        return result


class LogNormal(_Draw):
    """A log-normal number."""

    kind: Literal["log_normal"]
    median: float = Field(gt=0.0)
    sd_log: float = Field(gt=0.0)

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        from scipy.special import ndtri

        result: NDArray[np.float64] = self.median * np.exp(self.sd_log * ndtri(u))
        return result


class Uniform(_Draw):
    """A uniform number."""

    kind: Literal["uniform"]
    low: float
    high: float

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        result: NDArray[np.float64] = self.low + (self.high - self.low) * u
        return result


class LogUniform(_Draw):
    """A number whose logarithm is uniform."""

    kind: Literal["log_uniform"]
    low: float = Field(gt=0.0)
    high: float = Field(gt=0.0)

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        result: NDArray[np.float64] = self.low * (self.high / self.low) ** u
        return result


Draw = Annotated[Fixed | HalfNormal | LogNormal | Uniform | LogUniform, Field(discriminator="kind")]


class Scenario(BaseModel):
    """What cells are assumed to do."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str
    title: str
    meaning: str
    tag: Tag
    source: str
    responders: float = Field(ge=0.0, le=1.0)
    """Share of women in whom cells have any effect."""
    zero_effect: float = Field(default=0.0, ge=0.0, le=1.0)
    """Share of trials in which cells have no effect in anybody."""
    draws: dict[str, Draw]
    """Parameters of `CellParameters` that differ from the records; one draw a trial."""
    hormone_link: float = Field(default=1.0, ge=0.0, le=1.0)
    """How far hormone tablets ease ovulation by lowering LH: 1 as the model has it, 0 not at all."""
    zero: str = "none"
    """The scenario without cells that stands beside this one."""

    @model_validator(mode="after")
    def _known_parameters(self) -> "Scenario":
        unknown = sorted(set(self.draws) - set(CellParameters._fields))
        if unknown:
            raise ValueError(f"unknown parameters of cells: {', '.join(unknown)}")
        return self

    @property
    def has_effect(self) -> bool:
        """Whether cells do anything in anybody."""
        return bool(set(self.draws) & set(_GAINS)) and self.responders > 0.0 and self.zero_effect < 1.0


def scenarios() -> list[str]:
    """The names of the shipped scenarios."""
    return names("scenarios")


def scenario(name: str | Scenario) -> Scenario:
    """One shipped scenario by name; a scenario that was made from one is given back."""
    return name if isinstance(name, Scenario) else shipped(name)


@cache
def shipped(name: str) -> Scenario:
    """One scenario on record by name, read once."""
    if name not in scenarios():
        raise InputError(f"effect {name!r} is not known; write one of: {', '.join(scenarios())}.")
    return read_model(Scenario, path("scenarios", f"{name}.yaml"))


def typical_cells() -> CellParameters:
    """The parameters of cells as the records state them, without any effect."""
    entries = parameters("cells", folder="therapy")
    return CellParameters(*(entries[name].value for name in CellParameters._fields))


def draw(chosen: Scenario, seed: int, trials: NDArray[np.int64], patients: NDArray[np.int64]) -> CellParameters:
    """Parameters of cells for each woman: one draw a trial, and whether she responds.

    The same trial number has the same luck in every scenario and arm, so that two designs differ only by design.

    Parameters
    ----------
    trials, patients
        Trial and number of each woman. `[patient]`

    Returns
    -------
    Arrays `[patient]`.
    """
    values = {name: np.full(len(trials), value) for name, value in typical_cells()._asdict().items()}
    for position, name in enumerate(CellParameters._fields):
        if name in chosen.draws:
            u = uniforms(seed, trials, 0, Purpose.EFFECT, position + 1)[..., 0]
            values[name] = chosen.draws[name].value_at(u)
    works = uniforms(seed, trials, 0, Purpose.EFFECT, 0)[..., 0] >= chosen.zero_effect
    responds = uniforms(seed, trials, patients, Purpose.RESPONDER, 0)[..., 0] < chosen.responders
    for name in _GAINS:
        values[name] = values[name] * works * responds
    return CellParameters(**values)  # type: ignore[arg-type]


def strength(chosen: Scenario, seed: int, trials: NDArray[np.int64]) -> NDArray[np.float64]:
    """How strong the effect drawn for each trial is: share of the quality deficit restored at full repair. `[trial]`

    The same in all trials where the scenario draws nothing anew.
    """
    drawn = chosen.draws.get("quality_gain")
    if drawn is None:
        return np.zeros(len(trials))
    u = uniforms(seed, trials, 0, Purpose.EFFECT, CellParameters._fields.index("quality_gain") + 1)[..., 0]
    works = uniforms(seed, trials, 0, Purpose.EFFECT, 0)[..., 0] >= chosen.zero_effect
    return drawn.value_at(u) * works
