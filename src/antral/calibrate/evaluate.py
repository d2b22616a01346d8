"""One evaluation of the simulator: the targets of a part under one vector, kept on disk once computed."""

import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import AntralError, kept
from antral.population import diagnosed_share
from antral.records import Vector, using
from antral.verify import ROWS, Company, Target, references

_WIDTH_OF_95 = 3.92
"""Standard errors between the ends of a 95 % interval."""


class Item(NamedTuple):
    """What is evaluated."""

    vector: Vector
    seed: int


class Outcome(NamedTuple):
    """What came out, target by target; NaN where a value does not exist for these women."""

    values: tuple[float, ...]
    errors: tuple[float, ...]
    """Monte-Carlo standard errors."""
    refused: str = ""
    """Why nothing could be simulated; empty where it could."""


def targets(part: str) -> dict[str, Target]:
    """The fitting targets of a part, by the key of their row."""
    return {key: one.target for key, one in references().items() if one.target is not None and one.target.part == part}


@dataclass(frozen=True)
class Simulator:
    """Evaluates rows for vectors: a task that can be sent to another process.

    The rows are those of `antral.verify`: the women are chosen and measured as each source did it. What is done lies
    in `folder`, a file each, under the hash of vector, seed, rows, women and code, and is not done again.
    """

    rows: tuple[str, ...]
    women: int
    """Of each age; those with POI are half as many again."""
    folder: Path | None = None

    def __call__(self, item: Item) -> Outcome:
        """Evaluate one vector, or find what was kept of it."""
        return _once(self, item, self._evaluated)

    def _evaluated(self, item: Item) -> Outcome:
        company: Company | None = None
        try:
            with using(item.vector):
                company = Company(item.seed, self.women)
                estimates = [ROWS[key](company) for key in self.rows]
        except AntralError as error:  # values that do not fit together
            nothing = (math.nan,) * len(self.rows)
            return Outcome(nothing, nothing, str(error))
        finally:
            company = None  # some hundred megabytes, in a circle of references
            gc.collect()
        errors = [
            (one.high - one.low) / _WIDTH_OF_95 if one.low is not None and one.high is not None else 0.0
            for one in estimates
        ]
        return Outcome(tuple(float(one.value) for one in estimates), tuple(errors))


def _once(task: "Simulator | Diagnosed", item: Item, evaluate: Callable[[Item], Outcome]) -> Outcome:
    """What was kept of an evaluation, or a new one that is kept."""
    about = (type(task).__name__, item.vector.fingerprint, item.seed, task.rows, task.women)
    found = kept(task.folder, about, lambda: evaluate(item)._asdict())
    return Outcome(tuple(found["values"]), tuple(found["errors"]), found["refused"])


def table(outcomes: Sequence[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values and errors of many evaluations. Both `[evaluation, target]`."""
    return np.array([one.values for one in outcomes]), np.array([one.errors for one in outcomes])


@dataclass(frozen=True)
class Diagnosed:
    """Evaluates, for vectors, the share of women of each aetiology who are diagnosed; kept like `Simulator` keeps."""

    rows: tuple[str, ...]
    """Aetiologies."""
    women: int
    """Drawn of each."""
    folder: Path | None = None

    def __call__(self, item: Item) -> Outcome:
        """Evaluate one vector, or find what was kept of it."""
        return _once(self, item, self._evaluated)

    def _evaluated(self, item: Item) -> Outcome:
        with using(item.vector):
            found = [diagnosed_share(name, seed=item.seed, women=self.women) for name in self.rows]
        least = 0.5 / self.women  # nobody among these: a mix wants more than none
        return Outcome(tuple(max(one.value, least) for one in found), tuple(one.mcse for one in found))
