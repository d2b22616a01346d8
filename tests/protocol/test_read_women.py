"""Women read from files go through screening and diagnosis: one by one and as a cohort alike."""

import json
from datetime import date

import pytest
from tests.patient.synthea import some_woman, woman_with_poi

from antral.patient import UNLISTED, Cohort, csv_template, read_patients
from antral.protocol import available, diagnose, load, screen
from antral.screening import from_records, judge

ON = date(2024, 6, 1)


@pytest.fixture(scope="module")
def women(tmp_path_factory):
    folder = tmp_path_factory.mktemp("women")
    makers = [woman_with_poi("R4"), woman_with_poi("R5", seed=2), *(some_woman(seed) for seed in range(3, 30))]
    (folder / "women.ndjson").write_text("\n".join(json.dumps(make.bundle()) for make in makers))
    (folder / "template.csv").write_text(csv_template(), encoding="utf-8")
    return [*read_patients(folder / "women.ndjson"), *read_patients(folder / "template.csv")]


def test_the_releases_of_fhir_tell_one_story(women):
    first, second = (one.model_copy(update={"id": "same"}) for one in women[:2])
    assert first == second


def test_a_cohort_of_women_from_files_gives_each_back(women):
    cohort = Cohort.of(women, ON)
    for row, one in enumerate(women):
        back = cohort.patient(row)
        assert (back.id, back.family_history, back.karyotype) == (one.id, one.family_history, one.karyotype)
        assert sorted(map(str, back.measurements)) == sorted(map(str, one.measurements))


@pytest.mark.parametrize("name", ["NCT03816852", "NCT07115082"])
def test_they_are_screened_alike_one_by_one_and_together(women, name):
    assert name in {one.name for one in available()}
    protocol = load(name)
    together = judge(protocol, from_records(Cohort.of(women, ON)))
    told = {1: True, 0: False, -1: None}
    outcomes = {1: "eligible", 0: "ineligible", -1: "undetermined"}
    for column, one in enumerate(women):
        alone = screen(protocol, one, on=ON)
        counted = [line.admits for line in alone.lines if line.criterion.duplicate_of is None]
        assert [told[int(one)] for one in together.admits[:, column]] == counted
        assert outcomes[int(together.outcome[column])] == alone.outcome
        assert alone.outcome != "eligible"  # nobody asked about half of what the protocol wants to know


def test_they_are_diagnosed(women):
    found = diagnose(women[0], ON)
    assert found.guidelines["eshre_2024"].verdict.status == "unknown"  # hormones at the draw are not on record
    assert {one.name: one.state for one in found.work_up["eshre_2024"]}["karyotype"] == "done"
    assert {one.name: str(one.verdict.status) for one in found.differential}["pregnancy"] == "not_met"
    assert {one.name: str(one.verdict.status) for one in found.differential}["thyroid"] == "met"


def test_a_list_of_a_clinic_leaves_a_wash_out_open_and_says_why(women):
    protocol = load("NCT03816852")
    stated = next(one for one in women if one.medications and one.medications[-1] == UNLISTED)
    only = stated.model_copy(update={"medications": (UNLISTED,)})
    (washout,) = [one.verdict for one in screen(protocol, only, on=ON).lines if one.criterion.id == "I2"]
    assert (washout.status, washout.reason) == ("unknown", "the list of medicines may not be complete")
