"""What a dose-finding design must answer, so that a trial can ask it for the next dose."""

from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

STOP: Final = -1
"""In place of a dose: the trial stops, or no dose is chosen."""

Counts = NDArray[np.int64]


class Rule(Protocol):
    """A dose-finding design: doses are numbered 0, 1, … from the lowest; many trials are answered at once."""

    @property
    def name(self) -> str:
        """Full name, as it is printed beside a number."""

    @property
    def doses(self) -> int:
        """How many doses there are."""

    @property
    def cohort(self) -> int:
        """Women who are treated before the design is asked again."""

    @property
    def start(self) -> int:
        """The first dose."""

    def next_dose(self, patients: Counts, events: Counts, current: Counts) -> Counts:
        """The dose of the next cohort, or `STOP`.

        Parameters
        ----------
        patients, events
            Women treated so far, and those of them with a dose-limiting toxicity. `[trial, dose]`
        current
            Dose of the last cohort. `[trial]`
        """

    def selected(self, patients: Counts, events: Counts) -> Counts:
        """The maximum tolerated dose that is chosen at the end, or `STOP` for none. `[trial]`"""


def counted(rule: Rule, patients: ArrayLike, events: ArrayLike) -> tuple[Counts, Counts]:
    """Women treated and those with toxicity by dose, checked. `[dose]` or `[trial, dose]` in, `[trial, dose]` out."""
    n, y = np.asarray(patients), np.asarray(events)
    if n.shape != y.shape or n.ndim not in (1, 2) or n.shape[-1] != rule.doses:
        raise InputError(
            f"patients and events: one number for each of {rule.doses} doses was wanted, shapes {n.shape} and "
            f"{y.shape} came. Give 0 for a dose that is not tried yet."
        )
    if not (np.equal(np.mod(n, 1), 0).all() and np.equal(np.mod(y, 1), 0).all()) or (y < 0).any() or (y > n).any():
        raise InputError("patients and events: whole numbers with 0 ≤ events ≤ patients at each dose were wanted.")
    return np.atleast_2d(n).astype(np.int64), np.atleast_2d(y).astype(np.int64)


def next_dose(rule: Rule, patients: ArrayLike, events: ArrayLike, current: int) -> int | None:
    """The next dose of one trial, counted from 0; None when the trial should stop.

    Parameters
    ----------
    patients, events
        Women treated and those with a dose-limiting toxicity. `[dose]`
    """
    if not 0 <= current < rule.doses:
        raise InputError(f"current = {current}: a dose between 0 and {rule.doses - 1} was wanted (counted from 0).")
    found = int(rule.next_dose(*counted(rule, patients, events), np.array([current]))[0])
    return None if found == STOP else found


def selected(rule: Rule, patients: ArrayLike, events: ArrayLike) -> int | None:
    """The dose that one trial's data choose as the maximum tolerated, counted from 0; None for none."""
    found = int(rule.selected(*counted(rule, patients, events))[0])
    return None if found == STOP else found


def toxicity_curve(rule: Rule, toxicity: ArrayLike) -> NDArray[np.float64]:
    """True chances of a dose-limiting toxicity by dose, checked. `[dose]`"""
    curve = np.asarray(toxicity, dtype=float)
    if curve.shape != (rule.doses,) or not ((curve >= 0) & (curve <= 1)).all():
        raise InputError(f"toxicity: {rule.doses} chances between 0 and 1 were wanted, {toxicity!r} came.")
    return curve
