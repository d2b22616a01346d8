"""Completed data sets: missing values drawn from what the observed ones say, or from a reference arm.

A gap before a woman's last value is filled by her own arm's model, given all her values; gaps and model are drawn in
turn until neither remembers the start (monotone data augmentation; Schafer 1997, Analysis of Incomplete Multivariate
Data, section 6.5). What she would have had after her last value depends on what is assumed of her course then:

- at random: she goes on as the women of her arm with her values so far;
- jump to reference: from then on her expected course is that of the reference arm; how far she was from the expected
  course of her own arm carries over;
- copy increments: her expected course keeps its distance to the reference arm's from then on;
- copy reference: as if she had been in the reference arm from the start.

Source: Carpenter, Roger and Kenward 2013, J Biopharm Stat 23:1352. A woman without any value after the start has the
reference arm's expected course under all but the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.continuous.sample import numbers
from antral.analysis.methods.missing.gaps import filled
from antral.analysis.methods.missing.sequence import MOST, Design, Luck, Model, Numbers, Whole, draw, enough
from antral.core import InputError, Purpose, normal
from antral.records import load_yaml, path

ASSUMPTIONS: Final[Mapping[str, str]] = {
    "at_random": "missing at random: women who left go on as those of their arm with the same values so far",
    "jump_to_reference": "jump to reference: women who left go on as the reference arm does",
    "copy_increments": "copy increments in reference: women who left keep their distance to the reference arm",
    "copy_reference": "copy reference: women who left go on as if they had been in the reference arm from the start",
}
"""What may be assumed of women after their last value: name, and how it is printed."""


@dataclass(frozen=True)
class Imputed:
    """Completed data sets."""

    values: Numbers
    """`[imputation, woman, visit]`, unit as given."""
    arm: NDArray[np.str_]
    """`[woman]`"""
    covariates: Mapping[str, Numbers]
    """By name, `[woman]`"""
    after_last: NDArray[np.bool_]
    """Whether a value lies after her last one. `[woman, visit]`"""
    gaps: int
    """Values missing before a woman's last one."""
    left_out: int
    """Women without a covariate."""
    assumed: str
    """What was assumed of women after their last value, in words."""
    notes: tuple[str, ...] = ()

    def shifted(self, delta: float, arm: object) -> "Imputed":
        """The same with `delta` added to every value after the last one of the women of an arm."""
        moved = self.after_last & (self.arm == str(arm))[:, np.newaxis]
        return replace(self, values=self.values + delta * moved)


def impute(
    values: ArrayLike,
    arm: Sequence[object],
    covariates: Mapping[str, ArrayLike] | None = None,
    *,
    assume: str = "at_random",
    reference: object = None,
    m: int = 100,
    seed: int = 0,
    trial: int = 0,
    person: ArrayLike | None = None,
) -> Imputed:
    """Several completed copies of the values of a trial.

    Parameters
    ----------
    values
        `[woman, visit]` after the start, visits in order, NaN where missing.
    arm
        `[woman]`
    covariates
        By name, `[woman]`, the baseline among them; a woman without one is left out.
    assume
        A name in `ASSUMPTIONS`; of women of the reference arm missing at random is assumed.
    reference
        The arm that the others go on as.
    m
        Number of copies.
    seed, trial, person
        What the draws depend on; `person` are numbers of the women, their places by default. The first copies are
        the same however many there are.

    Returns
    -------
    The arms share slopes and spread, each with its own intercept at every visit; arms large enough have their own. A
    note says which.
    """
    table = np.array(values, dtype=np.float64)
    if table.ndim != 2 or not 0 < table.shape[1] < MOST or np.isinf(table).any():
        raise InputError(f"values: finite numbers [woman, visit] were wanted, of fewer than {MOST} visits.")
    women = len(table)
    labels = np.asarray([str(one) for one in arm])
    if labels.shape != (women,):
        raise InputError(f"arm: one arm for each of the {women} women was wanted; {len(labels)} came.")
    if assume not in ASSUMPTIONS:
        raise InputError(f"assume = {assume!r}: one of {', '.join(ASSUMPTIONS)} was wanted.")
    if not 2 <= m <= 10_000:
        raise InputError(f"m = {m}: from 2 to 10,000 imputations were wanted.")
    names = sorted(set(labels.tolist()))
    if assume != "at_random" and str(reference) not in names:
        raise InputError(f"reference: there is no arm {reference!r}; there are: {', '.join(names)}.")
    rows = {name: numbers(row, f"covariate {name}", women) for name, row in (covariates or {}).items()}
    people = np.arange(women) if person is None else np.asarray(person, dtype=np.int64)
    known = ~np.isnan(np.array([*rows.values(), np.zeros(women)])).any(axis=0)
    table, labels, people = table[known], labels[known], people[known]
    kept = {name: row[known] for name, row in rows.items()}
    seen = ~np.isnan(table)
    places = np.arange(1, table.shape[1] + 1)
    last = np.where(seen, places, 0).max(axis=1)
    hidden = ~seen & (places <= last[:, np.newaxis])
    if not seen.any(axis=0).all():
        raise InputError(f"values: nobody has a value at visit {int(np.argmin(seen.any(axis=0)))} (counted from 0).")
    centre, scale = np.nanmean(table), np.nanstd(table)
    scale = float(scale) if scale > 0 else 1.0
    standard = (table - centre) / scale
    design, notes = _design(standard, labels, names, list(kept.values()), last)
    rounds = 1 + (int(load_yaml(path("analysis", "imputation.yaml"))["run_in"]["value"]) if hidden.any() else 0)
    luck = Luck(seed, trial, np.arange(m), rounds)
    completed, model = _augmented(standard, hidden, design, luck, people)
    own = design.arm
    other = own if assume == "at_random" else np.full(len(own), names.index(str(reference)))
    profile = _profile(model, design, other, assume)
    noise = _noise(luck, rounds - 1, people, table.shape[1])
    for visit in range(table.shape[1]):
        apart = (completed[:, :, :visit] - profile[:, :, :visit]) * model.before[:, other, visit, :visit]
        drawn = profile[:, :, visit] + apart.sum(axis=2) + model.sigma[:, other, visit] * noise[:, :, visit]
        completed[:, :, visit] = np.where(last > visit, completed[:, :, visit], drawn)
    result = completed * scale + centre
    result[:, seen] = table[seen]
    words = ASSUMPTIONS[assume] + ("" if assume == "at_random" else f" ({reference})")
    return Imputed(
        result, labels, kept, places > last[:, np.newaxis], int(hidden.sum()), int((~known).sum()), words, notes
    )


def _design(
    standard: Numbers, labels: NDArray[np.str_], names: list[str], covariates: list[Numbers], last: Whole
) -> tuple[Design, tuple[str, ...]]:
    """Who informs the model: all arms together, or each for itself where all are large."""
    varying = [row for row in covariates if np.ptp(row) > 0]
    columns = np.array([(row - row.mean()) / row.std() for row in varying]).T.reshape(len(labels), len(varying))
    arm = np.array([names.index(one) for one in labels])
    large = int(load_yaml(path("analysis", "imputation.yaml"))["by_arm"]["value"])
    rough = np.where(np.isnan(standard), 0.0, standard)
    design = Design(arm, len(names), columns, last, shared=False)
    if len(names) > 1 and enough(design, rough, large):
        return design, ("imputation model: each arm has its own slopes and spread",)
    design = design._replace(shared=True)
    if enough(design, rough):
        return design, ("imputation model: the arms share slopes and spread, each with its own mean",)[: len(names) - 1]
    raise InputError(
        "values: too few women have values at every visit for a model of all visits and covariates. Give fewer visits "
        "or covariates."
    )


def _augmented(
    standard: Numbers, hidden: NDArray[np.bool_], design: Design, luck: Luck, people: Whole
) -> tuple[Numbers, Model]:
    """Gaps filled, and the model that filled them."""
    start = np.nanmean(standard, axis=0)
    completed = np.repeat(np.where(np.isnan(standard), start, standard)[np.newaxis], len(luck.imputations), axis=0)
    for which in range(luck.rounds):
        model = draw(completed, design, luck, which)
        if hidden.any():
            noise = _noise(luck, which, people, standard.shape[1])
            completed = filled(completed, hidden, ~np.isnan(standard), design, model, noise)
    return completed, model


def _noise(luck: Luck, which: int, people: Whole, visits: int) -> Numbers:
    """A standard normal number for each imputation, woman and visit."""
    ordinals = luck.ordinals(which, 0)[:, np.newaxis, np.newaxis] + np.arange(visits)
    return normal(luck.seed, luck.trial, people[np.newaxis, :, np.newaxis], Purpose.IMPUTE_VALUE, ordinals)


def _profile(model: Model, design: Design, other: Whole, assume: str) -> Numbers:
    """Each woman's expected course, before and after her last value; `[imputation, woman, visit]`."""
    own = model.means(design.arm, design.covariates)
    if assume == "at_random":
        return own
    theirs = model.means(other, design.covariates)
    if assume == "copy_reference":
        return theirs
    after = np.arange(own.shape[2]) >= design.last[:, np.newaxis]
    if assume == "copy_increments":
        at = np.maximum(design.last - 1, 0)[np.newaxis, :, np.newaxis]
        apart = np.take_along_axis(own - theirs, at, axis=2)
        theirs = theirs + np.where(design.last[:, np.newaxis] > 0, apart, 0.0)
    return np.where(after, theirs, own)
