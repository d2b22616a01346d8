"""Interim looks over finished trials."""

import numpy as np
import pytest

from antral.core import InputError
from antral.design import Costs, Found, looked_at, looks, power_test, rule_of, sizes
from antral.protocol import Protocol, load

TRIALS = 4000


def found(protocol: Protocol, p: np.ndarray) -> Found:
    """Trials of which nothing is known but the p-value of the judged test, each with women of its own."""
    from antral.analysis import plan, tests_of

    names = [test.name for test in tests_of(plan(protocol))]
    values = np.ones((len(names), len(p)))
    values[names.index(str(power_test(protocol)))] = p
    n, trials = protocol.design.participants, np.arange(1, len(p) + 1)
    people = {"people/trial": np.repeat(trials, n), "people/woman": np.arange(n * len(p))}
    return Found(protocol, {"none/p": values, "none/trial": trials, **people}, Costs.assumed(), 0.5, 1)


def sized(n: int) -> Protocol:
    return load("NCT03816852", [f"design.participants={n}"])


def p_values(n: int, whole: int) -> np.ndarray:
    """Two-sided p-values of normal trials without any effect, looked at after n women of the whole."""
    from scipy.special import ndtr

    rng = np.random.default_rng(5)
    steps = rng.normal(size=(TRIALS, whole))
    z = steps[:, :n].sum(axis=1) / np.sqrt(n)
    return np.asarray(2.0 * (1.0 - ndtr(np.abs(z))))


def test_looks_keep_the_level_that_two_plain_tests_would_not() -> None:
    wanted = looks("0.5,1", "obrien_fleming")
    parts = [found(sized(n), p_values(n, 24)) for n in sizes(sized(24), wanted)]
    told = looked_at(parts, "none", rule_of(sized(24), wanted))
    error = 3 * np.sqrt(0.05 * 0.95 / TRIALS)
    assert told["rejects"]["value"] == pytest.approx(0.05, abs=error)
    both = np.mean(np.minimum(p_values(12, 24), p_values(24, 24)) <= 0.05)
    assert both > 0.05 + error  # 0.083 by Armitage, McPherson and Rowe 1969
    # O'Brien-Fleming at half: |Z| ≥ 2.797, two-sided p 0.0052 (Jennison and Turnbull 2000, table 2.3)
    assert told["looks"][0]["nominal_p"] == pytest.approx(0.0052, abs=1e-4)
    assert told["looks"][0]["stops"] == pytest.approx(0.0052, abs=3 * np.sqrt(0.0052 / TRIALS))
    stops = told["looks"][0]["stops"]
    assert told["women_analysed"]["value"] == pytest.approx(24 - 12 * stops)
    assert sum(look["stops"] for look in told["looks"]) == pytest.approx(1.0)


def test_women_go_on_being_enrolled_until_the_look_is_made() -> None:
    wanted = looks("0.5,1", "pocock")
    slow, fast = ("design.enrolment.women_per_month=0.05", "design.enrolment.women_per_month=100")
    p = np.zeros(50)  # every trial stops at once
    enrolled = {}
    for rate in (slow, fast):
        parts = [found(load("NCT03816852", [rate, f"design.participants={n}"]), p) for n in (12, 24)]
        told = looked_at(parts, "none", rule_of(parts[-1].protocol, wanted))
        assert told["women_analysed"]["value"] == 12.0
        assert told["rejects"]["value"] == 1.0
        enrolled[rate] = told["women_enrolled"]["value"]
    assert enrolled[fast] == 24.0  # all were in before the first was followed to her end
    assert 12.0 <= enrolled[slow] < 13.5  # one woman in twenty months, half of one in a year's follow-up


@pytest.mark.parametrize(
    ("text", "rule", "says"),
    [
        ("1", "pocock", "rise to 1"),
        ("0.5,0.5,1", "pocock", "rise to 1"),
        ("a,1", "pocock", "rise"),
        ("0.5,1", "x", "one of"),
    ],
)
def test_looks_that_cannot_be_are_told(text: str, rule: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        looks(text, rule)


def test_a_trial_may_be_too_small_to_be_looked_at() -> None:
    with pytest.raises(InputError, match="3 women are too few"):
        sizes(sized(3), looks("0.5,1", "pocock"))
