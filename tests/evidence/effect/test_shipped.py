"""The posterior that is shipped, and how it is shown."""

import pytest

from antral.api import evidence
from antral.evidence.effect import prior, used
from antral.reports import effect_plates, effect_sections
from antral.therapy import shipped_sample


@pytest.fixture(scope="module")
def shipped():
    return evidence.shipped_effect()


def test_it_says_how_it_was_made(shipped):
    assert shipped["command"].startswith("antral evidence effect --particles ")
    assert [one["study"] for one in shipped["studies"]] == [one.name for one in used()]
    assert {one["name"] for one in shipped["parameters"]} == {*prior().parameters, *prior().nuisance}
    assert len(shipped["spike_by_seed"]) == 3


def test_the_sample_has_the_weight_of_no_effect_that_is_told(shipped):
    sample = shipped_sample("effect")
    assert set(sample.columns) == {"works", *prior().parameters}
    nothing = sample.columns["works"] == 0.0
    assert float(sample.weight[nothing].sum()) == pytest.approx(shipped["spike"]["particles"], abs=1e-9)
    assert abs(shipped["spike"]["particles"] - shipped["spike"]["weight"]) < 5 * shipped["spike"]["se"] + 0.05


def test_a_tissue_without_a_study_is_as_unknown_as_before(shipped):
    for one in shipped["parameters"]:
        if one["name"] in ("strength_amnion", "strength_menstrual_blood", "strength_other", "hgf_strength", "hgf_loss"):
            assert one["overlap"] > one["overlap_of_chance"] - 0.08, one["name"]


def test_it_is_shown_without_a_claim(shipped):
    text = " ".join(sentence for section in effect_sections(shipped) for sentence in section.paragraphs)
    assert "not a finding about cells" in text
    plates = effect_plates(shipped)
    assert set(plates) == {"effect-parameters", "effect-studies"}
    assert all(plate.wide.alt and "<svg" in plate.narrow.svg for plate in plates.values())
