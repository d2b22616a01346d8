"""Treatments on record: every result that is cited is there, every mechanism that is named is written down."""

import pytest

from antral.core import InputError, RecordError
from antral.evidence import meta_analyses, studies
from antral.evidence.questions import control_of
from antral.evidence.treatments import Treatment, treatment, treatment_names, treatments
from antral.records import names, path, read_model
from antral.reports import render, treatment_sections, treatments_sections

WANTED = {
    "acupuncture",
    "calcium_vitamin_d",
    "chinese_medicine",
    "dhea",
    "exosomes",
    "glucocorticoids",
    "gonadotropin_stimulation",
    "hgf_adipose",
    "hormone_replacement",
    "in_vitro_activation",
    "prp",
}


def shown(sections):
    from rich.console import Console

    console = Console(width=200, record=True, file=None)
    with console.capture() as caught:
        console.print(render(sections))
    return caught.get()


def test_all_that_women_are_offered_is_there():
    assert set(treatment_names()) >= WANTED
    assert {name for name in treatment_names() if name not in WANTED} == {
        f"cells_{source}"
        for source in ("adipose", "amnion", "bone_marrow", "embryonic", "menstrual_blood", "umbilical_cord")
    }


@pytest.mark.parametrize("name", treatment_names())
def test_a_record_is_read_and_told(name):
    one = treatment(name)
    assert set(one.model_dump()["certainty"]) == {"of", "grade", "reasons", "tag"}
    said = shown(treatment_sections(one))
    for cited in (*one.evidence, *one.harms):
        assert cited.name in said
    assert one.title in shown(treatments_sections(treatments().values())).replace("\n", " ") or len(one.title) > 40


def test_every_regimen_and_cell_product_is_some_treatments():
    named = {each.record for one in treatments().values() for each in one.simulated}
    assert {f"hormone_therapies/{name}" for name in names("hormone_therapies")} <= named
    assert {f"cell_products/{name}" for name in names("cell_products")} <= named


def test_every_meta_analysis_of_women_and_every_treatment_study_is_cited():
    cited = {each.name for one in treatments().values() for each in (*one.evidence, *one.harms)}
    of_others = {"seyihoglu2025", "umer2024"}  # all cells together: no one source's
    women = {name for name, one in meta_analyses().items() if one.scope != "animals"}
    assert women - of_others <= cited
    treated = {name for name, one in studies().items() if one.role not in ("comparator_natural",)}
    assert treated - cited == {"chen2018_case"}  # its cells are not stated


def test_the_numbers_are_those_of_the_studies():
    said = " ".join(shown(treatment_sections(treatment("hormone_replacement"))).split())
    assert "ee: ovulation 8 of 25" in said  # Tartagni 2007
    assert "placebo: ovulation 0 of 25" in said
    said = " ".join(shown(treatment_sections(treatment("prp"))).split())
    assert "fsh: MD -8.87 (-14.19 to -3.55), 38 studies" in said
    assert "fsh before 70.47 (sd 20.92) IU/L, n = 12" in said


def test_nobody_is_more_than_low():
    assert {one.certainty.grade for one in treatments().values()} <= {"low", "very_low", "not_judged"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("prp_fsh.menses_resumed@6", "prp_fsh.menses_resumed@9", "hsu2021 has no result"),
        ("meta_analysis: adiga2024", "meta_analysis: nobody2024", "'nobody2024' is not on record"),
        ("not_simulated:", "harms_unknown_too:", "unknown field"),
        (
            "evidence:\n",
            "simulated:\n  - record: hormone_therapies/climen\n    answers: x\nevidence:\n",
            "simulated by a record, or not",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, old, new, said):
    text = path("treatments", "prp.yaml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "prp.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RecordError, match=said):
        read_model(Treatment, file)


@pytest.mark.parametrize("record", ["hormone_therapies/nothing", "effect/prior#parameters.nothing", "nowhere/climen"])
def test_a_mechanism_that_is_not_written_down_is_refused(tmp_path, record):
    text = path("treatments", "in_vitro_activation.yaml").read_text(encoding="utf-8")
    file = tmp_path / "in_vitro_activation.yaml"
    file.write_text(text.replace("scenarios/activation", record), encoding="utf-8")
    with pytest.raises(RecordError, match=r"there is no record|has no entry"):
        read_model(Treatment, file)


def test_an_unknown_treatment_names_those_there_are():
    with pytest.raises(InputError, match="acupuncture"):
        treatment("leeches")


def test_no_treatment_denies_a_comparison_that_one_of_its_studies_makes():
    """Zafardoust's women without cells and the trial against mobilisation alone are comparisons."""
    for name, one in treatments().items():
        told = [studies()[part.study] for part in one.evidence if part.study is not None]
        compared = [whole.id for whole in told if whole.role != "registry_only" and control_of(whole) is not None]
        assert not (compared and "none of the studies compares" in one.cannot_show), (name, compared)
