"""Our statistics beside R's: `records/reference/statistics.yaml`."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from antral.analysis import safety
from antral.analysis.methods import ancova, before_after, shift, welch
from antral.records import load_yaml, path

REFERENCE: dict[str, Any] = load_yaml(path("reference", "statistics.yaml"))


def rows(name: str) -> list[list[float]]:
    return list(REFERENCE[name]["rows"])


def tolerance(name: str) -> float:
    return float(REFERENCE[name]["tolerance"])


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


def test_ancova__oracle_r() -> None:
    data = REFERENCE["ancova"]
    arm, stratum = np.array(data["arm"]), np.array(data["stratum"])
    columns = [data["baseline"], stratum == "b", arm == 1, arm == 2]
    design = np.stack([np.asarray(column, dtype=float) for column in columns])[:, :, np.newaxis]
    change = np.asarray(data["change"], dtype=float)[:, np.newaxis]
    ours = ancova(design, change, np.ones_like(change, dtype=bool), 2)
    assert ours.freedom[0] == data["freedom"]
    for place, (_, *expected) in enumerate(data["rows"]):
        found = [float(part[place, 0]) for part in (ours.estimate, ours.low, ours.high, ours.p_value)]
        assert found == pytest.approx(expected, abs=tolerance("ancova"))


def test_ancova__oracle_potthoff_and_roy() -> None:
    data = REFERENCE["ancova_potthoff_roy"]
    girl = np.repeat([0.0, 1.0], [len(data["boys_8"]), len(data["girls_8"])])
    at_8 = np.array(data["boys_8"] + data["girls_8"], dtype=float)
    at_14 = np.array(data["boys_14"] + data["girls_14"], dtype=float)[:, np.newaxis]
    for later in (at_14, at_14 - at_8[:, np.newaxis]):  # adjusted for baseline, change and value say the same
        ours = ancova(np.stack([at_8, girl])[:, :, np.newaxis], later, np.ones((27, 1), dtype=bool), 1)
        found = [float(part[0, 0]) for part in (ours.estimate, ours.low, ours.high, ours.p_value)]
        assert found == pytest.approx(data["rows"][0], abs=tolerance("ancova_potthoff_roy"))


def test_welch__oracle_r() -> None:
    groups = [np.asarray(REFERENCE["welch"][name]) for name in ("first", "second")]
    mean, deviation, n = (
        np.array([[float(of(group))] for group in groups]) for of in (np.mean, lambda g: g.std(ddof=1), len)
    )
    assert [float(x[0]) for x in welch(mean, deviation, n)] == pytest.approx(rows("welch")[0], abs=tolerance("welch"))


@pytest.mark.parametrize("row", REFERENCE["rank_shift"]["rows"], ids=lambda row: str(len(row[0])))
def test_rank_shift__oracle_r(row: list[list[float]]) -> None:
    first, second, expected = (np.asarray(part)[:, np.newaxis] for part in row)
    found = [float(x[0]) for x in shift(first, second)]
    assert found == pytest.approx(expected.ravel(), abs=tolerance("rank_shift"))
