"""One trial: identities that need no program, laws, odd data."""

import warnings

import numpy as np
import pytest
from scipy.special import stdtr
from tests.analysis.methods.mmrm.made import trial

from antral.analysis.methods.mmrm import FALLBACKS, STRUCTURES, fit_design, mmrm, wide
from antral.core import InputError


def two_sample(one: np.ndarray, other: np.ndarray) -> tuple[float, float, int, float]:
    """Student's t test by hand: difference, standard error, degrees of freedom, p."""
    df = len(one) + len(other) - 2
    pooled = (one.var(ddof=1) * (len(one) - 1) + other.var(ddof=1) * (len(other) - 1)) / df
    error = np.sqrt(pooled * (1 / len(one) + 1 / len(other)))
    difference = one.mean() - other.mean()
    return difference, error, df, float(2 * stdtr(df, -abs(difference / error)))


@pytest.mark.parametrize("freedom", ["Kenward-Roger", "Satterthwaite"])
def test_complete_data_are_a_t_test_at_each_visit(freedom: str) -> None:
    response, arm, _ = trial(1, missing=0.0)
    treated = np.array(arm) == "arm 1"
    fitted = mmrm(response, arm, control="control", freedom=freedom)
    for visit in range(4):
        found = fitted.difference("arm 1", visit + 1)
        difference, error, df, p = two_sample(response[treated, visit], response[~treated, visit])
        assert found.estimate == pytest.approx(difference, rel=1e-9)
        assert found.details["standard error"] == pytest.approx(error, rel=1e-7)
        assert found.df == pytest.approx(df, rel=1e-6)
        assert found.p_value == pytest.approx(p, rel=1e-6)


def test_all_visits_together_are_hotellings_test() -> None:
    response, arm, _ = trial(2, missing=0.0)
    treated = np.array(arm) == "arm 1"
    one, other = response[treated], response[~treated]
    df, k = len(response) - 2, 4
    pooled = (np.cov(one.T) * (len(one) - 1) + np.cov(other.T) * (len(other) - 1)) / df
    apart = one.mean(axis=0) - other.mean(axis=0)
    t2 = apart @ np.linalg.solve(pooled * (1 / len(one) + 1 / len(other)), apart)
    fitted = mmrm(response, arm, control="control")
    found = fitted.together(np.eye(8)[4:])
    assert found.statistic == pytest.approx(t2 * (df - k + 1) / (df * k), rel=1e-6)
    assert (found.numerator, found.denominator) == (k, pytest.approx(df - k + 1, rel=1e-6))


@pytest.mark.parametrize("structure", ["unstructured", "autoregressive", "heterogeneous Toeplitz"])
def test_a_single_visit_is_an_analysis_of_covariance(structure: str) -> None:
    response, arm, baseline = trial(4)
    values = response[:, :1]
    x = np.column_stack([np.ones(len(arm)), baseline, [one != "control" for one in arm]]).astype(float)
    beta, rest, *_ = np.linalg.lstsq(x, values[:, 0], rcond=None)
    df = len(x) - 3
    error = np.sqrt(rest[0] / df * np.linalg.inv(x.T @ x)[2, 2])
    found = mmrm(values, arm, control="control", baseline=baseline, structure=structure).difference("arm 1", 1)
    assert found.estimate == pytest.approx(beta[2], rel=1e-9)
    assert found.details["standard error"] == pytest.approx(error, rel=1e-9)
    assert found.df == pytest.approx(df, rel=1e-9)


def test_swapping_arms_turns_the_sign() -> None:
    response, arm, baseline = trial(5)
    there = mmrm(response, arm, control="control", baseline=baseline).difference("arm 1", 4)
    back = mmrm(response, arm, control="arm 1", baseline=baseline).difference("control", 4)
    assert back.estimate == pytest.approx(-there.estimate, rel=1e-9)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), rel=1e-7)
    assert back.p_value == pytest.approx(there.p_value, rel=1e-7)


def test_the_order_of_women_and_the_unit_do_not_matter() -> None:
    response, arm, baseline = trial(6, arms=3, women=18)
    found = mmrm(response, arm, control="control", baseline=baseline).difference("arm 2", 3)
    order = np.random.default_rng(1).permutation(len(arm))
    other = mmrm(
        1000 * response[order], [arm[k] for k in order], control="control", baseline=7 - 100 * baseline[order]
    ).difference("arm 2", 3)
    assert other.estimate == pytest.approx(1000 * found.estimate, rel=1e-6)
    assert (other.df, other.p_value) == pytest.approx((found.df, found.p_value), rel=1e-6)


def test_interval_and_p_agree() -> None:
    response, arm, _ = trial(7)
    fitted = mmrm(response, arm, control="control")
    p = fitted.difference("arm 1", 2).p_value
    edge = fitted.difference("arm 1", 2, level=1 - p)
    assert min(abs(edge.low), abs(edge.high)) == pytest.approx(0, abs=1e-9)


def test_a_joint_test_of_one_contrast_is_its_t_test() -> None:
    response, arm, _ = trial(8)
    for freedom in ("Kenward-Roger", "Satterthwaite"):
        fitted = mmrm(response, arm, control="control", freedom=freedom)
        row = np.eye(len(fitted.names))[-1]
        one, joint = fitted.contrast(row), fitted.together([row])
        assert joint.statistic == pytest.approx(one.statistic**2, rel=1e-9)
        assert joint.denominator == pytest.approx(one.df, rel=1e-9)
        assert joint.p_value == pytest.approx(one.p_value, rel=1e-7)


def test_missing_women_and_covariates_are_counted() -> None:
    response, arm, baseline = trial(9)
    response[0], baseline[3] = np.nan, np.nan
    fitted = mmrm(response, arm, control="control", baseline=baseline)
    assert fitted.left_out == 2
    assert sum(fitted.n.values()) == len(arm) - 2
    keep = [k for k in range(len(arm)) if k not in (0, 3)]
    without = mmrm(response[keep], [arm[k] for k in keep], control="control", baseline=baseline[keep])
    assert fitted.difference("arm 1", 4).estimate == without.difference("arm 1", 4).estimate


def test_covariates_with_one_coefficient_are_a_design_of_ones_own() -> None:
    response, arm, baseline = trial(13, missing=0.1)
    age = np.arange(len(arm)) % 5 + 30.0
    given = {"age": age}
    fitted = mmrm(response, arm, control="control", baseline=baseline, covariates=given, by_visit=False)
    assert fitted.names[4:6] == ("baseline", "age")
    treated = np.array([one != "control" for one in arm], float)[:, np.newaxis, np.newaxis]
    every = np.broadcast_to(np.eye(4), (len(arm), 4, 4))
    extra = np.repeat(np.column_stack([age, baseline])[:, np.newaxis], 4, axis=1)
    own = fit_design(response, np.concatenate([every, every * treated, extra], axis=2))
    assert own.contrast(np.eye(10)[7]).estimate == pytest.approx(fitted.difference("arm 1", 4).estimate, rel=1e-7)
    assert own.contrast(np.eye(10)[7]).df == pytest.approx(fitted.difference("arm 1", 4).df, rel=1e-6)
    by_visit = mmrm(response, arm, control="control", covariates=given)
    assert by_visit.names[4:8] == tuple(f"age at {k}" for k in (1, 2, 3, 4))


def test_too_few_women_for_unstructured_fall_back_and_say_so() -> None:
    response, arm, _ = trial(10, women=6, visits=6, missing=0.1)
    fitted = mmrm(response, arm, control="control")
    assert fitted.converged
    assert fitted.structure in FALLBACKS["unstructured"]
    assert any(note.startswith("unstructured covariance could not be fitted") for note in fitted.notes)
    assert f"{fitted.structure} covariance was used instead" in fitted.notes
    assert fitted.structure in fitted.method
    strict = mmrm(response, arm, control="control", fallback=False)
    assert not strict.converged
    assert np.isnan(strict.difference("arm 1", 6).estimate)


def test_a_visit_where_an_arm_was_not_seen_has_no_difference() -> None:
    response, arm, _ = trial(11, women=18, arms=3)
    response[np.array(arm) == "arm 2", 2] = np.nan
    fitted = mmrm(response, arm, control="control")
    gone = fitted.difference("arm 2", 3)
    assert np.isnan(gone.estimate)
    assert any("cannot tell" in note for note in gone.notes)
    assert np.isfinite(fitted.difference("arm 2", 4).p_value)
    assert np.isfinite(fitted.difference("arm 1", 3).p_value)
    response[np.array(arm) == "control", 2] = np.nan
    assert np.isnan(mmrm(response, arm, control="control").difference("arm 1", 3).estimate)


def test_a_visit_where_nobody_was_seen_changes_nothing() -> None:
    response, arm, _ = trial(12)
    fitted = mmrm(response, arm, control="control").difference("arm 1", 4)
    hollow = np.insert(response, 2, np.nan, axis=1)
    more = mmrm(hollow, arm, control="control", visits=[1, 2, "none", 3, 4])
    assert any(note == "nobody was seen at: none" for note in more.notes)
    found = more.difference("arm 1", 4)
    assert found.estimate == pytest.approx(fitted.estimate, rel=1e-7)
    assert found.df == pytest.approx(fitted.df, rel=1e-5)


FOUR = np.array([[1.0, 2.0], [3.0, 5.0], [0.0, 1.0], [4.0, 2.0]])
SIX = np.vstack([FOUR, [[1.0, 1.5], [2.0, 9.0]]])
EIGHT = np.array([1.0, 2, 5, 3, 1, 7, 2, 2.5])
TURNS = np.where(np.arange(8)[:, np.newaxis] % 2 == np.arange(2), 1.0, np.nan)
ODD = {
    "one woman an arm": (FOUR[:2], "ab"),
    "one woman in all": (FOUR[:1], "a"),
    "all equal": (np.ones((8, 3)), "abababab"),
    "all equal at one visit": (np.column_stack([np.ones(8), EIGHT]), "abababab"),
    "two visits the same": (np.column_stack([EIGHT, EIGHT]), "abababab"),
    "nobody seen twice": (TURNS * EIGHT[:, np.newaxis], "aabbaabb"),
    "one arm": (FOUR, "aaaa"),
    "huge": (1e50 * SIX, "ababab"),
    "tiny": (1e-50 * SIX, "ababab"),
}


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("odd", ODD)
def test_odd_data_end_in_a_defined_state(odd: str, structure: str) -> None:
    response, arm = ODD[odd][0], list(ODD[odd][1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = mmrm(response, arm, control="a", structure=structure)
        found = fitted.contrast(np.eye(len(fitted.names))[-1])
        fitted.together(np.eye(len(fitted.names))[-2:])
    if not fitted.converged:
        assert fitted.notes
        assert np.isnan([found.estimate, found.low, found.high, found.p_value, found.df]).all()
    else:
        assert np.isfinite(fitted.covariance).all()


def test_a_long_table() -> None:
    people, visits, table = wide(["b", "a", "b"], [3, 1, 1], [1.0, 2.0, np.nan])
    assert people.tolist() == ["a", "b"]
    assert visits == [1, 3]
    np.testing.assert_array_equal(table, [[2.0, np.nan], [np.nan, 1.0]])
    with pytest.raises(InputError, match="more than one row"):
        wide(["b", "b"], [1, 1], [1.0, 2.0])
    with pytest.raises(InputError, match="one entry a row"):
        wide(["b", "b"], [1], [1.0, 2.0])


GOOD = np.array([[1.0, 2.0], [2.0, 4.0], [0.0, 1.0], [4.0, 2.0]])


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: mmrm([1.0, 2.0], ["a", "b"], control="a"), "one row a person"),
        (lambda: mmrm(GOOD, list("aab"), control="a"), "4 were wanted, 3 came"),
        (lambda: mmrm(GOOD, list("aabb"), control="c"), "no woman is in the control arm"),
        (lambda: mmrm(GOOD, list("aabb"), control="a", visits=[1]), "2 different names"),
        (lambda: mmrm(GOOD, list("aabb"), control="a", baseline=[1.0]), "baseline must have shape"),
        (lambda: mmrm(GOOD, list("aabb"), control="a", covariates={"x": ["u", "v", "w", "z"]}), "x must be numbers"),
        (lambda: mmrm(GOOD, list("aabb"), control="a", structure="banded"), "no covariance structure 'banded'"),
        (lambda: mmrm(GOOD, list("aabb"), control="a", freedom="residual"), "Kenward-Roger or Satterthwaite"),
        (lambda: mmrm(GOOD, list("aabb"), control="a", restricted=False), "needs a fit by REML"),
        (lambda: mmrm(np.full((4, 2), np.inf), list("aabb"), control="a"), "there is an infinite one"),
        (lambda: mmrm(GOOD * np.nan, list("aabb"), control="a"), "no woman has a value"),
        (
            lambda: mmrm(GOOD, list("aabb"), control="a").difference("b", 7),
            "there is no difference of arm 'b' at visit 7",
        ),
        (lambda: mmrm(GOOD, list("aabb"), control="a").contrast([1.0]), "weights must have shape"),
        (lambda: mmrm(GOOD, list("aabb"), control="a").contrast([1.0, 0, 0, 0], level=95), "between 0 and 1"),
        (lambda: mmrm(GOOD, list("aabb"), control="a").together(np.ones((2, 4))), "must be independent"),
        (lambda: fit_design(GOOD, np.ones((4, 3, 1))), "design must have shape"),
        (lambda: fit_design(GOOD, np.ones((4, 2, 1)), names=("a", "b")), "2 names were given for 1"),
    ],
)
def test_wrong_input_is_told(call: object, match: str) -> None:
    with pytest.raises(InputError, match=match):
        call()  # type: ignore[operator]
