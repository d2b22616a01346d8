"""Pooled answers: the numbers by hand or by metafor, and all that must stand beside them."""

import json

import pytest

from antral.api.evidence import pool
from antral.core import InputError
from antral.evidence.answers.votes import votes
from antral.evidence.questions import Sign


@pytest.fixture(scope="module")
def menses():
    return pool("menses_resumed", by="cell_source").to_dict()


def test_few_women_are_said_first_from_the_counts(menses):
    first = pool("menses_resumed", by="cell_source").summary().splitlines()[0]
    assert first == (
        "Pooling menses or ovarian function resumed by cell source rests on 3 studies and 21 women, "
        "of whom 8 had the event."
    )
    assert (menses["main"]["studies"], menses["main"]["women"], menses["main"]["events"]) == (3, 21, 8)


def test_the_pooled_share_is_that_of_metafor(menses):
    """rma.glmm(measure = "PLO", xi = c(4, 2, 2), ni = c(9, 10, 2), test = "t"), metafor 3.8-1."""
    found = menses["main"]["pooled"]
    shown = [found[name] for name in ("value", "low", "high", "prediction_low", "prediction_high", "tau2")]
    assert shown == pytest.approx(
        [0.385418812, 0.053344807, 0.874674486, 0.044447172, 0.894236779, 0.051923371], rel=2e-4
    )
    assert "GLMM" in found["method"]
    wald = next(one for one in menses["methods"] if one["method"].endswith("Wald z"))
    assert [wald["low"], wald["high"]] == pytest.approx([0.173042127, 0.652715660], rel=2e-4)


def test_each_study_has_its_exact_interval(menses):
    """binom.test(4, 9), binom.test(77, 358)."""
    row = next(one for one in menses["main"]["rows"] if one["study"] == "mashayekhi2021")
    assert [row["low"], row["high"]] == pytest.approx([0.1369957, 0.7879915], rel=1e-6)
    (natural,) = menses["spontaneous"]["rows"]
    assert [natural["low"], natural["high"]] == pytest.approx([0.1736352, 0.2613165], rel=1e-6)
    assert menses["spontaneous"]["pooled"]["method"].startswith("one study, not pooled")


def test_groups_hold_every_woman_once(menses):
    assert [(one["name"], one["studies"], one["events"], one["women"]) for one in menses["groups"]] == [
        ("bone marrow", 2, 4, 12),
        ("adipose", 1, 4, 9),
    ]


def test_each_study_left_out_and_added_by_year(menses):
    assert [one["title"] for one in menses["cumulative"]] == ["Edessy M 2016", "Igboeli P 2020", "Mashayekhi M 2021"]
    assert menses["cumulative"][0]["value"] == pytest.approx(0.2)
    assert menses["cumulative"][-1]["value"] == menses["main"]["pooled"]["value"]
    assert len(menses["without_each"]) == 3


def test_without_comparison_it_is_said(menses):
    said = pool("menses_resumed").summary()
    assert "No study in this answer compares its women with others who were not given the cells." in said
    assert "no excess over it is shown, and none excluded" in said
    assert menses["certainty"]["level"] == "very low"


def test_two_arms_are_compared_where_there_are_two():
    """4 of 6 against 2 of 4: odds ratio 2, Woolf's interval 0.1496 to 26.73."""
    found = pool("follicle_development", measure="OR").to_dict()
    assert [found["compared"][name] for name in ("value", "low", "high")] == pytest.approx(
        [2.0, 0.1496, 26.734], rel=1e-3
    )
    assert found["compared"]["method"].startswith("one study, not pooled")
    (one,) = found["effects"]
    assert (one["value"], one["detail"]) == (pytest.approx(2.0), "4/6 v 2/4")
    assert [one["low"], one["high"]] == pytest.approx([0.1496, 26.734], rel=1e-3)
    nothing = pool("menses_resumed", measure="OR").to_dict()
    assert nothing["compared"] is None
    assert not nothing["effects"]
    assert [one["study"] for one in found["comparisons"]] == ["ascot_poi_ivi"]


def test_changes_are_pooled_as_metafor_does():
    """rma(c(-44.25, -18.76), SE from SDs with r = 0.5 and from the printed interval, REML, knha)."""
    found = pool(
        "fsh", role=["comparator_prp", "comparator_sham_like"], indication=["POI", "early_menopause"]
    ).to_dict()
    pooled = found["main"]["pooled"]
    shown = [pooled[name] for name in ("value", "low", "high", "tau2", "i2")]
    assert shown == pytest.approx([-31.440709, -193.379228, 130.497810, 294.966913, 90.80], rel=1e-4)
    assert found["certainty"] is None


def test_one_vote_a_study_whatever_its_arms():
    found = pool("pregnancy").to_dict()
    assert [one["key"] for one in found["main"]["signs"]] == [
        "ucmsc.clinical_pregnancy@?",
        "ucmsc_collagen.clinical_pregnancy@?",
    ]
    assert (found["votes"]["favourable"], found["votes"]["against"]) == (1, 0)


def test_directions_are_counted_towards_what_women_would_wish():
    fell = Sign("a2020", "A 2020", "cells", "cells.fsh@3", 3.0, -1, 6, False, None)
    assert votes([fell], better=-1).favourable == 1
    assert votes([fell], better=1).against == 1


def test_a_window_leaves_out_what_lies_outside():
    found = pool("menses_resumed", months=(6, 12)).to_dict()
    assert {one["study"] for one in found["main"]["rows"]} == {"mashayekhi2021", "igboeli2020"}
    assert "6-12" in found["command"]


def test_an_outcome_leads_to_its_question():
    assert pool("ae_any").to_dict()["question"]["id"] == "safety"


@pytest.mark.parametrize(
    ("outcome", "given", "said"),
    [
        ("happiness", {}, "menses_resumed"),
        ("menses_resumed", {"by": "shoe_size"}, "cell_source"),
        ("menses_resumed", {"on": "route"}, "dose"),
        ("menses_resumed", {"method": "magic"}, "glmm"),
        ("menses_resumed", {"interval": "HKSJ"}, "t, Wald, profile"),
        ("menses_resumed", {"measure": "SMD"}, "OR, RR or RD"),
        ("fsh", {"measure": "OR"}, "MD or SMD"),
        ("fsh", {"method": "glmm"}, "inverse variance"),
        ("menses_resumed", {"role": ["cells"]}, "cell_therapy"),
        ("menses_resumed", {"indication": ["flu"]}, "POI"),
    ],
)
def test_a_wrong_choice_names_the_right_ones(outcome, given, said):
    with pytest.raises(InputError, match=said):
        pool(outcome, **given)


def test_own_records_stand_beside_the_shipped_ones(tmp_path):
    from antral.records import path

    text = path("studies", "edessy2016.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours2027.yaml").write_text(text.replace("id: edessy2016", "id: ours2027"), encoding="utf-8")
    found = pool("menses_resumed", records=tmp_path).to_dict()
    assert (found["main"]["studies"], found["main"]["women"]) == (4, 31)


CONTROLLED = """
id: ours2027
citation: {first_author: Ours, year: 2027, title: Invented, read: nothing}
role: cell_therapy
design: rct
population: {text: women with POI, indication: POI}
arms:
  cells: {label: cord cells, product: cord cells, source: umbilical_cord, route: intravenous, n: 20}
  placebo: {label: placebo, product: saline, source: none, route: intravenous, n: 20}
compared: {control: CONTROL, because: as printed}
outcomes:
  - {arm: cells, outcome: menses_resumed, months: 12, statistic: count, value: 9, n: 20, unit: patients,
     locator: Table 2, confidence: read_full}
  - {arm: placebo, outcome: menses_resumed, months: 12, statistic: count, value: 5, n: 20, unit: patients,
     locator: Table 2, confidence: read_full}
"""
"""An invented controlled study: 9 of 20 against 5 of 20."""


def test_the_control_of_an_own_study_is_compared_and_its_women_are_no_treated_ones(tmp_path):
    """Odds ratio 9 x 15 / (11 x 5), Woolf's interval: error of its logarithm √(1/9 + 1/11 + 1/5 + 1/15)."""
    (tmp_path / "ours2027.yaml").write_text(CONTROLLED.replace("CONTROL", "placebo"), encoding="utf-8")
    found = pool("menses_resumed", measure="OR", records=tmp_path).to_dict()
    assert (found["main"]["studies"], found["main"]["women"], found["main"]["events"]) == (4, 41, 17)
    (one,) = found["effects"]
    assert (one["detail"], one["value"]) == ("9/20 v 5/20", pytest.approx(135 / 55))
    assert [one["low"], one["high"]] == pytest.approx([0.641553, 9.390954], rel=1e-5)


def test_a_control_that_is_no_arm_of_the_study_is_refused(tmp_path):
    (tmp_path / "ours2027.yaml").write_text(CONTROLLED.replace("CONTROL", "saline"), encoding="utf-8")
    with pytest.raises(InputError, match=r"ours2027.*control names an arm of the study \(cells, placebo\)"):
        pool("menses_resumed", measure="OR", records=tmp_path)


def test_an_answer_is_kept_as_json_and_page(tmp_path):
    folder = pool("menses_resumed").save(tmp_path / "out")
    assert json.loads((folder / "answer.json").read_text("utf-8"))["main"]["women"] == 21
    page = (folder / "answer.html").read_text("utf-8")
    assert "rests on 3 studies and 21 women" in page


DOSES = {"b2027": (3, 12, "1e7"), "c2027": (5, 14, "2e7"), "d2027": (6, 15, "5e7"), "e2027": (9, 16, "1e8")}
"""Invented studies: women with menses, women, cells."""


@pytest.fixture
def by_dose(tmp_path):
    from antral.records import path

    text = path("studies", "edessy2016.yaml").read_text(encoding="utf-8")
    counted = "value: 2\n    n: 10\n"
    assert counted in text
    for name, (events, n, cells) in DOSES.items():
        one = text.replace("id: edessy2016", f"id: {name}").replace("cells: 4e6", f"cells: {cells}")
        one = one.replace(counted, f"value: {events}\n    n: {n}\n")
        (tmp_path / f"{name}.yaml").write_text(one, encoding="utf-8")
    return tmp_path


def test_a_meta_regression_is_that_of_metafor(by_dose):
    """rma(PLO, mods = ~ log10(cells), REML, knha) of 2/10, 3/12, 5/14, 6/15, 9/16."""
    found = pool("menses_resumed", on="dose", records=by_dose).to_dict()["regression"]
    assert found["studies"] == 5
    assert sorted(found["unstated"]) == ["Igboeli P 2020", "Mashayekhi M 2021"]
    assert [found["slope"], found["low"], found["high"], found["p"]] == pytest.approx(
        [1.152247, 0.6423725, 1.6621215, 0.0055400], rel=1e-5
    )
    assert len(found["points"]) == 5
    assert any("fewer" in note or "ten" in note or "10" in note for note in found["notes"])


def test_without_three_studies_there_is_no_regression():
    found = pool("menses_resumed", on="dose").to_dict()["regression"]
    assert found["slope"] is None
    assert "1 of 3 studies with a number state it" in found["reason"]


def test_groups_of_single_studies_are_not_compared():
    found = pool("menses_resumed", by="design").to_dict()["between"]
    assert found["reason"] == "no group has two studies, so that groups and studies cannot be told apart"
    assert pool("menses_resumed", by="cell_source").to_dict()["between"]["df"] == 1


def test_treatments_are_linked_through_the_arm_that_trials_share():
    """By hand: oestrogen first 8/25 against 0/25, dexamethasone 0/19 against 0/17; indirect 32 points less 0."""
    found = pool("ovulation").to_dict()["network"]
    assert dict(found["women"]) == {"oestrogen first": 25, "gonadotropin alone": 42, "dexamethasone": 19}
    indirect = next(
        one for one in found["pairs"] if {one["first"], one["second"]} == {"oestrogen first", "dexamethasone"}
    )
    assert indirect["direct"] == 0
    assert abs(indirect["difference"]) == pytest.approx(0.32, abs=1e-9)
    assert found["ranks"][0][0] == "oestrogen first"
    assert pool("menses_resumed").to_dict()["network"]["reason"] == "no study compares two arms with counts"
    assert pool("follicle_development").to_dict()["network"]["reason"] == "no two comparisons share an arm"


def test_all_women_against_all_women_says_what_speaks_against_it(menses):
    """8/21 less 77/358 is 16.6 points."""
    found = menses["against"]
    assert found["difference"] == pytest.approx(8 / 21 - 77 / 358)
    assert any("against women of other studies" in note for note in found["notes"])
    assert pool("live_birth").to_dict()["against"] is None


def test_priors_stand_beside_their_posterior(menses):
    assert menses["belief"]["priors"]
    assert menses["belief"]["low"] < 0.385 < menses["belief"]["high"]
