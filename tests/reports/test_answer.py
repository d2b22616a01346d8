"""The answer follows the numbers: each branch is entered by changing them."""

import io

import pytest
from rich.console import Console

from antral import protocol as protocols
from antral.reports import answer, as_text, terminal

PRIMARY = "log_fsh_12m_linear_trend"
MENSES = "menses_resumed_exact_trend"


def text_of(results, trial):
    return as_text(answer(results, trial)).replace("\u00a0", " ")


def paragraph(results, trial, heading):
    parts = {part.heading: part.text.replace("\u00a0", " ") for part in answer(results, trial).paragraphs}
    return parts.get(heading, "")


def set_power(results, rate):
    for test in results["scenarios"]["target"]["tests"].values():
        test["rejection_rate"] = rate


@pytest.mark.parametrize(
    ("power", "said"),
    [
        (0.06, "can hardly tell cells that work from cells that do nothing"),
        (0.35, "would miss such an effect more often than detect it"),
        (0.65, "more often than not, yet miss it too often"),
        (0.91, "would probably detect such an effect"),
    ],
)
def test_verdict_follows_the_power(results, trial, power, said):
    set_power(results, power)
    assert said in answer(results, trial).headline


def test_a_test_that_rejects_as_often_without_effect_is_not_called_able(results, trial):
    set_power(results, 0.3)
    for test in results["scenarios"]["none"]["tests"].values():
        test["rejection_rate"] = 0.29
    assert "can hardly tell" in answer(results, trial).headline


def test_zero_effect_stands_beside_the_assumed_one(results, trial):
    headline = answer(results, trial).headline.replace("\u00a0", " ")
    # no paired difference in these results: 0.158 - 0.048 ± 1.96 × 0.006 √2 = 0.0934 to 0.1266
    said = "against 4.8 % if the cells do nothing (a difference of +11.0 points, 95 % interval 9.3 to 12.7)"
    assert f"in 15.8 % of trials, {said}" in headline
    assert "Even if the cells did nothing, in 31 %" in headline
    assert "4.8 ± 0.6 % of trials under no cell effect" in paragraph(results, trial, "If the cells work")


def test_it_is_half_a_page_in_seven_parts(results, trial):
    given = answer(results, trial)
    assert [part.heading for part in given.paragraphs] == [
        "If the cells did nothing",
        "If the cells work",
        "The smallest effect it could see",
        "How many women it would take",
        "Safety",
        "What would help most",
        "What it cannot show",
    ]
    assert 250 < sum(len(part.text.split(" ")) for part in given.paragraphs) < 520


def test_small_true_size_is_not_hidden(results, trial):
    assert "true size is 1 %" in paragraph(results, trial, "If the cells did nothing")
    results["scenarios"]["none"]["tests"][MENSES]["attained_size"] = 0.041
    assert "true size" not in paragraph(results, trial, "If the cells did nothing")


def test_a_test_with_too_many_false_alarms_is_not_to_be_trusted(results, trial):
    assert "do not trust" not in paragraph(results, trial, "If the cells did nothing")
    results["scenarios"]["none"]["tests"][PRIMARY] |= {"rejection_rate": 0.09, "mcse": 0.012}
    assert "too often for FSH at 12 months: do not trust" in paragraph(results, trial, "If the cells did nothing")


def test_high_power_makes_a_negative_result_mean_something(results, trial):
    said = "a negative result would not mean that the cells fail"
    assert said in paragraph(results, trial, "If the cells work")
    set_power(results, 0.9)
    assert said not in paragraph(results, trial, "If the cells work")


def test_number_of_women_or_the_reason_for_none(results, trial):
    found = paragraph(results, trial, "How many women it would take")
    assert "For FSH at 12 months, about 112 women per arm (336 in all) for a chance of 80 %" in found
    assert "For menses resumed within 12 months no number that was tried" in found
    assert "the dose response is saturated" in found


def test_the_chance_of_the_most_women_is_told_where_they_are_not_enough(results, trial):
    results["scenarios"]["target"]["sample_size"][PRIMARY] = {
        "per_arm": None, "power": 0.79, "most": 200, "reason": "not reached: 0.38 standard deviations",
    }  # fmt: skip
    found = paragraph(results, trial, "How many women it would take")
    said = "For FSH at 12 months (chance 79 %) even 200 women per arm, the most that were tried, are not enough"
    assert f"{said} to detect the effect a team may hope for." in found
    assert "too small" not in found


def test_safety_bound_of_twelve_and_of_four(results, trial):
    found = paragraph(results, trial, "Safety")
    said = "No serious event within 12 months among 12 women given cells would exclude only rates above 26.5 %"
    assert said in found
    assert "limit of the exact two-sided 95 % interval" in found
    assert "Here 4.1 ± 0.6 % of women given cells have one of any cause within 12 months" in found
    assert "(assumed background 2.9 % if nobody left)" in found
    assert "60.2 %" in found


def test_two_changes_are_named_and_changes_within_the_error_are_not_sold(results, trial):
    found = paragraph(results, trial, "What would help most")
    assert "add an untreated arm of 4 (chance from 14 % to 33 ± 3 %, FSH at 12 months)" in found
    assert "enrol 4 times as many women" in found
    for change in results["changes"]:
        change["after"] = change["before"] + change["mcse"]
    assert "None of the 2 changes tried raises" in paragraph(results, trial, "What would help most")


def test_a_control_arm_changes_what_cannot_be_shown(results, trial):
    assert "without a control arm" in paragraph(results, trial, "What it cannot show")
    with_control = protocols.load("NCT03816852-control")
    assert "without a control arm" not in paragraph(results, with_control, "What it cannot show")


def test_parts_without_numbers_are_left_out(results, trial):
    del results["changes"]
    for scenario in results["scenarios"].values():
        del scenario["smallest_effect"], scenario["safety"], scenario["naive_claims"]
    headings = [part.heading for part in answer(results, trial).paragraphs]
    assert headings == [
        "If the cells did nothing", "If the cells work", "How many women it would take", "What it cannot show",
    ]  # fmt: skip


def test_a_run_without_any_assumed_effect_says_so(results, trial):
    results["scenarios"] = {"none": results["scenarios"]["none"]}
    assert "No effect of the cells was simulated" in answer(results, trial).headline


def test_nothing_claims_or_advises(results, trial):
    text = text_of(results, trial).lower()
    assert "nothing here is evidence that the cells work" in text
    for word in ("proves", "effective", "recommend", "should"):
        assert word not in text


def test_with_a_control_arm_the_comparison_with_it_is_told(sample_of):
    with_control = protocols.load("NCT03816852-control")
    results = sample_of(with_control)
    for name, scenario in results["scenarios"].items():
        fsh = scenario["tests"][PRIMARY]
        rate = 0.05 if name == "none" else 0.44
        scenario["tests"]["log_fsh_12m_difference"] = fsh | {"rejection_rate": rate}
    headline = answer(results, with_control).headline.replace("\u00a0", " ")
    assert "in 44.0 % of trials" in headline
    found = paragraph(results, with_control, "If the cells work")
    assert found.count("FSH at 12 months") == 1
    table = printed_tests(results, with_control)
    assert "FSH at 12 months, ratio to baseline; dose trend" in table
    assert "FSH at 12 months, ratio to baseline; treated against control" in table


def printed_tests(results, trial):
    stream = io.StringIO()
    Console(file=stream, width=200).print(terminal(results, trial))
    return stream.getvalue()


def test_a_rate_within_error_of_chance_is_called_so(results, trial):
    set_power(results, 0.06)
    for test in results["scenarios"]["none"]["tests"].values():
        test["rejection_rate"] = 0.05
    assert "no more often than chance alone would" in answer(results, trial).headline


def test_a_change_that_lowers_the_chance_is_no_help(results, trial):
    for change in results["changes"]:
        change["after"] = change["before"] - 0.1
    assert "None of the 2 changes tried raises" in paragraph(results, trial, "What would help most")


def test_few_trials_are_a_first_impression(results, trial):
    results["trials"] = 20
    assert "first impression" in answer(results, trial).note
    results["trials"] = 200
    assert "first impression" not in answer(results, trial).note


def test_women_who_still_bled_are_told_beside_the_published_share(results, trial):
    results["screening"]["bled_before_entry"] = {"days": 120, "share": 0.36}
    found = paragraph(results, trial, "If the cells did nothing")
    assert "36 % still bled in the 120 days before entry" in found


def test_claims_that_never_occur_are_not_named(results, trial):
    claims = results["scenarios"]["none"]["naive_claims"]
    claims["share_above_published"] |= {"rate": 0.0, "mcse": 0.0}
    claims["resumed_at_least_1"] |= {"rate": 0.0, "mcse": 0.0}
    text = text_of(results, trial)
    assert "0 % of trials more women resumed" not in text
    assert "more women resumed than the published" not in text
    assert "in 38 % of trials at least 2 of the women resumed menses" in text


@pytest.mark.parametrize(
    ("more", "mcse", "said"),
    [
        (0.11, 0.02, "if the cells do nothing (a difference of +11 points, 95 % interval 7 to 15)"),
        (0.01, 0.015, "no more often than chance alone would (a difference of +1.0 points, 95 % interval −1.9 to 3.9)"),
        (
            0.12,
            0.07,
            "too few to tell the two apart (a difference of +12 points, 95 % interval −2 to 26)",
        ),
        (0.0, 0.0, "(no trial differs between the two)"),
    ],
)
def test_the_verdict_compares_the_same_trials_with_and_without_effect(results, trial, more, mcse, said):
    results["scenarios"]["target"]["tests"][PRIMARY] |= {"more_than_zero": more, "more_mcse": mcse}
    assert said in answer(results, trial).headline.replace("\u00a0", " ")


def test_a_change_helps_only_beyond_two_errors_of_its_own_and_one_of_the_plan(results, trial):
    for change in results["changes"]:
        change |= {"before": 0.14, "before_mcse": 0.05, "after": 0.33, "mcse": 0.08}  # 0.33 - 0.16 < 0.14 + 0.05
    assert "None of the 2 changes tried raises" in paragraph(results, trial, "What would help most")
    for change in results["changes"]:
        change["mcse"] = 0.06  # 0.33 - 0.12 > 0.19
    assert "Of 2 changes tried" in paragraph(results, trial, "What would help most")


def test_a_size_that_is_not_known_well_enough_is_not_recommended(results, trial):
    results["changes"].insert(0, {
        "change": "compare the highest dose with no treatment, 149 women each", "quantity": "power", "before": 0.1,
        "before_mcse": 0.03, "after": 0.8, "mcse": 0.16, "label": "AMH at 10 years", "is_trusted": False,
    })  # fmt: skip
    found = paragraph(results, trial, "What would help most")
    assert "149 women each is not recommended: a chance of 80 ± 16 % is too uncertain, more trials are needed" in found
    assert found.index("add an untreated arm") < found.index("149 women each")
    results["scenarios"]["target"]["sample_size"][PRIMARY] |= {"mcse": 0.16, "is_trusted": False}
    found = paragraph(results, trial, "How many women it would take")
    assert "For FSH at 12 months no number can be recommended yet: 112 per arm have a chance of 80 ± 16 %" in found
    assert "about 112 women" not in found
    needed = next(one for one in answer(results, trial).numbers if one.label.startswith("Women per arm"))
    assert needed.value == "more trials needed"
