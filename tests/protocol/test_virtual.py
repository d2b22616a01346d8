"""Virtual women, whose days count from screening, get the verdicts of real women with the same history."""

from typing import NamedTuple

import numpy as np
import pytest

from antral import protocol
from antral.core import InputError
from antral.patient import Cohort, Patient
from antral.protocol import KINDS, MET, NOT_MET, UNKNOWN, Criterion
from antral.protocol.criteria.simulated import SIMULATED

from .dated import ON, aged, diary, fsh

CODES = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN}
BLEEDING = {**protocol.definition("eshre_2016").parameters["bleeding"], "at_least": "122 days"}  # no months here
FSH_TWICE = protocol.definition("eshre_2016").parameters["fsh"]
RULES = [
    ("age", {"minimum_years": 19, "maximum_years": 40, "completed_years": True}),
    ("age", {"maximum_years": 40, "maximum_inclusive": False}),
    ("diagnosis_poi", {**protocol.definition("eshre_2016").parameters, "bleeding": BLEEDING}),
    ("diagnosis_poi", {**protocol.definition("eshre_2024").parameters, "bleeding": BLEEDING}),
    ("amenorrhoea", BLEEDING),
    ("amenorrhoea", {"pattern": "amenorrhoea", "at_least": "122 days"}),
    ("amenorrhoea", {"pattern": "oligo_or_amenorrhoea", "at_least": "183 days", "fewer_bleeds_than": 1}),
    ("lab_threshold", FSH_TWICE),
    ("lab_threshold", {**FSH_TWICE, "op": ">=", "threshold": "40 IU/L", "not_older_than": "6 weeks"}),
]


class Histories(NamedTuple):
    """Days from screening; NaN where there is nothing."""

    age_years: np.ndarray
    bleed_days: np.ndarray
    diary_from_day: float
    fsh_iu_l: np.ndarray
    fsh_days: np.ndarray


def random_women(number, seed, from_day):
    """Women near every boundary: whole-day bleeds, FSH of 24 to 26, samples about 28 days apart, short diaries."""
    rng = np.random.default_rng(seed)
    age = rng.choice([18.9, 19.0, 30.0, 39.9, 40.0, 40.5, 41.0, np.nan], number)
    bleeds = rng.integers(-200, 5, (number, 8)).astype(float)
    spaced = -30.0 - 36.0 * np.arange(8) + rng.integers(-1, 2, (number, 8))
    bleeds = np.where(rng.random((number, 1)) < 0.5, bleeds, spaced)
    bleeds[rng.random((number, 8)) < rng.random((number, 1))] = np.nan
    bleeds[bleeds < from_day] = np.nan
    bleeds[bleeds > 0] = np.nan
    bleeds = np.sort(bleeds, axis=1)
    bleeds[:, 1:][bleeds[:, 1:] == bleeds[:, :-1]] = np.nan  # one bleed a day
    fsh = rng.choice([10.0, 24.9, 25.0, 25.1, 39.9, 40.0, 90.0], (number, 3))
    fsh[rng.random((number, 3)) < 0.3] = np.nan
    days = -5.0 - rng.choice([0.0, 10.0, 27.0, 28.0, 29.0, 60.0], (number, 3))
    return Histories(age, bleeds, from_day, fsh, days)


def cohort(women):
    row, nth = np.nonzero(~np.isnan(women.bleed_days))
    bleeds = row, women.bleed_days[row, nth]
    samples = {"FSH": ("IU/L", women.fsh_iu_l, women.fsh_days)}
    return Cohort.virtual(women.age_years, bleeds=bleeds, diary_from=women.diary_from_day, samples=samples)


def one(women, row):
    """The same woman as a record."""
    samples = [
        fsh(value, at)
        for value, at in zip(women.fsh_iu_l[row], women.fsh_days[row], strict=True)
        if not np.isnan(value)
    ]
    bleeds = [at for at in women.bleed_days[row] if not np.isnan(at)]
    age = women.age_years[row]
    known = aged(None if np.isnan(age) else age + 1e-9)  # exact, not in completed years
    return Patient(**known, poi_diagnosed=ON, diary=diary(women.diary_from_day, bleeds), measurements=samples)


def by_what_was_drawn(verdict):
    """The verdict on a real woman, if no repeat of a sample is to come."""
    return NOT_MET if "without a repeat" in verdict.reason else CODES[verdict.status]


@pytest.mark.parametrize("from_day", [-400.0, -122.0, -121.0, -60.0])
@pytest.mark.parametrize(("kind", "parameters"), RULES)
def test_agreement_over_random_women(kind, parameters, from_day):
    women = random_women(800, seed=7, from_day=from_day)
    rule = KINDS[kind].parameters.model_validate(parameters)
    at_once = KINDS[kind].evaluate_many(cohort(women), rule)
    each = [by_what_was_drawn(KINDS[kind].evaluate(one(women, row), rule, ON)) for row in range(800)]
    assert at_once.dtype == np.int8
    np.testing.assert_array_equal(at_once, each)
    assert len(set(each)) > 1


def test_months_of_virtual_women_are_mean_months():
    rule = KINDS["amenorrhoea"].parameters(pattern="amenorrhoea", at_least="4 months")  # 121.75 days
    bleeds = np.arange(2), np.array([-121.75, -121.74])
    women = Cohort.virtual(np.full(2, 30.0), bleeds=bleeds, diary_from=-200.0, samples={})
    assert KINDS["amenorrhoea"].evaluate_many(women, rule).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("gene", {"any_of": ["x"]}, "criteria of kind gene cannot be simulated"),
        ("lab_threshold", {"analyte": "AMH", "op": "<", "threshold": "1 ng/mL"}, "AMH cannot be simulated"),
        (
            "lab_threshold",
            {"analyte": "FSH", "op": ">", "threshold": "10 IU/L", "cycle_days": [2, 4]},
            "a day of the cycle cannot be simulated",
        ),
        ("age", {"maximum_years": 40, "at": "diagnosis"}, "are not simulated"),
        ("amenorrhoea", {"pattern": "primary"}, "are not simulated"),
    ],
)
def test_what_cannot_be_simulated_is_refused(kind, parameters, said):
    fields = {"id": "I1", "section": "inclusion", "text": "x", "kind": kind, "grade": "exact"}
    assert Criterion.model_validate({**fields, "parameters": parameters}).policy is None
    with pytest.raises(ValueError, match=said):
        Criterion.model_validate({**fields, "parameters": parameters, "policy": {"simulate": True}})


def test_every_simulated_kind_is_a_kind():
    assert set(SIMULATED) <= set(KINDS)


def test_virtual_women_have_no_record():
    with pytest.raises(InputError, match="virtual"):
        cohort(random_women(3, seed=1, from_day=-400.0)).patient(0)


def test_some_of_the_women():
    women = random_women(200, seed=3, from_day=-400.0)
    chosen = np.array([0, 3, 50, 199])
    rule = KINDS["diagnosis_poi"].parameters.model_validate(protocol.definition("eshre_2016").parameters)
    found = KINDS["diagnosis_poi"].evaluate_many(cohort(women), rule)
    few = KINDS["diagnosis_poi"].evaluate_many(cohort(women).take(chosen), rule)
    assert few.tolist() == found[chosen].tolist()
