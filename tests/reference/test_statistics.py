"""Our statistics beside R's: `records/reference/statistics.yaml`."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from antral.analysis import clopper_pearson, safety, wilson
from antral.analysis.methods import before_after, counts
from antral.records import load_yaml, path

REFERENCE: dict[str, Any] = load_yaml(path("reference", "statistics.yaml"))


def rows(name: str) -> list[list[float]]:
    return list(REFERENCE[name]["rows"])


def tolerance(name: str) -> float:
    return float(REFERENCE[name]["tolerance"])


@pytest.mark.parametrize("row", rows("binomial_intervals"), ids=lambda row: f"{row[0]}of{row[1]}")
def test_binomial_intervals__oracle_r(row: list[float]) -> None:
    events, n, *limits = row
    ours = [float(x) for x in (*clopper_pearson(events, n), *wilson(events, n))]
    assert ours == pytest.approx(limits, abs=tolerance("binomial_intervals"))


@pytest.mark.parametrize("row", rows("fisher"), ids=str)
def test_fisher__oracle_r(row: list[Any]) -> None:
    a, n1, c, n2, two_sided, greater = row
    events = np.array([[c, a]])
    _, p = counts.p_values(events, (n2, n1), (0.0, 1.0), "probability")
    assert p[0] == pytest.approx(two_sided, abs=tolerance("fisher"))
    if greater is not None:
        _, p = counts.p_values(events, (n2, n1), (0.0, 1.0), "larger")
        assert p[0] == pytest.approx(greater, abs=tolerance("fisher"))


@pytest.mark.parametrize("row", rows("fisher_power"), ids=str)
def test_fisher_power__oracle_r(row: list[Any]) -> None:
    n1, n2, share1, share2, power = row
    a, c = (grid.ravel() for grid in np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij"))
    _, p = counts.p_values(np.stack([a, c], axis=1), (n1, n2), (0.0, 1.0), "probability")
    chance = stats.binom.pmf(a, n1, share1) * stats.binom.pmf(c, n2, share2)
    assert chance[p <= 0.05].sum() == pytest.approx(power, abs=tolerance("fisher_power"))


def test_twelve_women_without_an_event_exclude_a_rate_above_a_quarter() -> None:
    assert safety(12).upper_bound_after_none == pytest.approx(0.26464847, abs=1e-8)
    assert safety(12).smallest_detectable_rate == pytest.approx(1 - 0.2 ** (1 / 12), abs=1e-12)


@pytest.mark.parametrize("n", [5, 9, 12])
def test_signed_rank__oracle_scipy(n: int) -> None:
    changes = np.random.default_rng(n).normal(0.4, 1.0, size=(n, 6))  # no ties: scipy's exact test applies
    ours = before_after.signed_rank(changes)
    theirs = [stats.wilcoxon(changes[:, k], method="exact").pvalue for k in range(6)]
    assert ours == pytest.approx(theirs, abs=1e-12)


def test_paired_t__oracle_scipy() -> None:
    changes = np.random.default_rng(3).normal(0.3, 1.0, size=(12, 5))
    assert before_after.paired_t(changes) == pytest.approx(stats.ttest_1samp(changes, 0.0).pvalue, abs=1e-12)
