"""The shipped protocol against the registry's record and the text of the trial."""

import re
from datetime import date

import pytest

from antral import protocol
from antral.records import load_json, path

RECORD = load_json(path("registry", "NCT03816852.json"))["protocolSection"]
COMPUTABLE = [entry.name for entry in protocol.available() if entry.computable]
FAMILY = [name for name in COMPUTABLE if name.startswith("NCT03816852")]


@pytest.fixture(scope="module")
def trial():
    return protocol.load("NCT03816852")


def registered_lines(section):
    text = RECORD["eligibilityModule"]["eligibilityCriteria"]
    inclusion, exclusion = text.split("Exclusion Criteria:")
    chosen = inclusion if section == "inclusion" else exclusion
    return [line.removeprefix("* ") for line in chosen.split("\n") if line.startswith("* ")]


@pytest.mark.parametrize(("section", "number"), [("inclusion", 3), ("exclusion", 15)])
@pytest.mark.parametrize("name", FAMILY)
def test_every_line_of_the_record_stands_verbatim_and_in_order(name, section, number):
    lines = [c.text for c in protocol.load(name).eligibility.criteria if c.section == section and c.origin == "text"]
    assert lines == registered_lines(section)
    assert len(lines) == number


def test_structured_fields_agree_with_the_record(trial):
    module = RECORD["eligibilityModule"]
    assert trial.eligibility["S1"].text == f"minimumAge: {module['minimumAge']}; maximumAge: {module['maximumAge']}"
    assert trial.eligibility["S2"].text == f"sex: {module['sex']}"
    assert trial.registry.brief_title == RECORD["identificationModule"]["briefTitle"]
    assert trial.registry.brief_summary == RECORD["descriptionModule"]["briefSummary"]
    assert trial.sponsor == RECORD["sponsorCollaboratorsModule"]["leadSponsor"]["name"]
    assert trial.design.participants == RECORD["designModule"]["enrollmentInfo"]["count"]
    assert trial.registry.start == date.fromisoformat(RECORD["statusModule"]["startDateStruct"]["date"])


def test_doses_agree_with_the_descriptions_of_the_arms(trial):
    registered = {}
    for group in RECORD["armsInterventionsModule"]["armGroups"]:
        factor, exponent = re.search(r"(\d+)\\\*10\\\^(\d+)", group["description"]).groups()
        registered[group["label"]] = int(factor) * 10 ** int(exponent)
    assert {arm.label: arm.dose_cells for arm in trial.arms.values()} == registered
    assert all(arm.infusion_days == (0,) and arm.route == "intravenous" for arm in trial.arms.values())


def test_calendar_is_every_two_weeks_to_24_then_every_four_to_52(trial):
    days = [visit.day for visit in trial.treatment_visits]
    assert days == [0, *range(14, 169, 14), *range(196, 365, 28)]
    assert [visit.name for visit in trial.visits][-1] == "week_52"
    assert [visit.day for visit in trial.screening_visits] == [-35, -5]


def test_grades_are_those_of_the_vocabulary(trial):
    wanted = ["definition_needed", "exact", "attestation"]  # lines 1 to 3
    wanted += ["definition_needed"] * 11  # 4 to 14
    wanted += ["exact", "definition_needed", "attestation", "human_review"]  # 15 to 18
    assert [c.grade for c in trial.eligibility.criteria if c.origin == "text"] == wanted


def test_mirrored_consent_does_not_count_twice(trial):
    assert trial.eligibility["E17"].duplicate_of == "I3"
    counted = [c.id for c in (*trial.eligibility.simulated, *trial.eligibility.drawn)]
    assert "E17" not in counted
    assert len(counted) == 19
    assert [c.id for c in trial.eligibility.simulated] == ["S1", "I1"]


def test_what_the_registry_does_not_say_is_a_gap_with_a_reason(trial):
    fields = {gap.field for gap in trial.gaps}
    assert {"visits", "endpoints", "arms.infusion_days", "design.allocation.ratio", "comedication"} <= fields
    assert all(gap.tag == "assumed" and gap.reason for gap in trial.gaps)
    assert any("40" in one.says and "before 40" in one.between for one in trial.contradictions)


def test_control_variant_adds_an_arm_without_cells_and_opens_the_blinding():
    variant = protocol.load("NCT03816852-control")
    assert variant.variant_of == "NCT03816852"
    assert variant.arms["control"].role == "control"
    assert variant.arms["control"].total_cells == 0
    assert variant.design.participants == 16
    assert not variant.design.blinding.participant
    assert variant.screening_fingerprint == protocol.load("NCT03816852").screening_fingerprint


def test_repeated_variant_gives_three_infusions():
    variant = protocol.load("NCT03816852-repeated")
    assert variant.arms["high"].infusion_days == (0, 28, 56)
    assert variant.arms["high"].total_cells == 270_000_000


@pytest.mark.parametrize("name", COMPUTABLE)
def test_every_endpoint_has_an_analysis_and_an_estimand(name):
    trial = protocol.load(name)
    names = {endpoint.name for endpoint in trial.endpoints}
    assert set(trial.analyses.by_endpoint) == names
    assert {n for estimand in trial.estimands for n in estimand.endpoints} == names


@pytest.mark.parametrize("name", COMPUTABLE)
def test_every_strategy_an_estimand_names_can_be_analysed(name):
    from antral.analysis import plan

    trial = protocol.load(name)
    assert len(plan(trial).questions) == len(trial.endpoints)


@pytest.mark.parametrize("name", protocol.definition_names())
def test_every_definition_fits_its_kind(name):
    pack = protocol.definition(name)
    protocol.KINDS[pack.kind].parameters.model_validate(pack.parameters)


@pytest.mark.parametrize("name", protocol.cell_product_names())
def test_every_cell_product_loads(name):
    assert protocol.cell_product(name).routes


def test_doses_on_record_of_cord_cells_are_the_registered_ones():
    assert protocol.doses_on_record("umbilical_cord_msc", "intravenous") == [30_000_000, 60_000_000, 90_000_000]


def test_all_twenty_records_are_on_file():
    assert len(protocol.registered()) == 20
    listed = protocol.available()
    assert len(listed) == 23  # NCT03816852 with three variants, NCT07115082, eighteen drafts
