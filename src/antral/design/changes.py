"""Which changes of the design would help most: other arms and sizes, tried on the participants already simulated."""

from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from antral.analysis import Plan, Tested, tests_of
from antral.design.clustered import over_trials
from antral.design.gathered import Gathered
from antral.design.pool import Pool, pool
from antral.design.power import Power, method, power, power_with_error, searchable, searches, trusted
from antral.design.sample_size import smallest

MORE: Final = 4
"""How many times more women the larger design has."""
_ERRORS: Final = 2.0
"""One endpoint is visibly better than another where their powers lie so many errors of the difference apart, and more
than the margin of sizes."""
UNTREATED: Final = "untreated"


class Change(NamedTuple):
    """One change of the design and what it brings under an assumed effect, at one endpoint."""

    change: str
    quantity: str
    """`power`."""
    before: float
    """Simulated rejection rate of the planned test of the same endpoint."""
    before_mcse: float
    after: float
    mcse: float
    """Standard error of `after`, clustered on the woman; the model's own error is larger and not in it."""
    endpoint: str
    women: int
    """Women in the changed trial."""
    method: str
    is_trusted: bool = True
    """Whether its size is known well enough to be recommended; else more trials are needed."""


class _Design(NamedTuple):
    """A design to be tried: its plan, and the women randomised to each arm."""

    change: str
    plan: Plan
    women: dict[str, int]
    endpoint: str | None = None
    """Where it is judged by one endpoint only."""
    is_trusted: bool = True


def changes(
    effect: Gathered, without: Gathered, plan: Plan, women: dict[str, int], judged: set[str], *, seed: int
) -> list[Change]:
    """Changes in order of the power they bring, each at the judged endpoint that serves it best (or at one it names).

    None where too few women were simulated for a size to be recommended.

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
    pools = {name: known for name, known in pools.items() if searchable(known)}
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
        planned = _simulated(effect, plan, name)
        result.append(
            Change(
                design.change,
                "power",
                planned.value,
                planned.mcse,
                after.value,
                after.mcse,
                name,
                sum(design.women.values()),
                method(design.plan, test),
                design.is_trusted,
            )
        )
    return sorted(result, key=lambda change: -change.after)


def _test(plan: Plan, endpoint: str) -> Tested:
    """The test of an endpoint in a design: treated against untreated where there is an untreated arm, else trend."""
    return [test for test in tests_of(plan) if test.question.name == endpoint][-1]


def _simulated(effect: Gathered, plan: Plan, endpoint: str) -> Power:
    """How often the planned test of an endpoint rejects in the simulated trials."""
    rows = effect.tests.filter(effect.tests["test"] == _test(plan, endpoint).name)
    rejects = (rows["p_value"].fill_null(1.0) <= plan.alpha).cast(pl.Float64)
    found = over_trials(rows["trial"].to_numpy(), rejects.to_numpy(), effect.enrolled)
    return Power(found.value if found.trials else 0.0, found.mcse if found.trials > 1 else 0.0)


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

    Judged by the endpoint of effect that takes fewest women, of those whose size can be trusted; where none can, the
    design is marked so. Judged by another endpoint, too, if at its size that one is visibly better than any of these.
    """
    search = searches()
    found = []
    for name, known in pools.items():
        n, _ = smallest(partial(_power_of_pair, known, plan, name, seed), search["power"], int(search["most_per_arm"]))
        found += [(n, name)] if n is not None else []
    found.sort()
    errors = partial(_known_power_of_pair, pools, plan, seed)
    sure = [(n, name) for n, name in found if trusted(pools[name], errors(name, n))]
    usual = next((one for one in sure if one[1] in main), next((one for one in found if one[1] in main), None))
    designs = []
    if usual is not None:
        designs.append(_pair(plan, usual[0])._replace(endpoint=usual[1], is_trusted=usual in sure))
    for n, name in sure:
        if name in main or (usual in sure and usual is not None and n >= usual[0]):
            continue
        mine, best = errors(name, n), max(errors(one, n) for one in main)
        if mine.value - best.value > max(search["margin"], _ERRORS * np.hypot(mine.mcse, best.mcse)):
            pair = _pair(plan, n)
            designs.append(pair._replace(change=f"{pair.change}, judged by another endpoint", endpoint=name))
            break
    return designs


def _known_power_of_pair(pools: dict[str, Pool], plan: Plan, seed: int, endpoint: str, per_arm: int) -> Power:
    """Power of the highest dose against no treatment with its error, so many women each."""
    design = _pair(plan, per_arm)
    return power_with_error(pools[endpoint], design.plan, _test(design.plan, endpoint), design.women, seed=seed)


def _power_of_pair(known: Pool, plan: Plan, endpoint: str, seed: int, per_arm: int) -> float:
    """Power of the highest dose against no treatment, so many women each."""
    design = _pair(plan, per_arm)
    return power(known, design.plan, _test(design.plan, endpoint), design.women, seed=seed)
