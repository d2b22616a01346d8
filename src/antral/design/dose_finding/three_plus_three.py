"""The 3+3 design, with and without going down again, as Lin and Shih write it (2001, Biostatistics 2:203).

Three women are treated. None with toxicity: next dose. One: three more, and with one of six the next dose. Two or more:
the dose is too toxic. Without de-escalation the trial then ends and the dose below is chosen. With de-escalation three
more women are treated at the dose below when it has only three, and so on down, until at most one of six has toxicity.
The highest dose is chosen when none of three or one of six has toxicity there.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from antral.core import InputError
from antral.design.dose_finding.rule import STOP, Counts

THREE_PLUS_THREE: Final = "3+3 design"


@dataclass(frozen=True)
class ThreePlusThree:
    """A 3+3 design; a `Rule`."""

    doses: int
    deescalation: bool
    """Whether the dose below a toxic one is tried again until six women were treated there."""
    cohort: int = 3
    start: int = 0

    @property
    def name(self) -> str:
        """Full name, with its variant."""
        return f"{THREE_PLUS_THREE} {'with' if self.deescalation else 'without'} de-escalation"

    def next_dose(self, patients: Counts, events: Counts, current: Counts) -> Counts:
        """See `Rule.next_dose`."""
        trial = np.arange(len(current))
        n, y = patients[trial, current], events[trial, current]
        if not np.isin(n, (3, 6)).all():
            raise InputError("3+3: three or six women at the current dose were wanted before the next is chosen.")
        above, below = np.minimum(current + 1, self.doses - 1), np.maximum(current - 1, 0)
        passed = (y == 0) | ((y == 1) & (n == 6))
        raised = np.where((current == self.doses - 1) | (patients[trial, above] > 0), STOP, current + 1)
        again = self.deescalation & (current > 0) & (patients[trial, below] < 6)
        found: Counts = np.where(passed, raised, np.where(y == 1, current, np.where(again, below, STOP)))
        return found

    def selected(self, patients: Counts, events: Counts) -> Counts:
        """The dose below the lowest with two women or more with toxicity; the highest tried when there is none."""
        toxic = events >= 2
        tolerated: Counts = np.where(toxic.any(axis=1), toxic.argmax(axis=1), (patients > 0).sum(axis=1))
        return tolerated - 1  # below the lowest: STOP

    def __str__(self) -> str:
        return f"{self.name}: {self.doses} doses.\n{(__doc__ or '').split(chr(10), 2)[2].strip()}"


def three_plus_three(*, doses: int = 3, deescalation: bool = True) -> ThreePlusThree:
    """A 3+3 design that starts at the lowest dose."""
    if doses < 1:
        raise InputError(f"doses = {doses}: at least one dose was wanted.")
    return ThreePlusThree(doses, deescalation)
