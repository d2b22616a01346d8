"""Every structure beside the long way of `plain`: likelihood, its optimum, adjusted covariance, degrees of freedom."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.analysis.methods.mmrm.made import trial
from tests.analysis.methods.mmrm.plain import Plain, derivative

from antral.analysis.methods.mmrm import STRUCTURES, fit_design

TIMES = np.array([0.0, 1.0, 2.5, 4.0])
LAG = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))


def unstructured(theta: np.ndarray) -> np.ndarray:
    v = np.zeros((4, 4))
    v[np.tril_indices(4)] = theta
    return v + np.tril(v, -1).T


def spread(variances: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    return np.sqrt(np.outer(variances, variances)) * correlation


def slope(theta: np.ndarray) -> np.ndarray:
    z = np.column_stack([np.ones(4), TIMES])
    return z @ np.array([[theta[0], theta[1]], [theta[1], theta[2]]]) @ z.T + theta[3] * np.eye(4)


PLAIN: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "unstructured": unstructured,
    "heterogeneous Toeplitz": lambda t: spread(t[:4], np.concatenate([[1.0], t[4:]])[LAG]),
    "heterogeneous autoregressive": lambda t: spread(t[:4], t[4] ** LAG),
    "autoregressive": lambda t: t[0] * t[1] ** LAG,
    "heterogeneous compound symmetry": lambda t: spread(t[:4], np.where(LAG == 0, 1.0, t[4])),
    "compound symmetry": lambda t: t[0] * np.eye(4) + t[1],
    "random intercept and slope": slope,
}


def data() -> tuple[np.ndarray, np.ndarray]:
    """Response and a design of arm by visit with one slope on baseline."""
    response, arm, baseline = trial(3)
    treated = np.array([one != "control" for one in arm], float)[:, np.newaxis, np.newaxis]
    visits = np.broadcast_to(np.eye(4), (len(arm), 4, 4))
    design = np.concatenate(
        [visits, np.repeat(baseline[:, np.newaxis, np.newaxis], 4, axis=1), treated * visits], axis=2
    )
    return response, design


def test_every_structure_is_here() -> None:
    assert PLAIN.keys() == STRUCTURES.keys()


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("restricted", [True, False])
def test_the_likelihood_is_at_its_top(structure: str, restricted: bool) -> None:
    response, design = data()
    how = {"structure": structure, "restricted": restricted, "times": TIMES, "fallback": False}
    fitted = fit_design(response, design, freedom="Satterthwaite", **how)
    assert fitted.converged
    plain = Plain(response, design, PLAIN[structure])
    theta = np.array(list(fitted.parameters.values()))
    assert fitted.minus_two_log_likelihood == pytest.approx(plain.value(theta, restricted), abs=1e-9)
    for k in range(len(theta)):
        rise = derivative(lambda t: np.array(plain.value(t, restricted)), theta, k)
        assert abs(rise) < 1e-6
        for step in (0.03, -0.03):
            there = theta.copy()
            there[k] += step * max(1.0, abs(theta[k]))
            assert plain.value(there, restricted) > fitted.minus_two_log_likelihood


@pytest.mark.parametrize("structure", STRUCTURES)
def test_kenward_roger(structure: str) -> None:
    response, design = data()
    fitted = fit_design(response, design, structure=structure, times=TIMES, fallback=False)
    theta = np.array(list(fitted.parameters.values()))
    last, visits = np.eye(9)[8:], np.eye(9)[5:]
    plain = Plain(response, design, PLAIN[structure])
    one, all_ = plain.kenward_roger(theta, last), plain.kenward_roger(theta, visits)
    assert fitted.coefficients == pytest.approx(one["beta"], rel=1e-9)
    assert fitted.errors**2 == pytest.approx(np.diag(one["adjusted"]), rel=1e-5)
    single = fitted.contrast(last[0])
    assert single.df == pytest.approx(one["df"], rel=1e-6)
    assert single.statistic**2 == pytest.approx(one["F"], rel=1e-5)
    joint = fitted.together(visits)
    assert joint.denominator == pytest.approx(all_["df"], rel=1e-6)
    assert joint.statistic == pytest.approx(all_["F"], rel=1e-5)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_satterthwaite(structure: str) -> None:
    response, design = data()
    fitted = fit_design(response, design, structure=structure, times=TIMES, fallback=False, freedom="Satterthwaite")
    plain = Plain(response, design, PLAIN[structure])
    theta = np.array(list(fitted.parameters.values()))

    def variance(there: np.ndarray) -> np.ndarray:
        w = np.linalg.inv(plain.big(there))
        return np.array(np.linalg.inv(plain.x.T @ w @ plain.x)[8, 8])

    k = range(len(theta))
    rise = np.array([derivative(variance, theta, i) for i in k])

    def slope_of(i: int) -> Callable[[np.ndarray], np.ndarray]:
        return lambda t: derivative(lambda u: np.array(plain.value(u)), t, i, 1e-3)

    bend = np.array([[derivative(slope_of(i), theta, j, 1e-3) for j in k] for i in k])
    df = 2 * variance(theta) ** 2 / (rise @ (2 * np.linalg.inv(bend)) @ rise)
    assert fitted.contrast(np.eye(9)[8]).df == pytest.approx(df, rel=1e-4)
