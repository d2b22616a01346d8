"""Names of outcomes: every one that a record uses is explained, in units and endpoints that antral knows."""

import pytest

from antral.analysis import ENDPOINTS
from antral.core import InputError
from antral.dataset import PARAMETERS
from antral.evidence import studies
from antral.evidence.studies.vocabulary import nearest_outcomes, outcome_names


def test_every_outcome_of_a_study_is_on_record():
    used = {one.outcome for study in studies().values() for one in study.outcomes}
    assert used <= set(outcome_names())


@pytest.mark.parametrize("name", outcome_names())
def test_an_outcome_names_endpoints_that_there_are(name):
    known = outcome_names()[name]
    assert set(known.endpoints) <= set(ENDPOINTS)
    assert known.parameter is None or known.parameter in PARAMETERS


def test_units_are_turned_into_that_of_the_outcome():
    assert outcome_names()["e2"].in_its_unit(45.41, "pmol/L") == pytest.approx(12.37, abs=0.005)  # 272.38 g/mol
    assert outcome_names()["amh"].in_its_unit(7.14, "pmol/L") == pytest.approx(1.0)
    with pytest.raises(InputError, match="IU/L"):
        outcome_names()["fsh"].in_its_unit(20.0, "pg/mL")
    with pytest.raises(InputError, match="counted in women"):
        outcome_names()["live_birth"].in_its_unit(1.0, "patients")


def test_a_name_that_is_not_known_has_near_ones():
    assert nearest_outcomes("ovulations")[0] == "ovulation"
    assert nearest_outcomes("zzz") == []
