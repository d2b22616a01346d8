"""What effects of some size do to women."""

import pytest

from antral.evidence.effect import held, predicted, prior


def test_no_gain_changes_nobody_and_a_large_one_many():
    nothing, much = held([{}, {"quality_gain": 0.5}], women=30, seed=1)
    assert all(one == {"mean": 0.0, "se": 0.0} for one in nothing["excess"].values())
    assert much["without"] == nothing["without"]
    assert much["excess"]["menses"]["mean"] > 0.2
    assert much["excess"]["fsh"]["mean"] < -0.1


def test_a_prior_without_scale_predicts_nothing():
    found = predicted(
        prior().with_scale("quality_gain", 1e-9).with_scale("antral_gain", 1e-9), draws=4, women=30, seed=1
    )
    assert found["excess"] == {name: pytest.approx(0.0) for name in ("q05", "q25", "q50", "q75", "q95")}
    assert found["doubled"] == 0.0
