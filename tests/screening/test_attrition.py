"""Where women are lost, counted by hand and against protocols without the line."""

from datetime import date
from functools import partial
from itertools import product

import numpy as np
import pytest
from tests.screening.made import ON, line, protocol, stated, woman

from antral.core import POPULATION_TRIAL, Purpose, uniform
from antral.patient import Cohort, Measurement, Medication
from antral.screening import attrition, from_records, grounds, judge, simulated

A, B, C = (stated(f"I{number}", item) for number, item in enumerate(("a", "b", "c"), start=1))
ANSWERS = (True, False, None)
WOMEN = [
    woman(id=f"W{place}", statements={name: said for name, said in zip("abc", given, strict=True) if said is not None})
    for place, given in enumerate(product(ANSWERS, repeat=3))
]


def flow(trial, women=WOMEN):
    return attrition(trial, [from_records(Cohort.of(women, ON))])


def test_the_flow_of_27_women_by_hand():
    # every combination of yes, no and unknown for three lines, once
    found = flow(protocol(A, B, C))
    assert found.counts == {"women": 27, "eligible": 1, "undetermined": 7, "ineligible": 19}
    assert [one.keeps_out for one in found.losses] == [9, 9, 9]
    assert [one.unknown for one in found.losses] == [9, 9, 9]
    assert [one.kept_out_here for one in found.losses] == [9, 6, 4]
    assert [one.left for one in found.losses] == [18, 12, 8]
    assert [one.only_here for one in found.losses] == [4, 4, 4]


def test_dropping_a_line_is_what_the_protocol_without_it_gives():
    found = flow(protocol(A, B, C))
    for place, lines in enumerate([(B, C), (A, C), (A, B)]):
        without = flow(protocol(*lines)).counts
        loss = found.losses[place]
        assert loss.eligible_without == without["eligible"] - found.counts["eligible"]
        possible = without["eligible"] + without["undetermined"]
        assert loss.only_here == possible - found.counts["eligible"] - found.counts["undetermined"]


def test_batches_give_what_all_women_together_give():
    trial = protocol(A, B, C)
    parts = [from_records(Cohort.of(some, ON)) for some in (WOMEN[:5], WOMEN[5:20], WOMEN[20:])]
    assert attrition(trial, parts) == flow(trial)


def test_another_limit_is_what_the_protocol_with_it_gives():
    def trial(limit):
        return protocol(line("I3", "lab_threshold", {"analyte": "FSH", "op": ">", "threshold": limit}, "inclusion"))

    women = [
        woman(id=f"W{place}", measurements=(Measurement(analyte="FSH", value=fsh, unit="IU/L", date=ON),))
        for place, fsh in enumerate((12, 16, 21, 26, 29, 31, 60))
    ]
    found = flow(trial("25 IU/L"), women)
    eligible = {limit: flow(trial(limit), women).counts["eligible"] for limit in ("15 IU/L", "20 IU/L", "30 IU/L")}
    assert (
        {one.instead: one.eligible + found.counts["eligible"] for one in found.relaxations}
        == {f"FSH > {limit}": number for limit, number in eligible.items()}
        == {"FSH > 15 IU/L": 6, "FSH > 20 IU/L": 5, "FSH > 30 IU/L": 2}
    )


def test_a_limit_that_two_lines_state_is_moved_in_both():
    lines = [line(name, "age", {"maximum_years": 40}, "inclusion") for name in ("S1", "I1")]
    women = [woman(id=f"W{age}", birth_date=ON.replace(year=ON.year - age)) for age in (38, 41, 42, 44, 46)]
    found = flow(protocol(*lines), women)
    told = {one.instead: (one.lines, one.eligible) for one in found.relaxations}
    assert told == {"to 42 years": (("S1", "I1"), 2), "to 45 years": (("S1", "I1"), 3)}


def test_virtual_women_are_kept_out_by_the_prevalence_on_record_and_their_own_history():
    n = 4000
    numbers = np.arange(n)
    fsh = np.where(numbers % 4 == 0, 10.0, 60.0)
    cohort = Cohort.virtual(
        np.full(n, 30.0),
        bleeds=(np.array([], np.int64), np.array([])),
        diary_from=-200.0,
        samples={"FSH": ("IU/L", np.stack([fsh, fsh], axis=1), np.broadcast_to([-30.0, 0.0], (n, 2)).copy())},
    )
    policy = {"of_aetiology": {"surgical": 0.8}, "otherwise": 0.1, "tag": "assumed", "reason": "made"}
    lines = (
        line("I1", "lab_threshold", {"analyte": "FSH", "op": ">", "threshold": "25 IU/L"}, "inclusion"),
        line("E2", "surgery", {"any_of": ["ovariectomy"]}, policy=policy),
        line("E3", "condition", {"any_of": ["a_disease_without_number"]}),
    )
    aetiology = (numbers % 2).astype(np.int8)
    answer = simulated(
        cohort, numbers, seed=5, aetiology=aetiology, aetiologies=("idiopathic", "surgical"),
        measured=frozenset({"FSH"}),
    )  # fmt: skip
    found = judge(protocol(*lines), answer)
    assert (found.admits[0] == 0).sum() == n // 4
    kept_out = found.admits[1] == 0
    assert kept_out[aetiology == 1].mean() == pytest.approx(0.8, abs=0.04)
    assert kept_out[aetiology == 0].mean() == pytest.approx(0.1, abs=0.04)
    assert (found.admits[2] == -1).all()
    told = attrition(
        protocol(*lines), [answer],
        partial(grounds, aetiologies=("idiopathic", "surgical"), measured=frozenset({"FSH"})),
    )  # fmt: skip
    assert [one.rests_on for one in told.losses] == ["simulated", "an assumed prevalence", "not known"]
    luck = uniform(5, POPULATION_TRIAL, numbers, Purpose.CONDITION, 1)  # that of a simulated trial
    assert np.array_equal(kept_out, luck < np.where(aetiology == 1, 0.8, 0.1))


def test_a_shorter_wash_out_and_another_weight_admit_what_such_a_protocol_admits():
    def trial(period, kg_m2):
        return protocol(
            line("I4", "washout", {"classes": ["sex_hormone"], "none_within": period}, "inclusion"),
            line("E9", "bmi", {"op": ">=", "kg_m2": kg_m2}),
        )

    women = [
        woman(
            id=f"W{stopped}-{bmi}",
            measurements=(Measurement(analyte="BMI", value=bmi, unit="kg/m2", date=ON),),
            medications=(Medication(name="x", drug_classes=("sex_hormone",), stop=date(2026, stopped, 20)),),
        )
        for stopped in (1, 3, 4, 5)
        for bmi in (22, 29, 31, 34)
    ]
    found = flow(trial("3 months", 30), women)
    told = {one.instead: one.eligible + found.counts["eligible"] for one in found.relaxations}
    assert told == {
        "wash-out of 1 month": flow(trial("1 month", 30), women).counts["eligible"],
        "wash-out of 2 months": flow(trial("2 months", 30), women).counts["eligible"],
        "body-mass index >= 28": flow(trial("3 months", 28), women).counts["eligible"],
        "body-mass index >= 32": flow(trial("3 months", 32), women).counts["eligible"],
        "body-mass index >= 35": flow(trial("3 months", 35), women).counts["eligible"],
    }
    assert sorted(told.values()) == [1, 3, 4, 4, 6]


def test_time_since_diagnosis_is_not_known_of_virtual_women():
    rule = {"pattern": "secondary", "at_least": "1 year", "fewer_bleeds_than": 1, "since": "diagnosis"}
    asked = line("I3", "amenorrhoea", rule, "inclusion")
    none = (np.empty(0, np.int64), np.empty(0))
    cohort = Cohort.virtual(np.full(50, 32.0), bleeds=none, diary_from=-800.0, samples={})
    answer = simulated(
        cohort,
        np.arange(50),
        seed=5,
        aetiology=np.zeros(50, np.int8),
        aetiologies=("idiopathic",),
        measured=frozenset(),
    )
    assert (judge(protocol(asked), answer).admits == -1).all()


def test_the_headline_says_which_lines_rest_on_assumed_prevalences():
    from antral.reports import attrition_page, attrition_sections

    def told(rests_on):
        rows = [{"line": name, "section": "exclusion", "text": f"text of {name}", "asked": "x", "keeps_out": out,
                 "unknown": 0, "kept_out_here": out, "left": 0, "only_here": out, "eligible_without": 0,
                 "rests_on": rests} for name, out, rests in (("E1", 30, rests_on), ("E2", 3, "simulated"))]  # fmt: skip
        return {
            "protocol": "P", "title": "t", "women_are": "virtual women", "costliest_line": "E1", "lines": rows,
            "counts": {"women": 100, "eligible": 50, "undetermined": 17, "ineligible": 33}, "other_limits": [],
            "women_with_entries_not_understood": [], "made_with": {"Version of antral": "0"},
        }  # fmt: skip

    (said,) = attrition_sections(told("an assumed prevalence"))[0].paragraphs
    assert "1 of 2 lines rests on an assumed prevalence, not on data: E1." in said
    assert said.endswith("That is an assumption, not a finding.")
    assert "not on data: E1." in attrition_page(told("an assumed prevalence"))
    (plain,) = attrition_sections(told("simulated"))[0].paragraphs
    assert "assum" not in plain
