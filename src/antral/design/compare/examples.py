"""Single trials worth looking at: by number, so that they can be conducted again."""

from typing import Any

import numpy as np

from antral.analysis import plan, tests_of
from antral.design.compare.summary import Found
from antral.therapy import scenario as scenario_named


def examples(found: Found) -> list[dict[str, Any]]:
    """The first trial that finds an effect that is there, that misses it, and that finds one where there is none.

    Returns
    -------
    `kind` (`found`, `missed`, `false_alarm`), `scenario`, `trial`, `test`, `p_value`.
    """
    test = found.power_test
    if test is None:
        return []
    wanted, result = plan(found.protocol), []
    place = [one.name for one in tests_of(wanted)].index(test)
    effect = next((name for name in reversed(found.scenarios) if scenario_named(name).has_effect), None)
    for kind, scenario in (("found", effect), ("missed", effect), ("false_alarm", "none")):
        if scenario is None:
            continue
        p = found.arrays[f"{scenario}/p"][place]
        rejects = p <= wanted.alpha
        fitting = np.flatnonzero(np.isfinite(p) & (rejects if kind != "missed" else ~rejects))
        if fitting.size:
            result.append(
                {
                    "kind": kind,
                    "scenario": scenario,
                    "trial": int(found.trials[fitting[0]]),
                    "test": test,
                    "p_value": float(p[fitting[0]]),
                }
            )
    return result
