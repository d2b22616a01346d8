"""Trials that are known from the registry alone are screened like any other."""

import pytest
from tests.screening.made import ON, candidates, woman

from antral.patient import Cohort
from antral.protocol import from_registry
from antral.records import names, path
from antral.screening import attrition, explain, from_records, match


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
        for line in told[group]:
            assert "_" not in line["asked"] + line["reason"] + line["missing"] + line["grade"]
    lost = attrition(study, [from_records(Cohort.of([woman()], ON))])
    assert lost.counts[told["outcome"]] == 1


def test_a_trial_without_an_eligibility_text_says_so_and_comes_last():
    bare, full = draft("NCT01853501"), draft("NCT07115082")
    found = match([bare, full], woman(), on=ON, candidates=candidates())
    assert [one.has_text for one in found] == [True, False]
    assert found[1].explained.outcome == "undetermined"
