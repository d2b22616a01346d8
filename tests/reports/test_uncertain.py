"""Rates over the posterior: what lies between vectors, and when chance hides it."""

import pytest

from antral.reports.uncertain import table


def over(**told):
    one = {"label": "a test", "value": 0.42, "mcse": 0.03, "vectors": 20, **told}
    return {
        "uncertainty": {
            "vectors": 20, "women_each": 400, "trials_each": 50, "posterior": {"part": "poi"},
            "scenarios": {"none": {"tests": {"a": one}, "naive_claims": {}}},
        }
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sd", "most", "low", "high", "shown"),
    [
        (0.1, 0.2, 0.3, 0.6, "30 % to 60 %"),
        (0.0, 0.1, 0.42, 0.42, "– (hidden by chance)"),
        (0.0, None, 0.42, 0.42, "– (hidden by chance)"),  # vectors even more alike than chance would make them
        (None, None, None, None, "– (hidden by chance)"),  # no trial, or every one, under every vector
    ],
)
def test_no_interval_is_told_where_chance_hides_it(sd, most, low, high, shown):
    found = table(over(between_sd=sd, between_sd_at_most=most, q05=low, q95=high))
    assert found.rows[0][0] == "no effect"
    assert found.rows[0][4].replace("\u00a0", " ") == ("10 %" if sd else "–")  # 0 % would claim too much
    assert found.rows[0][-1].replace("\u00a0", " ") == shown


def test_the_note_says_that_only_fitted_numbers_move():
    note = table(over(between_sd=0.1, between_sd_at_most=0.2, q05=0.3, q95=0.6)).paragraphs[0]
    assert "of the numbers that were fitted" in note
    assert "cells, endometrium" in note


def test_a_run_without_a_posterior_has_no_table():
    assert not table({}).rows


def test_a_single_vector_has_no_interval():
    told = {"between_sd": None, "between_sd_at_most": None, "q05": None, "q95": None, "vectors": 1}
    assert table(over(**told)).rows[0][-1] == "not estimable"


@pytest.mark.parametrize(
    ("value", "limit", "shown"),
    [
        (0.0, {"mean_at_most": 0.01487}, "0 % (at most 1.5 %)"),
        (1.0, {"mean_at_least": 0.985}, "100 % (at least 98.5 %)"),
    ],
)
def test_none_or_all_has_a_limit_and_nothing_else(value, limit, shown):
    nothing = {"mcse": None, "between_sd": None, "between_sd_at_most": None, "q05": None, "q95": None}
    found = table(over(**nothing, **limit, value=value))
    assert tuple(cell.replace("\u00a0", " ") for cell in found.rows[0][2:]) == (
        shown,
        "–",
        "–",
        "–",
        "– (hidden by chance)",
    )
    assert "one-sided 95 %, Clopper-Pearson" in found.paragraphs[0]
