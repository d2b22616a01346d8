"""Lines that ask several things together."""

import numpy as np
import pytest

from antral import protocol
from antral.core import ProtocolError
from antral.patient import Patient
from antral.protocol import Criterion, Eligibility, statuses, vectorised

AGE = {
    **{"name": "age", "kind": "age", "grade": "exact", "parameters": {"minimum_years": 20, "maximum_years": 40}},
    "policy": {"simulate": True},
}
WISH = {
    **{"name": "wish", "kind": "fertility_wish", "grade": "attestation"},
    **{"parameters": {"item": "fertility_wish"}, "policy": {"assume": "met", "reason": "For the test."}},
}
DRAWN = {
    **WISH,
    "name": "operated",
    "policy": {"of_aetiology": {"surgical": 1.0}, "otherwise": 0.0, "tag": "assumed", "reason": "For the test."},
}


def line(**parts):
    return Criterion.model_validate({"id": "I1", "section": "inclusion", "text": "Both", "grade": "mixed", **parts})


def virtual(*ages):
    n = len(ages)
    return vectorised.Women(np.array(ages, float), np.empty((n, 0)), np.full(n, -400.0), *np.empty((2, n, 0)))


@pytest.mark.parametrize(
    ("age", "wishes", "of_all", "of_any"),
    [
        (30, True, "met", "met"),
        (30, False, "not_met", "met"),
        (50, False, "not_met", "not_met"),
        (None, True, "unknown", "met"),
        (None, False, "not_met", "unknown"),
        (50, None, "not_met", "unknown"),
    ],
)
def test_one_woman_by_kleene(age, wishes, of_all, of_any):
    stated = {} if wishes is None else {"fertility_wish": wishes}
    woman = Patient(age_years=age, attestations=stated)
    trial = protocol.load("NCT03816852")
    for wanted, together in ((of_all, "all"), (of_any, "any")):
        only = trial.model_copy(update={"eligibility": Eligibility(criteria=(line(**{together: [AGE, WISH]}),))})
        found = protocol.screen(only, woman).lines[0]
        assert found.verdict.status == wanted
        assert found.verdict.reason


def test_many_women_by_kleene():
    women = virtual(30, 50, np.nan)
    luck = np.full(3, 0.5)
    assert statuses(line(all=[AGE, WISH]), women, lambda part: luck).tolist() == [1, 0, -1]
    assert statuses(line(any=[AGE, WISH]), women, lambda part: luck).tolist() == [1, 1, 1]


def test_each_part_has_its_own_luck():
    women = virtual(30, 30)
    half = {**WISH, "policy": {"draw": 0.5, "tag": "assumed", "reason": "For the test."}}
    luck = {0: np.array([0.4, 0.6]), 1: np.array([0.4, 0.4])}
    both = line(all=[half, {**half, "name": "other"}])
    assert statuses(both, women, luck.__getitem__).tolist() == [1, 0]


def test_a_policy_by_aetiology():
    women, luck = virtual(30, 30, 30), np.full(3, 0.5)
    both = line(all=[AGE, DRAWN])
    names = ("idiopathic", "surgical")
    found = statuses(both, women, lambda part: luck, aetiology=np.array([0, 1, 1]), aetiologies=names)
    assert found.tolist() == [0, 1, 1]
    assert statuses(both, women, lambda part: luck).tolist() == [0, 0, 0]
    assert both.parts[1].probability("surgical") == 1
    assert both.parts[1].probability("idiopathic") == 0
    assert np.isnan(both.parts[0].probability())


@pytest.mark.parametrize(
    "parts",
    [
        {"all": [AGE]},
        {"all": [AGE, WISH], "any": [AGE, WISH]},
        {"all": [AGE, WISH], "kind": "sex", "parameters": {"value": "female"}, "policy": WISH["policy"]},
        {"all": [AGE, AGE]},
        {"all": [AGE, {**WISH, "kind": "composite"}]},
        {"all": [AGE, WISH], "policy": WISH["policy"]},
        {},
        {"kind": "sex", "parameters": {"value": "female"}},
    ],
)
def test_lines_that_cannot_be(parts):
    with pytest.raises(ValueError, match="validation error"):
        line(**parts)


def test_a_part_is_reached_by_its_name(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "extends: NCT03816852\nid: mine\neligibility:\n  criteria:\n"
        "    - {id: S1, kind: null, parameters: null, policy: null, all: [\n"
        "       {name: sex, kind: sex, grade: exact, parameters: {value: female}, policy: {assume: met, reason: A.}},\n"
        "       {name: age, kind: age, grade: exact, parameters: {minimum_years: 19}, policy: {simulate: true}}]}\n"
    )
    path = "eligibility.criteria.S1.all.age.parameters.minimum_years"
    trial = protocol.load(file, [f"{path}=21"])
    assert trial.eligibility["S1"].parts[1].rule.minimum_years == 21
    assert [c.id for c in trial.eligibility.simulated] == ["S1", "I1"]
    assert trial.screening_fingerprint != protocol.load(file).screening_fingerprint
    with pytest.raises(ProtocolError) as caught:
        protocol.load(file, [f"{path}=many"])
    assert "eligibility.criteria.S1.all.age.parameters.minimum_years = many" in str(caught.value)
