"""One common effect: laws of inverse variance, Mantel and Haenszel, and Peto."""

import math

import numpy as np
import pytest

from antral.core import InputError
from antral.evidence.pooling import common_effect, effect_size, mantel_haenszel, peto

RARE = ([1, 0, 3, 2], [20, 12, 30, 25], [0, 0, 1, 0], [20, 12, 30, 25])


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_one_study_keeps_its_own_effect(measure):
    given = {"events": 4, "n": 20, "control_events": 9, "control_n": 22}
    own = effect_size(measure, **given)
    found = mantel_haenszel(*given.values(), measure=measure)
    assert found.estimate == pytest.approx(own.yi[0])
    if measure != "RD":
        assert found.se == pytest.approx(math.sqrt(own.vi[0]))


def test_peto_of_one_study_is_its_effect_size():
    own = effect_size("PETO", events=4, n=20, control_events=9, control_n=22)
    found = peto(4, 20, 9, 22)
    assert (found.estimate, found.se) == pytest.approx((own.yi[0], math.sqrt(own.vi[0])))


def test_studies_that_agree_give_their_effect():
    cells = ([10, 20], [40, 80], [5, 10], [40, 80])
    assert mantel_haenszel(*cells, measure="RR").on("exp").estimate == pytest.approx(2)
    assert mantel_haenszel(*cells, measure="RD").estimate == pytest.approx(0.125)
    assert mantel_haenszel(*cells).q == pytest.approx(0, abs=1e-12)
    assert sum(mantel_haenszel(*cells).weights) == pytest.approx(1)


@pytest.mark.parametrize("of", [mantel_haenszel, peto])
def test_a_study_without_any_event_is_dropped_and_counted(of):
    found, without = of(*RARE), of(*(np.delete(column, 1) for column in RARE))
    assert found.k == 3
    assert (found.estimate, found.se) == pytest.approx((without.estimate, without.se))
    assert "1 study (study 2)" in found.notes[0]


def test_a_ratio_without_events_in_one_arm_has_no_interval():
    found = mantel_haenszel([1, 2], [10, 10], [0, 0], [10, 10], measure="RR")
    assert found.estimate == math.inf
    assert math.isnan(found.low)
    assert "no interval" in found.notes[0]
    assert math.isfinite(peto([1, 2], [10, 10], [0, 0], [10, 10]).se)


def test_no_event_at_all_is_refused():
    with pytest.raises(InputError, match="no study says anything"):
        mantel_haenszel([0, 0], [10, 10], [0, 0], [10, 10])


def test_common_effect_warns_of_differences():
    found = common_effect([0, 1], [1, 3])
    assert (found.estimate, found.se, found.q) == pytest.approx((0.25, math.sqrt(0.75), 0.25))
    assert found.weights == pytest.approx((0.75, 0.25))
    assert math.isnan(found.prediction_low)
    assert "one effect common to all" in found.notes[-1]


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_one_study_has_no_share_of_spread(measure):
    found = mantel_haenszel(1, 5, 2, 9, measure=measure)
    assert math.isnan(found.i2)
    assert math.isnan(found.q_p)


def test_a_difference_without_any_event_has_no_interval():
    """Its variance of Sato, Greenland and Robins is 0, which is no certainty."""
    found = mantel_haenszel([0, 0], [10, 12], [0, 0], [11, 10], measure="RD")
    assert found.estimate == 0
    assert math.isnan(found.se)
    assert math.isnan(found.low)
    assert math.isnan(found.p)
    assert "no interval" in found.notes[0]
