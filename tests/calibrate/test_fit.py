"""Priors and records: every part can be begun, and a prior is what its record says."""

import math

import numpy as np
import pytest

from antral.calibrate import Prior, fit, parts
from antral.calibrate.evaluate import targets
from antral.calibrate.fit import Stated
from antral.core import InputError, RecordError, Tag
from antral.physiology import typical
from antral.population import mixes
from antral.records import POINT, number, using


def stated(**changes):
    return Stated(**{"width": 0.2, "tag": Tag.ASSUMED, "source": "made up"} | changes)


def test_parts_come_in_their_order() -> None:
    assert parts() == ["healthy", "poi", "hrt"]


@pytest.mark.parametrize("part", parts())
def test_every_part_can_be_begun(part: str) -> None:
    chosen = fit(part)
    assert len(targets(part)) > 3
    assert chosen.names
    for far in (-4.0, 0.0, 4.0):  # vectors at the ends of every prior fit together
        with using(chosen.vector(np.full(len(chosen.names), far), POINT)):
            assert typical()
            assert mixes()


@pytest.mark.parametrize(("scale", "width"), [("log", 0.2), ("linear", 0.5)])
def test_a_prior_has_its_median_on_record_and_its_width_near_it(scale: str, width: float) -> None:
    prior = Prior("fsh.drive_most", stated(scale=scale, width=width))
    value = number("fsh.drive_most").value
    assert float(prior.value(0.0)) == pytest.approx(value)
    small = 1e-4
    slope = (float(prior.value(small)) - float(prior.value(-small))) / (2 * small)
    assert slope == pytest.approx(value * width if scale == "log" else width, rel=1e-3)
    assert (prior.low, prior.high) == (2.0, 12.0)


def test_a_prior_never_leaves_its_limits_and_can_be_undone() -> None:
    prior = Prior("idiopathic.primordial.median", stated(width=0.5, low=300.0, high=40000.0))
    z = np.linspace(-60.0, 60.0, 101)
    values = prior.value(z)
    assert values.min() >= 300.0
    assert values.max() <= 40000.0
    assert (np.diff(values) >= 0.0).all()
    assert prior.position(float(prior.value(1.3))) == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("fsh.drive_mist", {}, "did you mean 'drive_most'"),
        ("idiopathic.primordial.median", {}, "states no range"),
        ("fsh.drive_most", {"low": 5.0}, "does not lie between"),
        ("lh.withdrawal", {}, "logarithmic scale wants more than 0"),
    ],
)
def test_a_prior_that_cannot_be_is_refused(name: str, changes: dict[str, float], said: str) -> None:
    with pytest.raises(RecordError, match=said):
        Prior(name, stated(**changes))


def test_an_unknown_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="healthy, poi, hrt"):
        fit("liver")


def test_the_width_of_a_wide_prior_is_that_of_a_log_normal() -> None:
    """Limits far away: the logit on the log scale is then close to normal on the log scale."""
    prior = Prior("fsh.synthesis", stated(width=0.01))
    ratio = np.log(prior.value(np.array([1.0]))[0] / number("fsh.synthesis").value)
    assert math.isclose(ratio, 0.01, rel_tol=0.02)
