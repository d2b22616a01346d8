"""Which changes of the design would help most: other arms and sizes, tried on the participants already simulated."""

from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from antral.analysis import Plan, Tested, tests_of
from antral.design.gathered import Gathered
from antral.design.pool import Pool, pool
from antral.design.power import method, power, power_with_error, searches
from antral.design.sample_size import smallest

MORE: Final = 4
"""How many times more women the larger design has."""
UNTREATED: Final = "untreated"


class Change(NamedTuple):
    """One change of the design and what it brings under an assumed effect, at one endpoint."""

    change: str
    quantity: str
    """`power`."""
    before: float
    """Simulated rejection rate of the planned test of the same endpoint."""
    after: float
    mcse: float
    """Standard error of `after`, clustered on the woman; the model's own error is larger and not in it."""
    endpoint: str
    women: int
    """Women in the changed trial."""
    method: str


class _Design(NamedTuple):
    """A design to be tried: its plan, and the women randomised to each arm."""

    change: str
    plan: Plan
    women: dict[str, int]
    endpoint: str | None = None
    """Where it is judged by one endpoint only."""


def changes(
    effect: Gathered, without: Gathered, plan: Plan, women: dict[str, int], judged: set[str], *, seed: int
) -> list[Change]:
    """Changes in order of the power they bring, each at the judged endpoint that serves it best (or at one it names).

    Parameters
    ----------
    effect, without
        The scenario, and the same trials without any effect of the cells, which stand for untreated women.
    women
        Women randomised to each arm.
    judged
        Names of the endpoints on which designs are compared; all tested ones where none is tested.
    """
    tested = {test.question.name: test for test in tests_of(plan)}
    pools = {name: pool(effect, without, test, plan) for name, test in tested.items()}
    pools = {name: known for name, known in pools.items() if len(known)}
    main = {name: known for name, known in pools.items() if name in judged} or pools
    result = []
    for design in [*_candidates(plan, women), *_large_enough(plan, main, pools, seed)]:
        found = []
        for name in [design.endpoint] if design.endpoint is not None else main:
            test = _test(design.plan, name)
            found.append((power(pools[name], design.plan, test, design.women, seed=seed), name))
        if not found:
            continue
        _, name = max(found)
        test = _test(design.plan, name)
        after = power_with_error(pools[name], design.plan, test, design.women, seed=seed)
        result.append(
            Change(
                design.change,
                "power",
                _simulated(effect, plan, name),
                after.value,
                after.mcse,
                name,
                sum(design.women.values()),
                method(design.plan, test),
            )
        )
    return sorted(result, key=lambda change: -change.after)


def _test(plan: Plan, endpoint: str) -> Tested:
    """The test of an endpoint in a design: treated against untreated where there is an untreated arm, else trend."""
    return [test for test in tests_of(plan) if test.question.name == endpoint][-1]


def _simulated(effect: Gathered, plan: Plan, endpoint: str) -> float:
    """How often the planned test of an endpoint rejects in the simulated trials."""
    mine = effect.tests.filter(effect.tests["test"] == _test(plan, endpoint).name)["p_value"].fill_null(1.0).to_numpy()
    return float(np.count_nonzero(mine <= plan.alpha)) / max(len(mine), 1)


def _candidates(plan: Plan, women: dict[str, int]) -> list[_Design]:
    """Designs worth comparing with the planned one."""
    total = sum(women.values())
    found = []
    if not plan.controls:
        extra = max(women.values())
        controlled = replace(plan, doses={UNTREATED: 0.0, **plan.doses}, controls=(UNTREATED,))
        what = f"add an untreated arm of {extra} women and compare treated with untreated"
        found.append(_Design(what, controlled, {UNTREATED: extra, **women}))
        found.append(_pair(plan, total // 2))
    what = f"enrol {MORE} times as many women in the same arms"
    found.append(_Design(what, plan, {arm: MORE * women[arm] for arm in plan.doses}))
    return found


def _pair(plan: Plan, per_arm: int) -> _Design:
    """The highest dose against no treatment."""
    highest = [arm for arm in plan.doses if arm not in plan.controls][-1]
    pair = replace(plan, doses={UNTREATED: 0.0, highest: plan.doses[highest]}, controls=(UNTREATED,))
    what = f"compare the highest dose with no treatment, {per_arm} women each"
    return _Design(what, pair, {UNTREATED: per_arm, highest: per_arm})


def _large_enough(plan: Plan, main: dict[str, Pool], pools: dict[str, Pool], seed: int) -> list[_Design]:
    """Two arms, the highest dose and no treatment, of the size that has the wanted power, if there is one.

    Judged by one of the endpoints of effect, and by another endpoint if that takes fewer women.
    """
    search = searches()
    found = []
    for name, known in pools.items():
        n, _ = smallest(partial(_power_of_pair, known, plan, name, seed), search["power"], int(search["most_per_arm"]))
        found += [(n, name)] if n is not None else []
    usual = min((one for one in found if one[1] in main), default=None)
    other = min((one for one in found if one[1] not in main), default=None)
    designs = [_pair(plan, usual[0])._replace(endpoint=usual[1])] if usual is not None else []
    if other is not None and (usual is None or other[0] < usual[0]):
        pair = _pair(plan, other[0])
        designs.append(pair._replace(change=f"{pair.change}, judged by another endpoint", endpoint=other[1]))
    return designs


def _power_of_pair(known: Pool, plan: Plan, endpoint: str, seed: int, per_arm: int) -> float:
    """Power of the highest dose against no treatment, so many women each."""
    design = _pair(plan, per_arm)
    return power(known, design.plan, _test(design.plan, endpoint), design.women, seed=seed)
