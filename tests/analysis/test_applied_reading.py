"""How the rows of a table are read: whose they are, in which order visits come, what is below detection."""

from pathlib import Path

import numpy as np
import pytest

from antral.api import estimate
from antral.core import InputError

LONG = [
    (
        f"P{n:02d}",
        "placebo" if n % 2 else "cells",
        visit,
        50.0 + 3 * (n % 5) - at * (n % 2 == 0) * 2 + (n * at) % 4,
        52.0 + n % 6,
    )
    for n in range(16)
    for at, visit in enumerate(("wk4", "wk12", "wk24"))
]  # fmt: skip


def written(
    file: Path, rows: list[tuple[object, ...]], header: str = "participant_id,arm,visit,value,baseline"
) -> Path:
    file.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return file


def result(file: Path, method: str, **asked: object):
    return estimate(file, method, **asked)[-1].result  # type: ignore[arg-type]


def test_other_names_of_columns_are_known(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", LONG, "subject,treatment,week,value,baseline")
    with pytest.raises(InputError, match="holds 3 visits; choose one with --visit"):
        estimate(file, "ancova")
    assert result(file, "ancova", visit="wk24").df == 16 - 3


def test_rows_of_nobody_are_told(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", [("placebo", 3), ("placebo", 4), ("cells", 6), ("cells", 8)], "arm,value")
    assert any("every row counts as a woman of her own" in note for note in result(file, "welch").notes)


def test_an_empty_participant_is_refused(tmp_path: Path) -> None:
    rows = [("", *row[1:]) if row[0] == "P03" else row for row in LONG]
    with pytest.raises(InputError, match="column participant_id: None came; a participant was wanted"):
        estimate(written(tmp_path / "a.csv", rows), "mmrm")


@pytest.mark.parametrize("method", ["mmrm", "jump_to_reference"])
def test_the_order_of_rows_does_not_matter(method: str, tmp_path: Path) -> None:
    forwards = result(written(tmp_path / "a.csv", LONG), method, visit="wk24")
    backwards = result(written(tmp_path / "b.csv", sorted(LONG, key=lambda row: str(row[2]))), method, visit="wk24")
    assert backwards.estimate == pytest.approx(forwards.estimate, rel=1e-9)
    assert any("wk4, wk12, wk24" in note for note in backwards.notes)


def test_visits_without_numbers_must_stand_in_order(tmp_path: Path) -> None:
    names = {"wk4": "early", "wk12": "middle", "wk24": "late"}
    rows = [(*row[:2], names[str(row[2])], *row[3:]) for row in LONG]
    assert any(
        "as the rows have them: early, middle, late" in n
        for n in result(written(tmp_path / "a.csv", rows), "mmrm").notes
    )
    rows[3], rows[4] = rows[4], rows[3]
    with pytest.raises(InputError, match="line 6: early comes after a later visit"):
        estimate(written(tmp_path / "b.csv", rows), "mmrm")


def test_days_order_visits_of_any_name(tmp_path: Path) -> None:
    days = {"wk4": 28, "wk12": 84, "wk24": 168}
    rows = [(*row, days[str(row[2])]) for row in reversed(LONG)]
    file = written(tmp_path / "a.csv", rows, "participant_id,arm,visit,value,baseline,day")
    assert any("by their days: wk4, wk12, wk24" in note for note in result(file, "mmrm").notes)


def test_a_baseline_visit_is_no_response(tmp_path: Path) -> None:
    """With and without a column of its own it gives the same model."""
    people = dict.fromkeys(row[0] for row in LONG)
    extra = [next((row[0], row[1], "Baseline", row[4], row[4]) for row in LONG if row[0] == who) for who in people]
    both = [one for who in people for one in [*extra, *LONG] if one[0] == who]
    plain = result(written(tmp_path / "a.csv", LONG), "mmrm", visit="wk24")
    beside = result(written(tmp_path / "b.csv", both), "mmrm", visit="wk24")
    alone = result(
        written(tmp_path / "c.csv", [row[:4] for row in both], "participant_id,arm,visit,value"), "mmrm", visit="wk24"
    )
    assert beside.estimate == pytest.approx(plain.estimate)
    assert alone.estimate == pytest.approx(plain.estimate)
    assert any("Baseline: no response, but the baseline" in note for note in alone.notes)


def test_values_below_detection_are_told_where_the_limit_stands_for_them(tmp_path: Path) -> None:
    rows = [(1, "placebo", "<0.02"), (2, "placebo", 0.05), (3, "cells", "<0.02"), (4, "cells", 0.4), (5, "cells", 0.2)]
    file = written(tmp_path / "a.csv", rows, "id,arm,value")
    assert any("2 values below detection stand at their limit" in note for note in result(file, "welch").notes)
    assert not any("stand at their limit" in note for note in result(file, "gehan").notes)


def test_arms_are_told_apart_by_more_than_capitals(tmp_path: Path) -> None:
    rows = [(1, "Placebo", 3), (2, "placebo", 4), (3, "cells", 6), (4, "Cells ", 8)]
    found = estimate(written(tmp_path / "a.csv", rows, "id,arm,value"), "welch")
    assert [one.comparison for one in found] == ["cells against Placebo"]
    assert found[0].result.n == {"treated": 2, "control": 2}


def test_an_arm_without_values_does_not_stop_the_others(tmp_path: Path) -> None:
    rows = [(1, "placebo", 3), (2, "placebo", 4), (3, "low", ""), (4, "high", 6), (5, "high", 8)]
    found = estimate(written(tmp_path / "a.csv", rows, "id,arm,value"), "welch")
    assert [one.comparison for one in found] == ["high against placebo"]
    assert "no woman of low has a value: not compared" in found[0].result.notes


def test_competing_events_are_told_and_odd_codes_refused(tmp_path: Path) -> None:
    rows = [(1, "placebo", 3, 1), (2, "placebo", 4, 2), (3, "cells", 6, 1), (4, "cells", 8, 0)]
    file = written(tmp_path / "a.csv", rows, "id,arm,time,event")
    assert any("1 competing events end follow-up" in note for note in result(file, "log_rank").notes)
    rows[1] = (2, "placebo", 4, 0.5)
    with pytest.raises(InputError, match=r"line 3, column event: '0\.5' came"):
        estimate(written(tmp_path / "b.csv", rows, "id,arm,time,event"), "log_rank")


def test_censoring_of_cdisc_is_turned_round(tmp_path: Path) -> None:
    rows = [(1, "placebo", 3, 1), (2, "placebo", 4, 0), (3, "cells", 6, 1), (4, "cells", 8, 1)]
    turned = [(*row[:3], 1 - int(row[3])) for row in rows]
    ours = result(written(tmp_path / "a.csv", rows, "id,arm,time,event"), "log_rank")
    theirs = result(written(tmp_path / "b.csv", turned, "USUBJID,TRTP,AVAL,CNSR"), "log_rank")
    assert theirs.estimate == pytest.approx(ours.estimate)
    assert "CNSR is 0 where the event came, and was turned round" in theirs.notes


def test_left_out_women_are_of_their_arm(tmp_path: Path) -> None:
    rows = [(1, "placebo", 3, 1), (2, "placebo", "", 1), (3, "cells", 6, 1), (4, "cells", 8, 0)]
    found = estimate(written(tmp_path / "a.csv", rows, "id,arm,time,event"), "median_time")
    assert [one.result.left_out for one in found] == [1, 0]
    assert np.isfinite(found[0].result.estimate)


@pytest.mark.parametrize(("option", "value"), [("covariates", ["site"]), ("horizon", 5.0)])
def test_what_a_method_does_not_take_is_refused(option: str, value: object, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", [(1, "placebo", 3), (2, "cells", 4)], "id,arm,value")
    with pytest.raises(InputError, match=f"welch takes no {option}; those that do: "):
        estimate(file, "welch", **{option: value})  # type: ignore[arg-type]


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has a header and no rows"):
        estimate(written(tmp_path / "a.csv", [], "id,arm,value"), "welch")


def test_several_comparisons_may_be_adjusted_for(tmp_path: Path) -> None:
    """Holm by hand: the smaller of two p-values counts twice."""
    rows = [(n, ("placebo", "low", "high")[n % 3], 3 + 2 * (n % 3) + 0.7 * (n % 4)) for n in range(12)]
    file = written(tmp_path / "a.csv", rows, "id,arm,value")
    plain = [one.result.p_value for one in estimate(file, "welch")]
    holm = [one.result.p_value for one in estimate(file, "welch", adjust="holm")]
    assert min(holm) == pytest.approx(2 * min(plain))
    assert max(holm) == pytest.approx(max(*plain, 2 * min(plain)))
    with pytest.raises(InputError, match="hold for all comparisons together"):
        estimate(file, "dunnett", adjust="holm")
    with pytest.raises(InputError, match="wanted one of bonferroni, holm"):
        estimate(file, "welch", adjust="holms")


def test_a_mixed_model_may_begin_with_another_structure(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", LONG)
    assert "compound symmetry" in result(file, "mmrm", structure="compound_symmetry").method
    with pytest.raises(InputError, match="there is no covariance structure 'toeplitz'"):
        estimate(file, "mmrm", structure="toeplitz")
    with pytest.raises(InputError, match="welch takes no structure"):
        estimate(file, "welch", visit="wk4", structure="compound_symmetry")


def test_a_visit_need_not_be_chosen_where_each_woman_has_one_row(tmp_path: Path) -> None:
    rows = [(1, "placebo", "wk11", 3), (2, "placebo", "wk12", 4), (3, "cells", "wk12", 6), (4, "cells", "wk13", 8)]
    assert result(written(tmp_path / "a.csv", rows, "id,arm,visit,value"), "welch").estimate == pytest.approx(3.5)


@pytest.mark.parametrize("code", ["-99", "999", "-9", "9999"])
def test_a_number_that_often_means_missing_is_asked_about(code: str, tmp_path: Path) -> None:
    rows = [("placebo", 3), ("placebo", 4), ("cells", 6), ("cells", 8)]
    plain, coded = (
        written(tmp_path / name, more, "arm,value")
        for name, more in (("a.csv", rows), ("b.csv", [*rows, ("cells", code)]))
    )
    assert not any("missing one" in note for note in result(plain, "welch").notes)
    assert any(f"value: {code} lies far from all other values" in note for note in result(coded, "welch").notes)


def test_a_large_number_among_large_ones_is_not_asked_about(tmp_path: Path) -> None:
    rows = [("placebo", 60), ("placebo", 99), ("cells", 88), ("cells", 70)]
    assert not any(
        "missing one" in note for note in result(written(tmp_path / "a.csv", rows, "arm,value"), "welch").notes
    )
