import numpy as np
import pytest
from pydantic import ValidationError

from antral.core import InputError
from antral.physiology import typical
from antral.population.draw import draw
from antral.population.record import Population, population, populations
from antral.population.reserve_by_age import follicles_at_age, years_between
from antral.records import number

N = 20_000
NUMBERS = ("primordial.median", "primordial.sd_log", "own_quality.low", "own_quality.high", "spreads.fsh.drive_most")


@pytest.fixture(scope="module")
def poi():
    return draw("idiopathic", np.arange(N), seed=1, years_since_diagnosis=0.0)


@pytest.fixture(scope="module")
def healthy():
    return draw("healthy", np.arange(N), seed=1, age_years=30.0)


def test_the_reserve_follows_faddy_and_gosden():
    # physiology row 1: 701 200 at birth give 1021 at 50.4 years and 24 843 at 38
    at = follicles_at_age(701_200.0, np.array([38.0, 50.4]), typical().reserve)
    assert at == pytest.approx([24_843, 1021], rel=0.03)


def test_the_closed_form_agrees_with_small_steps():
    p = typical().reserve
    n, years = 50_000.0, 0.0
    while years < 5.0 - 1e-9:
        n -= n * (p.base_rate + p.crowding_rate / (p.crowding_half + n)) * 1e-3
        years += 1e-3
    assert years_between(50_000.0, n, p) == pytest.approx(5.0, rel=1e-3)


def test_a_woman_is_the_same_in_any_company(poi):
    alone = draw("idiopathic", [17], seed=1, years_since_diagnosis=0.0)
    assert alone.age_years[0] == poi.age_years[17]
    assert alone.primordial[0] == poi.primordial[17]
    assert alone.parameters.fsh.drive_most[0] == poi.parameters.fsh.drive_most[17]
    assert draw("idiopathic", [17], seed=2).primordial[0] != alone.primordial[0]


def test_poi_traits_have_the_spread_on_record(poi):
    wanted = {name: number(f"idiopathic.{name}").value for name in NUMBERS}
    assert np.median(poi.primordial) == pytest.approx(wanted["primordial.median"], rel=0.05)
    assert np.log(poi.primordial).std() == pytest.approx(wanted["primordial.sd_log"], rel=0.03)
    own = poi.parameters.quality.own
    low, high = wanted["own_quality.low"], wanted["own_quality.high"]
    assert own.min() >= low
    assert own.max() <= high
    # log-uniform: the median is the geometric mean of the ends
    assert np.median(own) == pytest.approx((low * high) ** 0.5, rel=0.04)
    assert np.log(poi.parameters.fsh.drive_most).std() == pytest.approx(wanted["spreads.fsh.drive_most"], rel=0.03)
    assert np.log(poi.parameters.steroids.e2_peripheral).std() == pytest.approx(0.30, rel=0.03)
    assert np.log(poi.parameters.pipeline.survival).std() == pytest.approx(0.35, rel=0.03)


def test_a_fitted_parameter_varies_by_a_tenth(healthy):
    growth = healthy.parameters.follicle.growth
    assert growth.std() / growth.mean() == pytest.approx(0.10, rel=0.03)
    assert np.median(growth) == pytest.approx(typical().follicle.growth, rel=0.01)
    assert np.ndim(healthy.parameters.follicle.largest) == 0


def test_healthy_women_have_full_steady_quality(healthy):
    assert (healthy.parameters.quality.own == 1.0).all()
    assert (healthy.parameters.quality.fluctuation == 0.0).all()


def test_healthy_menopause_by_number_comes_at_fifty():
    birth = 701_200 * np.exp(0.27 * np.random.default_rng(1).standard_normal(N))
    age = years_between(birth, 1000.0, typical().reserve)
    assert 49.5 < np.median(age) < 51.5
    assert 3.3 < age.std() < 4.6


def test_traits_are_independent(poi):
    # correlations of 20,000 pairs have sd 0.007
    assert abs(np.corrcoef(np.log(poi.primordial), poi.parameters.quality.own)[0, 1]) < 0.03
    assert abs(np.corrcoef(poi.parameters.fsh.drive_most, poi.parameters.amh.per_follicle)[0, 1]) < 0.03


def test_age_lies_in_its_range(poi):
    record = population("idiopathic").age
    assert poi.age_years.min() >= record.low
    assert poi.age_years.max() <= record.high


@pytest.mark.parametrize("aetiology", sorted(populations()))
def test_every_population_can_be_drawn(aetiology):
    women = draw(aetiology, np.arange(50), seed=3)
    assert (women.primordial > 0).all()


def test_an_unknown_aetiology_is_refused():
    with pytest.raises(InputError, match=r"no mix or population 'viral'.*idiopathic"):
        draw("viral", [1], seed=1)


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_number_of_a_population_is_finite(number):
    plain = population("idiopathic").model_dump()
    plain["primordial"]["median"] = number
    with pytest.raises(ValidationError, match="finite"):
        Population.model_validate(plain)
