"""What is said when a protocol, or a change to one, cannot be used."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from antral import protocol
from antral.core import ProtocolError


def write(tmp_path, change, text=None):
    """The template with one change made to its content, as a file."""
    content = YAML(typ="safe", pure=True).load(text or protocol.template())
    change(content)
    file = tmp_path / "mine.yaml"
    with file.open("w") as stream:
        YAML(typ="safe", pure=True).dump(content, stream)
    return file


def refusal(name, *overrides):
    with pytest.raises(ProtocolError) as caught:
        protocol.load(name, overrides)
    assert "pydantic" not in str(caught.value)
    assert "validation error" not in str(caught.value)
    return str(caught.value)


def test_template_loads(tmp_path):
    file = tmp_path / "my.yaml"
    file.write_text(protocol.template())
    trial = protocol.load(file)
    assert trial.arms["cells"].dose_cells == 60_000_000
    assert trial.visit("week_52").day == 364


def test_what_the_template_shows_as_a_comment_may_be_used(tmp_path):
    shown = "candidates|strata|unblinding|comedication|conception|rescue_hormones|fertility_treatment|adherence"
    shown += "|monitoring|causes|causes_reason|under_assigned_hormones"
    text, used = re.subn(rf"^( *)# ({shown}): ", r"\1\2: ", protocol.template(), flags=re.MULTILINE)
    text = re.sub(r"^# ( +tag:)", r"\1", text, flags=re.MULTILINE)
    assert used == shown.count("|") + 1
    file = tmp_path / "my.yaml"
    file.write_text(text)
    trial = protocol.load(file)
    assert trial.arms["cells"].comedication.regimen == "climen"
    assert trial.monitoring.window_days == 30


def test_wrong_number_names_the_near_ones():
    message = refusal("NCT03816825")
    assert "there is no protocol 'NCT03816825'" in message
    assert "NCT03816852" in message
    assert "antral protocols" in message


def test_near_names_are_said_once():
    assert "Did you mean NCT03816852? " in refusal("NCT03816825")


def test_a_draft_says_which_protocols_exist_and_how_to_write_one():
    message = refusal("NCT02644447")
    assert "is a draft" in message
    assert "NCT03816852-control" in message
    assert "antral new" in message


def test_name_is_found_whatever_its_case():
    assert protocol.load("nct03816852").id == "NCT03816852"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"id: [unclosed\n", "line 2"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not a text file"),
        (b"- a\n- b\n", "a YAML mapping"),
        (b"id: x\n", "title"),
    ],
)
def test_unreadable_file(tmp_path, content, said):
    file = tmp_path / "broken.yaml"
    file.write_bytes(content)
    message = refusal(file)
    assert "broken.yaml" in message
    assert said in message


def test_folder_and_missing_file(tmp_path):
    assert "is a folder" in refusal(tmp_path)
    assert "there is no such file" in refusal(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("dose", ["9e-7 cells", "9e-7", "-9e7", "-9e7 cells", 9e-7])
def test_slip_of_the_pen_in_a_dose_is_refused_with_what_was_meant(tmp_path, dose):
    message = refusal(write(tmp_path, lambda c: c["arms"]["cells"].update(dose_cells=dose)))
    assert "mine.yaml, arms.cells.dose_cells = " in message
    assert "a dose is a positive whole number of cells" in message
    assert "Did you mean 9e7 (9 × 10^7)?" in message
    assert "Doses on record for this cell source: 3e7, 6e7, 9e7." in message


@pytest.mark.parametrize("dose", [107, "0.5", 6e7 + 0.5, "many", "nan", True, "9e7 mg", "9e30"])
def test_what_is_no_dose_is_refused(tmp_path, dose):
    message = refusal(write(tmp_path, lambda c: c["arms"]["cells"].update(dose_cells=dose)))
    assert "arms.cells.dose_cells" in message
    assert "a dose " in message


@pytest.mark.parametrize("dose", ["6e7 cells", "6e7", 6e7, 60_000_000, "60000000 cells"])
def test_a_dose_may_be_written_with_or_without_its_unit(tmp_path, dose):
    trial = protocol.load(write(tmp_path, lambda c: c["arms"]["cells"].update(dose_cells=dose)))
    assert trial.arms["cells"].dose_cells == 60_000_000


def test_dose_zero_belongs_to_a_control_arm_only(tmp_path):
    message = refusal(write(tmp_path, lambda c: c["arms"]["cells"].update(dose_cells=0)))
    assert "arms.cells" in message
    assert "role: control" in message


def test_missing_unit_of_a_laboratory_threshold(tmp_path):
    def without_unit(content):
        line = content["eligibility"]["criteria"][0]
        line.update(kind="lab_threshold", parameters={"analyte": "FSH", "op": ">", "threshold": 25}, definition=None)

    message = refusal(write(tmp_path, without_unit))
    assert "mine.yaml, eligibility.criteria.I1.parameters.threshold = 25: the unit is missing" in message


def test_missing_unit_of_a_duration(tmp_path):
    def without_unit(content):
        content["eligibility"]["criteria"][1]["parameters"]["none_within"] = 3

    message = refusal(write(tmp_path, without_unit))
    assert "eligibility.criteria.I2.parameters.none_within = 3" in message
    assert "has no unit" in message


def test_unknown_field_lists_the_fields_there(tmp_path):
    message = refusal(write(tmp_path, lambda c: c["design"].update(particpants=12)))
    assert "design.particpants" in message
    assert "Did you mean participants?" in message


def test_missing_field_is_named(tmp_path):
    assert "mine.yaml, sponsor: a value is wanted here" in refusal(write(tmp_path, lambda c: c.pop("sponsor")))


def test_assumed_number_needs_its_reason(tmp_path):
    message = refusal(write(tmp_path, lambda c: c["missed_visits"].pop("reason")))
    assert "missed_visits" in message
    assert "reason" in message


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("arms.hihg.dose_cells=1e7", "Did you mean high? There are: low, medium, high."),
        ("arms.high.dose=1e7", "dose_cells"),
        ("arms.high.dose_cells=9e-7", "Did you mean 9e7"),
        ("arms.high.dose_cells", "path=value was wanted"),
        ("visits.week_99.day=3", "week_24"),
        ("arms.high.dose_cells.unit=3", "is a single value"),
        ("eligibility.criteria.I1.definition=eshre_1999", "eshre_2024"),
        ("eligibility.criteria.I1.parameters.fsh.threshold=40", "the unit is missing"),
        ("eligibility.criteria.I1.parameters.fsh.threshold=40 ng/mL", "write one of: IU/L, mIU/mL, U/L"),
        ("endpoints.ovulation.threshold=3", "the unit is missing"),
        ("endpoints.ovulation.threshold=3 IU/L", "write one of: ng/mL"),
        ("design.allocation.block_sizes=[4]", "multiple of 3"),
        ("arms.high.route=[", "not valid YAML"),
        ("design.participants=0", "greater than or equal to 2"),
    ],
)
def test_change_that_cannot_be_made(override, said):
    assert said in refusal("NCT03816852", override)


@pytest.mark.parametrize(
    ("override", "allowed"),
    [
        ("log_fsh_12m.estimate=clopper_pearson", "mean_t, median_order"),
        ("afc_12m.estimate=clopper_pearson", "mean_t, median_order"),
        ("afc_12m.test=exact_trend", "linear_trend, rank_trend, ancova, ancova_hc3, mmrm, mcp_mod, rank_sum"),
        ("menses_resumed.test=ancova", "exact_trend, fisher, boschloo, mid_p, log_rank"),
        ("menses_resumed.estimate=mean_t", "clopper_pearson"),
        ("menses_sustained.test=rank_trend", "exact_trend, fisher, boschloo, mid_p"),
        ("ovulation.test=linear_trend", "exact_trend, fisher, boschloo, mid_p, log_rank"),
    ],
)
def test_method_that_does_not_suit_the_values_of_its_endpoint(override, allowed):
    message = refusal("NCT03816852", f"analyses.by_endpoint.{override}")
    assert f"--set analyses.by_endpoint.{override.replace('=', ' = ')}: this method does not suit" in message
    assert message.endswith(f"allowed: {allowed}.")


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan"])
@pytest.mark.parametrize(
    "field",
    ["adverse_events.fever.duration_days", "follow_up_days", "visits.week_24.hour", "endpoints.log_fsh_12m.day"],
)
def test_number_that_is_not_finite(field, number):
    message = refusal("NCT03816852", f"{field}={number}")
    assert f"--set {field}" in message


def test_rule_of_visits_that_never_ends(tmp_path):
    file = write(tmp_path, lambda c: c["visits"][3].update(last_day=float("inf")))
    assert "finite numbers" in refusal(file)


def test_two_visits_on_one_day():
    message = refusal("NCT03816852", "visits.week_2.day=28")
    assert "visits week_2 and week_4 lie on the same day (28); make one visit of them" in message


@pytest.mark.parametrize("name", ["my arm", "9e7", "a.b", "<i>", "", "_low"])
@pytest.mark.parametrize("what", ["arms", "products"])
def test_name_that_cannot_stand_in_a_path_or_page(tmp_path, what, name):
    def renamed(content):
        if what == "arms":
            content["arms"][name] = content["arms"].pop("cells")
            content["design"]["allocation"]["ratio"] = {"control": 1, name: 1}
        else:
            content["products"][name] = content["products"].pop("cord_cells")
            content["arms"]["cells"]["product"] = name

    message = refusal(write(tmp_path, renamed))
    assert f"{what}: {name!r} cannot be a name here; a name begins with a letter" in message


def test_kind_that_cannot_be_simulated(tmp_path):
    def simulated(content):
        content["eligibility"]["criteria"][3]["policy"] = {"simulate": True}

    message = refusal(write(tmp_path, simulated))
    assert "eligibility.criteria.E1.policy.simulate = true: criteria of kind condition cannot be simulated" in message
    assert "'draw' or 'assume'" in message


def test_analyte_that_cannot_be_simulated(tmp_path):
    rule = {"analyte": "AMH", "op": "<", "threshold": "1 ng/mL"}

    def simulated(content):
        content["eligibility"]["criteria"][3].update(
            kind="lab_threshold", parameters=rule, definition=None, policy={"simulate": True}
        )

    assert "AMH cannot be simulated" in refusal(write(tmp_path, simulated))


def test_line_that_repeats_a_line_that_does_not_count(tmp_path):
    def circle(content):
        content["eligibility"]["criteria"][1]["duplicate_of"] = "I3"
        content["eligibility"]["criteria"][2]["duplicate_of"] = "I2"

    assert "name the line that counts" in refusal(write(tmp_path, circle))


def test_two_ovulations_are_an_endpoint():
    trial = protocol.load("NCT03816852", ["endpoints.ovulation.derive=ovulation_twice"])
    assert trial.endpoint("ovulation").is_count


def test_change_is_made_and_recorded():
    trial = protocol.load("NCT03816852", ["arms.high.dose_cells=1.2e8", "visits.week_24.hour=17"])
    assert trial.arms["high"].dose_cells == 120_000_000
    assert trial.visit("week_24").hour == 17
    assert [(change.path, change.before, change.after) for change in trial.changes] == [
        ("arms.high.dose_cells", "9e7 cells", "1.2e8"),
        ("visits.week_24.hour", "8", "17"),
    ]


def test_change_of_a_single_parameter_keeps_the_rest_of_the_definition():
    rule = (
        protocol.load("NCT03816852", ["eligibility.criteria.I1.parameters.fsh.threshold=30 IU/L"])
        .eligibility["I1"]
        .rule
    )
    assert rule.fsh.threshold.value == 30
    assert rule.fsh.more_than_apart.days == 28
    assert rule.age_below_years == 40


def test_a_threshold_in_another_unit_is_the_same_threshold():
    plain = protocol.load("NCT03816852")
    changed = protocol.load("NCT03816852", ["eligibility.criteria.I1.parameters.fsh.threshold=25 mIU/mL"])
    assert changed.screening_fingerprint == plain.screening_fingerprint
    molar = protocol.load("NCT03816852", ["endpoints.ovulation.threshold=10 nmol/L"]).endpoint("ovulation")
    assert molar.threshold.unit == "ng/mL"
    assert abs(molar.threshold.value - 3.1446) < 1e-9  # progesterone 314.46 g/mol


def test_fingerprint_knows_content_and_not_how_it_was_written(tmp_path):
    plain = protocol.load("NCT03816852")
    assert protocol.load("NCT03816852", ["arms.high.dose_cells=90000000"]).fingerprint == plain.fingerprint
    other = protocol.load("NCT03816852", ["arms.high.dose_cells=1.2e8"])
    assert other.fingerprint != plain.fingerprint
    assert other.screening_fingerprint == plain.screening_fingerprint
    stricter = protocol.load("NCT03816852", ["eligibility.criteria.I1.definition=eshre_2024"])
    assert stricter.screening_fingerprint != plain.screening_fingerprint
    renamed = protocol.load("NCT03816852", ["eligibility.criteria.E6.id=E66"])
    assert renamed.screening_fingerprint != plain.screening_fingerprint  # reasons are told by id


def test_own_file_can_extend_a_shipped_protocol(tmp_path):
    file = tmp_path / "bigger.yaml"
    file.write_text("extends: NCT03816852\nid: bigger\ndesign: {participants: 60}\n")
    trial = protocol.load(file)
    assert (trial.id, trial.design.participants, len(trial.eligibility.criteria)) == ("bigger", 60, 20)


def test_extending_adds_replaces_and_removes(tmp_path):
    file = tmp_path / "other.yaml"
    file.write_text(
        "extends: NCT03816852\nid: other\n"
        "visits: [{name: day_3, day: 3, hour: 9, measures: [FSH]}, {name: baseline, hour: 7}]\n"
        "arms: {medium: null}\ndesign: {allocation: {ratio: {medium: null}, block_sizes: [4]}}\n"
    )
    trial = protocol.load(file)
    assert [visit.name for visit in trial.visits[:5]] == ["screening_1", "screening_2", "baseline", "day_3", "week_2"]
    assert trial.visit("baseline").hour == 7
    assert trial.visit("baseline").measures == protocol.load("NCT03816852").visit("baseline").measures
    assert list(trial.arms) == ["low", "high"]


def test_route_that_is_not_on_file_for_the_cells():
    message = refusal("NCT03816852", "arms.high.route=intra_arterial")
    assert "arms.high.route = intra_arterial" in message
    assert "intraovarian_laparoscopic" in message


def test_protocol_that_extends_itself(tmp_path):
    file = tmp_path / "loop.yaml"
    file.write_text("extends: loop.yaml\nid: loop\n")
    assert "cannot extend itself" in refusal(file)


def test_schema_on_file_is_current():
    written = Path(__file__).parents[2] / "docs" / "protocol.schema.json"
    assert json.loads(written.read_text()) == protocol.json_schema(), (
        "write it again: python -m antral.protocol.schema > docs/protocol.schema.json"
    )


def test_loading_a_protocol_loads_no_heavy_library():
    code = (
        "import sys, antral.protocol as p; p.load('NCT03816852');"
        "print([m for m in ('numba', 'polars', 'matplotlib', 'scipy', 'rich') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_an_entry_can_be_put_in_and_taken_out():
    found = protocol.load(
        "NCT03816852",
        [
            "arms.untreated={label: No cells, role: control, dose_cells: 0}",
            "arms.low=null",
            "design.allocation.ratio={medium: 1, high: 1, untreated: 1}",
            "eligibility.criteria.E6=null",
            "monitoring=null",
        ],
    )
    assert list(found.arms) == ["medium", "high", "untreated"]
    assert "E6" not in [line.id for line in found.eligibility.criteria]
    assert found.monitoring is None
    assert [(change.path, change.before) for change in found.changes][:4] == [
        ("arms.untreated", "not there"),
        (
            "arms.low",
            "{'label': 'Low dose group', 'role': 'experimental', 'product': 'hucMSC', 'route': 'intravenous', "
            "'dose_cells': '3e7 cells', 'infusion_days': [0]}",
        ),
        ("design.allocation.ratio", "{'low': 1, 'medium': 1, 'high': 1}"),
        ("eligibility.criteria.E6", "E6"),
    ]


def test_a_misspelt_arm_is_no_new_arm():
    assert "Did you mean high?" in refusal("NCT03816852", "arms.hihg=null")
    assert "they must agree" in refusal("NCT03816852", "arms.hihg={label: No cells, role: control, dose_cells: 0}")
