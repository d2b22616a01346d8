"""Which answer on a finding holds: dates, disagreement, reports, lists, and what a name implies."""

from datetime import date

import pytest

from antral.patient import Patient, vocabulary

ON = date(2026, 6, 15)
X = {"name": "x"}


def found(findings, timing="ever", **more):
    return Patient(findings=findings).found("x", timing, ON, **more)


@pytest.mark.parametrize(
    ("findings", "ever", "current"),
    [
        ([], None, None),
        ([X], True, True),
        ([{**X, "present": False}], False, False),
        ([{**X, "present": None}], None, None),
        ([{**X, "certainty": "suspected"}], None, None),
        ([{**X, "certainty": "probable"}], True, True),
        ([{**X, "onset": "2020-01-01", "ended": "2021-01-01"}], True, False),
        ([{**X, "ended": "2026-06-14"}], True, False),
        ([{**X, "ended": "2026-06-15"}], True, True),  # the last day counts
        ([{**X, "ended": "2027-01-01"}], True, True),
        ([{**X, "onset": "2026-06-15"}], True, True),
        ([{**X, "onset": "2026-06-16"}], None, None),  # not yet
        ([{**X, "recorded": "2026-06-16"}], None, None),  # not yet known
        # answers that disagree: yes outweighs no, unless asked about now and the no is later
        ([X, {**X, "present": False}], True, True),
        ([{**X, "recorded": "2020-01-01"}, {**X, "present": False, "recorded": "2021-01-01"}], True, False),
        ([{**X, "recorded": "2021-01-01"}, {**X, "present": False, "recorded": "2020-01-01"}], True, True),
        ([{**X, "recorded": "2021-01-01"}, {**X, "present": False, "recorded": "2021-01-01"}], True, True),
        ([{**X, "recorded": "2021-01-01"}, {**X, "present": False}], True, True),
        ([X, {**X, "present": False, "recorded": "2021-01-01"}], True, True),
        # a second episode after one that ended
        ([{**X, "onset": "2019-01-01", "ended": "2020-01-01"}, {**X, "onset": "2025-01-01"}], True, True),
    ],
)
def test_ever_and_now(findings, ever, current):
    assert found(findings) is ever
    assert found(findings, "current") is current


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"onset": "2015-01-01", "ended": "2021-06-14"}, False),
        ({"onset": "2015-01-01", "ended": "2021-06-15"}, True),
        ({"onset": "2015-01-01"}, True),  # no end on record: it lasts
        ({"present": False}, False),
    ],
)
def test_within_five_years(fields, expected):
    assert found([{**X, **fields}], since=date(2021, 6, 15)) is expected


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([{**X, "severity": "severe"}], True),
        ([{**X, "severity": "moderate"}], True),
        ([{**X, "severity": "mild"}], False),
        ([X], None),  # nobody said how severe
        ([X, {**X, "severity": "mild"}], False),
        ([X, {**X, "severity": "severe"}], True),
        ([{**X, "present": False}], False),
        # an answer that contradicts an earlier no, without its severity, leaves it open again
        ([{**X, "present": False, "recorded": "2020-01-01"}, {**X, "recorded": "2025-01-01"}], None),
    ],
)
def test_at_least_moderate(findings, expected):
    assert found(findings, at_least="moderate") is expected


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"karyotype": {"normal": True}}, "abnormal_karyotype", False),
        ({"karyotype": {"normal": True}}, "turner_syndrome", False),
        ({"karyotype": {"result": "46,XX"}}, "abnormal_karyotype", False),
        ({"karyotype": {"result": "46, XX"}}, "abnormal_karyotype", False),
        ({"karyotype": {"result": "45,X/46,XX"}}, "turner_syndrome", True),
        ({"karyotype": {"result": "45,X[12]/46,XX[18]"}}, "abnormal_karyotype", True),
        ({"karyotype": {"result": "47,XXX", "normal": False}}, "turner_syndrome", False),
        ({"karyotype": {"normal": False}}, "turner_syndrome", None),
        ({"karyotype": {"result": "46,XX,inv(9)(p12q13)"}}, "abnormal_karyotype", None),  # a variant: no guess
        ({"karyotype": {"normal": True, "date": "2026-06-16"}}, "abnormal_karyotype", None),
        ({"fmr1": {"repeats": 54}}, "fmr1_premutation", False),
        ({"fmr1": {"repeats": 55}}, "fmr1_premutation", True),
        ({"fmr1": {"repeats": 200}}, "fmr1_premutation", True),
        ({"fmr1": {"repeats": 201}}, "fmr1_full_mutation", True),
        ({"fmr1": {"repeats": 201}}, "fmr1_premutation", False),
        ({"fmr1": {"repeats": 45}}, "fmr1_intermediate", True),
        ({"fmr1": {"category": "normal"}}, "fmr1_full_mutation", False),
        ({"procedures": [{"name": "ovariectomy"}]}, "ovariectomy", True),
        ({"procedures": [{"name": "ovariectomy"}]}, "ovarian_surgery", True),
        ({"procedures": [{"name": "ovariectomy"}]}, "hysterectomy", False),
        ({"procedures": []}, "ovariectomy", False),
        ({"procedures": []}, "hypothyroidism", None),
        ({"procedures": None}, "ovariectomy", None),
        ({"pregnancies": [{"outcome": "ongoing"}]}, "pregnant", True),
        ({"pregnancies": [{"outcome": "live_birth", "ended": "2020-01-01"}]}, "pregnant", None),
        ({"findings": [{"name": "deep_vein_thrombosis"}]}, "thromboembolism", True),
        ({"findings": [{"name": "thromboembolism", "present": False}]}, "deep_vein_thrombosis", False),
        ({"findings": [{"name": "thromboembolism"}]}, "deep_vein_thrombosis", None),
        # a history is no test
        ({"findings": [{"name": "hepatitis", "present": False}]}, "hbsag_positive", None),
        ({"findings": [{"name": "hepatitis", "present": False}]}, "hepatitis_b", False),
        ({"findings": [{"name": "genetic_disorder", "present": False}]}, "fmr1_premutation", None),
        ({"findings": [{"name": "hbsag_positive"}]}, "hepatitis", True),
        ({"findings": [{"name": "deep_vein_thrombosis", "present": False}]}, "thromboembolism", None),
    ],
)
def test_reports_lists_and_names(fields, name, expected):
    assert Patient(**fields).found(name, "ever", ON) is expected


def test_no_name_implies_itself():
    assert not [name for name, wider in vocabulary().wider.items() if name in wider]
