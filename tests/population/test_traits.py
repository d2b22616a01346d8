"""What the aetiologies do to a woman, against small steps and sums made by hand."""

import numpy as np
import pytest
from pydantic import ValidationError

from antral.core import RecordError
from antral.physiology import typical
from antral.population.draw import draw
from antral.population.record import Exposure, Population, population
from antral.population.traits import parameters

N = 20_000
RUN_IN = 400 / 365.25


def stepped(number, years, multiplier=1.0, step=1e-3):
    """Faddy and Gosden's law by small steps."""
    p = typical().reserve
    for _ in range(round(years / step)):
        number -= multiplier * number * (p.base_rate + p.crowding_rate / (p.crowding_half + number)) * step
    return number


def test_years_since_diagnosis_are_exponential_and_end_at_the_youngest_age():
    women = draw("idiopathic", np.arange(N), seed=1, age_years=40.0)
    years = women.years_since_diagnosis
    # exponential of mean 3.4 years cut at 12: mean 3.4 − 12 / (exp(12/3.4) − 1)
    assert years.mean() == pytest.approx(3.4 - 12 / (np.exp(12 / 3.4) - 1), abs=0.08)
    assert np.median(years) == pytest.approx(-3.4 * np.log(1 - 0.5 * (1 - np.exp(-12 / 3.4))), rel=0.03)
    assert (years.min() >= 0) & (years.max() <= 12)
    young = draw("idiopathic", np.arange(N), seed=1, age_years=18.0)
    assert young.years_since_diagnosis.max() <= 3.0


def test_the_reserve_at_diagnosis_is_moved_on_by_the_years_since():
    new, old = (draw("idiopathic", [3, 4], seed=2, years_since_diagnosis=years) for years in (0.0, 3.0))
    flux = old.parameters.reserve.flux_multiplier
    assert ((flux >= 1.0) & (flux <= 1.8)).all()
    wanted = [stepped(number, 3.0, k) for number, k in zip(new.primordial, flux, strict=True)]
    assert old.primordial == pytest.approx(wanted, rel=3e-3)


def test_a_faster_loss_moves_it_on_faster():
    new, old = (draw("genetic", np.arange(5), seed=2, years_since_diagnosis=years) for years in (0.0, 2.0))
    flux = old.parameters.reserve.flux_multiplier
    assert ((flux >= 1.0) & (flux <= 2.0)).all()
    wanted = [stepped(number, 2.0, k) for number, k in zip(new.primordial, flux, strict=True)]
    assert old.primordial == pytest.approx(wanted, rel=3e-3)


@pytest.mark.parametrize("aetiology", ["autoimmune", "surgical", "chemotherapy"])
def test_what_is_left_is_a_share_of_the_follicles_at_the_onset(aetiology):
    women = draw(aetiology, [5], seed=3, age_years=30.0, years_since_diagnosis=0.0)
    healthy = draw("healthy", [5], seed=3, age_years=30.0)
    # the same woman without disease, at the same moment: the run-in before she is 30
    left = women.primordial[0] / healthy.primordial[0]
    record = population(aetiology)
    if record.left is not None:
        low, high = record.left.low, record.left.high
    else:
        one = list(record.exposure.classes.values())[women.risk_class[0]]
        low, high = 1 - one.killed_most, 1 - one.killed_least
    assert low <= left <= high
    later = draw(aetiology, [5], seed=3, age_years=32.0, years_since_diagnosis=2.0)
    flux = np.broadcast_to(later.parameters.reserve.flux_multiplier, 1)[0]
    assert later.primordial[0] == pytest.approx(stepped(women.primordial[0], 2.0, flux), rel=3e-3)


def test_treatment_kills_by_class_and_leaves_log_uniform_shares():
    women = draw("chemotherapy", np.arange(N), seed=1, age_years=30.0, years_since_diagnosis=0.0)
    healthy = draw("healthy", np.arange(N), seed=1, age_years=30.0)
    left = women.primordial / healthy.primordial
    assert np.bincount(women.risk_class) / N == pytest.approx([0.4, 0.4, 0.2], abs=0.015)
    for place, (least, most) in enumerate([(0.3, 0.8), (0.014, 0.14), (0.0003, 0.014)]):
        own = left[women.risk_class == place]
        assert (own.min() >= least * 0.999) & (own.max() <= most * 1.001)
        assert np.median(own) == pytest.approx(np.sqrt(least * most), rel=0.06)
    assert women.emptied.all()
    assert not healthy.emptied.any()


def test_quality_after_treatment_recovers_with_its_time_constant():
    new, old = (draw("chemotherapy", np.arange(2000), seed=1, years_since_diagnosis=y) for y in (0.0, 0.5))
    own, days = old.parameters.quality.own, old.parameters.quality.own_days
    assert (own.min() >= 0.75) & (days.min() >= 60) & (days.max() <= 180)
    at_exposure = own - new.deficit
    assert (at_exposure.min() >= 0.3) & (at_exposure.max() <= 0.7)
    assert old.deficit == pytest.approx(new.deficit * np.exp(-0.5 * 365.25 / days))
    assert (draw("idiopathic", np.arange(50), seed=1).deficit == 0.0).all()


def test_steroid_yield_is_low_where_the_theca_or_an_enzyme_is_missing():
    for aetiology in ("autoimmune", "enzyme_deficiency"):
        made = draw(aetiology, np.arange(N), seed=1).parameters.steroids.steroid_yield
        assert (made.min() >= 0.05) & (made.max() <= 0.3)
        assert made.mean() == pytest.approx(0.175, abs=0.003)
    assert draw("idiopathic", [1], seed=1).parameters.steroids.steroid_yield == 1.0


def plain(aetiology="chemotherapy"):
    return population(aetiology).model_dump()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"at_birth": None}, "either primordial or at_birth"),
        ({"left": {"low": 0.1, "high": 0.2, "unit": "1", "tag": "assumed", "source": "test"}}, "left or exposure"),
        ({"since_diagnosis": None}, "belong together"),
        ({"own_quality": {"low": 0.5, "high": 1, "unit": "1", "tag": "assumed", "source": "test"}}, "recovers to"),
    ],
)
def test_a_record_must_fit_together(change, said):
    with pytest.raises(ValidationError, match=said):
        Population.model_validate(plain() | change)


def test_an_empty_range_and_odd_shares_are_refused():
    record = plain()
    record["own_quality"] |= {"low": 1.0, "high": 0.75}
    with pytest.raises(ValidationError, match="empty"):
        Population.model_validate(record)
    exposure = plain()["exposure"]
    exposure["classes"]["high"]["share"] = 0.3
    with pytest.raises(ValidationError, match=r"add up to 1\.1"):
        Exposure.model_validate(exposure)


@pytest.mark.parametrize(
    ("spreads", "said"),
    [
        ({"steroids.e2_nowhere": {"sd_log": 0.1, "tag": "assumed", "source": "test"}}, "no parameter"),
        ({"steroids.e2_peripheral": {"sd_log": 0.1, "tag": "assumed", "source": "test"}}, "needs 'draw'"),
        ({"fsh.drive_most": {"sd_log": 0.1, "draw": 3, "tag": "assumed", "source": "test"}}, "another"),
    ],
)
def test_a_spread_needs_a_parameter_and_one_draw(spreads, said):
    record = Population.model_validate(plain("idiopathic") | {"spreads": spreads})
    with pytest.raises(RecordError, match=said):
        parameters(record, np.arange(2), np.full(2, 30.0), 1, None)


def test_her_age_on_the_first_day_is_that_before_the_run_in():
    women = draw("healthy", np.arange(3), seed=1, age_years=30.0)
    assert women.parameters.quality.start_age == pytest.approx(30.0 - 400 / 365.25)


def test_autoimmune_disease_spares_the_amh_of_poor_follicles():
    law = population("autoimmune").amh_quality_base
    spared = draw("autoimmune", np.arange(N), seed=1).parameters.amh.quality_base
    assert (spared.min() >= law.low) & (spared.max() <= law.high)
    assert spared.mean() == pytest.approx((law.low + law.high) / 2, abs=0.01)
    assert np.ndim(draw("idiopathic", np.arange(3), seed=1).parameters.amh.quality_base) == 0
