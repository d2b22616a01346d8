"""Which numbers answer a question: every woman once, nothing lost without a reason."""

import pytest

from antral.core import InputError
from antral.evidence import studies, study
from antral.evidence.questions import group_of, number_of, question, questions, select, together
from antral.evidence.studies import Arm, Study


def chosen(name, roles=None, indications=None, months="record", among=None):
    asked = question(name)
    return select(
        asked,
        studies() if among is None else among,
        roles=roles or asked.roles,
        indications=indications or asked.indications,
        months=asked.months if months == "record" else months,
    )


def made(arms, outcomes, base="mashayekhi2021", **more):
    """A study with these arms and outcomes, and the rest as on record."""
    whole = study(base)
    template = next(iter(whole.arms.values())).model_dump()
    shown = whole.outcomes[0].model_dump()
    return Study.model_validate(
        whole.model_dump()
        | {
            "arms": {name: template | {"aggregate_of": ()} | one for name, one in arms.items()},
            "outcomes": [shown | one for one in outcomes],
        }
        | more
    )


def test_after_cells_three_studies_with_21_women_count_menses():
    """By hand from the records: 4 of 9, 2 of 10, 2 of 2."""
    found = chosen("menses_resumed")
    assert {(one.study, one.events, one.n) for one in found.counts} == {
        ("mashayekhi2021", 4, 9),
        ("edessy2016", 2, 10),
        ("igboeli2020", 2, 2),
    }
    assert (found.studies, found.women) == (3, 21)


def test_an_aggregate_is_used_instead_of_its_arms():
    found = chosen("menses_resumed")
    assert {one.key: one.reason for one in found.left_out if one.study == "mashayekhi2021"} == {
        "adsc_15e6.menses_resumed@2": "its women are among those of all.menses_resumed@12"
    }


def test_the_latest_time_in_the_window_counts_and_one_that_is_not_stated_only_without_another():
    natural = chosen("menses_resumed", roles=["comparator_natural"])
    assert [(one.keys, one.events) for one in natural.counts] == [(("natural.ovarian_function_resumed@12",), 77)]
    any_time = chosen("menses_resumed", roles=["comparator_sham_like"], months=(0, 5))
    assert [(one.study, one.events) for one in any_time.counts] == [("chen2014_acu", 6), ("zhou2013_ea", 10)]
    late = chosen("menses_resumed", months=(6, 12))
    assert {one.study for one in late.counts} == {"mashayekhi2021", "igboeli2020"}
    assert "outside the window" in next(one.reason for one in late.left_out if one.study == "edessy2016")


def test_pregnancies_are_not_women():
    """By hand: 2/50 + 1/10 + 1/30 + 4/61 after cells; 27 pregnancies of 518 women say not how many women."""
    cells = chosen("pregnancy")
    assert (sum(one.events for one in cells.counts), cells.women) == (8, 151)
    natural = chosen("pregnancy", roles=["comparator_natural"])
    assert [(one.events, one.n) for one in natural.counts] == [(15, 358), (28, 324)]
    reasons = {one.study: one.reason for one in natural.left_out}
    assert reasons["letur2004"] == "counts pregnancies, not women"
    assert "family324" not in reasons


def test_a_percentage_is_a_count_where_a_single_count_gives_it():
    """By hand: of 324 women 27, 28, 29 are 8.33, 8.64, 8.95 %; of 48 women 17, 18 are 35.4, 37.5 %, none 37 %."""
    natural = chosen("pregnancy", roles=["comparator_natural"])
    note = next(one.note for one in natural.counts if one.study == "family324")
    assert note == "counted back from 8.6 %"
    needles = chosen("menses_resumed", roles=["comparator_sham_like"])
    assert "yang2018_acu" not in {one.study for one in needles.counts}
    reasons = {one.study: one.reason for one in needles.left_out}
    assert reasons["yang2018_acu"] == "a percentage (37 %) that no single count gives"
    large = made(
        {"one": {"n": 2000}}, [{"arm": "one", "statistic": "percent", "value": 8.6, "n": 2000, "unit": "percent"}]
    )
    assert not chosen("menses_resumed", among={large.id: large}, months=None).counts  # 171 and 172 both give 8.6 %


def test_a_part_answers_no_window_that_its_whole_lies_outside_of():
    """Of nine women at three doses, three have a count of their own at two months: 2 of 3 was picked."""
    early = chosen("menses_resumed", months=(0, 2))
    assert not early.counts
    reasons = {one.key: one.reason for one in early.left_out if one.study == "mashayekhi2021"}
    assert reasons["adsc_15e6.menses_resumed@2"] == "its women are among those of all.menses_resumed@12"
    assert reasons["all.menses_resumed@12"] == "at 12 months, outside the window of 0 to 2 months"


def test_a_time_that_is_not_stated_lies_in_no_window():
    inside = chosen("pregnancy", months=(0, 12))
    assert [(one.study, one.events, one.n) for one in inside.counts] == [("edessy2016", 1, 10)]
    assert all("is not stated" in one.reason for one in inside.left_out if one.study == "gabr2016")
    assert not chosen("pregnancy", months=(0, 6)).counts
    natural = chosen("menses_resumed", roles=["comparator_natural"], months=(0, 2))
    assert not natural.counts


def test_a_number_of_which_the_arm_is_not_known_answers_nothing():
    found = chosen("fsh")
    assert not found.signs
    reasons = {(one.study, one.key): one.reason for one in found.left_out}
    assert "to which arm" in reasons["ascot_poi_ivi", "ascot.fsh@4.6"]


def test_numbers_that_are_not_used_are_on_record():
    for asked in questions().values():
        for name, keys in asked.not_used.items():
            assert set(keys) <= {row.key for row in study(name).outcomes if row.outcome in asked.outcomes}


def test_a_single_case_has_no_share():
    found = chosen("live_birth", indications=["early_menopause"])
    assert not found.counts
    assert "published because of its result" in found.left_out[0].reason
    of_mean = chosen("amh", indications=["early_menopause", "POR", "DOR", "mixed", "POI"])
    single = [one.reason for one in of_mean.left_out if "single case" in one.reason]
    assert single
    assert not any("share" in reason for reason in single)


def test_of_a_placebo_study_the_placebo_arm_answers():
    found = chosen("ovulation", roles=["comparator_placebo"])
    assert {(one.study, one.arms, one.events, one.n) for one in found.counts} == {
        ("nelson1992", ("both",), 4, 23),
        ("vankasteren1999", ("placebo",), 0, 17),
    }


def test_arms_with_different_women_are_added_once():
    two = made(
        {"low": {"n": 5}, "high": {"n": 6}},
        [
            {"arm": "low", "value": 1, "n": 5, "months": 6},
            {"arm": "low", "value": 2, "n": 5, "months": 12},
            {"arm": "high", "value": 3, "n": 6, "months": 12},
        ],
    )
    found = chosen("menses_resumed", among={two.id: two})
    assert [(one.arms, one.events, one.n) for one in found.counts] == [(("low",), 2, 5), (("high",), 3, 6)]
    whole = together(found.counts)
    assert [(one.arms, one.events, one.n, one.months) for one in whole] == [(("low", "high"), 5, 11, 12)]
    assert [one.key for one in found.left_out] == ["low.menses_resumed@6"]


def test_nothing_that_was_reported_is_lost():
    """Each relevant row of an admitted study is used, a sign, or left out with a reason."""
    for name, asked in questions().items():
        for roles in (("cell_therapy",), ("comparator_natural",), ("comparator_placebo",), ("comparator_prp",)):
            found = chosen(name, roles=roles, indications=("POI", "POR", "DOR", "mixed", "early_menopause"))
            keys = [(one.study, key) for one in (*found.counts, *found.changes) for key in one.keys]
            keys += [(one.study, one.key) for one in (*found.signs, *found.left_out)]
            wanted = [
                (one.id, row.key)
                for one in studies().values()
                if one.role in roles
                for row in one.outcomes
                if row.outcome in asked.outcomes
            ]
            assert sorted(keys) == sorted(wanted)
            assert all(one.reason for one in found.left_out)


def test_a_change_from_two_means_assumes_their_correlation():
    """By hand: 26.22 - 70.47; SE = sqrt((20.92^2 + 17.55^2 - 2 * 0.5 * 20.92 * 17.55) / 12)."""
    found = chosen("fsh", roles=["comparator_prp"], indications=["early_menopause"])
    (one,) = found.changes
    assert one.mean == pytest.approx(-44.25)
    assert one.se == pytest.approx(5.61622, abs=1e-4)
    assert one.note == "correlation between before and after assumed 0.5"


def test_a_printed_interval_gives_the_standard_error():
    """By hand: (29.18 - 8.34) / 3.92."""
    found = chosen("fsh", roles=["comparator_sham_like"])
    change = next(one for one in found.changes if one.study == "yang2018_acu")
    assert (change.mean, change.months) == (-18.76, 6)
    assert change.se == pytest.approx(5.3164, abs=1e-3)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"against": "b"}, "a difference from b, no change from before treatment"),
        ({"spread": {"kind": "sd", "low": 0.0}}, "a spread of zero"),
        ({"against": "b", "p": 0.04}, ""),
    ],
)
def test_a_difference_between_arms_or_a_spread_of_zero_is_no_change(more, reason):
    """Where a p is printed, the other arm is the one that p compares with, and the change is the arm's own."""
    row = {"arm": "a", "outcome": "fsh", "months": 6.0, "statistic": "mean_change", "value": -9.0, "n": 12,
           "unit": "IU/L", "spread": {"kind": "sd", "low": 6.0}}  # fmt: skip
    found = chosen("fsh", among={"x": made({"a": {"n": 12}, "b": {"n": 12}}, [row | more])})
    assert [one.reason for one in found.left_out] == [reason] * bool(reason)
    assert len(found.changes) == (not reason)


def test_estradiol_in_other_units_is_converted():
    """By hand: 13.66 pmol/L is 3.7207 pg/mL."""
    (one,) = chosen("e2", roles=["comparator_sham_like"]).changes
    assert one.study == "wang2014_acu"
    assert one.mean == pytest.approx(13.66 * 0.27238, rel=1e-4)


def test_of_several_signs_of_an_arm_the_latest_counts():
    found = chosen("amh", roles=["comparator_prp"], indications=["POR"])
    assert [(one.key, one.sign) for one in found.signs] == [("prp.amh@6", 0)]


def test_groups_and_numbers_of_an_arm():
    whole = study("edessy2016")
    arm: Arm = whole.arms["bmmsc"]
    assert group_of("cell_source", whole, arm) == "bone marrow"
    assert number_of("dose", whole, arm) == pytest.approx(6.60206, abs=1e-5)
    assert number_of("age", whole, arm) is None
    with pytest.raises(InputError, match="With --on it can be used"):
        group_of("dose", whole, arm)
    with pytest.raises(InputError, match="With --by it can be used"):
        number_of("route", whole, arm)


def test_an_unknown_question_is_an_error_that_names_those_there_are():
    with pytest.raises(InputError, match="menses_resumed"):
        question("happiness")


def test_every_question_asks_for_outcomes_that_some_study_reports():
    reported = {one.outcome for whole in studies().values() for one in whole.outcomes}
    for name, asked in questions().items():
        assert set(asked.outcomes) & reported, name
