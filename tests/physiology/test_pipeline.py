"""The growing stages and the antral pool by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import pipeline

P = pipeline.PipelineParameters(
    stage_days=40.0,
    survival=0.1,
    antral_loss=0.05,
    recruitment_rate=0.05,
    recruitment_gain=6.0,
    recruitment_fsh_half=12.0,
)


def test_stages_pass_a_fortieth_a_day():
    # 80 + 7 - 2; 40 + (80 - 40)/40; 0 + 40/40
    after = plain(pipeline.after_a_day)(pipeline.Pipeline(80.0, 40.0, 0.0), 7.0, P)
    assert after == pytest.approx((85.0, 41.0, 1.0))


def test_stages_in_balance_stay():
    balance = pipeline.Pipeline(280.0, 280.0, 280.0)  # 7 a day for 40 days
    assert plain(pipeline.after_a_day)(balance, 7.0, P) == pytest.approx(balance)


def test_inflow():
    # a tenth of 280/40 survives: 0.7 a day; half as many again under treatment
    stages = pipeline.Pipeline(0.0, 0.0, 280.0)
    assert plain(pipeline.inflow_per_day)(stages, 1.0, P) == pytest.approx(0.7)
    assert plain(pipeline.inflow_per_day)(stages, 1.5, P) == pytest.approx(1.05)


@pytest.mark.parametrize(("fsh", "rate"), [(0.0, 0.05), (12.0, 0.2), (24.0, 0.05 * (1 + 6 * 8 / 9)), (1e4, 0.35)])
def test_recruitment_rises_with_fsh_up_to_seven_times(fsh, rate):
    assert plain(pipeline.recruitment_per_follicle)(fsh, P) == pytest.approx(rate, rel=1e-6)


def test_antral_pool_goes_to_inflow_over_loss():
    # loss 0.05 + 0.15 = 0.2 a day, inflow 2: settles at 10; after ln 2 / 0.2 days half of the way from 30
    after = plain(pipeline.antral_after)
    assert after(pipeline.AntralPool(30.0), 2.0, 0.15, math.log(2) / 0.2, P).size == pytest.approx(20.0)
    assert after(pipeline.AntralPool(10.0), 2.0, 0.15, 0.125, P).size == pytest.approx(10.0)


def test_antral_pool_stays_positive_in_a_long_step():
    assert plain(pipeline.antral_after)(pipeline.AntralPool(5.0), 0.0, 10.0, 3.0, P).size > 0.0
