"""Kinds of criterion on single women, and the verdict on a whole woman."""

import pytest

from antral import protocol
from antral.patient import Patient
from antral.protocol import KINDS, Status

from .dated import ON, aged, diary, findings, fsh, sample, took

FSH_TWICE = (fsh(60, -40), fsh(55, -5))
ABSENT = dict.fromkeys(
    [
        *("congenital_adrenal_hyperplasia", "cushing_syndrome", "hypothyroidism", "hyperthyroidism"),
        *("hyperprolactinaemia", "pituitary_amenorrhoea", "hypothalamic_amenorrhoea", "hiv_positive"),
        *("hbsag_positive", "anti_hcv_positive", "turner_syndrome", "fmr1_full_mutation", "fmr1_premutation"),
        *("other_causal_variant", "drug_anaphylaxis", "severe_cutaneous_drug_reaction", "thrombophlebitis"),
        *("deep_vein_thrombosis", "pulmonary_embolism", "arterial_thromboembolism", "ovarian_cyst_treated"),
        *("ovarian_surgery", "pregnant", "lactating"),
    ],
    False,
)
MARKERS = tuple(
    sample(analyte, 1, unit, reference_high=limit)
    for analyte, unit, limit in [
        ("CA125", "U/mL", 35),
        ("HE4", "pmol/L", 70),
        ("CEA", "ng/mL", 5),
        ("AFP", "ng/mL", 10),
    ]
)


def woman(**changes):
    """A woman whom NCT03816852 admits, with changes."""
    known = {
        "sex": "female",
        "measurements": (*FSH_TWICE, *MARKERS),
        "diary": diary(-180),
        "medications": (),
        "poi_diagnosed": ON,
        "findings": findings(**ABSENT),
        "statements": {"informed_consent": True, "physician_judges_unsuitable": False},
    }
    return Patient(**{**known, **aged(changes.pop("age_years", 32.5)), **changes})


def verdict(kind, parameters, patient):
    return KINDS[kind].evaluate(patient, KINDS[kind].parameters.model_validate(parameters), ON)


@pytest.fixture(scope="module")
def trial():
    return protocol.load("NCT03816852")


def test_eligible_woman(trial):
    screening = protocol.screen(trial, woman(), on=ON)
    assert screening.outcome == "eligible"
    assert screening.reasons == ()
    assert len(screening.lines) == 20


def test_nothing_known_is_undetermined_and_says_what_is_missing(trial):
    screening = protocol.screen(trial, Patient(), on=ON)
    assert screening.outcome == "undetermined"
    assert {line.verdict.status for line in screening.lines} == {Status.UNKNOWN}
    assert "age" in screening.missing_data
    assert "fmr1 premutation (ever)" in screening.missing_data


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"age_years": 18.9}, "S1"),
        ({"age_years": 40.2}, "I1"),
        ({"findings": findings(**{**ABSENT, "fmr1_premutation": True})}, "E10"),
        ({"findings": findings(**{**ABSENT, "hbsag_positive": True})}, "E9"),
        ({"medications": (took("Climen", "sex_hormone", start=-400, stop=-30),)}, "I2"),
        ({"statements": {"informed_consent": False, "physician_judges_unsuitable": False}}, "I3"),
        ({"measurements": (*FSH_TWICE[:1], fsh(9))}, "I1"),
    ],
)
def test_one_line_keeps_her_out(trial, changes, line):
    screening = protocol.screen(trial, woman(**changes), on=ON)
    assert screening.outcome == "ineligible"
    assert [reason.split()[0] for reason in screening.reasons] == [line]


def test_a_woman_of_40_passes_the_structured_age_and_not_the_diagnosis(trial):
    screening = protocol.screen(trial, woman(age_years=40.2), on=ON)
    admits = {line.criterion.id: line.admits for line in screening.lines}
    assert (admits["S1"], admits["I1"]) == (True, False)


def test_gene_not_tested_is_unknown_never_negative(trial):
    conditions = {name: value for name, value in ABSENT.items() if name != "fmr1_premutation"}
    screening = protocol.screen(trial, woman(findings=findings(**conditions)), on=ON)
    assert screening.outcome == "undetermined"
    assert screening.missing_data == ("fmr1 premutation (ever)",)


def test_hormones_stopped_four_months_ago_are_washed_out(trial):
    old = took("Climen", "sex_hormone", start=-900, stop=-122)
    assert protocol.screen(trial, woman(medications=(old,)), on=ON).outcome == "eligible"


@pytest.mark.parametrize(
    ("days", "values", "status"),
    [
        ((-35, -5), (26, 26), "met"),
        ((-33, -5), (26, 26), "unknown"),  # exactly 28 days: 'more than 4 weeks' is strict, another sample may decide
        ((-35, -5), (26, 25), "not_met"),  # 25 is not above 25
        ((-35, -5), (25, 26), "unknown"),  # 26 is to be repeated
        ((-35, -5), (60, 20), "not_met"),
        ((-5,), (60,), "unknown"),
        ((-60, -35, -5), (20, 60, 60), "met"),
    ],
)
def test_fsh_above_25_twice_more_than_four_weeks_apart(days, values, status):
    rule = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "occasions": 2, "more_than_apart": "4 weeks"}
    samples = [fsh(v, d) for d, v in zip(days, values, strict=True)]
    assert verdict("lab_threshold", rule, Patient(measurements=samples)).status == status


def test_fsh_under_hormones_or_of_unknown_state_does_not_count():
    rule = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "off_hormones": True}
    for state, status in [(True, "met"), (False, "unknown"), (None, "unknown")]:
        drawn = fsh(60, off_hormones=state)
        assert verdict("lab_threshold", rule, Patient(measurements=[drawn])).status == status


@pytest.mark.parametrize(
    ("unit", "value", "status"), [("pmol/L", 50, "not_met"), ("pmol/L", 500, "met"), ("mg", 500, "unknown")]
)
def test_estradiol_in_another_unit_is_converted(unit, value, status):
    rule = {"analyte": "E2", "op": ">", "threshold": "50 pg/mL"}  # 50 pg/mL are 183.6 pmol/L
    drawn = sample("E2", value, unit)
    assert verdict("lab_threshold", rule, Patient(measurements=[drawn])).status == status


@pytest.mark.parametrize(
    ("bleeds", "status"),
    [
        ([], "met"),
        ([-100, -60], "met"),  # fewer than 3
        ([-110, -70, -30], "met"),  # three, but every cycle longer than 35 days
        ([-110, -75, -40], "not_met"),  # cycles of exactly 35 days
        ([-90, -60, -30], "not_met"),
        ([-150, -140, -130, -100], "met"),  # all but one before the 4 months
    ],
)
def test_oligo_or_amenorrhoea_of_four_months(bleeds, status):
    rule = protocol.definition("eshre_2016").parameters["bleeding"]
    assert verdict("amenorrhoea", rule, Patient(diary=diary(-180, bleeds))).status == status


def test_withdrawal_bleeds_do_not_end_an_amenorrhoea():
    rule = {"pattern": "amenorrhoea", "at_least": "4 months"}
    induced = diary(-180, (-84, -56, -28), spontaneous=False)
    assert verdict("amenorrhoea", rule, Patient(diary=induced)).status == "met"


def test_a_diary_too_short_is_unknown_unless_it_already_shows_cycles():
    rule = protocol.definition("eshre_2016").parameters["bleeding"]
    short = diary(-60)
    assert verdict("amenorrhoea", rule, Patient(diary=short)).status == "unknown"
    cycling = diary(-90, (-84, -56, -28))
    assert verdict("amenorrhoea", rule, Patient(diary=cycling)).status == "not_met"


@pytest.mark.parametrize(
    ("tsh", "recorded", "status"),
    [(9.0, None, "met"), (2.0, None, "not_met"), (None, None, "unknown"), (2.0, True, "met"), (9.0, False, "unknown")],
)
def test_thyroid_dysfunction_by_record_else_by_tsh(tsh, recorded, status):
    drawn = [sample("TSH", tsh, "mIU/L", reference_low=0.4, reference_high=4.0)] if tsh else []
    recorded = findings(hypothyroidism=recorded, hyperthyroidism=recorded)
    patient = Patient(measurements=drawn, findings=recorded)
    assert verdict("condition", protocol.definition("thyroid_dysfunction").parameters, patient).status == status


@pytest.mark.parametrize(
    ("values", "status"),
    [({"CA125": 40.0}, "met"), ({"CA125": 10.0}, "unknown"), ({"CA125": 10, "HE4": 50, "CEA": 2, "AFP": 3}, "not_met")],
)
def test_tumour_markers_against_the_limits_of_the_definition(values, status):
    units = {"CA125": "U/mL", "HE4": "pmol/L", "CEA": "ng/mL", "AFP": "ng/mL"}
    samples = [sample(name, value, units[name]) for name, value in values.items()]
    rule = protocol.definition("high_tumour_marker").parameters
    assert verdict("lab_normal_range", rule, Patient(measurements=samples)).status == status


def test_a_line_that_repeats_another_leaves_nobody_undetermined(trial):
    lines = trial.eligibility.criteria
    repeated = lines[-1].model_copy(update={"id": "X1", "duplicate_of": lines[0].id})
    assert lines[0].kind != repeated.kind
    unheard_of = repeated.model_copy()
    unheard_of._rule = type(repeated.rule)(item="unheard_of")
    more = trial.model_copy(
        update={"eligibility": trial.eligibility.model_copy(update={"criteria": (*lines, unheard_of)})}
    )
    screening = protocol.screen(more, woman(), on=ON)
    assert screening.lines[-1].verdict.status == "unknown"
    assert screening.outcome == "eligible"


def test_kleene():
    from antral.protocol.criteria import Verdict, all_of, any_of

    yes, no, open_ = (Verdict(status, status.value) for status in (Status.MET, Status.NOT_MET, Status.UNKNOWN))
    assert all_of([yes, open_]).status == "unknown"
    assert all_of([no, open_]).status == "not_met"
    assert any_of([yes, open_]).status == "met"
    assert any_of([no, open_]).status == "unknown"
    assert any_of([no, no]).status == "not_met"
