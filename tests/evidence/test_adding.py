"""A new study: from the template or from rows of tables, checked before anything is written."""

import re

import pytest

from antral.api import evidence
from antral.core import InputError, RecordError
from antral.evidence import Study, document, lint_study, read_study, studies, study_from_tables, study_template

STUDIES = """study_id,first_author,year,title,doi,pmid,country,design,population,diagnosis_criteria,n_enrolled,registry_id,role,risk_of_bias,source_read
new2026,Nobody A,2026,"Cells, in women",10.1/new,,Nowhere,retrospective_single_arm,"POI, 20-39 y",FSH>25,15,NCT00000001; NCT00000002 (recalled),cell_therapy,"serious: no control",abstract
other2026,Somebody B,2026,Other,,,,rct,POR,POR,10,,comparator_prp,,abstract
"""  # noqa: E501
ARMS = """study_id,arm_id,label,cell_source,autologous,route,cells_total,n_doses,comedication,n
new2026,low,UC-MSC low,umbilical cord MSC,false,iv,3e7,1,,10
new2026,high,UC-MSC high,umbilical cord MSC,false,iv,9e7,2,,5
new2026,all,all women,umbilical cord MSC,false,iv,,,,15
other2026,prp,PRP,none (PRP),true,intraovarian,0,1,IVF,10
"""
OUTCOMES = """study_id,arm_id,outcome,timepoint_months,statistic,value,spread_type,spread_low,spread_high,n,unit,source_locator,confidence,note
new2026,all,menses_resumed,6,count,4,none,,,15,patients,abstract,read_abstract,"4 of 15, P=0.04"
new2026,all,fsh,6,mean,50.5,sd,21,,15,IU/L,abstract,read_abstract,P<0.01
new2026,low,e2,,direction,1,none,,,,sign,abstract,read_abstract,
other2026,prp,amh,3,direction,1,none,,,10,sign,abstract,read_abstract,
"""  # noqa: E501


@pytest.fixture
def tables(tmp_path):
    def write(**changed):
        for name, text in {"studies": STUDIES, "arms": ARMS, "outcomes": OUTCOMES}.items():
            old, new = changed.get(name, ("", ""))
            assert old in text
            (tmp_path / f"{name}.csv").write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return tmp_path / "studies.csv"

    return write


def test_a_row_of_a_table_becomes_a_study(tables):
    made = study_from_tables(tables(), "new2026")
    assert made.citation.title == "Cells, in women"
    assert made.citation.registry == ("NCT00000001", "NCT00000002")
    assert made.citation.registry_remark == "recalled"
    assert (made.design, made.design_as_printed) == ("single_arm", "retrospective_single_arm")
    assert made.population.indication == "POI"
    assert (made.arms["high"].source, made.arms["high"].route) == ("umbilical_cord", "intravenous")
    assert (made.arms["high"].cells, made.arms["high"].doses) == (9e7, 2)
    assert made.arms["all"].aggregate_of == ("low", "high")
    resumed = made.outcome("all.menses_resumed@6")
    assert (resumed.value, resumed.n, resumed.p, resumed.spread) == (4, 15, 0.04, None)
    fsh = made.outcome("all.fsh@6")
    assert fsh.spread is not None
    assert (fsh.spread.kind, fsh.spread.low, fsh.p_below) == ("sd", 21, 0.01)
    assert made.outcome("low.e2@?").value == 1
    assert made.bias is not None
    assert (made.bias.tool, made.bias.overall) == ("ROBINS-I", "serious")
    assert set(made.bias.domains.values()) == {"not_judged"}


def test_bias_is_not_low_before_its_domains_are_judged(tables):
    made = study_from_tables(tables(studies=("serious: no", "low: double-blind")), "new2026")
    assert made.bias is not None
    assert made.bias.overall == "not_judged"
    assert made.bias.remark.startswith("low: double-blind")


def test_another_row_of_the_same_tables(tables):
    made = study_from_tables(tables(), "other2026")
    assert made.population.indication == "POR"
    assert (made.arms["prp"].source, made.arms["prp"].cells) == ("none", None)
    assert made.bias is not None
    assert (made.bias.tool, made.bias.overall) == ("RoB 2", "not_judged")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"arms": ("3e7,1", "many,1")}, r"arms.csv, row 2, column cells_total: a number was wanted; 'many' came"),
        ({"arms": ("9e7,2", "9e7,1.5")}, r"arms.csv, row 3, column n_doses: a whole number"),
        ({"arms": ("false,iv", "no,iv")}, r"arms.csv, row 2, column autologous: true or false"),
        ({"arms": ("false,iv", "false,nose")}, r"arms.csv, row 2, column route: .*intravenous.*'nose' came"),
        ({"outcomes": ("all,menses", "every,menses")}, r"outcomes.csv, row 2, column arm_id: an arm .*low, high, all"),
        ({"outcomes": ("6,mean", "soon,mean")}, r"outcomes.csv, row 3, column timepoint_months: a number"),
        ({"outcomes": ("sd,21", "sd,")}, r"outcomes.csv, row 3, column spread_low: the sd was wanted"),
        ({"outcomes": ("6,count", "6,number")}, r"outcomes.csv, row 2, column statistic"),
        ({"outcomes": ("abstract,read_abstract,P<0.01", "abstract,seen,P<0.01")}, r"row 3, column confidence"),
        ({"studies": ("2026,\"Cells", "soon,\"Cells")}, r"studies.csv, row 2, column year: a number"),
        ({"studies": ("retrospective_single_arm", "guessed")}, r"studies.csv, row 2, column design"),
        ({"studies": ("serious: no", "awful: no")}, r"studies.csv, row 2, column risk_of_bias: it begins with"),
        ({"studies": ("\"POI, 20-39 y\"", "women")}, r"studies.csv, row 2, column population"),
        ({"studies": ("\"Cells, in women\"", "Cells, in women")}, r"studies.csv, row 2: .* number of cells"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_file_row_and_column(tables, changed, said):
    with pytest.raises(RecordError, match=said):
        study_from_tables(tables(**changed), "new2026")


def test_a_table_of_several_studies_asks_which(tables):
    with pytest.raises(InputError, match="new2026, other2026"):
        study_from_tables(tables())
    with pytest.raises(InputError, match="no column country"):
        study_from_tables(tables(studies=(",country,", ",land,")), "new2026")


def test_a_record_is_written_as_it_was_read(tables, tmp_path):
    made = study_from_tables(tables(), "new2026")
    place = tmp_path / "new2026.yaml"
    place.write_text(document(made), encoding="utf-8")
    assert read_study(place) == made


@pytest.mark.parametrize("name", ["bidet2011", "navali2022", "yang2018_acu", "ascot_poi_ivi", "mashayekhi2021"])
def test_shipped_records_come_through_writing_unchanged(tmp_path, name):
    place = tmp_path / f"{name}.yaml"
    place.write_text(document(studies()[name]), encoding="utf-8")
    assert read_study(place) == studies()[name]


FILLED = {
    "first_author": '"Invented A"', "year": "2026", "title": '"Invented"', "read": '"full text"',
    "role": "cell_therapy", "design": "single_arm", "text": '"women"', "indication": "POI", "criteria": '"2016"',
    "enrolled": "12", "follow_up_months": "9", "label": '"cord cells"', "product": '"MSC"',
    "source": "umbilical_cord", "autologous": "false", "route": "intraovarian", "cells": "1e7", "doses": "1",
    "comedication": '"none"',
    "n": "12", "months": "6", "value": "3", "percent": "25", "of": "12", "locator": '"Table 1"',
    "confidence": "read_full", "note": '"bleeds"', "kind": "sd", "low": "1.2", "unit": '"IU/L"',
    "overall": "serious", "remark": '"no control"',
}  # fmt: skip


def filled(text, /, **left):
    """The template with invented values in its places, but for those that are left as they are."""
    for name, value in (FILLED | left).items():
        text = re.sub(rf"\b{name}: FILL\b", f"{name}: {value}", text)
    return text


def test_the_template_is_refused_until_it_is_filled(tmp_path):
    place = evidence.template(tmp_path / "mine2026.yaml")
    with pytest.raises(RecordError, match=r"mine2026.yaml is not filled: citation.first_author, .* and \d+ more still"):
        evidence.add(place, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    with pytest.raises(InputError, match="not overwritten"):
        evidence.template(place)
    text = place.read_text(encoding="utf-8")
    place.write_text(filled(text), encoding="utf-8")
    made = read_study(place)
    assert (made.id, made.outcome("cells.menses_resumed@6").n) == ("mine2026", 12)
    assert lint_study(made, studies()) == []


@pytest.mark.parametrize("left", sorted(FILLED))
def test_one_place_that_is_not_filled_is_enough(tmp_path, left):
    place = tmp_path / "mine2026.yaml"
    place.write_text(filled(study_template("mine2026"), **{left: "FILL"}), encoding="utf-8")
    with pytest.raises(RecordError, match=rf"is not filled: .*\b{left}\b.* still say FILL"):
        read_study(place)


def test_the_template_states_no_number_of_women():
    assert not re.findall(r"^[^#\n]*\b(?:n|value|of|low|percent|enrolled|cells): [0-9]", study_template("x"), re.M)


def test_the_template_names_every_field():
    text = study_template("x")
    fields = set(Study.model_fields) | {name for part in _parts() for name in part}
    left_out = {"registry_remark", "design_as_printed"}  # explained on the page
    assert not [name for name in fields - left_out if f"{name}:" not in text]


def _parts():
    from antral.evidence import Arm, Bias, Citation, Outcome, Population

    return [set(part.model_fields) for part in (Arm, Bias, Citation, Outcome, Population)]


def test_a_study_is_added_once(tables, tmp_path):
    folder = tmp_path / "mine"
    added = evidence.add(tables(), folder, "new2026")
    assert added.place == folder / "new2026.yaml"
    assert studies(extra=folder)["new2026"] == added.study
    before = added.place.read_bytes()
    with pytest.raises(InputError, match="on record already"):
        evidence.add(tables(), folder, "new2026")
    assert added.place.read_bytes() == before


def test_a_study_that_cannot_be_is_not_written(tables, tmp_path):
    folder = tmp_path / "mine"
    added = evidence.add(tables(outcomes=("count,4", "count,40")), folder, "new2026")
    assert added.place is None
    assert [one.rule for one in added.found if one.level == "error"] == ["events_above_n"]
    assert not folder.exists()


def test_a_study_on_record_under_another_name_is_refused(tables, tmp_path):
    added = evidence.add(tables(studies=("10.1/new", "10.1210/jc.2011-1038")), tmp_path / "mine", "new2026")
    assert added.place is None
    assert "bidet2011" in added.found[0].why
