"""Which changes of the design would help most: other arms and sizes, tried on the participants already simulated."""

from functools import partial
from typing import NamedTuple

import numpy as np

from antral.analysis import Plan, Tested, tests_of
from antral.design.operate import Gathered
from antral.design.resample import ArmDrawn, Pool, approximation, pool, power
from antral.design.sample_size import searches, smallest

MORE = 4
"""How many times more women the larger designs have."""


class Change(NamedTuple):
    """One change of the design and what it brings under the hoped-for effect."""

    change: str
    quantity: str
    """`power`."""
    before: float
    after: float
    mcse: float
    endpoint: str
    """The endpoint for which it brings most."""
    women: int
    """Women in the changed trial."""
    method: str


class _Groups(NamedTuple):
    """A design as groups: which arm's participants, how many, with which score."""

    change: str
    groups: tuple[ArmDrawn, ...]


class _Asked(NamedTuple):
    """One planned test and the participants of its endpoint."""

    test: Tested
    known: Pool


def changes(effect: Gathered, without: Gathered, plan: Plan, women: dict[str, int], *, seed: int) -> list[Change]:
    """Changes in order of the power they bring under an assumed effect, each at the endpoint that serves it best.

    Parameters
    ----------
    effect, without
        The scenario, and the same trials without any effect of the cells, which stand for untreated women.
    women
        Women randomised to each arm.
    """
    search = searches()
    replicates = int(search["replicates"])
    asked = [_Asked(test, pool(effect, without, test.question.name, plan)) for test in tests_of(plan)]
    asked = [one for one in {one.test.question.name: one for one in asked}.values() if len(one.known.spontaneous)]

    def best(design: _Groups) -> tuple[float, str]:
        return max(
            (power(one.known, plan, one.test, design.groups, replicates, seed=seed), one.test.question.name)
            for one in asked
        )

    before, _ = best(_planned(plan, women))
    designs = _candidates(plan, women)
    enough = _large_enough(asked, plan, replicates, seed)
    if enough is not None:
        designs.append(enough)
    method = approximation(plan.sides)
    result = []
    for design in designs:
        after, endpoint = best(design)
        error = float(np.sqrt(max(after * (1.0 - after), 1.0 / replicates) / replicates))
        total = sum(group.women for group in design.groups)
        result.append(Change(design.change, "power", before, after, error, endpoint, total, method))
    return sorted(result, key=lambda change: -change.after)


def _large_enough(asked: list[_Asked], plan: Plan, replicates: int, seed: int) -> _Groups | None:
    """Two arms, the highest dose and no treatment, of the size that has the wanted power; None where none has it."""
    search = searches()
    found = []
    for one in asked:
        n, _ = smallest(
            partial(_power_of_pair, one, plan, replicates, seed), search["power"], int(search["most_per_arm"])
        )
        if n is not None:
            found.append(n)
    return _pair(plan, min(found)) if found else None


def _power_of_pair(one: _Asked, plan: Plan, replicates: int, seed: int, per_arm: int) -> float:
    """Power of the highest dose against no treatment, so many women each."""
    return power(one.known, plan, one.test, _pair(plan, per_arm).groups, replicates, seed=seed)


def _pair(plan: Plan, per_arm: int) -> _Groups:
    """The highest dose against no treatment."""
    highest = [arm for arm in plan.doses if arm not in plan.controls][-1]
    what = f"compare the highest dose with no treatment, {per_arm} women each"
    return _Groups(what, (ArmDrawn(highest, per_arm, 1.0), ArmDrawn(None, per_arm, 0.0)))


def _planned(plan: Plan, women: dict[str, int]) -> _Groups:
    """The design as planned: trend over the dose."""
    groups = tuple(ArmDrawn(arm, women[arm], dose / plan.dose_unit_cells) for arm, dose in plan.doses.items())
    if len(plan.doses) - len(plan.controls) == 1:
        groups = tuple(ArmDrawn(arm, women[arm], 0.0 if arm in plan.controls else 1.0) for arm in plan.doses)
    return _Groups("as planned", groups)


def _candidates(plan: Plan, women: dict[str, int]) -> list[_Groups]:
    """Designs worth comparing with the planned one."""
    treated = [arm for arm in plan.doses if arm not in plan.controls]
    total = sum(women.values())
    per_arm = max(women.values())
    found = []
    if not plan.controls:
        with_control = (*(ArmDrawn(arm, women[arm], 1.0) for arm in treated), ArmDrawn(None, per_arm, 0.0))
        found.append(_Groups(f"add an untreated arm of {per_arm} and compare treated with untreated", with_control))
        found.append(_pair(plan, total // 2))
    larger = tuple(group._replace(women=MORE * group.women) for group in _planned(plan, women).groups)
    found.append(_Groups(f"enrol {MORE} times as many women in the same arms", larger))
    return found
