"""What may stand against what: no difference against women who were treated, counted otherwise or at another time."""

import math

import pytest

from antral.api.evidence import pool
from antral.evidence import studies
from antral.evidence.answers import answer
from antral.evidence.answers.ask import Ask
from antral.evidence.answers.beliefs import incomparable
from antral.evidence.answers.compared import Comparison, comparisons, pool_comparisons
from antral.evidence.answers.differences import single
from antral.evidence.certainty import judgements
from antral.evidence.questions import Count, question, questions
from antral.reports.evidence.sections import answer_sections


def shown(found):
    """All that a page or a terminal shows, section by section."""
    parts = answer_sections(found.to_dict())
    return {part.title: "\n".join([" ".join(row) for row in part.rows] + list(part.paragraphs)) for part in parts}


def count(outcome, months, events=3, n=10):
    key = f"all.{outcome}@{'?' if months is None else months}"
    return Count("a2020", "A 2020", ("all",), (key,), months, events, n)


def test_ovulations_after_cells_have_no_difference_from_women_given_hormones():
    """Placebo arms with hMG (0 of 17) and oestrogen (4 of 23) stand beside 18 of 30, not against them."""
    found = pool("ovulation")
    told = found.to_dict()
    assert told["against"] is None
    assert not told["spontaneous"]["rows"]
    (placebo,) = (one for one in told["others"] if one["name"] == "comparator_placebo")
    assert {(one["study"], one["events"], one["n"]) for one in placebo["rows"]} == {
        ("nelson1992", 4, 23),
        ("vankasteren1999", 0, 17),
    }
    assert not any("p, two-sided" in text for text in shown(found).values())
    assert "30 women, and no share of the spontaneous course" in shown(found)["Certainty (GRADE)"]


def test_a_follicle_seen_under_hormones_is_no_response_without_cells():
    told = pool("follicle_development").to_dict()
    assert told["against"] is None
    assert not told["spontaneous"]["rows"]
    (hormones,) = (one for one in told["others"] if one["name"] == "comparator_hrt")
    (row,) = (one for one in hormones["rows"] if one["study"] == "tokyo_hrt20")
    assert (row["events"], row["n"]) == (11, 20)


@pytest.mark.parametrize(
    ("name", "cells", "natural", "said"),
    [
        ("menses_resumed", ("menses_resumed", 6), ("ovarian_function_resumed", 6), ""),
        ("menses_resumed", ("menses_resumed", 6), ("menses_resumed", None), "not stated"),
        ("menses_resumed", ("menses_resumed", 3), ("menses_resumed", 12), "do not overlap"),
        ("follicle_development", ("responder", 5), ("follicle_development", 5), "what was counted differs"),
        ("follicle_development", ("responder", 5), ("responder", 5), ""),
    ],
)
def test_a_difference_needs_one_event_at_times_that_overlap(name, cells, natural, said):
    found = incomparable(question(name), [count(*cells)], [count(*natural)])
    assert said in found
    assert bool(said) == bool(found)


def test_an_answer_has_one_share_of_usual_care():
    """15 of 358 at no stated time and 28 of 324: pooled once, no difference, no second share of 43 of 682."""
    found = pool("pregnancy")
    told = found.to_dict()
    assert told["against"] is None
    assert [(one["events"], one["n"]) for one in told["spontaneous"]["rows"]] == [(15, 358), (28, 324)]
    assert "not compared, since on at least one side the time" in found.summary()
    menses = pool("menses_resumed").to_dict()
    assert menses["against"]["comparator_share"] == pytest.approx(menses["spontaneous"]["pooled"]["value"])


def test_usual_care_is_not_set_against_itself():
    found = pool("menses_resumed", role=["comparator_natural"])
    told = found.to_dict()
    assert told["against"] is None
    assert not told["spontaneous"]["rows"]
    assert [one["study"] for one in told["main"]["rows"]] == ["bidet2011"]
    assert "no excess" not in found.summary()
    assert "usual care on record" not in found.summary()


def test_no_judgement_says_that_nothing_was_compared_where_something_was():
    for name, asked in questions().items():
        judged = judgements(name)
        pairs = [
            one for one in comparisons(asked, studies(), asked.months)
            if one.role in asked.roles and one.indication in asked.indications
        ]  # fmt: skip
        said = " ".join(one.reason for one in (*judged.domains.values(), *judged.upgrades.values()))
        denies = "no study compares with women who were given no cells" in said or "no effect against women" in said
        assert not (denies and pairs), name
        assert "none is blinded" not in said
        assert "No study in POI compares" not in said
        randomised = [one for one in answer(Ask(asked), studies()).main.rows
                      if studies()[one.study].design.startswith("rct")]  # fmt: skip
        assert not randomised or judged.because, name
    assert {one.study for one in comparisons(question("follicle_development"), studies(), None)} == {"ascot_poi_ivi"}


def test_two_doses_against_one_control_count_its_women_once():
    """By hand: 3 of 10 and 4 of 8 are 7 of 18 against 2 of 12, an odds ratio of 70 / 22. y says nothing of it."""

    def one(study: str, arm: str, events: int, n: int, controls: int, of: int) -> Comparison:
        keys = (f"{arm}.ovulation@6", "none.ovulation@6")
        return Comparison(
            study, study, "cell_therapy", "POI", arm, "none", "cells", "none", keys, events, n, controls, of
        )

    doses = [one("x", "low", 3, 10, 2, 12), one("x", "high", 4, 8, 2, 12)]
    found = pool_comparisons(doses, "OR")
    assert found is not None
    assert (found.value, found.studies, found.women) == (pytest.approx(70 / 22), 1, 30)
    assert any("low; high" in note and "count once" in note for note in found.notes)
    more = pool_comparisons([*doses, one("y", "low", 0, 9, 0, 9), one("z", "low", 1, 9, 2, 9)], "OR")
    assert more is not None
    assert (more.studies, more.women) == (2, 48)


def test_certainty_is_of_the_recorded_months_only():
    assert pool("menses_resumed", months=(0, 12)).to_dict()["certainty"]["level"] == "very low"
    other = pool("menses_resumed", months=(0, 6))
    assert other.to_dict()["certainty"] is None
    assert "was judged for the question as it is on record only" in other.summary()


def test_where_a_number_was_read_is_said():
    """Edessy's ten women were read of in a review; those of Igboeli and Mashayekhi in abstracts."""
    assert (
        "The numbers of 10 of these 21 women were read in a review or on a web page" in pool("menses_resumed").summary()
    )
    pregnancy = pool("pregnancy")
    assert "The numbers of all 151 women were read in a review or on a web page" in pregnancy.summary()
    rows = {one["study"]: one["read_in"] for one in pregnancy.to_dict()["main"]["rows"]}
    assert rows["yan2020"] == ["read_news"]
    assert rows["gabr2016"] == ["read_in_review"]


def test_a_trial_without_an_event_has_a_wide_place_in_the_network():
    """Miettinen and Nurminen by hand for 0/19 against 0/17: upper z2 / (z2 + 19 * 35 / 36), lower with 17.

    Half of their distance, on both sides of 0, is 18.0 points; half a woman added to each cell gave 10.
    """
    z2 = 1.959963984540054**2
    half = (z2 / (z2 + 19 * 35 / 36) + z2 / (z2 + 17 * 35 / 36)) / 2
    assert half == pytest.approx(0.1804, abs=1e-4)
    found = pool("ovulation").to_dict()["network"]
    (pair,) = (
        one for one in found["pairs"] if {one["first"], one["second"]} == {"dexamethasone", "gonadotropin alone"}
    )
    assert [pair["low"], pair["high"]] == pytest.approx([-half, half], abs=2e-4)


def test_one_group_is_shown_with_its_reason():
    said = shown(pool("ovulation", by="route"))["By route"]
    assert "The groups were not compared: there is one group: nothing to compare." in said


def test_arms_of_one_study_are_said_to_have_one_vote():
    title = "Directions without a number"
    assert "Arms of one study have one vote together." in shown(pool("pregnancy"))[title]
    assert "Arms of one study" not in shown(pool("amh", role=["comparator_prp"], indication=["POR"]))[title]


def test_directions_of_other_treatments_are_shown_where_others_are_left_out_for_them():
    """Of a study of platelet-rich plasma the direction at one month gives way to that at six."""
    said = shown(pool("fsh"))
    assert "FSH (arm prp, month 6) is used" in said["Left out, and why"]
    (line,) = (line for line in said["Beside it"].splitlines() if "PMC8524761" in line and "direction only" in line)
    assert line.rstrip().endswith(" 6")


def test_a_share_far_from_that_of_all_women_is_explained():
    """4 of 12 women are 33 %; the GLMM of 2/10 and 2/2 says 55 %."""
    said = shown(pool("menses_resumed", by="cell_source"))["By cell source"]
    assert "not of all women together (4 of 12 are 33\u00a0%)" in said


def test_the_convention_of_the_exact_p_is_named():
    """Boschloo's by Fisher's order; twice the one-sided one would be another number."""
    found = pool("menses_resumed").to_dict()["against"]
    assert "by the order of Fisher's two-sided p" in found["method"]
    assert not math.isclose(found["p"], 2 * found["p_greater"], rel_tol=0.02)


def test_small_studies_are_not_tested_below_ten():
    ask = Ask(question("menses_resumed"))
    few = single([count("menses_resumed", 6, events, 10) for events in range(1, 10)], ask)
    assert not few.tests
    assert few.notes == ("no test: 9 of the 10 studies that it needs",)
    assert len(few.points) == 9
    many = single([count("menses_resumed", 6, events, 12) for events in range(1, 11)], ask)
    assert len(many.tests) == 2
    assert any("uneven without any bias" in note for note in many.notes)
