import numpy as np
import pytest

from antral.patient import Cohort
from antral.population.record import population
from antral.population.screen import Verdicts, judge, presents, refuse_empty, summarise
from antral.protocol import Criterion, Eligibility

N = 4000


def line(name, section="exclusion", kind="condition", duplicate_of=None, parameters=None, **policy):
    return Criterion.model_validate(
        {
            "id": name,
            "section": section,
            "text": name,
            "kind": kind,
            "grade": "exact",
            "parameters": parameters if parameters is not None else {"any_of": ["x"]},
            "policy": {"reason": "test", **policy},
            "duplicate_of": duplicate_of,
        }
    )


def women(age):
    age = np.asarray(age, float)
    nobody = np.empty(0, int), np.empty(0)
    return Cohort.virtual(age, bleeds=nobody, diary_from=-200.0, samples={})


AGE = {"minimum_years": 19, "maximum_years": 40}


def test_a_simulated_line_is_evaluated_and_an_exclusion_is_turned_round():
    patients = np.arange(3)
    included = Eligibility(criteria=(line("I1", "inclusion", "age", parameters=AGE, simulate=True),))
    excluded = Eligibility(criteria=(line("E1", "exclusion", "age", parameters=AGE, simulate=True),))
    assert judge(included, women([18, 30, 41]), patients, seed=1).admitted.tolist() == [False, True, False]
    assert judge(excluded, women([18, 30, 41]), patients, seed=1).admitted.tolist() == [True, False, True]


def test_unknown_keeps_her_out_on_either_side():
    for section in ("inclusion", "exclusion"):
        eligibility = Eligibility(criteria=(line("L1", section, "age", parameters=AGE, simulate=True),))
        assert not judge(eligibility, women([np.nan]), np.arange(1), seed=1).admitted.any()


def test_a_drawn_line_comes_true_with_its_prevalence():
    eligibility = Eligibility(criteria=(line("E1", draw=0.2, tag="assumed"), line("E2", assume="not_met")))
    verdicts = judge(eligibility, women(np.full(N, 30.0)), np.arange(N), seed=1)
    assert verdicts.failed[:, 0].mean() == pytest.approx(0.2, abs=4 * np.sqrt(0.16 / N))
    assert not verdicts.failed[:, 1].any()
    required = Eligibility(criteria=(line("I1", "inclusion", draw=0.2, tag="assumed"),))
    assert judge(required, women(np.full(N, 30.0)), np.arange(N), seed=1).admitted.mean() == pytest.approx(
        0.2, abs=0.03
    )


def test_a_repeated_line_does_not_count_twice():
    eligibility = Eligibility(
        criteria=(line("E1", draw=0.5, tag="assumed"), line("E2", draw=0.5, tag="assumed", duplicate_of="E1"))
    )
    assert judge(eligibility, women([30.0]), np.arange(1), seed=1).criteria == ("E1",)


def test_a_woman_meets_the_same_findings_in_any_company():
    eligibility = Eligibility(criteria=(line("E1", draw=0.5, tag="assumed"),))
    many = judge(eligibility, women(np.full(50, 30.0)), np.arange(50), seed=1).failed
    alone = judge(eligibility, women([30.0]), np.array([7]), seed=1).failed
    assert alone[0, 0] == many[7, 0]


def test_reasons_add_up():
    failed = np.array([[True, True], [False, True], [False, False], [True, False]])
    summary = summarise(9, Verdicts(failed, ("I1", "E1")), failed_runs=1)
    assert summary.reasons == {"I1": 2, "E1": 2}
    assert summary.first_reasons == {"I1": 2, "E1": 1}
    assert summary.admitted + sum(summary.first_reasons.values()) == summary.candidates == 4
    assert summary.failure_rate == 0.75
    assert summary.to_dict()["drawn"] == 9


def test_women_present_when_their_cycles_are_disturbed():
    rule = population("idiopathic").referral
    assert presents(rule, np.array([0, 2, 3, 5])).tolist() == [True, True, False, False]
    assert presents(population("healthy").referral, np.array([0, 5])).all()


def test_too_few_admitted_names_what_keeps_women_out():
    summary = summarise(4, Verdicts(np.array([[True, False]] * 4), ("I1", "E1")))
    assert "I1 (4)" in str(refuse_empty(summary, 12))


def test_a_line_may_come_true_by_aetiology():
    eligibility = Eligibility(
        criteria=(line("E1", of_aetiology={"surgical": 1.0, "genetic": 0.3}, otherwise=0.0, tag="assumed"),)
    )
    names = ("idiopathic", "surgical", "genetic")
    whose = np.arange(N) % 3
    failed = judge(
        eligibility, women(np.full(N, 30.0)), np.arange(N), seed=1, aetiology=whose, aetiologies=names
    ).failed[:, 0]
    assert not failed[whose == 0].any()
    assert failed[whose == 1].all()
    n = (whose == 2).sum()
    assert failed[whose == 2].mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / n))
