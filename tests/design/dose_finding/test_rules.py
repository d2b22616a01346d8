"""BOIN, 3+3 and CRM answer as their papers say, one trial as many."""

import numpy as np
import pytest

from antral.core import InputError
from antral.design import dose_finding
from antral.design.dose_finding import STOP, Rule, boin, crm, exact, next_dose, pathways, simulated, three_plus_three

CURVE = (0.1, 0.25, 0.4)
RULES: tuple[Rule, ...] = (
    boin(0.3),
    three_plus_three(),
    three_plus_three(deescalation=False),
    crm(0.3, [0.1, 0.3, 0.5]),
    crm(0.3, [0.1, 0.3, 0.5], model="logistic"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_simulation_agrees_with_the_exact_form(rule: Rule) -> None:
    trials = 4000
    ours, wanted = simulated(rule, CURVE, cohorts=5, trials=trials, seed=3), exact(rule, CURVE, cohorts=5)
    assert wanted.none + sum(wanted.selected) == pytest.approx(1.0, abs=1e-12)
    error = np.sqrt(np.multiply(wanted.selected, np.subtract(1, wanted.selected)) / trials)
    # six comparisons a rule, each beyond 4 errors by chance in 6 of 100,000
    assert np.all(np.abs(np.subtract(ours.selected, wanted.selected)) < 4 * error + 1e-9)
    assert np.all(np.abs(np.subtract(ours.patients, wanted.patients)) < 4 * 6 / np.sqrt(trials))
    assert np.dot(wanted.patients, CURVE) == pytest.approx(sum(wanted.events), abs=1e-12)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_one_trial_is_answered_as_many(rule: Rule) -> None:
    n = np.array([[3, 3, 0], [3, 6, 3], [3, 3, 3], [6, 3, 0]])
    y = np.array([[0, 1, 0], [0, 1, 2], [0, 0, 3], [1, 2, 0]])
    current = np.array([1, 2, 2, 1])
    together, chosen = rule.next_dose(n, y, current), rule.selected(n, y)
    for k in range(len(n)):
        one = next_dose(rule, n[k], y[k], int(current[k]))
        assert (STOP if one is None else one) == together[k]
        one = dose_finding.selected(rule, n[k], y[k])
        assert (STOP if one is None else one) == chosen[k]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_dose_is_skipped_on_the_way_up_and_more_events_never_raise_the_dose(rule: Rule) -> None:
    doses = []
    for events in range(4):
        found = next_dose(rule, [3, 0, 0], [events, 0, 0], 0)
        assert found is None or found <= 1
        doses.append(-1 if found is None else found)
    assert doses == sorted(doses, reverse=True)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_harmless_doses_lead_to_the_highest_and_deadly_ones_down(rule: Rule) -> None:
    assert exact(rule, [0, 0, 0], cohorts=6).selected[-1] == pytest.approx(1.0)
    deadly = exact(rule, [1, 1, 1], cohorts=6)
    assert deadly.patients[0] == deadly.women
    assert deadly.none == pytest.approx(1.0) or "CRM" in rule.name  # CRM has no rule to stop


def test_three_plus_three_by_hand() -> None:
    down, flat = three_plus_three(), three_plus_three(deescalation=False)
    assert next_dose(down, [3, 0, 0], [1, 0, 0], 0) == 0
    assert next_dose(down, [6, 0, 0], [1, 0, 0], 0) == 1
    assert next_dose(down, [3, 3, 0], [0, 2, 0], 1) == 0
    assert next_dose(flat, [3, 3, 0], [0, 2, 0], 1) is None
    assert next_dose(down, [6, 3, 0], [1, 2, 0], 1) is None
    assert dose_finding.selected(down, [6, 3, 0], [1, 2, 0]) == 0
    assert dose_finding.selected(down, [6, 3, 0], [2, 2, 0]) is None
    with pytest.raises(InputError, match="three or six"):
        next_dose(down, [2, 0, 0], [0, 0, 0], 0)


def test_boin_never_returns_to_an_eliminated_dose() -> None:
    rule = boin(0.3)
    assert next_dose(rule, [3, 3, 0], [0, 3, 0], 1) == 0
    assert next_dose(rule, [6, 3, 0], [0, 3, 0], 0) == 0  # would be raised, but dose 2 is out
    assert next_dose(rule, [3, 0, 0], [3, 0, 0], 0) is None
    assert dose_finding.selected(rule, [6, 3, 0], [0, 3, 0]) == 0


def test_the_isotonic_shares_are_those_of_pooling() -> None:
    from antral.design.dose_finding.isotonic import isotonic

    found = isotonic(np.array([[0.1, 0.4, 0.2, 0.6], [0.5, 0.3, 0.1, 0.0]]), np.array([[1.0, 1, 3, 1], [1, 1, 1, 0]]))
    assert found[0] == pytest.approx([0.1, 0.25, 0.25, 0.6])
    assert found[1] == pytest.approx([0.3, 0.3, 0.3, 0.3])


def test_pathways_are_complete_and_printed() -> None:
    found = pathways(boin(0.3), 2)
    shown = str(found)
    assert len(found.ways) == 13  # three of four results go on to four each, one stops
    assert "dose 2" in shown.splitlines()[1]
    assert shown.splitlines()[-1].split() == ["1", "3", "stop"]
    later = pathways(boin(0.3), 1, patients=[3, 3, 0], events=[0, 1, 0], current=1)
    assert [way.then for way in later.ways] == [2, 1, 0, 0]


def test_what_a_design_prints() -> None:
    assert "0.2365" in str(boin(0.3))
    assert str(boin(0.3)).splitlines()[-1].split() == ["12", "2", "5", "7"]
    assert "Three women" in str(three_plus_three())
    assert "guessed chance" in str(crm(0.2, [0.1, 0.2]))
    assert "no dose chosen" in str(exact(three_plus_three(), CURVE, cohorts=6))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: boin(1.2), "0 < underdose"),
        (lambda: boin(0.3, start=3), "start"),
        (lambda: three_plus_three(doses=0), "at least one dose"),
        (lambda: crm(0.2, [0.3, 0.2]), "rising"),
        (lambda: crm(0.2, [0.3, 0.96], model="logistic"), "below 0.953"),
        (lambda: dose_finding.skeleton(0.2, 0.3, 1, 3), "interval inside"),
        (lambda: exact(boin(0.3), [0.1, 0.2], cohorts=3), "3 chances"),
        (lambda: next_dose(boin(0.3), [3, 0], [0, 0], 0), "each of 3 doses"),
        (lambda: next_dose(boin(0.3), [3, 0, 0], [4, 0, 0], 0), "events ≤ patients"),
        (lambda: next_dose(boin(0.3), [3, 0, 0], [0, 0, 0], 5), "between 0 and 2"),
        (lambda: pathways(boin(0.3), 9), "1 to 6"),
    ],
)
def test_what_cannot_be_is_refused(call, message) -> None:
    with pytest.raises(InputError, match=message):
        call()
