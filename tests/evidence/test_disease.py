"""Facts of the disease: every figure of the field's page is a record, and agrees with what antral computes with."""

import pytest
from pydantic import ValidationError

from antral.evidence import Figure, disease, meta_analyses, studies
from antral.evidence.disease import fact as facts
from antral.records import load_yaml, names, parameters, path

PAGE = [
    # chapter, fact, low (or value), high, unit: as the field's page has it
    ("prevalence", "before_40", 1, 3, "%"),
    ("prevalence", "before_30", 0.1, None, "%"),
    ("prevalence", "before_20", 0.01, None, "%"),
    ("prevalence", "of_primary_amenorrhoea", 10, 28, "%"),
    ("prevalence", "of_secondary_amenorrhoea", 4, 18, "%"),
    ("diagnosis", "age", 40, None, "years"),
    ("diagnosis", "cycles", 4, None, "months"),
    ("diagnosis", "fsh", 25, None, "IU/L"),
    ("diagnosis", "occasions_2016", 4, None, "weeks"),
    ("diagnosis", "occasions_2024", 4, 6, "weeks"),
    ("outcomes", "menses_shortest_gap", 21, None, "days"),
    ("outcomes", "menses_longest_gap", 60, None, "days"),
    ("outcomes", "menses_off_hormones", 30, None, "days"),
    ("outcomes", "ovulation_progesterone", 3, None, "ng/mL"),
    ("course", "resumes", 25, None, "%"),  # about one in four
]


@pytest.mark.parametrize(("chapter", "name", "low", "high", "unit"), PAGE)
def test_every_figure_of_the_page_is_a_record(chapter, name, low, high, unit):
    figure = disease()[chapter].facts[name].figure
    assert figure is not None
    assert figure.unit == unit
    assert (figure.value, figure.low, figure.high) == ((low, None, None) if high is None else (None, low, high))


def test_what_the_page_lists_is_there():
    chapters = disease()
    assert set(chapters["causes"].facts) >= {"genetic", "autoimmune", "iatrogenic", "enzyme_deficiency", "idiopathic"}
    assert len(chapters["mechanisms"].facts) == 6
    assert set(chapters["cells"].facts) >= {
        "adipose", "bone_marrow", "peripheral_blood", "menstrual_blood", "umbilical_cord", "amniotic_mesenchymal",
        "amniotic_epithelial", "embryonic", "induced_pluripotent", "ovarian", "hgf_adipose", "cell_free",
    }  # fmt: skip
    assert all(word in chapters["mechanisms"].facts["angiogenesis"].says for word in ("VEGF", "HGF", "EGF", "TGF"))


def test_the_axis_is_no_sign_and_stands_before_the_causes():
    chapters = disease()
    assert list(chapters).index("axis") < list(chapters).index("causes")
    assert [
        name for name, chapter in chapters.items() if any("pituitary" in one.says for one in chapter.facts.values())
    ] == ["axis"]
    assert set(chapters["signs"].facts) == {"early", "late", "findings"}


def test_every_file_is_a_chapter():
    assert set(names("disease")) == set(facts.CHAPTERS)


def every_fact():
    return [(f"{name}.{key}", one) for name, chapter in disease().items() for key, one in chapter.facts.items()]


@pytest.mark.parametrize(("name", "fact"), every_fact(), ids=lambda one: one if isinstance(one, str) else "")
def test_a_fact_leads_to_records_that_there_are(name, fact):
    assert fact.record is None or path(f"{fact.record}.yaml").exists()
    known = {*studies(), *meta_analyses()}
    for source in (fact.source, fact.note, *(one.source for one in fact.others)):
        named = [word.strip("(),.:;") for word in source.split()]
        assert not [w for w in named if w[:4].islower() and w[-4:].isdigit() and w.isalnum() and w not in known], name


def test_figures_agree_with_the_definitions_that_are_computed():
    eshre = load_yaml(path("definitions", "eshre_2016.yaml"))["parameters"]
    told = {name: one.figure for name, one in disease()["diagnosis"].facts.items()}
    assert told["age"].value == eshre["age_below_years"]
    assert f"{told['fsh'].value:g} IU/L" == eshre["fsh"]["threshold"]
    assert f"{told['cycles'].value:g} months" == eshre["bleeding"]["at_least"]
    assert f"{told['occasions_2016'].value:g} weeks" == eshre["fsh"]["more_than_apart"]
    bleeding, outcomes = parameters("bleeding", "endpoints"), disease()["outcomes"].facts
    assert outcomes["menses_shortest_gap"].figure.value == bleeding["shortest_gap"].value
    assert outcomes["menses_longest_gap"].figure.value == bleeding["longest_gap"].value
    assert outcomes["menses_off_hormones"].figure.value == bleeding["hormone_free"].value
    assert outcomes["ovulation_progesterone"].figure.value == parameters("ovulation", "endpoints")["progesterone"].value


@pytest.mark.parametrize(("mix", "years"), [("poi_2017_24", "2017 to 2024"), ("poi_1978_2003", "1978 to 2003")])
def test_shares_of_causes_agree_with_the_mixes_that_are_simulated(mix, years):
    shares = {name: one["share"] for name, one in load_yaml(path("mixes", f"{mix}.yaml"))["shares"].items()}
    simulated = {
        "idiopathic": shares["idiopathic"],
        "autoimmune": shares["autoimmune"],
        "iatrogenic": shares["chemotherapy"] + shares["surgical"],
        "genetic": shares["genetic"] + shares["enzyme_deficiency"],
    }
    for cause, share in simulated.items():
        fact = disease()["causes"].facts[cause]
        figures = [fact.figure, *(one.figure for one in fact.others)]
        (stated,) = [one.value for one in figures if one is not None and years in one.of]
        assert stated == pytest.approx(100.0 * share, abs=0.11)


def test_the_course_agrees_with_the_studies():
    resumed = studies()["bidet2011"].outcome("natural.ovarian_function_resumed@?")
    stated = disease()["course"].facts["resumes"].others[0].figure.value
    assert stated == pytest.approx(100.0 * resumed.value / resumed.n, abs=0.5)


def test_sources_that_differ_both_stand():
    before_40 = disease()["prevalence"].facts["before_40"]
    assert [one.figure.text for one in before_40.others][:2] == ["1 %", "0.1 %"]


@pytest.mark.parametrize(
    "wrong", [{}, {"value": 1, "low": 0, "high": 2}, {"low": 3, "high": 1}, {"low": 1}, {"value": 101}]
)
def test_a_figure_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        Figure(unit="%", of="women", **wrong)
