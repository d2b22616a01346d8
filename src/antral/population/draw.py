"""Drawing virtual women: every trait is a function of (seed, woman), whoever is drawn beside her."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import DAYS_PER_YEAR, POPULATION_TRIAL, Purpose, uniform
from antral.physiology import Parameters
from antral.population import traits
from antral.population.mix import Mix, mix
from antral.population.record import Population

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Women:
    """Virtual women: who they are, before their life is simulated. All arrays `[patient]`."""

    patients: NDArray[np.int64]
    """Their numbers, which name their luck."""
    aetiologies: tuple[str, ...]
    """Names of the populations they are of."""
    aetiology: NDArray[np.int8]
    """Position among `aetiologies`."""
    age_years: _Floats
    """Age at presentation."""
    years_since_diagnosis: _Floats
    """At presentation; NaN without disease."""
    primordial: _Floats
    """Resting follicles of both ovaries at the start of the run-in."""
    deficit: _Floats
    """What her own quality still lacks at the start of the run-in and regains; 0 but after harmful treatment."""
    emptied: NDArray[np.bool_]
    """Whether her growing follicles were killed with the resting ones; the run-in lets them grow again."""
    risk_class: NDArray[np.int8]
    """Position among the classes of harmful treatment in her population's record; −1 where there was none."""
    parameters: Parameters
    """Physiology; every number an array."""

    def __len__(self) -> int:
        """How many women."""
        return len(self.patients)

    def take(self, women: ArrayLike) -> "Women":
        """Some of the women, by position."""
        index = np.asarray(women)
        own = {name: getattr(self, name)[index] for name in _ARRAYS}

        def those(value: Any) -> Any:
            return value[index] if np.ndim(value) else value

        return Women(aetiologies=self.aetiologies, parameters=_each(those, self.parameters), **own)


_ARRAYS = (
    "patients",
    "aetiology",
    "age_years",
    "years_since_diagnosis",
    "primordial",
    "deficit",
    "emptied",
    "risk_class",
)


def draw(
    name: str,
    patients: ArrayLike,
    *,
    seed: int,
    age_years: ArrayLike | None = None,
    years_since_diagnosis: ArrayLike | None = None,
) -> Women:
    """Draw women of one aetiology or of a mix, before any selection.

    Parameters
    ----------
    name
        A record in `records/mixes`, such as poi_2017_24, or in `records/populations`, such as idiopathic or healthy.
    patients
        Numbers of the women; the same number and seed give the same woman.
    age_years
        Age at presentation, one or one each; drawn where absent.
    years_since_diagnosis
        At presentation, one or one each; drawn where absent, and without meaning in health.

    Assumptions
    -----------
    Traits are independent of one another; where the follicles do not follow from age, they do not depend on it.
    """
    chosen = mix(name)
    who = np.atleast_1d(np.asarray(patients, np.int64))
    age, years = _given(age_years, who), _given(years_since_diagnosis, who)
    place = _aetiology(chosen, who, seed)
    parts = []
    for position, record in enumerate(chosen.populations):
        rows = np.flatnonzero(place == position)
        if rows.size:
            parts.append((rows, _of_one(record, position, chosen, who[rows], seed, _at(age, rows), _at(years, rows))))
    return parts[0][1] if len(parts) == 1 else _together(parts)


def _given(value: ArrayLike | None, who: NDArray[np.int64]) -> _Floats | None:
    return None if value is None else np.array(np.broadcast_to(np.asarray(value, np.float64), who.shape))


def _at(value: _Floats | None, rows: NDArray[np.int64]) -> _Floats | None:
    return None if value is None else value[rows]


def _aetiology(chosen: Mix, who: NDArray[np.int64], seed: int) -> NDArray[np.int8]:
    """The aetiology of each woman, as a position in the mix."""
    u = uniform(seed, POPULATION_TRIAL, who, Purpose.AETIOLOGY, 0)
    edges = np.cumsum(chosen.weights)[:-1]
    return np.searchsorted(edges, u, side="right").astype(np.int8)


def _of_one(
    record: Population,
    position: int,
    chosen: Mix,
    who: NDArray[np.int64],
    seed: int,
    age: _Floats | None,
    years: _Floats | None,
) -> Women:
    """Women of one population."""
    age = traits.ages(record, who, seed) if age is None else age
    if years is None or record.since_diagnosis is None:
        years = traits.years_since_diagnosis(record, who, age, seed)
    treated = None if record.exposure is None else traits.exposed(record.exposure, record.own_quality, who, seed)
    left = None if treated is None else treated.left
    none = np.zeros(who.shape)
    return Women(
        patients=who,
        aetiologies=chosen.aetiologies,
        aetiology=np.full(who.shape, position, np.int8),
        age_years=age,
        years_since_diagnosis=years,
        primordial=traits.primordial(record, who, age, years, left, seed),
        deficit=none if treated is None else treated.deficit * np.exp(-years * DAYS_PER_YEAR / treated.recovery_days),
        emptied=np.full(who.shape, treated is not None),
        risk_class=np.full(who.shape, -1, np.int8) if treated is None else treated.risk_class,
        parameters=traits.parameters(record, who, age, seed, treated),
    )


def _together(parts: list[tuple[NDArray[np.int64], Women]]) -> Women:
    """Women of several populations in the order of their numbers."""
    order = np.argsort(np.concatenate([rows for rows, _ in parts]))
    own: dict[str, Any] = {
        name: np.concatenate([getattr(women, name) for _, women in parts])[order] for name in _ARRAYS
    }

    def every(*values: Any) -> Any:
        wide = [np.broadcast_to(value, rows.shape) for value, (rows, _) in zip(values, parts, strict=True)]
        return np.concatenate(wide)[order]

    parameters = _each(every, *(women.parameters for _, women in parts))
    return Women(aetiologies=parts[0][1].aetiologies, parameters=parameters, **own)


def _each(change: Callable[..., Any], *parameters: Parameters) -> Parameters:
    """Parameters whose every number is made from those of others."""
    kinds: list[Any] = [
        type(kinds[0])(*(change(*values) for values in zip(*kinds, strict=True)))
        for kinds in zip(*parameters, strict=True)
    ]
    return Parameters(*kinds)
