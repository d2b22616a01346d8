"""Trials that are known from the registry alone are screened like any other."""

import pytest
from tests.screening.made import ON, candidates, line, woman

from antral.patient import Cohort
from antral.protocol import from_registry, load
from antral.records import load_yaml, names, path
from antral.screening import attrition, explain, from_records, match
from antral.screening.chances import prevalences, stated


def draft(name):
    return from_registry.read_record(path("registry", f"{name}.json"))


@pytest.mark.parametrize("name", names("registry", ".json"))
def test_every_record_on_file_can_be_screened_by(name):
    study = draft(name)
    told = explain(study, woman(), on=ON, candidates=candidates()).to_dict()
    counted = [line for line in study.eligibility.criteria if line.duplicate_of is None]
    groups = ("keeps_out", "open", "for_persons", "lets_in")
    assert sum(len(told[group]) for group in groups) == len(counted)
    assert told["outcome"] != "eligible"
    for group in groups:
        for one in told[group]:
            assert "_" not in one["asked"] + one["reason"] + one["missing"] + one["grade"]
    lost = attrition(study, [from_records(Cohort.of([woman()], ON))])
    assert lost.counts[told["outcome"]] == 1


def test_a_trial_without_an_eligibility_text_says_so_and_comes_last():
    bare, full = draft("NCT01853501"), draft("NCT07115082")
    found = match([bare, full], woman(), on=ON, candidates=candidates())
    assert [one.has_text for one in found] == [True, False]
    assert found[1].explained.outcome == "undetermined"


RECORD = load_yaml(path("screening", "prevalences.yaml"))["findings"]
SAME = {name: one["as"] for name, one in RECORD.items() if "as" in one}


@pytest.mark.parametrize(("finding", "place"), SAME.items())
def test_a_prevalence_that_a_protocol_states_too_is_the_same_number(finding, place):
    trial, name, *part = place.split()
    line = load(trial).eligibility[name]
    (policy,) = [one.policy for one in line.parts if not part or one.name == part[0]]
    mine = prevalences()[finding]
    assert (mine.draw, mine.of_aetiology, mine.otherwise) == (policy.draw, policy.of_aetiology, policy.otherwise)


def test_findings_of_a_rule_are_taken_as_independent():
    # 0.0001 and 0.01: 1 - 0.9999 * 0.99
    rule = line("E1", "condition", {"any_of": ["cushing_syndrome", "hyperprolactinaemia"]})
    assert stated(rule, ("idiopathic",)).holds == pytest.approx([1 - 0.9999 * 0.99])
    partly = line("E1", "condition", {"any_of": ["cushing_syndrome", "not_on_record"]})
    assert stated(partly, ("idiopathic",)) is None
    contrary = line("E1", "condition", {"any_of": ["cushing_syndrome", "hyperprolactinaemia"]}, negated=True)
    assert stated(contrary, ("idiopathic",)).holds == pytest.approx([0.9999 * 0.99])


def test_a_normal_karyotype_is_as_common_as_no_abnormal_one():
    assert stated(line("I1", "karyotype", {"normal": True}, "inclusion"), ("idiopathic",)).holds == pytest.approx([0.9])
    assert stated(line("E1", "karyotype", {"normal": False}), ("idiopathic",)).holds == pytest.approx([0.1])
