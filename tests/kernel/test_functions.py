"""Elementary functions: compiled, plain, and what the library says."""

import math

import numpy as np
import pytest
from scipy import stats

from antral import kernel
from antral.kernel import plain

RELATIVE = 1e-5
"""Rounding of float32 is 6e-8; the polynomials add a few 1e-6."""


def compiled(function, *arguments):
    return float(function(*(np.float32(a) for a in arguments)))


@pytest.mark.parametrize("base", [1e-4, 0.01, 0.3, 0.5, 0.7071, 1.0, 1.5, 2.0, 37.5, 1e4])
@pytest.mark.parametrize("exponent", [0.5, 1.57, 1.8, 2.0, 3.3])
def test_power(base, exponent):
    assert compiled(kernel.power, base, exponent) == pytest.approx(base**exponent, rel=RELATIVE)
    assert plain(kernel.power)(base, exponent) == pytest.approx(base**exponent, rel=1e-12)


def test_power_of_nothing_is_nothing():
    assert compiled(kernel.power, 0.0, 1.8) == pytest.approx(0.0, abs=1e-37)
    assert plain(kernel.power)(0.0, 1.8) == pytest.approx(0.0, abs=1e-37)


@pytest.mark.parametrize("x", [0.0, 1e-7, 1e-3, 0.125, 0.7, 1.25, 10.0, 40.0])
def test_decay(x):
    assert compiled(kernel.decay, x) == pytest.approx(math.exp(-x), rel=RELATIVE)
    assert plain(kernel.decay)(x) == pytest.approx(math.exp(-x), rel=1e-6)


def test_decay_over_ages_leaves_nothing():
    assert compiled(kernel.decay, 1e4) < 1e-30


@pytest.mark.parametrize("x", [0.0, 1e-7, 1e-4, 0.01, 0.1, 0.3])
def test_settled_keeps_its_digits_for_small_x(x):
    expected = -math.expm1(-x)
    assert compiled(kernel.settled, x) == pytest.approx(expected, rel=RELATIVE)
    assert plain(kernel.settled)(x) == pytest.approx(expected, rel=RELATIVE)


@pytest.mark.parametrize(
    ("function", "exponent"),
    [
        (kernel.cube, 3),
        (kernel.fourth, 4),
        (kernel.fifth, 5),
        (kernel.sixth, 6),
        (kernel.tenth, 10),
        (kernel.fourteenth, 14),
    ],
)
@pytest.mark.parametrize("x", [0.0, 0.3, 1.0, 1.7])
def test_whole_powers(function, exponent, x):
    assert compiled(function, x) == pytest.approx(x**exponent, rel=RELATIVE)
    assert plain(function)(x) == pytest.approx(x**exponent, rel=1e-12)


def test_yes():
    assert (compiled(kernel.yes, 1.0), float(kernel.yes(False))) == (1.0, 0.0)


@pytest.mark.parametrize("p", [1e-9, 1e-4, 0.025, 0.3, 0.5, 0.84, 0.975, 1 - 1e-6])
def test_normal_quantile(p):
    assert kernel.normal_quantile(p) == pytest.approx(stats.norm.ppf(p), abs=2e-6)
    assert plain(kernel.normal_quantile)(p) == pytest.approx(stats.norm.ppf(p), abs=2e-6)


@kernel.equation
def inner(x):
    return x + 1.0


@kernel.equation
def outer(x):
    return inner(x) - 1.0


def test_plain_turns_off_the_compiler_in_what_an_equation_calls_too():
    # in float32 the sum of 1 and 1e-9 is 1
    assert compiled(inner, 1e-9) == 1.0
    assert plain(inner)(1e-9) == 1.000000001
    assert plain(outer)(1e-9) == pytest.approx(1e-9, rel=1e-6)


def test_plain_has_constants_in_double_precision():
    assert type(plain(kernel.decay)(0.5)) is float


def test_a_division_by_zero_is_infinite_and_not_an_exception():
    @kernel.equation
    def ratio(x, y):
        return x / y

    assert np.isinf(ratio(np.float32(1), np.float32(0)))
