"""Truth, swings, harm and years: each number comes from the results, and what is missing is left out."""

import pytest

from antral.reports import answer, html, terminal
from antral.reports.compared import contrasts, origin, truth_figure
from antral.reports.harm import events, intercurrent, leaving, pregnancies, stopping
from antral.reports.reading import read
from antral.reports.tornado import strips, table
from antral.reports.wording import difference, interval, number_with_error
from antral.reports.years import answer as years_answer
from antral.reports.years import figure as years_figure
from antral.reports.years import table as years_table


def cells(rows):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in rows]


def test_truth_bias_and_coverage_stand_beside_every_estimate(hormone_results, hormone_trial):
    page = html(hormone_results, hormone_trial).replace("\u00a0", " ")
    assert "true effect × 0.95, bias × 0.71, coverage 8 %" in page
    assert "true effect +12 points, bias +30 points, coverage 8 %" in page
    assert (
        "true" not in html_without_truth(hormone_results, hormone_trial).split('<h2 id="outcomes">')[1].split("<h2")[0]
    )


def html_without_truth(results, trial):
    results["truth"] = None
    for scenario in results["scenarios"].values():
        for arm in scenario["arms"].values():
            for one in arm["endpoints"].values():
                one["true_effect"] = one["bias"] = one["coverage"] = None
    return html(results, trial)


@pytest.mark.parametrize(("where", "said"), [("twin", "same woman and luck"), ("all arms", "in every arm"), ("", None)])
def test_where_the_truth_comes_from(hormone_results, where, said):
    hormone_results["truth"] = where
    found = origin(read(hormone_results))
    assert said in found if said else not found


def test_contrasts_name_their_arms_and_method(hormone_results, hormone_trial):
    section = contrasts(read(hormone_results), hormone_trial)
    rows = cells(section.rows)
    assert rows[1] == [
        "FSH at 6 months, ratio to baseline: Cells and Climen against Climen",
        *("target", "23.1 and 23.1", "0.951 ± 0.010", "0.80 to 1.20", "8.1 %", "× 0.95", "× 1.00", "94.8 %"),
    ]
    assert rows[3][6:] == ["+12 points", "−0.2 points", "96 %"]
    assert "ANCOVA on log change; baseline, tablet day" in section.paragraphs[0]


def test_short_intervals_and_tests_that_disagree_are_told(hormone_results, hormone_trial):
    told = hormone_results["scenarios"]["target"]["contrasts"]
    told["log_fsh_6m_cells"] |= {"coverage": 0.77, "coverage_mcse": 0.03, "too_short": True}
    told["ovulation_cells"] |= {"disagrees": 0.067}
    section = contrasts(read(hormone_results), hormone_trial)
    assert cells(section.rows)[1][-1] == "77 %, too short"
    notes = [note.replace("\u00a0", " ") for note in section.paragraphs]
    head = "FSH at 6 months, ratio to baseline: Cells and Climen against Climen, target"
    assert f"{head}: interval too short: covers 77 % of true effects." in notes
    assert notes[-1].startswith("Interval and test, where they are of two methods, disagree in a share of the trials: ")
    assert notes[-1].endswith("target, in 6.7 %.")


def test_the_figure_shows_the_arm_and_the_truth_but_no_harm(hormone_results, hormone_trial):
    figure = truth_figure(read(hormone_results), hormone_trial)
    assert figure is not None
    alt = figure.wide.alt.replace("\u00a0", " ")
    assert "FSH at 6 months, Climen, no effect: shown 0.71, true 1" in alt
    assert "Ovulation, Cells and Climen, target: shown 42 %, true 12 %" in alt
    assert "serious" not in alt
    html_without_truth(hormone_results, hormone_trial)
    assert truth_figure(read(hormone_results), hormone_trial) is None


def test_the_widest_swing_is_on_top_and_named_in_the_answer(hormone_results, hormone_trial):
    found = read(hormone_results)
    assert [one.parameter for one in found.swings] == ["signal_half", "hormone_link", "mix"]
    rows = cells(table(found).rows)
    assert rows[0][:4] == ["Cells for half the effect", "1,000, 10,000, 100,000 cells", "assumed", "41 %, 27 %, 9 %"]
    assert rows[2][1] == ("idiopathic disease alone, women diagnosed in 2017 to 2024, women diagnosed in 1978 to 2003")
    drawn = strips(found, hormone_trial)
    assert [one.title for one in drawn] == [
        "Test of ovulation positive under the effect a team may hope for",
        "Some hormone is better than before (p < 0.05), under the effect a team may hope for",
    ]
    assert "With no cell effect: 98.0" in drawn[1].caption
    assert "1,000 to 100,000 cells: 41" in drawn[0].narrow.alt.replace("\u00a0", " ")
    said = " ".join(part.text for part in answer(hormone_results, hormone_trial).paragraphs).replace("\u00a0", " ")
    assert "For ovulation the chance hangs most on one assumed number, cells for half the effect: 41 % to 9 %" in said
    note = table(found).paragraphs[0].replace("\u00a0", " ")
    assert "Over 100 trials, so that the shares differ a little from those of all 200." in note
    hormone_results["sensitivity"] = []
    assert strips(read(hormone_results), hormone_trial) == []
    assert "sensitivity" not in html(hormone_results, hormone_trial)


def test_no_number_is_named_where_the_power_moves_by_no_more_than_its_error(hormone_results, hormone_trial):
    hormone_results["sensitivity"][0]["change_mcse"] = [0.08, 0.1]  # 41 and 9 % are 1.75 and 1.8 of them away from 27 %
    said = " ".join(part.text for part in answer(hormone_results, hormone_trial).paragraphs)
    assert "hangs most" not in said
    assert "No assumed number that was moved changes the chance for ovulation by more than its error." in said


def test_harm_is_told_by_arm_with_grade_seriousness_and_relatedness_apart(hormone_results, hormone_trial):
    rows = cells(events(read(hormone_results), hormone_trial).rows)
    assert rows[0] == [
        "Fever",
        "4.9 in 4.1 (19.7 per 100, 0.4 serious)",
        "4.9 in 4.1 (19.7 per 100, 0.4 serious, 1.6 related)",
        "1: 8.2, 2: 1.6",
    ]


def test_the_stopping_rule_and_its_characteristics(hormone_results, hormone_trial):
    rows = dict(cells(stopping(read(hormone_results), hormone_trial).rows))
    assert rows["Share of simulated trials that stop"] == "1.2 ± 0.4 %"
    assert rows["Chance to stop if 20 % of women have a serious event"] == "83 %"
    assert rows["Stops when a serious event was seen in"] == (
        "2 of up to 7; 3 of up to 14; 4 of up to 21; 5 of up to 25 infused women"
    )


def test_leaving_and_intercurrent_events_with_their_strategies(hormone_results, hormone_trial):
    findings = read(hormone_results)
    assert cells(leaving(findings, hormone_trial).rows)[0] == ["Withdrew consent", "1.1", "1.1"]
    named = {row[0]: row[3] for row in intercurrent(findings, hormone_trial).rows}
    planned = hormone_trial.estimands[-1].intercurrent_events["pregnancy"].strategy.replace("_", " ")
    assert named["Pregnancy"] == planned
    assert cells(pregnancies(findings, hormone_trial).rows)[0] == ["Climen", "no effect", "0.4", "0.1", "0.1"]


def test_years_answer_in_words_with_their_assumption(hormone_results, hormone_trial):
    said = years_answer(read(hormone_results), hormone_trial)[0].replace("\u00a0", " ")
    # 2000 e^(−0.14·10) = 493, 2000 e^(−0.09·10) = 813; 813 is reached at 0.9/0.14 = 6.43 years
    assert "the reserve is spent earlier than without cells, by about 3.6 years" in said
    assert "the mean of “Cells and Climen” is 493 resting follicles in both ovaries, 813 without" in said
    assert "This rests on an assumption (assumed): In four of five women" in said
    assert years_figure(read(hormone_results), hormone_trial) is not None


def test_a_reserve_that_is_alike_is_not_called_spent_earlier(hormone_results, hormone_trial):
    hormone_results["scenarios"]["target"]["long_term"] = hormone_results["scenarios"]["none"]["long_term"]
    assert "spent no earlier than without cells" in years_answer(read(hormone_results), hormone_trial)[0]


def test_a_run_without_these_parts_has_none_of_their_chapters(results, trial):
    contents = html(results, trial).split("<nav")[1].split("</nav>")[0]
    for anchor in ("truth", "sensitivity", "harm", "years", "hormones"):
        assert f"#{anchor}" not in contents


def test_the_terminal_has_them_too(hormone_results, hormone_trial):
    import io

    from rich.console import Console

    stream = io.StringIO()
    Console(width=140, file=stream).print(terminal(hormone_results, hormone_trial))
    for title in ("Under Climen", "Arms compared", "What the results hang on", "Adverse events by arm", "Year by year"):
        assert title in stream.getvalue()


def test_signs_and_digits():
    assert difference(0.95, "ratio").replace("\u00a0", " ") == "× 0.95"
    assert difference(-0.023, "yes or no").replace("\u00a0", " ") == "−2.3 points"
    assert difference(0.4, "ng/mL") == "+0.40"
    assert difference(None, "ratio") == "not estimable"
    assert number_with_error(1.0, 0.012).replace("\u00a0", " ") == "1.000 ± 0.012"
    assert interval(-0.1, 7.5e-5, "") == "−0.10 to 7.5e-05"


def test_a_comparison_shows_its_women_and_too_few_give_no_estimate(hormone_results, hormone_trial):
    rows = cells(contrasts(read(hormone_results), hormone_trial).rows)
    target = next(row for row in rows if row[0].startswith("Ovulation") and row[1] == "target")
    assert target[2:4] == ["23.1 and 23.1", "12.0 ± 1.0 %"]
    hormone_results["scenarios"]["target"]["arms"]["cells"]["endpoints"]["ovulation"]["n"] = 4.6
    rows = cells(contrasts(read(hormone_results), hormone_trial).rows)
    target = next(row for row in rows if row[0].startswith("Ovulation") and row[1] == "target")
    assert target[2:] == ["4.6 and 23.1", "too few women", "", "26.8 %", "+12 points", "", ""]


def test_the_years_say_whose_mean_the_reserve_is(hormone_results, hormone_trial):
    section = years_table(read(hormone_results), hormone_trial)
    assert section.columns[1] == "resting follicles, no effect"
    assert "arithmetic mean over all women" in section.paragraphs[0]
