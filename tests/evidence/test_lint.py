"""`lint`: each rule finds what it is for in an invented study, and nothing in one that is in order."""

from copy import deepcopy

import pytest

from antral.evidence import studies
from antral.evidence.studies import Study
from antral.evidence.studies.bias import DOMAINS
from antral.evidence.studies.lint import NOT_FOUND, RULES, RULES_BETWEEN, lint_study
from antral.evidence.studies.lint.arithmetic import p_of_counts

CELLS = {
    "label": "ADSC into both ovaries", "product": "adipose MSC", "source": "adipose", "autologous": True,
    "route": "intraovarian", "cells": 1e7, "doses": 1, "n": 20,
}  # fmt: skip
CONTROL = {"label": "usual care", "product": "none", "source": "none", "route": "none", "doses": 0, "n": 20}
READ = {"locator": "Table 2", "confidence": "read_full"}


def outcome(name, statistic="count", value=3, unit="patients", arm="cells", months=6, n=20, **more):
    return {
        "arm": arm, "outcome": name, "months": months, "statistic": statistic, "value": value, "n": n, "unit": unit,
        **READ, **more,
    }  # fmt: skip


def fsh(value=60, spread=("sd", 20), **more):
    return outcome("fsh", "mean", value, "IU/L", spread={"kind": spread[0], "low": spread[1]}, **more)


def change(value, low, high, **more):
    return outcome("fsh", "mean_change", value, "IU/L", spread={"kind": "ci95", "low": low, "high": high}, **more)


SOUND = {
    "id": "invented2020",
    "citation": {"first_author": "Nobody A", "year": 2020, "title": "Invented", "doi": "10.1/x", "read": "nothing"},
    "role": "cell_therapy",
    "design": "rct",
    "population": {"text": "POI", "indication": "POI", "fsh_mean": 61},
    "enrolled": 40,
    "follow_up_months": 12,
    "arms": {
        "cells": CELLS,
        "control": CONTROL,
        "all": {**CONTROL, "label": "every woman", "source": "not_stated", "route": "not_stated", "doses": None,
                "n": 40, "aggregate_of": ["cells", "control"]},
    },
    "outcomes": [
        fsh(61, arm="all", months=0, n=40),
        fsh(50, p=0.12, against="control"),  # Student: 10 / sqrt(400/20 + 400/20) = 1.58, p = 0.122
        fsh(60, arm="control"),
        outcome("menses_resumed", printed={"percent": 15, "of": 20}),
        outcome("menses_resumed", months=12, value=4),
        outcome("menses_resumed", "percent", 33.3, "percent", arm="control", n=18),  # 6 of 18
        outcome("afc", "mean", 2.35, "follicles"),  # 47 of 20
        outcome("e2", "mean", 45.4, "pmol/L", n=None),
        outcome("lh", "direction", -1, "sign"),
        outcome("pregnancy", value=2),
        outcome("live_birth", value=2),
        change(-10, -14.9, -5.1, months=9, p=0.0001),  # z = 10 / 2.5 = 4.0, p = 0.00006
    ],
}  # fmt: skip


def record(**more) -> dict:
    return deepcopy(SOUND) | more


def bias(overall, **domains) -> dict:
    judged = dict.fromkeys(DOMAINS["RoB 2"], "low") | domains
    return {"tool": "RoB 2", "overall": overall, "domains": judged, "remark": "invented", "tag": "assumed"}


def with_outcomes(*added) -> dict:
    return record(outcomes=[*SOUND["outcomes"], *added])


def with_arm(name, **fields) -> dict:
    made = record()
    made["arms"][name] |= fields
    return made


def found(made: dict, others: dict | None = None):
    return lint_study(Study.model_validate(made), others or {})


def test_a_record_in_order_gives_nothing():
    assert found(record()) == []


CASES = {
    "unknown_outcome": (with_outcomes(outcome("menses_resume")), "cells.menses_resume@6.outcome", "menses_resumed"),
    "wrong_unit": (with_outcomes(outcome("amh", "mean", 1, "IU/L")), "cells.amh@6.unit", "ng/mL"),
    "unit_not_stated": (with_outcomes(outcome("amh", "mean", 1, "not stated")), "cells.amh@6.unit", "compared"),
    "missing_locator": (with_outcomes(outcome("fever", locator=" - ")), "cells.fever@6.locator", "look"),
    "direction_value": (with_outcomes(outcome("amh", "direction", 2, "sign")), "cells.amh@6.value", "-1"),
    "impossible_value": (with_outcomes(outcome("amh", "mean", 900, "pmol/L")), "cells.amh@6.value", "between 0 and 15"),
    "entry_against_outcome": (
        record(population={"text": "POI", "indication": "POI", "fsh_mean": 16}),
        "population.fsh_mean",
        "61",
    ),
    "events_above_n": (with_outcomes(outcome("fever", value=21)), "cells.fever@6.value", "More women"),
    "count_not_whole": (with_outcomes(outcome("fever", value=2.5)), "cells.fever@6.value", "whole number"),
    "percent_outside": (with_outcomes(outcome("fever", "percent", 120, "percent")), "cells.fever@6", "100 %"),
    "percent_without_count": (
        with_outcomes(outcome("fever", "percent", 17, "percent")),
        "cells.fever@6.value",
        "3/20 = 15.0 %, 4/20 = 20.0 %",
    ),
    "printed_percent_differs": (
        with_outcomes(outcome("fever", printed={"percent": 16, "of": 20})),
        "cells.fever@6.printed",
        "15.0 %",
    ),
    "mean_without_total": (
        with_outcomes(outcome("oocytes", "mean", 2.33, "oocytes")),
        "cells.oocytes@6.value",
        "46/20 = 2.300, 47/20 = 2.350",
    ),
    "n_above_arm": (with_outcomes(outcome("fever", n=21)), "cells.fever@6.n", "20 women"),
    "not_of_women": (
        with_outcomes(outcome("clinical_pregnancy", unit="births")),
        "cells.clinical_pregnancy@6.unit",
        "twice",
    ),
    "narrower_above_wider": (
        with_outcomes(outcome("clinical_pregnancy", value=3)),
        "cells.clinical_pregnancy@6.value",
        "more",
    ),
    "part_above_whole": (
        with_outcomes(outcome("fever", value=4), outcome("fever", arm="all", n=40, months=9)),
        "cells.fever@6.value",
        "among those of all",
    ),
    "event_at_start": (with_outcomes(outcome("responder", months=0)), "cells.responder@0.months", "before treatment"),
    "count_against_p": (
        with_outcomes(outcome("fever", value=5, p=0.001, against="control"), outcome("fever", value=5, arm="control")),
        "cells.fever@6.p",
        "5/20 against 5/20 gives p 1 to 1",
    ),
    "falls_with_time": (
        with_outcomes(outcome("ovulation"), outcome("ovulation", months=9, value=2)),
        "cells.ovulation@9.value",
        "fewer",
    ),
    "estimate_outside": (with_outcomes(change(10, -14, -5, months=3)), "cells.fsh@3.spread", "hold"),
    "interval_lopsided": (with_outcomes(change(-10, -15, 5, months=3)), "cells.fsh@3.spread", "high -5"),
    "interval_against_p": (with_outcomes(change(-10, -15, -5, months=3, p=0.2)), "cells.fsh@3.p", "excludes 0"),
    "sd_looks_like_se": (with_outcomes(fsh(60, ("sd", 4), months=3)), "cells.fsh@3.spread", "standard error"),
    "se_looks_like_sd": (with_outcomes(fsh(60, ("se", 30), months=3)), "cells.fsh@3.spread", "standard deviation"),
    "sd_too_wide": (with_outcomes(fsh(40, ("sd", 90), months=3)), "cells.fsh@3.spread", "225 %"),
    "spread_against_p": (
        with_outcomes(fsh(50, months=3, p=0.73, against="control"), fsh(60, arm="control", months=3)),
        "cells.fsh@3.p",
        "0.12",
    ),
    "aggregate_unmarked": (with_arm("all", aggregate_of=[]), "arms.all", "aggregate_of"),
    "aggregate_sum": (with_arm("all", n=39), "arms.all.n", "20 + 20 = 40"),
    "arms_above_enrolled": (record(enrolled=30), "enrolled", "cells 20 + control 20 = 40"),
    "subset_unmarked": (
        record(arms={**SOUND["arms"], "young": {**CONTROL, "label": "subset under 35", "n": None}}),
        "arms.young",
        "twice",
    ),
    "impossible_dose": (with_arm("cells", cells=9e-7), "arms.cells.cells", "9e7"),
    "cells_of_none": (with_arm("control", cells=1e7), "arms.control.cells", "no cells"),
    "source_against_text": (with_arm("cells", source="bone_marrow"), "arms.cells.source", "adipose"),
    "route_against_text": (with_arm("cells", route="intravenous"), "arms.cells.route", "intraovarian"),
    "bias_below_domains": (record(bias=bias("low", reporting="not_judged")), "bias.overall", "Not judged: reporting"),
    "year_to_come": (record(citation={**SOUND["citation"], "year": 2099}), "citation.year", "2099"),
    "beyond_follow_up": (with_outcomes(outcome("fever", months=90)), "cells.fever@90.months", "12 months"),
}


def test_every_rule_has_its_case():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_its_case(rule):
    made, where, said = CASES[rule]
    hits = [one for one in found(made) if one.rule == rule]
    assert [one.where for one in hits] == [where]
    assert said in " ".join((hits[0].came, hits[0].why, hits[0].do))
    assert hits[0].level == RULES[rule].level


@pytest.mark.parametrize(
    ("rule", "made"),
    [
        ("percent_without_count", with_outcomes(outcome("fever", "percent", 66.6, "percent", n=6))),  # cut off
        ("printed_percent_differs", with_outcomes(outcome("fever", value=4, n=6, printed={"percent": 66.6, "of": 6}))),
        ("percent_without_count", with_outcomes(outcome("follicle_development_conditional", "percent", 17, "percent"))),
        ("interval_lopsided", with_outcomes(change(17.48, 4.45, 30.5, months=3))),  # its middle is 17.475
        ("interval_against_p", with_outcomes(change(-10, -15, -5, months=3, p_below=0.001))),
        ("arms_above_enrolled", record(enrolled=30, design="rct_crossover")),
        ("events_above_n", with_outcomes(outcome("live_birth", months=9, value=21, unit="births"))),
        ("wrong_unit", with_outcomes(outcome("ovarian_volume", "mean_change", 50, "percent_vs_contralateral"))),
        ("source_against_text", with_arm("cells", label="cells", product="cells", source="bone_marrow")),
        ("beyond_follow_up", with_outcomes(outcome("fever", months=12.5))),
        ("events_above_n", with_outcomes(outcome("fever", value=20))),
        ("part_above_whole", with_outcomes(outcome("fever"), outcome("fever", arm="all", n=40))),  # 3 and 3
        ("part_above_whole", with_outcomes(outcome("fever", months=9), outcome("fever", arm="all", value=2, n=40))),
        ("bias_below_domains", record(bias=bias("low"))),
        ("bias_below_domains", record(bias=bias("high", reporting="not_judged"))),
        ("bias_below_domains", record(bias=bias("not_judged", reporting="high"))),
        ("event_at_start", with_outcomes(outcome("antral_follicle_present", months=0))),
        ("event_at_start", with_outcomes(outcome("menses_resumed", months=0, value=0))),
        (  # at most 0.068 by R: chisq.test
            "count_against_p",
            with_outcomes(
                outcome("fever", value=8, p=0.16, against="control"), outcome("fever", value=2, arm="control")
            ),
        ),
        ("sd_too_wide", with_outcomes(fsh(60, ("sd", 83), months=3))),  # 138 % of the mean; the limit is 140 %
        ("impossible_value", with_outcomes(outcome("amh", "mean", 14, "ng/mL"))),
        ("percent_outside", with_outcomes(outcome("fever", "percent", 100, "percent"))),
        ("percent_without_count", with_outcomes(outcome("fever", "percent", 100, "percent"))),
        ("falls_with_time", with_outcomes(outcome("fever"), outcome("fever", months=9))),
        ("narrower_above_wider", with_outcomes(outcome("live_birth", months=9), outcome("pregnancy", months=9))),
        ("narrower_above_wider", with_outcomes(outcome("live_birth", months=9, value=4, unit="births"))),
        ("mean_without_total", with_outcomes(outcome("oocytes", "mean", 2.33, "oocytes", n=3))),  # 7 of 3
        ("mean_without_total", with_outcomes(fsh(61.23, months=3))),  # a concentration is no whole number
        ("sd_looks_like_se", with_outcomes(fsh(60, ("sd", 6), months=3))),  # 10 % of the mean, 8.75 % is the limit
        ("se_looks_like_sd", with_outcomes(fsh(60, ("se", 18), months=3))),  # sd 80, 134 %; the limit is 140 %
        ("sd_looks_like_se", with_outcomes(fsh(60, ("sd", 3), months=3, n=2))),  # as an error it is as implausible
        ("impossible_dose", with_arm("cells", cells=1e4)),
        ("impossible_dose", with_arm("cells", cells=5e9)),
        ("aggregate_sum", with_arm("all", n=None)),
    ],
)
def test_a_rule_leaves_what_can_be(rule, made):
    assert rule not in [one.rule for one in found(made)]


def test_p_printed_as_smaller_is_held_against_the_interval():
    made = with_outcomes(change(-10, -20.5, 0.5, months=3, p_below=0.001))  # z = 10 / 5.36 = 1.87, p = 0.062
    assert [one.rule for one in found(made)] == ["interval_against_p"]


def test_the_same_women_in_two_records():
    other = Study.model_validate(record(id="second2020", citation={**SOUND["citation"], "doi": "10.1/X"}))
    assert [one.rule for one in found(record(), {"second2020": other})] == list(RULES_BETWEEN)
    elsewhere = {"first_author": "Somebody B", "year": 2020, "title": "Other", "read": "nothing"}
    assert found(record(), {"other": Study.model_validate(record(id="other", citation=elsewhere))}) == []


def test_what_is_known_stays_listed_with_its_reason():
    made = with_outcomes(outcome("fever", printed={"percent": 16, "of": 20}))
    made["known"] = [{"rule": "printed_percent_differs", "where": "cells.fever@6.printed", "reason": "as printed"}]
    (one,) = found(made)
    assert (one.level, one.do) == ("known", "as printed")


def test_a_known_finding_that_is_gone_is_an_error():
    made = record(known=[{"rule": "events_above_n", "where": "cells.fever@6.value", "reason": "as printed"}])
    (one,) = found(made)
    assert (one.level, one.rule) == ("error", NOT_FOUND)


def test_every_shipped_study_passes_and_its_contradictions_stay_visible():
    shipped = studies()
    all_found = [one for study in shipped.values() for one in lint_study(study, shipped)]
    assert {one.level for one in all_found} == {"known"}
    told = {(one.record, one.rule) for one in all_found}
    assert ("bidet2011", "printed_percent_differs") in told  # 77 of 86 printed as 88 %
    assert ("navali2022", "unit_not_stated") in told


def test_a_standard_error_entered_as_deviation_is_found():
    navali = studies()["navali2022"].model_dump()
    for one in navali["outcomes"]:
        one["spread"]["kind"] = "sd"
        one["unit"] = "pg/mL" if one["outcome"] == "e2" else one["unit"]
    hits = {one.where for one in found(navali) if one.rule == "sd_looks_like_se"}
    assert hits == {f"prp.{name}.spread" for name in ("e2@0", "e2@2", "oocytes@2", "embryos@2")}


def test_a_pregnancy_is_among_those_of_a_later_count():
    made = with_outcomes(outcome("spontaneous_pregnancy", value=4), outcome("pregnancy", months=12, value=2))
    hits = [one for one in found(made) if one.rule == "narrower_above_wider"]
    assert "4 against 2" in [one.came for one in hits]
    earlier = with_outcomes(outcome("spontaneous_pregnancy", value=4, months=12))  # after the pregnancies of month 6
    assert "narrower_above_wider" not in [one.rule for one in found(earlier)]


def test_amh_in_another_unit_is_found():
    """28.5 pmol/L is 4 ng/mL."""
    assert "impossible_value" in [one.rule for one in found(with_outcomes(outcome("amh", "mean", 28.5, "ng/mL")))]
    assert "impossible_value" not in [one.rule for one in found(with_outcomes(outcome("amh", "mean", 28.5, "pmol/L")))]


@pytest.mark.parametrize(
    ("counts", "least", "greatest"),
    [
        ((8, 20, 2, 20), 0.0284597369, 0.0678891549),  # R: fisher.test 0.0648, chisq.test with and without correction
        ((5, 20, 5, 20), 1.0, 1.0),
        ((0, 10, 0, 12), 1.0, 1.0),
        ((9, 10, 1, 12), 0.000127879909, 0.000672500849),
    ],
)
def test_p_of_counts(counts, least, greatest):
    assert p_of_counts(*counts) == pytest.approx((least, greatest), rel=1e-6)


def test_overall_bias_is_no_better_than_the_worst_domain():
    hits = found(record(bias=bias("some_concerns", reporting="high")))
    assert [(one.rule, one.why) for one in hits] == [("bias_below_domains", "Worse: reporting.")]
