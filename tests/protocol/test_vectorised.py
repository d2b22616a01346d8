"""The forms for thousands of women agree with the forms for one."""

import numpy as np
import pytest

from antral import protocol
from antral.core import InputError
from antral.patient import Patient
from antral.protocol import KINDS, vectorised

from .dated import ON, aged, diary, fsh

CODES = {"met": vectorised.MET, "not_met": vectorised.NOT_MET, "unknown": vectorised.UNKNOWN}
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


def random_women(number, seed):
    """Women near every boundary: whole-day bleeds, FSH of 24 to 26, samples about 28 days apart, short diaries."""
    rng = np.random.default_rng(seed)
    age = rng.choice([18.9, 19.0, 30.0, 39.9, 40.0, 40.5, 41.0, np.nan], number)
    bleeds = rng.integers(-200, 5, (number, 8)).astype(float)
    spaced = -30.0 - 36.0 * np.arange(8) + rng.integers(-1, 2, (number, 8))
    bleeds = np.where(rng.random((number, 1)) < 0.5, bleeds, spaced)
    bleeds[rng.random((number, 8)) < rng.random((number, 1))] = np.nan
    diary = rng.choice([-400.0, -250.0, -122.0, -121.0, -60.0], number)
    bleeds[bleeds < diary[:, None]] = np.nan
    bleeds[bleeds > 0] = np.nan
    bleeds = np.sort(bleeds, axis=1)
    bleeds[:, 1:][bleeds[:, 1:] == bleeds[:, :-1]] = np.nan  # one bleed a day
    fsh = rng.choice([10.0, 24.9, 25.0, 25.1, 39.9, 40.0, 90.0], (number, 3))
    fsh[rng.random((number, 3)) < 0.3] = np.nan
    days = -5.0 - rng.choice([0.0, 10.0, 27.0, 28.0, 29.0, 60.0], (number, 3))
    return vectorised.Women(age, bleeds, diary, fsh, days)


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
    return Patient(**known, diary=diary(women.diary_from_day[row], bleeds), measurements=samples)


@pytest.mark.parametrize(("kind", "parameters"), RULES)
def test_agreement_over_random_women(kind, parameters):
    women = random_women(3000, seed=7)
    rule = KINDS[kind].parameters.model_validate(parameters)
    at_once = vectorised.evaluate(women, kind, rule)
    each = [CODES[KINDS[kind].evaluate(one(women, row), rule, ON).status] for row in range(3000)]
    assert at_once.dtype == np.int8
    np.testing.assert_array_equal(at_once, each)
    assert {int(code) for code in at_once} >= {0, 1}


def test_kinds_that_cannot_be_simulated_are_refused():
    with pytest.raises(InputError, match="cannot be simulated"):
        vectorised.evaluate(random_women(2, seed=1), "gene", KINDS["gene"].parameters(any_of=("x",)))


def test_every_line_to_be_simulated_has_a_vectorised_form():
    for entry in protocol.available():
        if entry.computable:
            lines = protocol.load(entry.name).eligibility.simulated
            kinds = {part.kind for line in lines for part in line.parts if part.simulated}
            assert kinds <= set(vectorised.VECTORISED)
