"""What is assumed of the effect of cells before any study is looked at."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from antral.core import Tag
from antral.records import Strict, path, read_model
from antral.therapy import Draw, HalfNormal, Sample, Scenario

Floats = NDArray[np.float64]

QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
"""Of every number that is told with its uncertainty."""

WORKS = "works"
RESPONDERS = "responders"
NAME = "evidence"
"""Of the scenario that holds a sample of this prior, or of its posterior."""


class Spike(Strict):
    """How likely it is that cells do nothing in anybody."""

    share: float = Field(gt=0.0, lt=1.0)
    tag: Tag
    reason: str


class Assumed(Strict):
    """One number of the effect: its law, and why."""

    draw: Draw
    meaning: str
    tag: Tag
    reason: str


class Fixed(Strict):
    """What is not drawn, and why."""

    text: str
    reason: str


class Prior(Strict):
    """The law of a row of effect parameters; particles live as standard normal numbers, one a parameter.

    The first of them decides whether cells work: the spike is an event of a normal number like any other.
    """

    spike: Spike
    parameters: dict[str, Assumed] = Field(min_length=1)
    """Of the effect: what a simulated trial uses."""
    nuisance: dict[str, Assumed] = Field(default_factory=dict)
    """What the studies say something of beside, and no simulated trial uses."""
    fixed: tuple[Fixed, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """`works`, the parameters and the nuisances, in their order."""
        return (WORKS, *self.parameters, *self.nuisance)

    def columns(self, z: Floats) -> dict[str, Floats]:
        """Values of the parameters of particles.

        Parameters
        ----------
        z
            Standard normal numbers. `[particle, name]`, in the order of `names`.

        Returns
        -------
        By name, `[particle]`.
        """
        from scipy.special import ndtr

        u = np.clip(ndtr(z), 1e-12, 1.0 - 1e-12)
        works = (u[:, 0] >= self.spike.share).astype(np.float64)
        drawn = {
            name: one.draw.value_at(u[:, place])
            for place, (name, one) in enumerate({**self.parameters, **self.nuisance}.items(), start=1)
        }
        return {WORKS: works, **drawn}

    def with_scale(self, name: str, factor: float) -> "Prior":
        """The same prior with the scale of a half-normal parameter times a factor."""
        one = self.parameters[name]
        if not isinstance(one.draw, HalfNormal):
            raise TypeError(f"{name} has no scale; it is {one.draw.kind}")
        draw = one.draw.model_copy(update={"scale": one.draw.scale * factor})
        changed = one.model_copy(update={"draw": draw})
        return self.model_copy(update={"parameters": {**self.parameters, name: changed}})


def scenario_of(columns: Mapping[str, Floats]) -> Scenario:
    """A scenario in which trials 1, 2, … take the rows in turn.

    Parameters
    ----------
    columns
        By name; nuisances are passed over. `[row]`
    """
    own = {name: column for name, column in columns.items() if name not in prior().nuisance}
    rows = {name: np.asarray(column, np.float64) for name, column in own.items()}
    return Scenario(
        name=NAME,
        title="Rows of effect parameters, one a trial",
        meaning="Each trial has the effect of its row.",
        tag=Tag.ASSUMED,
        source="records/effect/prior.yaml",
        responders=1.0,
        sample=Sample("particles", rows),
    )


@cache
def prior() -> Prior:
    """The prior on record."""
    return read_model(Prior, path("effect", "prior.yaml"))
