"""Regimens of hormone replacement: records, calendars, and who takes up how much."""

import numpy as np
import pytest

from antral.core import InputError
from antral.therapy import Regimen, calendars, hormone_parameters, regimen, regimens

FALSE_ALARM = 1e-4


@pytest.mark.parametrize("name", regimens())
def test_every_record(name):
    one = regimen(name)
    assert one.name == name
    assert one.days == 28
    assert one.title
    assert any(phase.estradiol_mg > 0 for phase in one.calendar)
    assert any(phase.progestogen_mg > 0 for phase in one.calendar)
    assert one.cyproterone == ("cyproterone" in one.progestogen)


def test_reference_climen():
    """11 tablets of 2 mg, 10 of 2 mg + 1 mg, seven days without."""
    c = calendars([regimen("climen")])
    assert c.estradiol_mg[0].tolist() == [2.0] * 21 + [0.0] * 7
    assert c.progestogen_mg[0].tolist() == [0.0] * 11 + [1.0] * 10 + [0.0] * 7
    assert c.length.tolist() == [28]


def test_calendars_of_unlike_length_are_padded():
    short = regimen("climen").model_copy(update={"calendar": regimen("climen").calendar[:1]})
    c = calendars([short, regimen("climen")])
    assert c.length.tolist() == [11, 28]
    assert c.estradiol_mg[0].tolist() == [2.0] * 11 + [0.0] * 17


def test_an_unknown_regimen_names_the_known_ones():
    with pytest.raises(InputError, match="climen"):
        regimen("femoston")


def test_rates_that_cannot_be_told_apart_are_refused():
    record = regimen("climen").model_dump()
    record["kinetics"]["absorption"] |= {"value": 1.04, "low": 0.5}
    with pytest.raises(ValueError, match="must differ"):
        Regimen.model_validate(record)


def test_exposure_between_women():
    n = 20_000
    names = ["climen", "estradiol_dydrogesterone"]
    which = np.arange(n) % 3 - 1
    got = hormone_parameters([regimen(name) for name in names], which, 1, np.ones(n, np.int64), np.arange(n))
    climen = got.estradiol_per_mg[which == 0]
    k = regimen("climen").kinetics
    assert climen.mean() == pytest.approx(k.estradiol_per_mg.value, rel=4 * 0.375 / np.sqrt(n / 3))
    assert climen.std() / climen.mean() == pytest.approx(0.375, rel=0.05)
    assert not got.estradiol_per_mg[which == -1].any()
    assert (got.pituitary_weight[which == 1] == regimen(names[1]).kinetics.pituitary_weight.value).all()
    # estradiol and progestogen are taken up independently
    assert abs(np.corrcoef(climen, got.progestogen_per_mg[which == 0])[0, 1]) < 4 / np.sqrt(n / 3)


def test_a_woman_has_her_exposure_in_every_regimen_and_order():
    women, trials = np.arange(50), np.full(50, 3)
    two = [regimen("climen"), regimen("transdermal_estradiol_progesterone")]
    first = hormone_parameters(two, np.zeros(50, np.int64), 1, trials, women)
    other = hormone_parameters(two, np.ones(50, np.int64), 1, trials, women)
    assert np.corrcoef(np.log(first.estradiol_per_mg), np.log(other.estradiol_per_mg))[0, 1] > 1 - 1e-9
    alone = hormone_parameters(two[:1], np.zeros(1, np.int64), 1, trials[7:8], women[7:8])
    assert alone.estradiol_per_mg[0] == first.estradiol_per_mg[7]
    off = hormone_parameters(two, np.zeros(50, np.int64), 1, trials, women, link=0.0)
    assert (first.link == 1.0).all()
    assert (off.link == 0.0).all()


def test_a_number_of_no_regimen_is_refused():
    with pytest.raises(ValueError, match="0 to 0"):
        hormone_parameters([regimen("climen")], np.array([1]), 1, np.array([1]), np.array([1]))
