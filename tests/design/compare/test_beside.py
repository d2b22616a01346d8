"""Differences between designs: paired by trial, with an error that knows the woman."""

import numpy as np
import pytest

from antral import analysis
from antral.design import Beside, Costs, Found, power_test
from antral.protocol import load

PROTOCOL = load("NCT03816852")
TRIALS = 3000


def found(rejects: np.ndarray, women: np.ndarray | None = None) -> Found:
    """A design of which is known in which trials its judged test rejects; women of their own unless given."""
    names = [test.name for test in analysis.tests_of(analysis.plan(PROTOCOL))]
    p = np.ones((len(names), len(rejects)))
    p[names.index(str(power_test(PROTOCOL)))] = np.where(rejects, 0.01, 0.5)
    trials = np.arange(1, len(rejects) + 1)
    whose = trials if women is None else women
    people = {"people/trial": trials, "people/woman": whose}
    return Found(PROTOCOL, {"none/p": p, "none/trial": trials, **people}, Costs.assumed(), 0.5, 1)


def correlated(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two designs with powers 0.5 and 0.6 whose luck is nearly the same."""
    luck = rng.normal(size=TRIALS)
    first, second = (luck + 0.3 * rng.normal(size=TRIALS) for _ in range(2))
    return first > 0.0, second > -0.2533


def test_the_difference_has_the_error_of_pairs() -> None:
    one, other = correlated(np.random.default_rng(1))
    told = Beside(found(one), "none").power(found(other))["power"]
    pairs = other.astype(float) - one.astype(float)
    assert told["difference"] == pytest.approx(pairs.mean())
    assert told["difference_mcse"] == pytest.approx(pairs.std(ddof=1) / np.sqrt(TRIALS), rel=1e-3)
    apart = np.hypot(told["mcse"], one.std(ddof=1) / np.sqrt(TRIALS))
    assert told["difference_mcse"] < 0.6 * apart  # what two designs with luck of their own would have


def test_the_error_is_how_far_differences_really_vary() -> None:
    rng = np.random.default_rng(2)
    told = [
        Beside(found(one), "none").power(found(other))["power"] for one, other in (correlated(rng) for _ in range(60))
    ]
    spread = np.std([one["difference"] for one in told], ddof=1)
    assert spread == pytest.approx(np.mean([one["difference_mcse"] for one in told]), rel=0.3)  # χ², 59 df, 3 sd


def test_trials_that_share_a_woman_count_for_less() -> None:
    rng = np.random.default_rng(3)
    women = np.repeat(np.arange(TRIALS // 10), 10)  # each woman in ten trials, which all go as hers goes
    hers = rng.random((2, TRIALS // 10)) < 0.5
    one, other = (np.repeat(side, 10) for side in hers)
    clustered = Beside(found(one, women), "none").power(found(other, women))["power"]["difference_mcse"]
    alone = Beside(found(one), "none").power(found(other))["power"]["difference_mcse"]
    assert clustered == pytest.approx(np.sqrt(10) * alone, rel=0.05)


def test_the_reference_differs_from_itself_by_nothing() -> None:
    one = found(np.arange(100) % 2 == 0)
    told = Beside(one, "none").power(one)["power"]
    assert (told["value"], told["difference"], told["difference_mcse"]) == (0.5, 0.0, 0.0)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_none_or_all_of_the_trials_have_an_exact_limit(share: float) -> None:
    one = found(np.full(40, share > 0.0))
    told = Beside(one, "none").power(one)["power"]
    limit = 1.0 - 0.05 ** (1 / 40)  # none of forty: (1 - p)^40 = 5 %
    assert told["at_most"] == (pytest.approx(limit) if share == 0.0 else None)
    assert told["at_least"] == (pytest.approx(1.0 - limit) if share == 1.0 else None)


def test_a_share_between_has_its_error_and_no_limit() -> None:
    one = found(np.arange(100) % 2 == 0)
    told = Beside(one, "none").power(one)["power"]
    assert (told["at_most"], told["at_least"], told["reason"]) == (None, None, None)
