"""A fitted MMRM: what it estimated, and contrasts of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.mmrm.data import estimable, numbers, problem
from antral.analysis.methods.mmrm.fit import Fits, Status, fit
from antral.analysis.methods.mmrm.inference import Spread, each, spread, together
from antral.analysis.methods.mmrm.linear import Flags, Numbers
from antral.analysis.methods.mmrm.structures import STRUCTURES
from antral.analysis.methods.result import Result
from antral.core import InputError

FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "unstructured": ("heterogeneous Toeplitz", "autoregressive", "compound symmetry"),
    "heterogeneous Toeplitz": ("autoregressive", "compound symmetry"),
    "heterogeneous autoregressive": ("autoregressive", "compound symmetry"),
    "autoregressive": ("compound symmetry",),
    "heterogeneous compound symmetry": ("compound symmetry",),
    "compound symmetry": (),
    "random intercept and slope": ("compound symmetry",),
}
"""What is tried, in this order, where a structure cannot be fitted."""

FREEDOMS: Final = ("Kenward-Roger", "Satterthwaite")
ASSUMPTIONS: Final = (
    "values of a woman at her visits are jointly normal with the same covariance in every arm",
    "missing values depend on nothing but what was observed (missing at random)",
)


@dataclass(frozen=True)
class Joint:
    """An F test of several contrasts."""

    method: str
    statistic: float
    numerator: int
    """Degrees of freedom."""
    denominator: float
    p_value: float


@dataclass(frozen=True)
class Fitted:
    """A mixed model for repeated measures, fitted to one trial; NaN everywhere where no structure could be fitted."""

    converged: bool
    structure: str
    """The covariance structure that was used; the last that was tried where none could be fitted."""
    names: tuple[str, ...]
    """Of the coefficients."""
    coefficients: Numbers
    """`[column]`, NaN for a column that the data cannot tell from those before it."""
    errors: Numbers
    """Their standard errors, by the method of the degrees of freedom. `[column]`"""
    covariance: Numbers
    """Of a woman's values at the visits. `[visit, visit]`"""
    parameters: Mapping[str, float]
    """Of the covariance structure."""
    minus_two_log_likelihood: float
    """Restricted or full, as fitted."""
    steps: int
    """Evaluations of the likelihood."""
    restricted: bool
    freedom: str
    """Method of the degrees of freedom."""
    n: Mapping[str, int]
    """Women used, by arm; all together where the design was given."""
    left_out: int
    notes: tuple[str, ...]
    places: Mapping[tuple[str, object], int] = field(repr=False, default_factory=dict)
    """Column of the difference of an arm, at a visit, from control."""
    _inside: "_Inside | None" = field(repr=False, default=None)

    @property
    def method(self) -> str:
        """Full name."""
        kind = "REML" if self.restricted else "ML"
        return f"mixed model for repeated measures, {kind}, {self.structure} covariance, {self.freedom}"

    def contrast(self, weights: ArrayLike, effect: str = "contrast of coefficients", level: float = 0.95) -> Result:
        """A weighted sum of coefficients, `[column]`, with its interval and t test."""
        row = numbers(weights, (len(self.names),), "weights")[np.newaxis]
        level = level_of(level)
        nothing, notes = float("nan"), self.notes
        estimate = low = high = p = df = error = nothing
        if self._inside is not None:
            if self._inside.estimable(row)[0]:
                found = self._inside.spread(row)
                by = each(found, self.freedom == "Kenward-Roger", level)
                estimate, error, df = float(found.estimate[0, 0]), float(by.error[0, 0]), float(by.df[0, 0])
                low, high, p = float(by.low[0, 0]), float(by.high[0, 0]), float(by.p_value[0, 0])
                if not p >= 0:
                    notes = (*notes, "too few women for a standard error")
            else:
                notes = (*notes, "the data cannot tell this contrast: too few women were seen")
        return Result(
            method=self.method,
            effect=effect,
            estimate=estimate,
            low=low,
            high=high,
            p_value=p,
            confidence=level,
            statistic=estimate / error if error > 0 else nothing,
            df=df,
            n=self.n,
            left_out=self.left_out,
            assumptions=ASSUMPTIONS,
            notes=notes,
            details={"standard error": error},
        )

    def difference(self, arm: object, visit: object, level: float = 0.95) -> Result:
        """The mean of an arm less that of control at a visit."""
        place = self.places.get((str(arm), visit))
        if place is None:
            known = ", ".join(f"{name} at {when}" for name, when in self.places) or "none, as the design was given"
            raise InputError(f"there is no difference of arm {arm!r} at visit {visit!r}; there are: {known}.")
        return self.contrast(np.eye(len(self.names))[place], self.names[place], level)

    def together(self, weights: ArrayLike) -> Joint:
        """F test that several weighted sums of coefficients, `[contrast, column]`, are all 0."""
        given = np.asarray(weights, dtype=float)
        rows = numbers(given, (given.shape[0] if given.ndim else 1, len(self.names)), "weights")
        if np.linalg.matrix_rank(rows) < len(rows):
            raise InputError("the contrasts of an F test must be independent; one of them is a sum of the others.")
        nothing = float("nan")
        if self._inside is None or not self._inside.estimable(rows).all():
            return Joint(self.method, nothing, len(rows), nothing, nothing)
        found = together(self._inside.spread(rows), self.freedom == "Kenward-Roger")
        numbers_ = (float(part[0]) for part in (found.statistic, found.denominator, found.p_value))
        statistic, denominator, p = numbers_
        return Joint(self.method, statistic, len(rows), denominator, p)


class _Inside:
    """What further contrasts are computed from."""

    def __init__(self, design: Numbers, response: Numbers, times: Numbers, structure: str, restricted: bool) -> None:
        self.structure, self.restricted = STRUCTURES[structure], restricted
        self.problem = problem(design[np.newaxis], response[np.newaxis], times)
        self.fits: Fits = fit(self.problem, self.structure, restricted)

    def estimable(self, rows: Numbers) -> Flags:
        told: Flags = estimable(self.problem, rows)[0]
        return told

    def spread(self, rows: Numbers) -> Spread:
        return spread(self.problem, self.structure, self.fits, rows, self.restricted)


def fit_design(
    response: ArrayLike,
    design: ArrayLike,
    *,
    names: tuple[str, ...] = (),
    times: ArrayLike | None = None,
    structure: str = "unstructured",
    fallback: bool = True,
    restricted: bool = True,
    freedom: str = "Kenward-Roger",
) -> Fitted:
    """A mixed model for repeated measures with a design of one's own.

    Parameters
    ----------
    response
        `[person, visit]`, NaN where missing.
    design
        `[person, visit, column]`; a visit with a missing value is left out.
    names
        Of the columns.
    times
        Of the visits, for random slopes; by default 0, 1, 2, …
    structure
        A name in `STRUCTURES`.
    fallback
        Whether simpler structures are tried, in the order of `FALLBACKS`, where this one cannot be fitted.
    restricted
        REML, else ML.
    freedom
        "Kenward-Roger" (REML only) or "Satterthwaite".

    Raises
    ------
    InputError
        A shape, structure or method that does not exist, an infinite number, or no woman with a value.
    """
    values = np.asarray(response, dtype=float)
    if values.ndim != 2 or 0 in values.shape:
        raise InputError(
            f"response must be a table, one row a person and one column a visit; its shape is {values.shape}."
        )
    columns = np.asarray(design, dtype=float)
    if columns.ndim != 3 or columns.shape[:2] != values.shape or columns.shape[2] == 0:
        raise InputError(f"design must have shape {(*values.shape, 'columns')}; it has {columns.shape}.")
    names = names or tuple(f"column {j + 1}" for j in range(columns.shape[2]))
    if len(names) != columns.shape[2]:
        raise InputError(f"{len(names)} names were given for {columns.shape[2]} columns.")
    if structure not in STRUCTURES:
        raise InputError(f"there is no covariance structure {structure!r}; there are: {', '.join(STRUCTURES)}.")
    if freedom not in FREEDOMS:
        raise InputError(f"degrees of freedom by {freedom!r}: {' or '.join(FREEDOMS)} was wanted.")
    if freedom == "Kenward-Roger" and not restricted:
        raise InputError("Kenward-Roger needs a fit by REML; take restricted=True, or Satterthwaite.")
    when = np.arange(values.shape[1], dtype=float) if times is None else numbers(times, values.shape[1:], "times")
    if np.isinf(values).any() or np.isinf(columns).any():
        raise InputError("response and design must hold numbers, or NaN where missing; there is an infinite one.")
    seen = np.isfinite(values) & np.isfinite(columns).all(axis=2)
    used = seen.any(axis=1)
    if not used.any():
        raise InputError("no woman has a value at any visit with a complete design.")
    values, columns = values[used], columns[used]
    notes: list[str] = []
    order = (structure, *FALLBACKS[structure]) if fallback else (structure,)
    for kind in order:
        inside = _Inside(columns, values, when, kind, restricted)
        status = Status(inside.fits.status[0])
        if status == Status.CONVERGED:
            if notes:
                notes.append(f"{kind} covariance was used instead")
            break
        notes.append(f"{kind} covariance could not be fitted: {status.words}")
    else:
        notes.append("no covariance structure could be fitted")
    return _summary(inside, names, freedom, int(np.count_nonzero(used)), int(np.count_nonzero(~used)), notes)


def _summary(inside: _Inside, names: tuple[str, ...], freedom: str, n: int, out: int, notes: list[str]) -> Fitted:
    """Everything that one fit says."""
    converged = bool(inside.fits.status[0] == Status.CONVERGED)
    visits, structure = inside.problem.design.shape[2], inside.structure
    coefficients = np.full(len(names), np.nan)
    errors, covariance = coefficients.copy(), np.full((visits, visits), np.nan)
    theta = np.full(len(structure.parameters(visits)), np.nan)
    if converged:
        kept = inside.problem.kept[0]
        found = inside.spread(np.eye(len(names)))
        by = each(found, freedom == "Kenward-Roger", 0.95)
        coefficients[kept], errors[kept] = found.estimate[0, kept], by.error[0, kept]
        theta = inside.fits.theta[0]
        covariance = structure.at(theta[np.newaxis], inside.problem.times).covariance[0]
        dropped = [name for name, there in zip(names, kept, strict=True) if not there]
        if dropped:
            notes.append(f"left out, since the data cannot tell them from those before: {', '.join(dropped)}")
    return Fitted(
        converged=converged,
        structure=structure.name,
        names=names,
        coefficients=coefficients,
        errors=errors,
        covariance=covariance,
        parameters=dict(zip(structure.parameters(visits), theta.tolist(), strict=True)),
        minus_two_log_likelihood=float(inside.fits.value[0]) if converged else float("nan"),
        steps=int(inside.fits.steps[0]),
        restricted=inside.restricted,
        freedom=freedom,
        n={"all": n},
        left_out=out,
        notes=tuple(notes),
        _inside=inside if converged else None,
    )
