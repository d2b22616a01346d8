"""The thirteen-equation cycle against its known period and peaks."""

import numpy as np
import pytest

from antral.core import InputError
from antral.records import load_yaml, path
from antral.verify import CycleOracle, cycle_oracle

EXPECTED = load_yaml(path("reference", "cycle_oracle.yaml"))["expected"]


@pytest.fixture(scope="module")
def solved() -> CycleOracle:
    return cycle_oracle()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_reference_period_and_peaks(name: str, solved: CycleOracle) -> None:
    entry = EXPECTED[name]
    allowed = entry.get("tolerance", entry.get("relative_tolerance", 0.0) * entry["value"])
    assert getattr(solved, name) == pytest.approx(entry["value"], abs=allowed)


def test_reference_peaks_of_the_welt_means(solved: CycleOracle) -> None:
    """The data the model was fitted to (daily means of Welt): E2 237 pg/mL, P4 17.9 ng/mL, LH 123, FSH 19.6 to 20."""
    assert solved.e2_peak == pytest.approx(237, rel=0.02)
    assert solved.p4_peak == pytest.approx(17.9, rel=0.02)
    assert solved.lh_peak == pytest.approx(123, rel=0.02)
    assert solved.fsh_peak == pytest.approx(20, rel=0.03)


def test_property_hormones_peak_in_their_order(solved: CycleOracle) -> None:
    """E2 comes before LH, progesterone about a week after it."""
    t, lh = solved.t_days, solved.hormones["lh"]
    window = (t > 150) & (t < 150 + solved.period_days)
    surge = t[window][np.argmax(lh[window])]
    around = (t > surge - 7) & (t < surge + 3)
    e2_peak = t[around][np.argmax(solved.hormones["e2"][around])]
    after = (t > surge) & (t < surge + 16)
    p4_peak = t[after][np.argmax(solved.hormones["p4"][after])]
    assert 0 < surge - e2_peak < 2
    assert 5 < p4_peak - surge < 10


def test_property_a_smaller_step_changes_little(solved: CycleOracle) -> None:
    finer = cycle_oracle(days=200.0, step_days=0.001)
    assert finer.period_days == pytest.approx(solved.period_days, abs=0.005)
    assert finer.lh_peak == pytest.approx(solved.lh_peak, rel=0.005)


def test_a_run_too_short_to_read_is_refused() -> None:
    with pytest.raises(InputError, match="at least 90 d after settling"):
        cycle_oracle(days=120.0)
