"""The MMRM of one trial: arms at visits, adjusted for baseline."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis.methods.mmrm.data import crossed, numbers
from antral.analysis.methods.mmrm.fitted import Fitted, fit_design
from antral.analysis.methods.mmrm.linear import Numbers
from antral.core import InputError


def mmrm(
    response: ArrayLike,
    arm: Sequence[object],
    *,
    control: object,
    visits: Sequence[object] = (),
    baseline: ArrayLike | None = None,
    covariates: Mapping[str, ArrayLike] | None = None,
    by_visit: bool = True,
    structure: str = "unstructured",
    fallback: bool = True,
    restricted: bool = True,
    freedom: str = "Kenward-Roger",
) -> Fitted:
    """A mixed model for repeated measures of one randomised trial.

    Every arm has its own mean at every visit; baseline and covariates are numbers, taken less their mean.

    Parameters
    ----------
    response
        `[person, visit]`, such as the change since baseline; NaN where missing. A long table is made so by `wide`.
    arm
        `[person]`
    control
        The arm that the others are compared with.
    visits
        Names of the visits; where all are numbers, random slopes take them as times. By default 1, 2, …
    baseline, covariates
        `[person]`; a woman without one is left out and counted.
    by_visit
        Whether covariates have a coefficient at each visit, as trials usually do, or one for all visits.
    structure, fallback, restricted, freedom
        As in `fit_design`.

    Returns
    -------
    Coefficients: mean of control at each visit, covariates, then difference of each arm from control at each visit.
    `difference(arm, visit)` gives the contrast that a trial asks for.

    Raises
    ------
    InputError
        Shapes that do not fit, an arm without women, or what `fit_design` refuses.
    """
    values = np.asarray(response, dtype=float)
    if values.ndim != 2 or 0 in values.shape:
        raise InputError(
            f"response must be a table, one row a person and one column a visit; its shape is {values.shape}."
        )
    people, number = values.shape
    labels = np.array([str(one) for one in arm])
    if labels.shape != (people,):
        raise InputError(f"arm must have one entry a person: {people} were wanted, {len(labels)} came.")
    others = [label for label in dict.fromkeys(labels.tolist()) if label != str(control)]
    if str(control) not in labels:
        raise InputError(f"no woman is in the control arm {control!r}; arms: {', '.join(others)}.")
    named = tuple(visits) or tuple(range(1, number + 1))
    if len(named) != number or len(set(named)) != number:
        raise InputError(f"visits must have {number} different names; {list(named)} came.")
    given = ({} if baseline is None else {"baseline": baseline}) | dict(covariates or {})
    extra = np.array([numbers(one, (people,), name) for name, one in given.items()]).reshape(-1, people).T
    complete = np.isfinite(extra).all(axis=1)
    used = complete & np.isfinite(values).any(axis=1)
    centred = extra - (extra[used].mean(axis=0) if used.any() else 0.0)
    treated = np.stack([labels == other for other in others], axis=1) if others else np.zeros((people, 0))
    ones = np.ones((people, 1))

    def at_visits(columns: Numbers) -> Numbers:
        table: Numbers = crossed(columns[np.newaxis].astype(float), number)[0]
        return table

    wide_extra = at_visits(centred) if by_visit else np.repeat(centred[:, np.newaxis], number, axis=1)
    design = np.concatenate([at_visits(ones), wide_extra, at_visits(treated)], axis=2)
    names = [f"{control} at {visit}" for visit in named]
    names += [f"{name} at {visit}" for name in given for visit in named] if by_visit else list(given)
    start = len(names)
    names += [f"{other} less {control} at {visit}" for other in others for visit in named]
    places = {(other, visit): start + k for k, (other, visit) in enumerate((o, v) for o in others for v in named)}
    times = [float(v) for v in named if isinstance(v, int | float)]
    fitted = fit_design(
        values,
        design,
        names=tuple(names),
        times=times if len(times) == number else None,
        structure=structure,
        fallback=fallback,
        restricted=restricted,
        freedom=freedom,
    )
    counted = {label: int(np.count_nonzero(used & (labels == label))) for label in (str(control), *others)}
    notes = list(fitted.notes)
    empty = [str(visit) for visit, there in zip(named, np.isfinite(values[used]).any(axis=0), strict=True) if not there]
    if empty:
        notes.append(f"nobody was seen at: {', '.join(empty)}")
    return replace(fitted, n=counted, places=places, notes=tuple(notes))
