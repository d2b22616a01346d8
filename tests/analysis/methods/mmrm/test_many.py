"""Many trials at once: the numbers of `mmrm`, to the bit whatever the company; size of the test."""

import warnings
from math import sqrt

import numpy as np
import pytest
from tests.analysis.methods.mmrm.made import trial

from antral.analysis.methods.mmrm import Many, mmrm, mmrm_many
from antral.core import InputError

QUANTITIES = ("estimate", "error", "df", "low", "high", "p_value", "structure", "steps")


def trials(number: int, women: int = 14, **how: float) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Response `[trial, person, visit]`, arms, and baseline `[trial, person]`."""
    made = [trial(1000 + k, women=women, arms=2, **how) for k in range(number)]  # type: ignore[arg-type]
    return np.stack([one[0] for one in made]), made[0][1], np.stack([one[2] for one in made])


def same(one: Many, other: Many, first: np.ndarray, second: np.ndarray) -> bool:
    return all(
        np.array_equal(getattr(one, name)[first], getattr(other, name)[second], equal_nan=True) for name in QUANTITIES
    )


@pytest.mark.parametrize("freedom", ["Kenward-Roger", "Satterthwaite"])
@pytest.mark.parametrize(
    ("women", "missing", "adjusted"), [(24, 0.1, True), (24, 0.1, False), (7, 0.2, False), (6, 0, True)]
)
def test_many_are_as_each(women: int, missing: float, adjusted: bool, freedom: str) -> None:
    response, arm, baseline = trials(12, women=women, missing=missing)
    given = baseline if adjusted else None
    many = mmrm_many(response, arm, control="control", at=[2, 4], baseline=given, freedom=freedom)
    assert many.effects == ("arm 1 less control at 2", "arm 1 less control at 4")
    for k in range(12):
        one = mmrm(response[k], arm, control="control", baseline=baseline[k] if adjusted else None, freedom=freedom)
        assert one.converged == (many.structure[k] >= 0)
        if one.converged:
            assert one.structure == many.structures[many.structure[k]]
        for place, visit in enumerate((2, 4)):
            alone = one.difference("arm 1", visit)
            ours = [getattr(many, name)[k, place] for name in QUANTITIES[:6]]
            theirs = [
                alone.estimate, alone.details["standard error"], alone.df, alone.low, alone.high, alone.p_value
            ]  # fmt: skip
            assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("missing", [0.05, 0.25])
def test_the_bits_do_not_depend_on_company_or_order(missing: float) -> None:
    response, arm, baseline = trials(70, missing=missing)
    how = {"control": "control", "at": [1, 4]}
    whole = mmrm_many(response, arm, baseline=baseline, **how)  # type: ignore[arg-type]
    order = np.random.default_rng(2).permutation(70)
    other = mmrm_many(response[order], arm, baseline=baseline[order], **how)  # type: ignore[arg-type]
    assert same(whole, other, order, np.arange(70))
    for start, stop in ((0, 1), (1, 4), (40, 67)):
        part = mmrm_many(response[start:stop], arm, baseline=baseline[start:stop], **how)  # type: ignore[arg-type]
        assert same(whole, part, np.arange(start, stop), np.arange(stop - start))


def test_failures_are_counted_and_used_structures_told() -> None:
    response, arm, _ = trials(30, women=6, visits=5, missing=0.15)
    many = mmrm_many(response, arm, control="control")
    assert many.structures[0] == "unstructured"
    assert many.failures["unstructured"] == np.count_nonzero(many.structure != 0)
    assert many.failures["heterogeneous Toeplitz"] == np.count_nonzero((many.structure > 1) | (many.structure < 0))
    assert many.failures["unstructured"] > 0
    strict = mmrm_many(response, arm, control="control", fallback=False)
    np.testing.assert_array_equal(strict.structure == -1, many.structure != 0)
    assert np.isnan(strict.p_value[strict.structure == -1]).all()


def test_arms_may_differ_between_trials() -> None:
    response, arm, _ = trials(4, missing=0.1)
    order = np.array([np.random.default_rng(k).permutation(len(arm)) for k in range(4)])
    mixed = np.take_along_axis(response, order[..., np.newaxis], axis=1)
    arms = np.array(arm)[order]
    one = mmrm_many(response, arm, control="control")
    other = mmrm_many(mixed, arms, control="control")
    assert other.p_value == pytest.approx(one.p_value, rel=1e-6)


def test_odd_trials_leave_the_others_alone() -> None:
    response, arm, _ = trials(8, missing=0.1)
    alone = mmrm_many(response, arm, control="control", at=[4])
    odd = response.copy()
    odd[1] = 1.0
    odd[2] = np.nan
    odd[3, :, 3] = np.nan
    odd[4, np.array(arm) == "arm 1"] = np.nan
    odd[5, 2:] = np.nan
    odd[6, :, 2] = odd[6, :, 1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        many = mmrm_many(odd, arm, control="control", at=[4])
    assert np.isnan(many.p_value[[1, 2, 3, 4, 5], 0]).all()
    assert same(alone, many, np.array([0, 7]), np.array([0, 7]))
    assert many.structures[many.structure[6]] != "unstructured"


def test_no_trials_are_no_results() -> None:
    many = mmrm_many(np.zeros((0, 4, 2)), list("aabb"), control="a")
    assert many.p_value.shape == (0, 1)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: mmrm_many(np.zeros((4, 2)), list("aabb"), control="a"), "an axis for trials"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aab"), control="a"), "arm must have shape"),
        (lambda: mmrm_many(np.full((3, 4, 2), np.inf), list("aabb"), control="a"), "there is an infinite one"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aabb"), control="c"), "no woman is in the control arm"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aaaa"), control="a"), "every woman is in the control arm"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aabb"), control="a", at=[3]), "some of them"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aabb"), control="a", baseline=[1.0]), "baseline must have shape"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aabb"), control="a", structure="x"), "no covariance structure"),
        (lambda: mmrm_many(np.zeros((3, 4, 2)), list("aabb"), control="a", freedom="x"), "Kenward-Roger or"),
    ],
)
def test_wrong_input_is_told(call: object, match: str) -> None:
    with pytest.raises(InputError, match=match):
        call()  # type: ignore[operator]


def test_kenward_roger_keeps_its_size_in_three_arms_of_twelve() -> None:
    """Within 3.3 Monte-Carlo standard errors of 5 %: a false alarm once in 1,000; the plain normal test is not."""
    number = 800
    luck = np.random.default_rng(20)
    lag = np.abs(np.subtract.outer(np.arange(6), np.arange(6)))
    response = luck.normal(size=(number, 36, 6)) @ np.linalg.cholesky(0.7**lag).T
    left = luck.integers(1, 40, size=(number, 36))  # leaves before that visit; few do
    response[np.arange(6) >= left[..., np.newaxis]] = np.nan
    arm = np.repeat(["control", "low", "high"], 12)
    many = mmrm_many(response, arm, control="control")
    assert many.failures["unstructured"] == 0
    error = sqrt(0.05 * 0.95 / number)
    for contrast in range(2):
        assert abs((many.p_value[:, contrast] < 0.05).mean() - 0.05) < 3.3 * error
