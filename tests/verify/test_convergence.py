"""Convergence under treatment: the women really are treated, and differences are counted as they are."""

import numpy as np
import pytest

from antral.core import RunError
from antral.engine import OUTPUTS, Course
from antral.verify import Company, convergence, rows_convergence
from antral.verify.convergence import course


def test_treated_women_have_cells_and_hormones():
    with_both, without = course("treated", 12, 120, 1), course("poi", 12, 120, 1)
    assert np.array_equal(with_both.values[:, :, :29], without.values[:, :, :29])
    assert with_both.repair[:, -1].min() > 0.01
    assert without.repair.max() == 0
    # estradiol of the tablets, from their first day on; half of the untreated have follicles of their own
    low, own = (np.quantile(one.e2_pg_ml[:, 40:50], 0.25) for one in (with_both, without))
    assert low > 3 * own


def test_every_step_is_recorded_at_nine():
    for steps in (8, 48):
        t = course("poi", 2, 3, 1, steps).t_days
        assert t == pytest.approx([0.375, 1.375, 2.375])


def made(fsh):
    """Two women over 202 days; FSH is given for the last two."""
    values = np.ones((len(OUTPUTS), 2, 202))
    values[OUTPUTS.index("fsh_iu_l"), :, 200:] = fsh
    return Course(np.arange(202.0), values, np.zeros(2, np.int8), np.zeros(2, np.int64))


def test_ratios_by_hand():
    one, other = made([[10, 12], [20, 24]]), made([[10, 10], [20, 20]])
    found = rows_convergence._ratio(Company(1, 2), one, other, "fsh_iu_l", total=False)
    assert found.value == pytest.approx(33 / 30 - 1)
    assert rows_convergence._differing(one, other.values).value == 2


def test_a_process_that_fails_is_told():
    with pytest.raises(RunError, match="0 lanes and 16 slots did not run"):
        convergence.elsewhere("poi", 2, 3, 1, lanes=0)
