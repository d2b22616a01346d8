"""What a verdict tells: in the words of the trial, and what contradicts itself or does not count."""

import numpy as np
import pytest

from antral.patient import Cohort, Patient
from antral.protocol import KINDS, UNKNOWN

from .dated import ON, day, diary, findings, fsh, sample, took
from .rows import AMENORRHOEA, AMH, OFF, STRICT, born


def verdict(kind, parameters, **known):
    return KINDS[kind].evaluate(Patient(**known), KINDS[kind].parameters.model_validate(parameters), ON)


def test_an_age_is_never_rounded_up():
    assert "age 39 years" in verdict("age", {"maximum_years": 40}, **born(1986, 6, 16)).reason  # 40 tomorrow
    assert "age 40 years" in verdict("age", {"maximum_years": 40}, **born(1986, 6, 15)).reason


def test_an_age_is_told_in_completed_years_unless_they_would_not_decide_alike():
    completed = {"maximum_years": 38, "completed_years": True}
    assert "age 38 years" in verdict("age", completed, **born(1987, 6, 16)).reason  # 39 tomorrow
    assert "age 40.2 years" in verdict("age", {"maximum_years": 40}, **born(1986, 4, 1)).reason


def test_a_limit_is_told_as_written_and_compared_in_one_unit():
    found = verdict("lab_threshold", AMH, measurements=[sample("AMH", 0.1, "ng/mL")])
    assert found.reason == "AMH < 5 pmol/L"
    rule = KINDS["lab_threshold"].parameters(**AMH)
    other = rule.threshold.model_copy(update={"value": 2.0})
    assert rule.model_copy(update={"threshold": other}).limit == "2 ng/mL"
    rules = [KINDS["lab_threshold"].parameters(**{**AMH, "threshold": one}) for one in ("25 pmol/L", "25 pM")]
    assert rules[0] == rules[1]
    assert type(rules[0]).model_validate(rules[0].model_dump()) == rules[0]


def test_a_bound_asks_for_a_value_and_not_for_the_unit_it_has():
    bound = fsh(30, censored="below")
    (asked,) = verdict("lab_threshold", {**STRICT, "threshold": "25 IU/L"}, measurements=[bound]).missing_data
    assert asked == "FSH, a value that is no bound"


@pytest.mark.parametrize(
    ("bleeds", "at_least", "told"),
    [
        ((-20,), "1 year", "1 spontaneous bleed in the last year"),
        ((), "4 months", "0 spontaneous bleeds in the last 4 m"),
    ],
)
def test_bleeds_are_counted_in_plain_words(bleeds, at_least, told):
    found = verdict("amenorrhoea", {**AMENORRHOEA, "at_least": at_least}, diary=diary(-400, bleeds))
    assert found.reason.startswith(told)


def test_samples_that_do_not_count_are_told():
    drawn = [sample("AMH", 3, "pM", -61), sample("AMH", 3, "pM")]
    assert "2 on record, not known whether off hormones" in verdict("lab_threshold", OFF, measurements=drawn).reason
    told = verdict("lab_threshold", OFF, measurements=drawn, medications=[took("a", "estrogen", start=-3)]).reason
    assert "1 on record, under hormones" in told
    noted = sample("AMH", 3, "pM", off_hormones=True)
    told = verdict("lab_threshold", OFF, measurements=[noted], medications=[took("a", "estrogen")]).reason
    assert "her list of medicines says otherwise" in told


def test_what_contradicts_itself_or_lies_ahead_is_told():
    drawn = [sample("AMH", 3, "pM"), sample("AMH", 30, "pM"), sample("AMH", 2, "pM", 9)]
    told = verdict("lab_threshold", AMH, measurements=drawn).reason
    assert f"values on both sides of the limit on {ON}" in told
    assert f"1 dated after {ON}, not counted" in told
    known = {"findings": findings(turner_syndrome=True), "karyotype": {"result": "46,XX"}}
    told = verdict("karyotype", {"normal": True}, **known).reason
    assert "turner syndrome" in told
    assert "46,XX" in told
    assert "contradicts" in told
    assert verdict("karyotype", {"normal": True}, karyotype={"result": "45,X"}).reason == "karyotype: abnormal"


def test_the_time_since_diagnosis_of_virtual_women_is_not_known():
    rule = KINDS["amenorrhoea"].parameters(**AMENORRHOEA, since="diagnosis")
    women = Cohort.virtual(np.full(2, 30.0), bleeds=(np.arange(0), np.empty(0)), diary_from=-400.0, samples={})
    assert KINDS["amenorrhoea"].evaluate_many(women, rule).tolist() == [UNKNOWN, UNKNOWN]
    assert verdict("amenorrhoea", rule, diary=diary(-400), poi_diagnosed=day(-119)).status == "not_met"
