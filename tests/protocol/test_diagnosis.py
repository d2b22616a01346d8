"""Ovarian insufficiency by the guidelines' text: disease, stage, other causes, tests that are missing."""

from datetime import date

import pytest
from tests.protocol.dated import ON, day, diary, findings, fsh, sample

from antral.patient import FMR1, Finding, Karyotype, Measurement, Medication, Patient
from antral.protocol import Status, diagnose
from antral.records import load_yaml, path

BORN = date(1994, 1, 1)  # 32 years old on the day
NO_BLEEDS, REGULAR = diary(-200), diary(-200, bleeds=(-195, -167, -139, -111, -83, -55, -27))


def woman(**known):
    return Patient(**({"birth_date": BORN, "sex": "female"} | known))


def poi(**known):
    return woman(**({"diary": NO_BLEEDS, "measurements": (fsh(60, -40), fsh(55, -5))} | known))


CASES = [
    # known, by the guideline of 2016, of 2024
    ({"diary": NO_BLEEDS, "measurements": (fsh(60, -40), fsh(55, -5))}, "met", "met"),
    ({"diary": NO_BLEEDS, "measurements": (fsh(60, -5),)}, "unknown", "met"),  # once is enough since 2024
    ({"diary": NO_BLEEDS, "measurements": (fsh(60, -28), fsh(55, 0))}, "unknown", "met"),  # four weeks, not more
    ({"diary": NO_BLEEDS, "measurements": (fsh(60, -29), fsh(55, 0))}, "met", "met"),
    ({"diary": NO_BLEEDS, "measurements": (fsh(25, -40), fsh(25, -5))}, "not_met", "not_met"),  # above 25, not 25
    ({"diary": NO_BLEEDS, "measurements": (fsh(60, -5, off_hormones=None),)}, "unknown", "unknown"),
    ({"diary": NO_BLEEDS}, "unknown", "unknown"),
    ({"diary": REGULAR, "measurements": (fsh(60, -40), fsh(55, -5))}, "not_met", "not_met"),
    ({"measurements": (fsh(60, -40), fsh(55, -5))}, "unknown", "unknown"),
    ({"birth_date": date(1986, 6, 15), "diary": NO_BLEEDS, "measurements": (fsh(60, -5),)}, "not_met", "not_met"),  # 40
    ({"birth_date": date(1986, 6, 16), "diary": NO_BLEEDS, "measurements": (fsh(60, -5),)}, "unknown", "met"),
]


@pytest.mark.parametrize(("known", "old", "new"), CASES)
def test_both_versions_of_the_guideline(known, old, new):
    found = diagnose(woman(**known), ON).guidelines
    assert [found[name].verdict.status for name in ("eshre_2016", "eshre_2024")] == [old, new]


def test_the_data_used_and_missing_are_told():
    found = diagnose(woman(diary=NO_BLEEDS, measurements=(fsh(60, -5),)), ON)
    (text,) = found.guidelines["eshre_2024"].parts["fsh"].data_used
    assert text == f"FSH 60 IU/L on {day(-5)}"
    assert any("two samples" in one for one in found.guidelines["eshre_2016"].verdict.missing_data)
    assert any("the versions differ" in one for one in found.remarks)
    assert "hoae065" in found.guidelines["eshre_2024"].source


INFERTILE = findings(infertility=True)
STAGES = [
    # known, stage, stages that are possible
    ({"diary": NO_BLEEDS, "measurements": (fsh(60),)}, "overt", ("overt",)),
    ({"diary": REGULAR, "measurements": (fsh(60),)}, "biochemical", ("biochemical",)),
    ({"diary": REGULAR, "measurements": (fsh(8),), "findings": INFERTILE}, "occult", ("occult",)),
    ({"diary": REGULAR, "measurements": (fsh(8),)}, None, ("occult",)),
    ({"diary": REGULAR, "measurements": (fsh(8),), "findings": findings(infertility=False)}, None, ()),
    ({"diary": NO_BLEEDS, "measurements": (fsh(8),)}, None, ()),
    ({"measurements": (fsh(60),)}, None, ("overt", "biochemical")),
    ({"diary": REGULAR}, None, ("biochemical", "occult")),
    ({}, None, ("overt", "biochemical", "occult")),
    ({"birth_date": date(1980, 1, 1), "diary": NO_BLEEDS, "measurements": (fsh(60),)}, None, ()),
]


@pytest.mark.parametrize(("known", "name", "possible"), STAGES)
def test_stages(known, name, possible):
    found = diagnose(woman(**known), ON).stage
    assert (found.name, found.possible) == (name, possible)
    assert "Welt" in found.source


def causes(patient):
    return {one.name: one.verdict.status for one in diagnose(patient, ON).differential}


def test_nothing_known_of_other_causes_is_unknown():
    assert set(causes(poi()).values()) == {Status.UNKNOWN}


@pytest.mark.parametrize(
    ("known", "name", "status"),
    [
        ({"findings": findings(pregnant=True)}, "pregnancy", "met"),
        ({"findings": findings(pregnant=False)}, "pregnancy", "not_met"),
        ({"medications": (Medication(name="pill", drug_classes=("hormonal_contraceptive",)),)}, "hormones", "met"),
        ({"medications": ()}, "hormones", "not_met"),
        ({"medications": (Medication(name="herbs"),)}, "hormones", "unknown"),
        ({"measurements": (sample("PRL", 90, "ng/mL", reference_high=25),)}, "hyperprolactinaemia", "met"),
        ({"measurements": (sample("TSH", 2, "mIU/L", reference_low=0.4, reference_high=4),)}, "thyroid", "not_met"),
        ({"findings": findings(polycystic_ovary_syndrome=True)}, "polycystic_ovaries", "met"),
        ({"findings": findings(hypothalamic_amenorrhoea=True)}, "hypothalamic", "met"),
    ],
)
def test_other_causes(known, name, status):
    found = causes(poi(**known))
    assert found[name] == status
    assert {value for key, value in found.items() if key != name} == {Status.UNKNOWN}


def asked_of(patient, version="eshre_2024"):
    return {one.name: one for one in diagnose(patient, ON).work_up[version]}


def test_what_the_guideline_of_2024_asks_for():
    found = asked_of(poi())
    assert {name: (one.says, one.state) for name, one in found.items()} == {
        # doi 10.1093/hropen/hoae065, table T8
        "karyotype": ("recommended", "missing"),
        "fmr1": ("recommended", "missing"),
        "gene_panel": ("may_be_offered", "missing"),
        "adrenal_antibodies": ("recommended", "missing"),
        "thyroid_antibodies": ("not_routinely", "not_asked_for"),
        "tsh": ("recommended", "missing"),
        "ovarian_antibodies": ("should_not_be_used", "not_asked_for"),
    }


def test_the_version_of_2016_asks_for_thyroid_antibodies():
    found = asked_of(poi(), "eshre_2016")
    assert found["thyroid_antibodies"].state == "missing"
    assert found["thyroid_antibodies"].tag == "recalled"
    assert "tsh" not in found


def test_tests_that_are_done():
    found = asked_of(
        poi(
            karyotype=Karyotype(result="46,XX", date=day(-400)),
            fmr1=FMR1(repeats=30, date=day(-300)),
            findings=(Finding(name="adrenal_antibodies", present=False, recorded=day(-200)),),
            measurements=(fsh(60), sample("TSH", 2.5, "mIU/L", -200)),
        )
    )
    assert [found[name].state for name in ("karyotype", "fmr1", "adrenal_antibodies", "tsh")] == ["done"] * 4
    assert found["karyotype"].result == f"46,XX on {day(-400)}"
    assert found["fmr1"].result == f"30 repeats on {day(-300)}"
    assert found["tsh"].result == f"TSH 2.5 mIU/L on {day(-200)}"


@pytest.mark.parametrize(("drawn", "state"), [(date(2021, 6, 16), "done"), (date(2021, 6, 15), "due_again")])
def test_tsh_is_measured_again_after_five_years(drawn, state):
    old = Measurement(analyte="TSH", value=2, unit="mIU/L", date=drawn)
    assert asked_of(poi(measurements=(fsh(60), old)))["tsh"].state == state


def test_a_known_cause_needs_no_further_tests_for_the_cause():
    after_chemotherapy = asked_of(poi(findings=findings(chemotherapy=True)))
    assert after_chemotherapy["karyotype"].state == "not_asked_for"
    assert "chemotherapy" in after_chemotherapy["karyotype"].reason
    assert after_chemotherapy["tsh"].state == "missing"
    turner = asked_of(poi(karyotype=Karyotype(result="45,X")))
    assert turner["adrenal_antibodies"].state == "not_asked_for"
    assert turner["fmr1"].state == "missing"


def test_what_was_recorded_later_does_not_count():
    later = poi(karyotype=Karyotype(result="46,XX", date=day(1)), measurements=(fsh(60, 1),))
    assert asked_of(later)["karyotype"].state == "missing"
    assert diagnose(later, ON).guidelines["eshre_2024"].verdict.status == "unknown"


@pytest.mark.parametrize(("at", "told"), [(date(2020, 1, 1), True), (date(2035, 1, 1), False)])
def test_ovaries_removed_before_forty(at, told):
    patient = woman(findings=(Finding(name="bilateral_ovariectomy", onset=at),))
    found = diagnose(patient, date(2036, 1, 1))
    assert any("both ovaries were removed" in one for one in found.remarks) is told


def test_values_under_unknown_hormones_are_mentioned():
    found = diagnose(woman(diary=NO_BLEEDS, measurements=(fsh(60, off_hormones=None),)), ON)
    assert any("hormones at the draw" in one for one in found.remarks)


PILL = {"drug_classes": ("hormonal_contraceptive",), "start": date(2024, 1, 1)}


@pytest.mark.parametrize(
    ("noted", "medications", "told"),
    [
        (None, (), False),  # a complete list without hormones settles it
        (None, (Medication(name="pill", **PILL),), False),  # known to have been under hormones
        (True, (Medication(name="pill", **PILL),), True),  # note and list contradict each other
        (None, None, True),
        (True, None, False),
    ],
)
def test_hormones_at_the_draw_are_read_off_the_whole_record(noted, medications, told):
    patient = woman(diary=NO_BLEEDS, measurements=(fsh(60, off_hormones=noted),), medications=medications)
    remarks = diagnose(patient, ON).remarks
    assert any("1 FSH values it is not known" in one for one in remarks) is told


def test_adding_data_never_takes_a_verdict_back():
    known = {}
    decided = {}
    for name, value in (
        ("diary", NO_BLEEDS),
        ("measurements", (fsh(60, -40), fsh(55, -5))),
        ("medications", ()),
        ("findings", findings(pregnant=False, polycystic_ovary_syndrome=False, infertility=True)),
        ("karyotype", Karyotype(result="46,XX")),
    ):
        known[name] = value
        found = diagnose(woman(**known), ON)
        verdicts = {one.name: one.verdict.status for one in found.differential}
        verdicts |= {name: one.verdict.status for name, one in found.guidelines.items()}
        assert all(verdicts[key] == status for key, status in decided.items())
        decided |= {key: status for key, status in verdicts.items() if status != "unknown"}
    assert decided["eshre_2016"] == decided["eshre_2024"] == "met"


@pytest.mark.parametrize("name", ["stages", "differential", "work_up"])
def test_records_name_their_sources(name):
    record = load_yaml(path("diagnosis", f"{name}.yaml"))
    assert record["source"]
    assert record["tag"] in ("published", "recalled")
