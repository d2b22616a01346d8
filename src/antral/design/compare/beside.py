"""A design beside the reference: every number a mean over its trials, with its error and its difference.

Designs have the same women and luck, trial by trial; so the difference of two is the mean of the differences of their
trials, and its error, which knows the woman, is smaller than that of two separate rates.
"""

from functools import cached_property
from typing import Any, Final

import numpy as np

from antral.analysis import clopper_pearson
from antral.design.clustered import Enrolled, over_trials
from antral.design.compare.summary import Entries, Entry, Found
from antral.design.plain import number
from antral.therapy import scenario as scenario_named
from antral.therapy import strength

_SURE: Final = 0.95


class Beside:
    """The reference design under one scenario, beside which others are laid."""

    def __init__(self, reference: Found, scenario: str) -> None:
        self._reference, self._scenario = reference, scenario
        self._tests = reference.tests(scenario)
        self._power_test = reference.power_test

    @cached_property
    def _entries(self) -> Entries:
        return self._reference.entries(self._scenario)

    def told(self, found: Found) -> dict[str, Any]:
        """Every number of a design as plain values, by kind and name; and its power."""
        pair = _Pair(found, self._reference)
        mine = found.entries(self._scenario)
        result: dict[str, Any] = {
            kind: {
                name: entry.about | pair.told(entry, self._entries[kind].get(name)) for name, entry in entries.items()
            }
            for kind, entries in mine.items()
        }
        return result | self._power(pair, mine["tests"])

    def power(self, found: Found) -> dict[str, Any]:
        """The power of a design alone, and that where the cells do anything."""
        return self._power(_Pair(found, self._reference), found.tests(self._scenario))

    def _power(self, pair: "_Pair", tests: dict[str, Entry]) -> dict[str, Any]:
        own = pair.found.power_test
        if own is None:
            return {"power": None, "power_given_effect": None}
        entry, other = tests[own], self._tests.get(self._power_test or "")
        power = {"test": own, **entry.about} | pair.told(entry, other)
        if not scenario_named(self._scenario).may_fail:
            return {"power": power, "power_given_effect": None}
        works = self._where_cells_work(pair.found, entry)
        about = {"share_of_trials": float(np.isfinite(works.values).mean())}
        there = None if other is None else self._where_cells_work(self._reference, other)
        return {"power": power, "power_given_effect": about | pair.told(works, there)}

    def _where_cells_work(self, found: Found, entry: Entry) -> Entry:
        """The same number in those trials alone for which an effect was drawn."""
        drawn = strength(scenario_named(self._scenario), found.seed, found.trials)
        return entry._replace(values=np.where(drawn > 0.0, entry.values, np.nan))


class _Pair:
    """A design and the reference, with their trials matched."""

    def __init__(self, found: Found, reference: Found) -> None:
        self.found, self._is_reference = found, found is reference
        self._both = found.enrolled if self._is_reference else _together(found.enrolled, reference.enrolled)
        _, self._here, self._there = np.intersect1d(
            found.trials, reference.trials, assume_unique=True, return_indices=True
        )

    def told(self, entry: Entry, other: Entry | None) -> dict[str, float | None]:
        """A mean over trials, and its difference from the reference's."""
        found = self.found
        mean = over_trials(found.trials, entry.values, found.enrolled)
        result = {"value": number(mean.value), "mcse": number(mean.mcse), "difference": None, "difference_mcse": None}
        result |= _limits(entry)
        if other is None:
            return result
        if self._is_reference:
            return result | {"difference": 0.0, "difference_mcse": 0.0}
        apart = entry.values[self._here] - other.values[self._there]
        difference = over_trials(found.trials[self._here], apart, self._both)
        return result | {"difference": number(difference.value), "difference_mcse": number(difference.mcse)}


def _together(one: Enrolled, other: Enrolled) -> Enrolled:
    """Who was in which trial of either design."""
    keys = np.unique(np.concatenate([each.trial << 32 | each.woman for each in (one, other)]))
    _, woman = np.unique(keys & 0xFFFFFFFF, return_inverse=True)
    return Enrolled(keys >> 32, woman.ravel())


def _limits(entry: Entry) -> dict[str, float | None]:
    """How far from 0 or 1 a share of none or all of the trials may lie: its one-sided 95 % Clopper-Pearson limit.

    Trials are taken as independent. Nothing for other numbers, and for a test that cannot reject.
    """
    known = entry.values[np.isfinite(entry.values)]
    if entry.about.get("unit", "share") != "share" or entry.about.get("reason") or not known.size:
        return {}
    all_of_them = bool((known == 1.0).all())
    if not all_of_them and known.any():
        return {"at_most": None, "at_least": None}
    limit = float(clopper_pearson(0, known.size, 2 * _SURE - 1)[1])
    return {"at_most": None if all_of_them else limit, "at_least": 1.0 - limit if all_of_them else None}
