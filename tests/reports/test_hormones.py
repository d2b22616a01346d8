"""Under hormones: whose the change is, what cannot be estimated, the link, the days of the calendar."""

from html import unescape

import pytest

from antral.protocol import load
from antral.reports import answer, as_text, html
from antral.reports.calendar import calendar
from antral.reports.hormones import by_day, confounders, link, rebound, words
from antral.reports.reading import read


def text_of(results, trial):
    return as_text(answer(results, trial)).replace("\u00a0", " ")


def test_the_change_within_an_arm_is_said_to_be_the_hormones(hormone_results, hormone_trial):
    said = words(read(hormone_results), hormone_trial)
    change = said[0].replace("\u00a0", " ")
    assert change.startswith(
        "FSH at entry is off hormones and at follow-up on them: the change within an arm is Climen's."
    )
    assert "0.71 times entry in “Climen” and 0.71 times entry in “Cells and Climen”" in change
    page = html(hormone_results, hormone_trial)
    outcomes = page.split('<h2 id="outcomes">')[1].split("<h2")[0]
    assert "the change within an arm is Climen" in outcomes


def test_fsh_tested_after_days_without_tablets_is_better_tested_on_others(hormone_results):
    """Climen has 21 days with tablets, 7 without. The morning of day 168 = 6 × 28 follows those; 154 is day 15."""
    tests = hormone_results["scenarios"]["target"]["tests"]
    for name, rate in (("log_fsh_24w", 0.22), ("log_fsh_22w", 0.28)):
        tests[f"{name}_ancova"] = {"endpoint": name, "rejection_rate": rate, "mcse": 0.03, "label": name, "method": ""}
    climen = load("NCT07115082")
    assert words(read(hormone_results), climen)[1].replace("\u00a0", " ") == (
        "A change to consider: FSH at 24 weeks is tested after the days without tablets (day 1 of the calendar); test "
        "FSH at 22 weeks instead, on a day with tablets (day 15). With target it is positive in 28 ± 3 % of the trials "
        "instead of 22 ± 3 %."
    )
    later = load("NCT07115082", ["endpoints.log_fsh_24w.day=182"])  # day 15 of the next pack
    assert not any(one.startswith("A change to consider") for one in words(read(hormone_results), later))


def test_menses_are_not_estimable_and_why(hormone_results, hormone_trial):
    said = words(read(hormone_results), hormone_trial)[1]
    assert said.startswith("Resumed menses are not estimable: under Climen women bleed in the days without tablets")
    assert "Ovulation is looked at instead: ovulation, progesterone" in said
    for arm in hormone_results["scenarios"]["none"]["arms"].values():
        arm["endpoints"]["menses_resumed"]["n"] = 3.0
    assert "only in women who stopped Climen, 3 an arm" in words(read(hormone_results), hormone_trial)[1]


def test_a_trial_without_hormones_says_nothing_of_them(results, trial):
    assert words(read(results), trial) == []
    assert "hormones" not in html(results, trial).split("<nav")[1].split("</nav>")[0]
    assert "Under" not in [part.heading for part in answer(results, trial).paragraphs]


def test_the_link_on_and_off_stand_side_by_side(hormone_results, hormone_trial):
    table = link(read(hormone_results), hormone_trial)
    assert table.columns == ("result", "cells", "hormones ease ovulation", "they do not")
    rows = {(row[0], row[1]): row[2:] for row in table.rows}
    shown = rows["Ovulation, progesterone above 3 ng/mL at any visit, Cells and Climen", "target"]
    assert [cell.replace("\u00a0", " ") for cell in shown] == ["42 %", "24 %"]
    assert [cell.split("\u00a0")[0] for cell in rows["Test positive: ovulation", "target"]] == ["26.8", "14.8"]
    del hormone_results["scenarios"]["target_link_off"], hormone_results["scenarios"]["none_link_off"]
    assert not link(read(hormone_results), hormone_trial).rows


def test_scenarios_without_the_link_stand_in_their_own_table_only(hormone_results, hormone_trial):
    assert [one.name for one in read(hormone_results).shown] == ["none", "target"]
    page = html(hormone_results, hormone_trial)
    assert "none_link_off" not in page.split('<h2 id="assumptions">')[0]
    assert "none_link_off" in page.split('<h2 id="assumptions">')[1]


def test_the_rebound_is_a_suspect(hormone_results, hormone_trial):
    given = calendar("climen")
    assert (given.title, given.days, given.free) == ("Climen", 28, tuple(range(22, 29)))
    findings = read(hormone_results)
    said = rebound(findings, given).replace("\u00a0", " ")
    # days 22 to 28: 48 + 6.5 × 1…7, mean 74, above 72 before hormones; 7 of 28 days
    assert "in the days without 74" in said
    assert "before hormones 72; 25 % of the samples" in said
    assert "above what it was before hormones is a suspect: no data confirm it" in said
    for day in hormone_results["scenarios"]["none"]["tablet_days"]:
        day["fsh_mean"] = 50.0
    assert "suspect" not in rebound(read(hormone_results), given)


def test_the_figure_of_days_shades_those_without_a_tablet(hormone_results, hormone_trial):
    figure = by_day(read(hormone_results), hormone_trial)
    assert figure is not None
    assert "no tablet" in figure.wide.svg
    assert "before hormones" in figure.wide.svg
    hormone_results["scenarios"]["none"]["tablet_days"] = []
    assert by_day(read(hormone_results), hormone_trial) is None


def test_confounders_stand_beside_every_endpoint(hormone_results, hormone_trial):
    page = unescape(html(hormone_results, hormone_trial))
    for endpoint in hormone_trial.endpoints:
        assert confounders(endpoint) in page


@pytest.mark.parametrize("years", [True, False])
def test_the_answer_stays_within_half_a_page(hormone_results, hormone_trial, years):
    if not years:
        for scenario in hormone_results["scenarios"].values():
            del scenario["long_term"]
    given = answer(hormone_results, hormone_trial)
    assert sum(len(part.text.split(" ")) for part in given.paragraphs) < 520


def test_a_trial_of_safety_begins_with_it(hormone_results, hormone_trial):
    given = answer(hormone_results, hormone_trial)
    assert given.headline.replace("\u00a0", " ").startswith(
        "The trial asks first whether the cells are safe: no serious event within 12 months among 25 women given cells "
        "would still allow 13.7 % of women to be harmed (limit of the exact two-sided 95 % interval)."
    )
    assert given.paragraphs[0].heading == "Safety"
    said = given.paragraphs[0].text.replace("\u00a0", " ")
    assert "stops 1.2 ± 0.4 % of these trials, and 83 % if 20 % of infused women had a serious event" in said
    assert (
        "(3.1 ± 0.4 % of the others; assumed background 3 % if nobody left); at least one has in 62 ± 3 % of trials"
        in said
    )
    assert "best test of an effect finds the effect a team may hope for in 26.8 %" in text_of(
        hormone_results, hormone_trial
    )
    assert "against 2.8 % if the cells do nothing" in text_of(hormone_results, hormone_trial)


def test_who_truly_ovulated_stands_beside_who_was_found_to(hormone_results, hormone_trial):
    # found by the endpoint without cell effect: 0.3 in both arms; in truth 0.17
    said = " ".join(words(read(hormone_results), hormone_trial)).replace("\u00a0", " ")
    assert (
        "With no cell effect the trial finds ovulation in 30 % of “Climen”, where 17 % truly do in a year and in 30 % "
        "of “Cells and Climen”, where 17 % truly do in a year."
    ) in said
    page = html(hormone_results, hormone_trial).replace("\u00a0", " ")
    assert "27 % truly ovulated; true effect +12 points" in page
    for scenario in hormone_results["scenarios"].values():
        del scenario["true_ovulation"]
    assert "truly ovulated" not in html(hormone_results, hormone_trial)
