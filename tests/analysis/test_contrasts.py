"""Treated against control: differences, intervals and adjusted analyses of small trials and of many."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from antral.analysis import Plan, Question, analyse
from antral.analysis.methods import ancova
from antral.core import InputError
from antral.dataset import Tables, tables

FSH = Question(
    name="fsh", derive="log_change", day=168, measure="FSH", window_days=7, direction="decrease", estimate="mean_t",
    test="ancova", covariates=("baseline", "tablet_day", "stratum"), under_assigned_hormones=True,
)  # fmt: skip
AMH = Question(name="amh", derive="change", day=168, measure="AMH", window_days=7, estimate="median_order")
SERIOUS = Question(name="serious", derive="serious_event", day=364, direction="decrease", test="fisher")
PLAN = Plan(
    doses={"control": 0.0, "cells": 3e7}, controls=("control",), questions=(FSH, AMH, SERIOUS),
    calendars={"control": 28, "cells": 28},
)  # fmt: skip


def trials(number: int, *, women: int = 20, effect: float = 0.0, seed: int = 3, missing: float = 0.1) -> Tables:
    """Two arms under a calendar of 28 days: FSH falls where the baseline is high and rises in the tablet-free days."""
    rng = np.random.default_rng(seed)
    people, seen, events = [], [], []
    for trial in range(1, number + 1):
        arms = rng.permutation(np.repeat(["control", "cells"], women // 2))
        for person, arm in enumerate(arms):
            stratum = "young" if rng.random() < 0.5 else "old"
            people.append((trial, person, str(arm), 364.0, stratum))
            base = rng.normal(4.0, 0.4)
            day = 168 + int(rng.integers(-3, 4))
            free = day % 28 >= 21 or day % 28 == 0
            change = -0.5 * (base - 4.0) + 0.6 * free + 0.2 * (stratum == "old") + rng.normal(0, 0.2)
            change += effect * (arm == "cells")
            seen.append((trial, person, "baseline", 0.0, "FSH", math.exp(base), "IU/L", None))
            seen.append((trial, person, "baseline", 0.0, "AMH", 0.1, "ng/mL", None))
            if rng.random() > missing:
                seen.append((trial, person, "v", float(day), "FSH", math.exp(base + change), "IU/L", day % 28 + 1))
                seen.append((trial, person, "v", float(day), "AMH", abs(rng.normal(0.3, 0.1)), "ng/mL", day % 28 + 1))
            if rng.random() < 0.2:
                events.append((trial, person, 30.0, "adverse_event", True))
    schema = ["trial", "participant_id", "visit", "day", "parameter", "value", "unit", "tablet_day"]
    return tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "last_day", "stratum"], orient="row"),
        pl.DataFrame(seen, schema=schema, orient="row", infer_schema_length=None).with_columns(censored=pl.lit(False)),
        pl.DataFrame(events, schema=["trial", "participant_id", "day", "kind", "serious"], orient="row"),
    )


@pytest.fixture(scope="module")
def many() -> Tables:
    return trials(30)


def row(frame: pl.DataFrame, trial: int, endpoint: str) -> dict[str, Any]:
    return frame.filter((pl.col("trial") == trial) & (pl.col("endpoint") == endpoint)).row(0, named=True)


def by_least_squares(data: Tables, trial: int) -> tuple[float, float, float, float]:
    """The same analysis by numpy's least squares on one trial, its columns written out."""
    own = pl.col("trial") == trial
    baseline = data.observations.filter(own & (pl.col("visit") == "baseline") & (pl.col("parameter") == "FSH"))
    later = data.observations.filter(own & (pl.col("visit") == "v") & (pl.col("parameter") == "FSH"))
    people = data.participants.filter(own).select("participant_id", "arm", "stratum")
    joined = later.join(baseline, on="participant_id").join(people, on="participant_id")
    base, value = joined["value_right"].log().to_numpy(), joined["value"].log().to_numpy()
    angle = 2 * np.pi * (joined["tablet_day"].to_numpy() - 1) / 28
    columns = [np.ones_like(base), base, np.cos(angle), np.sin(angle), joined["stratum"] == "old",
               joined["arm"] == "cells"]  # fmt: skip
    design = np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)
    coefficients, residual, rank, _ = np.linalg.lstsq(design, value - base)
    freedom = len(base) - rank
    error = math.sqrt(residual[0] / freedom * np.linalg.inv(design.T @ design)[-1, -1])
    half = stats.t.ppf(0.975, freedom) * error
    estimate = coefficients[-1]
    return estimate, estimate - half, estimate + half, 2 * stats.t.sf(abs(estimate / error), freedom)


def test_an_adjusted_contrast_is_that_of_least_squares(many: Tables) -> None:
    results = analyse(many, PLAN)
    for trial in (1, 8, 30):
        estimate, low, high, p = by_least_squares(many, trial)
        found = row(results.contrasts, trial, "fsh")
        expected = (math.exp(estimate), math.exp(low), math.exp(high), p)
        assert tuple(found[name] for name in ("estimate", "ci_low", "ci_high", "p_value")) == pytest.approx(expected)
        assert found["contrast"] == "fsh_cells"
        assert found["against"] == "control"
        assert "adjusted for baseline, tablet day" in found["method"]
        test = row(results.tests, trial, "fsh")
        assert (test["statistic"], test["p_value"]) == pytest.approx((estimate, p))
        assert results.slopes.is_empty()  # one dose has no slope


def test_contrasts_of_shares_and_ranks(many: Tables) -> None:
    results = analyse(many, PLAN)
    women = results.participants.filter(pl.col("trial") == 5)
    events = women.filter(pl.col("endpoint") == "serious")
    share = {arm: events.filter(pl.col("arm") == arm)["value"].mean() for arm in PLAN.doses}
    table = [
        [events.filter((pl.col("arm") == arm) & (pl.col("value") == value)).height for value in (1, 0)]
        for arm in ("cells", "control")
    ]
    found = row(results.contrasts, 5, "serious")
    assert found["estimate"] == pytest.approx(share["cells"] - share["control"])
    assert found["p_value"] == pytest.approx(stats.fisher_exact(table).pvalue)
    assert found["ci_low"] < found["estimate"] < found["ci_high"]
    assert row(results.tests, 5, "serious")["p_value"] == pytest.approx(found["p_value"])
    values = women.filter((pl.col("endpoint") == "amh") & pl.col("estimable"))
    cells, control = (values.filter(pl.col("arm") == arm)["value"].to_numpy() for arm in ("cells", "control"))
    assert row(results.contrasts, 5, "amh")["estimate"] == pytest.approx(np.median(np.subtract.outer(cells, control)))


def test_every_trial_gives_alone_what_it_gives_among_many(many: Tables) -> None:
    together = analyse(many, PLAN)
    own = pl.col("trial") == 17
    alone = analyse(Tables(many.participants.filter(own), many.observations.filter(own), many.events.filter(own)), PLAN)
    for name in ("contrasts", "slopes", "tests"):
        assert getattr(alone, name).equals(getattr(together, name).filter(own))


def test_adjusting_keeps_the_level_and_gains_power() -> None:
    """400 trials without effect, and 200 with an effect that the unadjusted test often misses."""
    plain = replace(PLAN, questions=(replace(FSH, covariates=()),))
    adjusted = replace(PLAN, questions=(FSH,))
    none, effect = trials(400, seed=8), trials(200, seed=9, effect=-0.25)

    def rejected(data: Tables, asked: Plan) -> float:
        return float((analyse(data, asked).tests["p_value"] <= 0.05).mean() or 0.0)

    limit = 3 * math.sqrt(0.05 * 0.95 / 400)
    assert abs(rejected(none, adjusted) - 0.05) < limit
    assert abs(rejected(none, plain) - 0.05) < limit
    assert rejected(effect, adjusted) > rejected(effect, plain) + 0.15
    found = analyse(none, adjusted).contrasts
    covered = ((found["ci_low"] <= 1.0) & (found["ci_high"] >= 1.0)).mean()
    assert covered is not None
    assert abs(covered - 0.95) < limit


def test_a_covariate_that_is_the_same_in_all_women_is_left_out_and_named(many: Tables) -> None:
    same = Tables(many.participants.with_columns(stratum=pl.lit("all")), many.observations, many.events)
    found = analyse(same, PLAN).contrasts.filter(pl.col("endpoint") == "fsh")
    assert found["method"].str.contains("left out, the same in all women: stratum", literal=True).all()
    without = replace(PLAN, questions=(replace(FSH, covariates=("baseline", "tablet_day")),))
    assert found["estimate"].to_list() == analyse(same, without).contrasts["estimate"].to_list()


def test_an_arm_that_cannot_be_told_from_a_covariate_has_no_estimate() -> None:
    """All women of one stratum in one arm: the difference is as well the stratum's."""
    data = trials(2, missing=0.0)
    people = data.participants.with_columns(stratum=pl.col("arm"))
    found = analyse(Tables(people, data.observations, data.events), PLAN)
    assert found.contrasts.filter(pl.col("endpoint") == "fsh")["estimate"].null_count() == 2
    assert found.tests.filter(pl.col("endpoint") == "fsh")["p_value"].null_count() == 2


def test_too_few_women_have_an_estimate_and_no_interval() -> None:
    column = np.array([[[0.0], [1.0]]])
    fit = ancova(column, np.array([[1.0], [3.0]]), np.ones((2, 1), dtype=bool), 1)
    assert fit.estimate[0, 0] == pytest.approx(2.0)
    assert np.isnan([fit.low[0, 0], fit.high[0, 0], fit.p_value[0, 0]]).all()
    nobody = ancova(column, np.array([[1.0], [3.0]]), np.zeros((2, 1), dtype=bool), 1)
    assert np.isnan(nobody.estimate[0, 0])


def test_fishers_test_needs_a_control_arm(many: Tables) -> None:
    with pytest.raises(InputError, match="compares treated women with a control arm, and there is none"):
        analyse(many, replace(PLAN, controls=()))


def test_a_one_sided_analysis_of_covariance_rejects_on_its_own_side(many: Tables) -> None:
    both = analyse(many, replace(PLAN, questions=(FSH,))).tests
    one = analyse(many, replace(PLAN, questions=(FSH,), sides=1)).tests
    good = both["statistic"].to_numpy() < 0  # FSH should fall
    expected = np.where(good, both["p_value"].to_numpy() / 2, 1 - both["p_value"].to_numpy() / 2)
    assert one["p_value"].to_numpy() == pytest.approx(expected)


def test_a_slope_over_several_doses_is_adjusted_too(many: Tables) -> None:
    """Women of the treated arm split by number: the slope is that of least squares on the dose."""
    dose = pl.when(pl.col("arm") == "control").then(0).when(pl.col("participant_id") % 2 == 0).then(1).otherwise(2)
    people = many.participants.with_columns(
        dose.replace_strict({0: "control", 1: "some", 2: "more"}, return_dtype=pl.String).alias("arm")
    )
    asked = replace(PLAN, doses={"control": 0.0, "some": 3e7, "more": 6e7}, questions=(replace(FSH, covariates=()),))
    found = row(analyse(Tables(people, many.observations, many.events), asked).slopes, 4, "fsh")
    own = pl.col("trial") == 4
    values = analyse(Tables(people, many.observations, many.events), asked).participants.filter(
        own & pl.col("estimable")
    )
    line = stats.linregress(values["dose_cells"].to_numpy() / 3e7, values["value"].to_numpy())
    assert (found["estimate"], found["p_value"]) == pytest.approx((math.exp(line.slope), line.pvalue))
