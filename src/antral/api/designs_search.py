"""`--search power=0.8`: the smallest trial of each design that has a wanted power."""

from dataclasses import replace
from typing import Any, Final

from antral.api.designs_asked import Asked
from antral.api.designs_work import Means, studied
from antral.core import InputError
from antral.design import (
    Estimate,
    Point,
    between,
    ladder,
    only_judged,
    over_trials,
    power_test,
    smallest,
    women_per_arm,
)
from antral.design import searches as choices
from antral.protocol import load
from antral.therapy import scenario as scenario_named

_FIRST_TOP: Final = 60
"""Women of the largest trial of the first round."""
_FEWEST_TRIALS: Final = 200
"""Of the rounds that look where to look."""
_ROUNDS: Final = 3
_WIDER: Final = 2


def size_of(asked: Asked, point: Point, wanted: float, means: Means) -> dict[str, Any]:
    """The smallest size of one design, with its error and its neighbours; see `design`.

    Sizes are tried up a ladder with a quarter of the trials, then closely around the first that has the power with all
    of them. A larger trial holds the smaller ones, so each round is one simulation.
    """
    searching = _Search(asked, point, wanted, means)
    protocol = point.protocol
    unit = sum(protocol.design.allocation.ratio.values())
    most = min(int(choices()["most_per_arm"]) * len(protocol.arms), asked.women) // unit * unit
    few = min(asked.trials, max(_FEWEST_TRIALS, asked.trials // 4))
    top = min(max(_FIRST_TOP, protocol.design.participants) // unit * unit, most)
    rough = searching.powers(ladder(unit, top), few)
    while smallest(rough, wanted).n is None and top < most:
        sizes = ladder(unit, min(_WIDER * top, most))
        rough |= searching.powers([size for size in sizes if size > top], few)
        top = max(rough)
    known: dict[int, Estimate] = {}
    sizes = between(rough, wanted, unit)
    for _ in range(_ROUNDS):
        new = [size for size in sizes if size not in known]
        if not new:
            break
        known |= searching.powers(new, asked.trials)
        if smallest(known, wanted).n is None:  # with all trials none of them has it: look further up
            highest = max(known)
            sizes = [size for size in (highest + unit * nth for nth in range(1, 5)) if size <= most]
        else:
            sizes = between(known, wanted, unit)
    return searching.told(known or rough, few if not known else asked.trials, most)


class _Search:
    """One design at several sizes, under no effect and under one."""

    def __init__(self, asked: Asked, point: Point, wanted: float, means: Means) -> None:
        effects = [name for name in asked.effects if scenario_named(name).has_effect]
        if not effects:
            raise InputError("--search wants an effect of the cells to be found; give --effect target.")
        if power_test(point.protocol) is None:
            raise InputError("--search: no endpoint is tested, so that there is no power.")
        self._scenario = "target" if "target" in effects else effects[-1]
        self._zero = scenario_named(self._scenario).zero
        self._asked, self._point, self._wanted, self._means = asked, point, wanted, means
        self._only = only_judged(point.protocol)
        self._without: dict[int, Estimate] = {}
        self._test = str(power_test(point.protocol, named=asked.varies_test))
        self._so_far = ""

    def powers(self, sizes: list[int], trials: int) -> dict[int, Estimate]:
        """The power at each size."""
        names = tuple(dict.fromkeys(["none", self._zero, self._scenario]))
        asked = replace(self._asked, effects=names)
        changes = [*asked.set, *self._point.set, *self._only]
        designs = [load(asked.name, overrides=[*changes, f"design.participants={size}"]) for size in sizes]
        stage = f"searching, {self._test}: {sizes[0]} to {sizes[-1]} women{self._so_far}"
        done = studied(asked, designs, self._means, trials=trials, stage=stage)
        found = {}
        for size, one in zip(sizes, done.found, strict=True):
            rates = {
                name: over_trials(one.trials, one.entries(name)["tests"][str(one.power_test)].values, one.enrolled)
                for name in (self._zero, self._scenario)
            }
            found[size], self._without[size] = rates[self._scenario], rates[self._zero]
        self._so_far = f"; so far {max(one.value for one in found.values()):.0%} with up to {sizes[-1]} women"
        return found

    def told(self, known: dict[int, Estimate], trials: int, most: int) -> dict[str, Any]:
        """What was found, as plain values."""
        best, point = smallest(known, self._wanted), self._point
        changes = [*point.set, f"design.participants={best.n}"]
        reason = None
        if best.n is None:
            reason = f"not reached by the largest size tried, {max(known)} women (at most {most} are)"
        elif best.below is None:
            reason = "the smallest size tried has it already"
        sized = None if best.n is None else load(self._asked.name, overrides=[*self._asked.set, *changes])
        return {
            "values": dict(point.values),
            "label": point.label,
            "scenario": self._scenario,
            "test": self._test,
            "wanted": self._wanted,
            "n": best.n,
            "reason": reason,
            "arms": None if sized is None else women_per_arm(sized),
            "power": None if best.n is None else _told(best.n, known[best.n]),
            "without": None if best.n is None else _told(best.n, self._without[best.n]),
            "neighbours": [_told(size, known[size]) for size in (best.below, best.above) if size is not None],
            "from_n": best.from_n,
            "to_n": best.to_n,
            "tried": [_told(size, known[size]) for size in sorted(known)],
            "trials": trials,
            "command": None if best.n is None else self._asked.simulate(changes),
        }


def _told(size: int, found: Estimate) -> dict[str, Any]:
    return {"n": size, "value": found.value, "mcse": found.mcse}
