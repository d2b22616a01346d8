"""Counts after cells together against the modelled course, with those without cells beside them."""

import pytest

from antral.api import evidence
from antral.api.evidence.modelled import _in_women, together
from antral.evidence import study_names
from antral.evidence.replicas import replica
from antral.reports import together_section, together_sentence
from antral.reports.wording import number


def _outcome(key: str, mean: float, *, others: tuple[float, ...] = ()) -> dict:
    told = {"key": key, "kind": "count", "n": 10, "mean": mean, "mean_mcse": 0.01, "replicates": 10**8}
    return told | {"definitions": [{**told, "mean": other} for other in others]}


TOLD = [
    {
        "study": "mashayekhi2021",
        "outcomes": [
            _outcome("all.menses_resumed@12", 1.8, others=(0.9, 3.6)),
            _outcome("adsc_15e6.menses_resumed@2", 0.4),
        ],
    },
    {"study": "igboeli2020", "outcomes": [_outcome("bmmsc.menses_resumed@7", 0.4)]},
    {"study": "bidet2011", "outcomes": [_outcome("natural.ovarian_function_resumed@12", 77.0)]},
    {
        "study": "zhou2013_ea",
        "outcomes": [_outcome("ea.menses_resumed@3", 2.0), _outcome("ea.menses_resumed@6", 1.1)],
    },
]


@pytest.fixture(scope="module")
def line() -> dict:
    (found,) = together(TOLD, {name: replica(name) for name in study_names()})
    return found


def test_an_aggregate_counts_without_its_part_and_each_woman_once(line: dict) -> None:
    assert [one["key"] for one in line["cells"]["studies"]] == ["bmmsc.menses_resumed@7", "all.menses_resumed@12"]
    assert (line["cells"]["observed"], line["cells"]["women"]) == (6, 11)  # 2 of 2 and 4 of 9
    assert line["cells"]["expected"] == pytest.approx(2.2)
    assert line["cells"]["at_least"] + line["cells"]["at_most"] == pytest.approx(1.0)
    assert [one["expected"] for one in line["cells"]["other_definitions"]] == [pytest.approx(1.3), pytest.approx(4.0)]


def test_studies_without_cells_are_the_yardstick_all_and_by_what_was_given(line: dict) -> None:
    assert (line["without"]["observed"], line["without"]["women"]) == (86, 369)  # 77 of 358, 9 of 11 at the later time
    assert [one["role"] for one in line["by_role"]] == ["comparator_natural", "comparator_sham_like"]
    assert line["by_role"][0]["ratio"] == pytest.approx(1.0)


def test_a_count_whose_study_is_not_repeated_is_listed_with_the_reason() -> None:
    asked = {name: replica(name) for name in ("edessy2016", "yan2020")}
    told = [{"study": "edessy2016", "outcomes": [_outcome("bmmsc.pregnancy@12", 0.05)]}]
    (pregnancy,) = together(told, asked)
    assert pregnancy["question"] == "pregnancy"
    assert [one["study"] for one in pregnancy["left_out"]] == ["yan2020"]
    assert "in vitro" in pregnancy["left_out"][0]["reason"]
    assert pregnancy["without"] is None


def test_nothing_after_cells_is_no_line() -> None:
    assert together(TOLD[2:], {name: replica(name) for name in study_names()}) == []


def test_the_words_compare_both_and_claim_nothing(line: dict) -> None:
    said = together_sentence(line)
    assert "6 of 11 women in 2 studies, where the model alone gives 2.20" in said
    assert "Without cells: 86 of 369 women" in said
    assert "By what they were given: usual care 1.00, acupuncture 8.18." in said
    assert said.endswith("and the excess after cells is no sign of cells.")
    assert "or more" in " ".join(together_section([line]).columns)


def test_the_words_when_no_group_without_cells_exceeds_the_model() -> None:
    fitted = {"study": "bidet2011", "outcomes": [_outcome("natural.ovarian_function_resumed@12", 110.0)]}
    (line,) = together([*TOLD[:2], fitted], {name: replica(name) for name in study_names()})
    assert line["cells"]["ratio_low"] > line["by_role"][0]["ratio_high"]
    assert "results chosen for print" in together_sentence(line)


def test_a_line_of_the_shipped_challenges_is_found_by_its_question(line: dict) -> None:
    assert evidence.modelled_course("menses_resumed", {"together": [line]}) == line
    assert evidence.modelled_course("ovulation", {"together": [line]}) is None
    assert evidence.modelled_course("menses_resumed", {"studies": []}) is None


def test_the_shipped_lines_follow_from_the_shipped_studies() -> None:
    shipped = evidence.challenges()
    if "together" not in shipped:
        pytest.skip("the shipped challenges were made before studies were taken together")
    again = together(shipped["studies"], {name: replica(name) for name in study_names()})
    ratios = [[line["question"], line["cells"]["ratio"], line["cells"]["at_least"]] for line in shipped["together"]]
    assert ratios == [[line["question"], line["cells"]["ratio"], line["cells"]["at_least"]] for line in again]


def _over(key: str, means: tuple[float, ...], *, kind: str = "count") -> dict:
    told = {**_outcome(key, sum(means) / len(means)), "kind": kind}
    fixed = {"mean": 0.9 * told["mean"], "mean_mcse": 0.02, "replicates": 500}
    return told | {"fixed": fixed, "by_vector": {"mean": list(means), "mcse": [0.0] * len(means)}}


def test_over_vectors_all_studies_move_together_and_the_fitted_values_stand_beside() -> None:
    told = [
        {"study": "mashayekhi2021", "outcomes": [_over("all.menses_resumed@12", (1.0, 2.6))]},
        {"study": "igboeli2020", "outcomes": [_over("bmmsc.menses_resumed@7", (0.2, 0.6))]},
    ]
    (line,) = together(told, {name: replica(name) for name in study_names()})
    cells = line["cells"]
    assert cells["expected"] == pytest.approx(2.2)
    assert cells["between_sd"] == pytest.approx(2.0 / 2**0.5)  # of the sums 1.2 and 3.2: the covariance is in it
    assert cells["expected_mcse"] == pytest.approx(cells["between_sd"] / 2**0.5)
    assert cells["fixed"]["expected"] == pytest.approx(0.9 * 2.2, rel=1e-3)
    assert cells["fixed"]["expected_mcse"] == pytest.approx(0.04)
    assert cells["ratio_high"] - cells["ratio_low"] > cells["fixed"]["ratio_high"] - cells["fixed"]["ratio_low"]
    assert f"with the fitted values alone {number(cells['fixed']['ratio'])}" in together_sentence(line)
    section = together_section([line])
    assert [row[0] for row in section.rows][1] == "… with the fitted values alone"
    assert "the same physiology is in force in all studies" in section.paragraphs[-1]


def test_a_percentage_is_turned_into_women_under_every_vector() -> None:
    percent = _in_women(_over("x", (10.0, 30.0), kind="percent"))  # of ten women
    assert (percent["mean"], percent["by_vector"]["mean"]) == (pytest.approx(2.0), pytest.approx([1.0, 3.0]))
    assert percent["fixed"]["mean"] == pytest.approx(1.8)
