"""Two small arms compared, by hand: ranks with ties, interval beside test, harm that a control arm cannot have."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from antral.analysis import METHODS, Plan, Question, analyse, attained_size, plan
from antral.core import InputError
from antral.dataset import Tables, tables
from antral.protocol import load

AMH = Question(name="amh", derive="change", day=168, measure="AMH", window_days=7, test="rank_sum")
FSH = Question(
    name="fsh", derive="log_change", day=168, measure="FSH", window_days=7, direction="decrease", estimate="mean_t",
    test="linear_trend",
)  # fmt: skip
SERIOUS = Question(name="serious", derive="serious_event", day=364, direction="decrease", test="fisher")
RELATED = Question(name="related", derive="related_event", day=364, direction="decrease", test="fisher")


def asked(*questions: Question) -> Plan:
    return Plan(doses={"control": 0.0, "cells": 3e7}, controls=("control",), questions=questions)


def arms(control: list[float], cells: list[float], parameter: str = "AMH", before: float = 0.1) -> Tables:
    """One trial; women's values at the visit, all with the same baseline: the detection limit."""
    values = [*control, *cells]
    people = [(1, i, "control" if i < len(control) else "cells", 364.0) for i in range(len(values))]
    seen = [(1, i, "baseline", 0.0, parameter, before, "ng/mL", True) for i in range(len(values))]
    seen += [(1, i, "v", 168.0, parameter, value, "ng/mL", value == before) for i, value in enumerate(values)]
    return tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "last_day"], orient="row"),
        pl.DataFrame(
            seen,
            schema=["trial", "participant_id", "visit", "day", "parameter", "value", "unit", "censored"],
            orient="row",
        ),
        pl.DataFrame(schema={"trial": pl.Int64, "participant_id": pl.Int64, "day": pl.Float64, "kind": pl.String}),
    )


def harmed(control: int, cells: int, women: int = 10, *, relatedness: str = "unrelated") -> Tables:
    """One trial; so many women of each arm have an event."""
    people = [(1, i, "control" if i < women else "cells", 364.0) for i in range(2 * women)]
    hit = [*range(control), *range(women, women + cells)]
    events = [(1, i, 30.0, "adverse_event", relatedness == "unrelated", relatedness) for i in hit]
    return tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "last_day"], orient="row"),
        arms([0.1], [0.1]).observations,
        pl.DataFrame(events, schema=["trial", "participant_id", "day", "kind", "serious", "relatedness"], orient="row"),
    )


def contrast(data: Tables, question: Question) -> dict[str, Any]:
    return analyse(data, asked(question)).contrasts.row(0, named=True)


def test_ranks_with_values_below_detection_by_hand() -> None:
    """Changes 0, 0, 0 against 0, 0.02, 0.05: four ties of rank 2.5, ranks 5 and 6.

    The treated ranks add up to 13.5, 3 from their mean of 10.5. Of 20 allocations 4 hold both large values and 4
    neither: p = 8/20. Of nine differences three are 0, three 0.02, three 0.05: the shift is 0.02. Nine pairs bound
    nothing at 95 %.
    """
    data = arms([0.1, 0.1, 0.1], [0.1, 0.12, 0.15])
    found = contrast(data, AMH)
    assert found["estimate"] == pytest.approx(0.02)
    assert found["p_value"] == pytest.approx(0.4)
    assert found["ci_low"] is None
    assert found["disagrees"] is None
    test = analyse(data, asked(AMH)).tests.row(0, named=True)
    assert test["test"] == "amh_rank_sum"
    assert test["p_value"] == pytest.approx(0.4)
    for words in (found["method"], test["method"]):
        assert "Wilcoxon rank-sum test" in words
        assert "values below detection are ties" in words


def test_ranks_without_ties__oracle_scipy() -> None:
    rng = np.random.default_rng(5)
    control, cells = rng.lognormal(0, 1, 8), rng.lognormal(0.8, 1, 7)
    found = contrast(arms([0.1 + x for x in control], [0.1 + x for x in cells]), AMH)
    exact = stats.mannwhitneyu(cells, control, alternative="two-sided", method="exact")
    assert found["p_value"] == pytest.approx(exact.pvalue)
    assert found["ci_low"] <= found["estimate"] <= found["ci_high"]


def test_the_rank_sum_test_needs_a_control_arm() -> None:
    with pytest.raises(InputError, match=r"the rank-sum test compares treated women with a control arm.*rank_trend"):
        analyse(arms([0.1] * 3, [0.2] * 3), Plan(doses={"control": 1e7, "cells": 3e7}, questions=(AMH,)))


def test_skewed_amh_is_compared_by_ranks_in_the_climen_protocol() -> None:
    question = plan(load("NCT07115082")).question("amh_24w")
    assert (question.test, question.estimate, question.covariates) == ("rank_sum", "median_order", ())


@pytest.mark.parametrize(("events", "p", "disagrees"), [((1, 6), 0.05728, True), ((1, 7), 0.01977, False)])
def test_an_interval_that_disagrees_with_its_test_is_flagged(
    events: tuple[int, int], p: float, *, disagrees: bool
) -> None:
    """6 against 1 of 10: Fisher by hand 2 (2100 + 120) / 77,520 = 0.0573.

    The score limits do not hold 0, for (0.6 - 0.1) / sqrt(0.35 × 0.65 × 0.2 × 20/19) = 2.29. With 7 of 10 both say so.
    """
    found = contrast(harmed(*events), SERIOUS)
    assert found["p_value"] == pytest.approx(p, abs=1e-5)
    assert found["ci_low"] > 0
    assert found["disagrees"] is disagrees
    assert "Miettinen and Nurminen" in found["method"]
    assert "Fisher" in found["method"]


def test_related_events_are_not_compared_with_women_who_had_no_cells() -> None:
    """Three of 10: the exact limits are R's binom.test(3, 10), 0.06674 to 0.65245; there is no p-value."""
    data = harmed(0, 3, relatedness="related")
    found = contrast(data, RELATED)
    assert (found["estimate"], found["ci_low"], found["ci_high"]) == pytest.approx((0.3, 0.06673951, 0.6524529))
    assert found["p_value"] is None
    assert "p-value not estimable: without cells no event can by definition be related" in found["method"]
    test = analyse(data, asked(RELATED)).tests.row(0, named=True)
    assert test["p_value"] is None
    assert "p-value not estimable" in test["method"]


def test_welch_and_the_randomisation_test_have_names_of_their_own() -> None:
    results = analyse(arms([60.0, 70.0, 85.0, 90.0], [40.0, 45.0, 70.0, 72.0], "FSH", 80.0), asked(FSH))
    welch, test = results.contrasts["method"][0], dict(results.tests.select("kind", "method").rows())["difference"]
    assert "Welch t test" in welch
    assert "randomisation test of the difference of means" in test
    assert len(set(METHODS.values())) == len(METHODS)


def test_boschloo_and_mid_p_beside_scipy_and_by_hand() -> None:
    """Five of ten women harmed against none of ten."""
    data = harmed(0, 5)
    p = {
        kind: float(analyse(data, asked(replace(SERIOUS, test=kind))).tests["p_value"][0])
        for kind in ("fisher", "boschloo", "mid_p")
    }
    table = np.array([[5, 0], [5, 10]])
    assert p["boschloo"] == pytest.approx(stats.boschloo_exact(table).pvalue, rel=1e-4)  # scipy searches by sampling
    ways = np.array([stats.hypergeom.pmf(k, 20, 5, 10) for k in range(6)])
    assert p["fisher"] == pytest.approx(ways[0] + ways[5])
    assert p["mid_p"] == pytest.approx((ways[0] + ways[5]) / 2)  # both tables are as probable: each counts by half
    assert p["boschloo"] < p["fisher"]


@pytest.mark.parametrize("kind", ["fisher", "boschloo", "mid_p"])
def test_attained_sizes_are_those_of_all_tables(kind: str) -> None:
    """Four women an arm: every table with its chance at a share of 0.3."""
    wanted = asked(replace(SERIOUS, test=kind))
    found = attained_size(wanted, f"serious_{kind}", {"control": 4, "cells": 4}, 0.3, alpha=0.1)
    assert found is not None
    size = 0.0
    for control in range(5):
        for cells in range(5):
            p = analyse(harmed(control, cells, 4), wanted).tests["p_value"][0]
            size += (p <= 0.1) * stats.binom.pmf(control, 4, 0.3) * stats.binom.pmf(cells, 4, 0.3)
    assert found.at_share == pytest.approx(size)
    assert kind == "mid_p" or found.largest <= 0.1


def test_one_sided_boschloo_asks_for_less_harm() -> None:
    """A direction of decrease: more events under cells speak for nothing."""
    worse = analyse(harmed(0, 5), Plan(**{**vars(asked(replace(SERIOUS, test="boschloo"))), "sides": 1})).tests
    better = analyse(harmed(5, 0), Plan(**{**vars(asked(replace(SERIOUS, test="boschloo"))), "sides": 1})).tests
    assert better["p_value"][0] < 0.05 < worse["p_value"][0]
