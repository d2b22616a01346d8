"""Lines that ask several things together."""

import numpy as np
import pytest

from antral import protocol
from antral.core import ProtocolError
from antral.patient import Cohort, Patient
from antral.protocol import Criterion, Eligibility, statuses

from .dated import ON, aged

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


NESTED = {"name": "nested", "grade": "mixed", "any": [{**WISH, "name": "a"}, {**DRAWN, "name": "b"}]}


def line(**parts):
    return Criterion.model_validate({"id": "I1", "section": "inclusion", "text": "Both", "grade": "mixed", **parts})


def virtual(*ages):
    nobody = np.empty(0, int), np.empty(0)
    return Cohort.virtual(np.array(ages, float), bleeds=nobody, diary_from=-400.0, samples={})


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
    woman = Patient(**aged(age), statements=stated)
    trial = protocol.load("NCT03816852")
    for wanted, together in ((of_all, "all"), (of_any, "any")):
        only = trial.model_copy(update={"eligibility": Eligibility(criteria=(line(**{together: [AGE, WISH]}),))})
        found = protocol.screen(only, woman, on=ON).lines[0]
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
        {"all": [AGE, {"name": "both", "grade": "mixed", "any": [WISH]}]},
        {"all": [AGE, {"name": "both", "grade": "mixed", "any": [WISH, AGE]}]},  # 'age' twice
        {"all": [WISH, {**NESTED, "any": [{**NESTED, "name": "deeper"}, AGE]}]},  # parts of parts of parts
        {"all": [AGE, WISH], "on_missing": "assume_met"},
        {},
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


@pytest.mark.parametrize(
    ("age", "a", "b", "status"),
    [(30, True, None, "met"), (30, False, False, "not_met"), (50, None, None, "not_met"), (30, None, False, "unknown")],
)
def test_a_part_may_have_parts(age, a, b, status):
    parts = [{**WISH, "name": name, "parameters": {"item": name}} for name in ("a", "b")]
    both = line(all=[AGE, {**NESTED, "any": parts}])
    assert [part.kind for part in both.parts] == ["age", "fertility_wish", "fertility_wish"]
    stated = {name: value for name, value in (("a", a), ("b", b)) if value is not None}
    assert protocol.evaluate(Patient(**aged(age), statements=stated), both, ON).status == status


def test_parts_of_parts_have_their_own_luck_and_are_combined_alike():
    half = {**WISH, "policy": {"draw": 0.5, "tag": "assumed", "reason": "For the test."}}
    both = line(all=[AGE, {**NESTED, "any": [{**half, "name": "a"}, {**half, "name": "b"}]}])
    luck = {1: np.array([0.4, 0.6, 0.4]), 2: np.array([0.6, 0.6, 0.6])}
    assert statuses(both, virtual(30, 30, 50), luck.get).tolist() == [1, 0, 0]


@pytest.mark.parametrize(("on_missing", "status"), [("assume_met", "met"), ("assume_not_met", "not_met")])
def test_silence_is_taken_as_the_line_says_and_it_is_told(on_missing, status):
    wish = line(kind="fertility_wish", parameters={"item": "fertility_wish"}, on_missing=on_missing)
    silent = protocol.evaluate(Patient(), wish, ON)
    assert (silent.status, silent.missing_data) == (status, ())
    assert "as the protocol says" in silent.reason
    assert protocol.evaluate(Patient(statements={"fertility_wish": False}), wish, ON).status == "not_met"


def test_a_line_nobody_could_parse_is_answered_by_a_person():
    open_line = line(kind="unparsed", grade="human_review", parameters={"item": "NCT1_E9"}, offset=120, why="no rule")
    assert protocol.evaluate(Patient(), open_line, ON).reason == "for a person to judge"
    assert protocol.evaluate(Patient(statements={"NCT1_E9": True}), open_line, ON).status == "met"
    assert protocol.evaluate(Patient(statements={"NCT1_E9": False}), open_line, ON).status == "not_met"


@pytest.mark.parametrize("place", ["I1", "S1.all.wish"])
def test_a_protocol_wants_a_policy_for_every_rule(tmp_path, place):
    file = tmp_path / "mine.yaml"
    lines = {
        "I1": "    - {id: I1, policy: null}\n",
        "S1.all.wish": "    - {id: S1, kind: null, parameters: null, policy: null, all: [\n"
        "       {name: wish, kind: fertility_wish, grade: exact, parameters: {item: wish}},\n"
        "       {name: age, kind: age, grade: exact, parameters: {minimum_years: 19}, policy: {simulate: true}}]}\n",
    }
    file.write_text("extends: NCT03816852\nid: mine\neligibility:\n  criteria:\n" + lines[place])
    with pytest.raises(ProtocolError, match="a policy for virtual women is wanted") as caught:
        protocol.load(file)
    assert f"mine.yaml, eligibility.criteria.{place}:" in str(caught.value)


def test_a_negated_rule_turns_the_verdict_and_keeps_the_unknown():
    from datetime import date

    from antral.patient import Cohort, Finding, Patient
    from antral.protocol import KINDS, Criterion, Status
    from antral.protocol.screening import evaluate

    line = Criterion.model_validate(
        {
            "id": "I1",
            "section": "inclusion",
            "text": "No history of malignancy",
            "kind": "tumour",
            "grade": "definition_needed",
            "parameters": {"any_of": ["malignant_tumour"], "timing": "ever"},
            "negated": True,
        }
    )
    on = date(2026, 3, 1)
    for present, wanted in ((True, Status.NOT_MET), (False, Status.MET), (None, Status.UNKNOWN)):
        findings = () if present is None else (Finding(name="malignant_tumour", present=present, recorded=on),)
        woman = Patient(id="a", findings=findings)
        assert evaluate(woman, line, on).status is wanted
        many = line.settled_many(KINDS["tumour"].evaluate_many(Cohort.of([woman], on), line.rule))
        assert many.tolist() == [{Status.MET: 1, Status.NOT_MET: 0, Status.UNKNOWN: -1}[wanted]]
