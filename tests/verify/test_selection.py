"""Women chosen as a source chose them."""

import numpy as np
import pytest
from pydantic import ValidationError

from antral.engine import OUTPUTS
from antral.verify import Company, references
from antral.verify.chosen import chosen
from antral.verify.rows_chemotherapy import _at, _followed
from antral.verify.selection import Selection

RULE = {
    "age_below_years": 40,
    "bleeding": {"pattern": "amenorrhoea", "at_least": "4 months"},
    "fsh": {
        "analyte": "FSH",
        "op": ">",
        "threshold": "40 IU/L",
        "occasions": 2,
        "more_than_apart": "4 weeks",
        "off_hormones": True,
    },
}


def a_selection(**changes):
    stated = {"who": "some women", "drawn": "genetic", "rule": RULE, "tag": "assumed", "source": "test"}
    return Selection.model_validate(stated | changes)


@pytest.fixture(scope="module")
def at_diagnosis():
    return chosen(a_selection(at_diagnosis=True), 60, seed=7)


@pytest.fixture(scope="module")
def later():
    return chosen(a_selection(drawn="idiopathic"), 60, seed=7)


def test_a_selection_holds_a_rule_that_can_be_evaluated():
    with pytest.raises(ValidationError, match="threshold"):
        a_selection(rule={**RULE, "fsh": {**RULE["fsh"], "threshold": "40"}})
    with pytest.raises(ValidationError, match="bleeding"):
        a_selection(rule={"age_below_years": 40})


def test_a_selection_says_whom_it_means():
    said = str(a_selection(at_diagnosis=True))
    assert said == "some women; drawn from genetic, met at diagnosis (assumed: test)"
    assert "at any moment of their care" in str(a_selection())


def test_at_diagnosis_everybody_meets_the_rule(at_diagnosis):
    assert len(at_diagnosis) == 60
    assert (at_diagnosis.fsh_iu_l > 40).all()
    assert (at_diagnosis.years_since_diagnosis == 0).all()
    assert (at_diagnosis.age_years < 40).all()
    assert (at_diagnosis.aetiology == "genetic").all()


def test_years_later_women_are_met_whatever_they_are_like(later):
    assert len(later) == 60
    long_ago = later.years_since_diagnosis >= 0.5
    assert long_ago.mean() > 0.5
    assert (later.fsh_iu_l[~long_ago] > 40).all()
    assert (later.fsh_iu_l[long_ago] <= 40).any()


def test_one_assay_result_of_the_last_day(at_diagnosis):
    true, measured = at_diagnosis.true("fsh_iu_l"), at_diagnosis.measured("FSH")
    # cv 0.05 and 0.10 together 0.11
    assert np.abs(np.log(measured / true)).max() < 5 * 0.112
    assert (measured != true).all()


def test_weekly_samples_and_scans_have_one_value_each(at_diagnosis):
    days = np.arange(0, 28, 7)
    assert at_diagnosis.sampled("E2", days).shape == (60, 4)
    assert at_diagnosis.scanned(days).shape == (60, 4)
    fsh = at_diagnosis.sampled("FSH", days)
    true = at_diagnosis.followed.fsh_iu_l[:, days]
    assert np.median(np.abs(np.log(fsh / true))) < 0.2


def test_each_selection_is_drawn_once():
    company = Company(3, 20)
    one, same = a_selection(at_diagnosis=True), a_selection(at_diagnosis=True, who="others", source="another")
    assert company.selected(one) is company.selected(same)
    assert company.selected(one) is not company.selected(a_selection(at_diagnosis=True, drawn="surgical"))
    with pytest.raises(TypeError, match="words alone"):
        company.selected("healthy women")


def test_rows_of_the_disease_choose_their_women():
    numbers = {
        *("12", "12b", "12c", "12d", "12e", "13", "13b", "14", "14b", "15", "15b", "16", "17", "17b", "17c"),
        *("18", "19", "20"),
    }
    for key, record in references().items():
        assert isinstance(record.selection, Selection) == (record.number in numbers), key


def test_after_treatment_women_are_of_their_class_and_age():
    women, state, course = _followed(4, "intermediate_young", 12)
    assert (women.risk_class == 1).all()
    assert ((women.age_years >= 20) & (women.age_years < 30)).all()
    # the growing follicles are gone at first: the pool of small antral follicles is filled again within the year
    pool = course.values[OUTPUTS.index("antral_pool")]
    assert (pool[:, 5] < 0.2 * pool[:, 300]).all()
    lives = _at(women, state, course, 183)
    assert lives.course.t_days[-1] < 183
    assert lives.t_days[-1] == pytest.approx(-0.625)
    assert lives.women.age_years == pytest.approx(women.age_years + 183 / 365.25)
