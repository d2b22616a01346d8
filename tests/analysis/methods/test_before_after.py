"""Women before and after: the tests beside scipy's."""

import numpy as np
import pytest
from scipy import stats

from antral.analysis.methods import paired_t, sign, signed_rank


@pytest.mark.parametrize("n", [5, 9, 12])
def test_signed_rank__oracle_scipy(n: int) -> None:
    changes = np.random.default_rng(n).normal(0.4, 1.0, size=(n, 6))  # no ties: scipy's exact test applies
    theirs = [stats.wilcoxon(changes[:, k], method="exact").pvalue for k in range(6)]
    assert signed_rank(changes) == pytest.approx(theirs, abs=1e-12)


def test_paired_t__oracle_scipy() -> None:
    changes = np.random.default_rng(3).normal(0.3, 1.0, size=(12, 5))
    assert paired_t(changes) == pytest.approx(stats.ttest_1samp(changes, 0.0).pvalue, abs=1e-12)


def test_sign__oracle_scipy() -> None:
    changes = np.random.default_rng(4).normal(0.5, 1.0, size=(11, 5))
    theirs = [stats.binomtest(int((changes[:, k] > 0).sum()), 11).pvalue for k in range(5)]
    assert sign(changes) == pytest.approx(theirs, abs=1e-12)
