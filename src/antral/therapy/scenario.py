"""Named scenarios of what cells do, and the draws that turn one into parameters for each woman."""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, ConfigDict, Field, InstanceOf, PlainSerializer, model_validator

from antral.core import InputError, Purpose, Tag, uniforms
from antral.records import Strict, names, parameters, path, read_model
from antral.therapy.cells import CellParameters
from antral.therapy.delivery import donor_loss
from antral.therapy.sample import (
    HGF_LOSS,
    HGF_STRENGTH,
    OTHER_SOURCE,
    RESPONDERS,
    SOURCES,
    WORKS,
    Sample,
    shipped_sample,
)

_GAINS: Final = ("quality_gain", "antral_gain", "activation_gain")


class Fixed(Strict):
    """The same value in every trial."""

    kind: Literal["fixed"]
    value: float

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value, whatever the uniform number."""
        return np.full_like(u, self.value)


class HalfNormal(Strict):
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


class LogNormal(Strict):
    """A log-normal number."""

    kind: Literal["log_normal"]
    median: float = Field(gt=0.0)
    sd_log: float = Field(gt=0.0)

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        from scipy.special import ndtri

        result: NDArray[np.float64] = self.median * np.exp(self.sd_log * ndtri(u))
        return result


class Uniform(Strict):
    """A uniform number."""

    kind: Literal["uniform"]
    low: float
    high: float

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        result: NDArray[np.float64] = self.low + (self.high - self.low) * u
        return result


class LogUniform(Strict):
    """A number whose logarithm is uniform."""

    kind: Literal["log_uniform"]
    low: float = Field(gt=0.0)
    high: float = Field(gt=0.0)

    def value_at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at `u`."""
        result: NDArray[np.float64] = self.low * (self.high / self.low) ** u
        return result


Draw = Annotated[Fixed | HalfNormal | LogNormal | Uniform | LogUniform, Field(discriminator="kind")]


def _sample(given: Any) -> Any:
    """A sample that is named is the one that is shipped."""
    return shipped_sample(given) if isinstance(given, str) else given


def _told(sample: Sample | None) -> str | None:
    """A sample where a scenario is written down: its name and hash."""
    return None if sample is None else f"{sample.name} {sample.sha256}"


class Scenario(Strict):
    """What cells are assumed to do."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: str
    title: str
    meaning: str
    tag: Tag
    source: str
    responders: float = Field(ge=0.0, le=1.0)
    """Share of women in whom cells have any effect, where the sample does not say."""
    zero_effect: float = Field(default=0.0, ge=0.0, le=1.0)
    """Share of trials in which cells have no effect in anybody, where the sample does not say."""
    sample: Annotated[InstanceOf[Sample] | None, BeforeValidator(_sample), PlainSerializer(_told)] = None
    """Values that belong together, one row a trial: by the name of a posterior, or in memory."""
    draws: dict[str, Draw] = Field(default_factory=dict)
    """Parameters of `CellParameters` that differ from the records and the sample; one draw a trial."""
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
    def own(self) -> frozenset[str]:
        """Parameters of `CellParameters` that differ from the records."""
        sampled = set() if self.sample is None else set(self.sample.columns) & set(CellParameters._fields)
        return frozenset(sampled | set(self.draws))

    @property
    def has_effect(self) -> bool:
        """Whether cells do anything in anybody."""
        return bool(self.own & set(_GAINS)) and self.responders > 0.0 and self.zero_effect < 1.0

    @property
    def may_fail(self) -> bool:
        """Whether cells have no effect in some of the trials."""
        return self.zero_effect > 0.0 or (self.sample is not None and WORKS in self.sample.columns)


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

    The same trial number has the same luck in every scenario and arm, so that two designs differ only by design. A row
    of a sample is drawn by seed and trial number alone, with the luck that elsewhere decides whether cells work.

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
        if name in chosen.own:
            values[name] = _drawn(chosen, name, position, seed, trials)
    sampled = _sampled(chosen, RESPONDERS, seed, trials)
    share = chosen.responders if sampled is None else sampled
    responds = uniforms(seed, trials, patients, Purpose.RESPONDER, 0)[..., 0] < share
    works = _works(chosen, seed, trials)
    for name in _GAINS:
        values[name] = values[name] * works * responds
    return CellParameters(**values)  # type: ignore[arg-type]


def strength(chosen: Scenario, seed: int, trials: NDArray[np.int64]) -> NDArray[np.float64]:
    """How strong the effect drawn for each trial is: share of the quality deficit restored at full repair. `[trial]`

    The same in all trials where the scenario draws nothing anew.
    """
    if "quality_gain" not in chosen.own:
        return np.zeros(len(trials))
    position = CellParameters._fields.index("quality_gain")
    return _drawn(chosen, "quality_gain", position, seed, trials) * _works(chosen, seed, trials)


def sample_hashes(effects: Sequence[str]) -> dict[str, str]:
    """The hash of the sample of each scenario that has one: a result is made of it beside code and records."""
    found = {name: scenario(name).sample for name in effects}
    return {name: sample.sha256 for name, sample in found.items() if sample is not None}


class Factors(NamedTuple):
    """How cells of a product differ from the usual cells of a scenario. Arrays `[trial]`."""

    strength: NDArray[np.float64]
    """On the signal of a cell."""
    loss: NDArray[np.float64]
    """On how fast they are lost from the ovary."""


def product_factors(
    chosen: Scenario, seed: int, trials: NDArray[np.int64], *, tissue: str, donor: str, hgf: bool
) -> Factors:
    """What a product's tissue, donor and modification change; all tissues are alike where no sample says otherwise.

    Parameters
    ----------
    tissue
        Where the cells come from, as `records/cell_products` names it; one that is not in `SOURCES` counts as another.
    hgf
        Whether the cells carry the gene of the hepatocyte growth factor.
    """
    one = np.ones(len(trials))
    named = _sampled(chosen, SOURCES.get(tissue, OTHER_SOURCE), seed, trials)
    strong, lost = (one if named is None else named), donor_loss(donor) * one
    if not hgf:
        return Factors(strong, lost)
    more, slower = (_sampled(chosen, name, seed, trials) for name in (HGF_STRENGTH, HGF_LOSS))
    return Factors(strong if more is None else strong * more, lost if slower is None else lost * slower)


def _sampled(chosen: Scenario, name: str, seed: int, trials: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """A column of the scenario's sample at the row of each trial. `[trial]`"""
    return None if chosen.sample is None else chosen.sample.at(name, chosen.sample.row(seed, trials))


def _drawn(chosen: Scenario, name: str, position: int, seed: int, trials: NDArray[np.int64]) -> NDArray[np.float64]:
    """A number of the scenario's own for each trial; what is drawn by itself goes before the sample."""
    if name in chosen.draws:
        return chosen.draws[name].value_at(uniforms(seed, trials, 0, Purpose.EFFECT, position + 1)[..., 0])
    found = _sampled(chosen, name, seed, trials)
    assert found is not None  # own
    return found


def _works(chosen: Scenario, seed: int, trials: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether cells have any effect in each trial. `[trial]`"""
    found = _sampled(chosen, WORKS, seed, trials)
    if found is not None:
        return found > 0.0
    result: NDArray[np.bool_] = uniforms(seed, trials, 0, Purpose.EFFECT, 0)[..., 0] >= chosen.zero_effect
    return result
