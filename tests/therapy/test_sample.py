"""Joint samples of what cells may do: which row a trial takes, and what it changes."""

import hashlib
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from antral.core import InputError, Purpose, RecordError, uniforms
from antral.therapy import Sample, Scenario, draw, product_factors, scenario, strength, typical_cells
from antral.therapy import sample as sample_file

ROWS = Sample(
    "three",
    {
        "works": np.array([0.0, 1.0, 1.0]),
        "quality_gain": np.array([0.3, 0.1, 0.6]),
        "homing": np.array([1.0, 2.0, 9.0]),
        "responders": np.array([1.0, 1.0, 0.5]),
        "strength_adipose": np.array([1.0, 0.5, 2.0]),
        "strength_other": np.array([1.0, 1.0, 3.0]),
        "hgf_strength": np.array([1.0, 1.5, 4.0]),
        "hgf_loss": np.array([1.0, 0.7, 0.5]),
    },
)


def _scenario(sample: Sample, **more) -> Scenario:
    return Scenario.model_validate(
        {"name": "x", "title": "", "meaning": "", "tag": "assumed", "source": "", "responders": 1.0, "sample": sample}
        | more
    )


def test_rows_are_taken_in_turn_and_belong_together():
    trials = np.array([3, 1, 2, 2])
    got = draw(_scenario(ROWS), 5, trials, np.arange(4))
    assert got.homing.tolist() == [9.0, 1.0, 2.0, 2.0]
    assert got.quality_gain[1] == 0.0  # nothing works there
    assert got.quality_gain[2:].tolist() == [0.1, 0.1]
    assert got.signal_half.tolist() == [typical_cells().signal_half] * 4  # the sample says nothing of it
    assert strength(_scenario(ROWS), 5, trials).tolist() == [0.6, 0.0, 0.1, 0.1]


def test_a_trial_beyond_the_rows_is_refused():
    with pytest.raises(InputError, match="3 rows"):
        draw(_scenario(ROWS), 5, np.array([4]), np.array([1]))


def test_the_share_of_responders_is_the_rows():
    women = np.arange(4000)
    got = draw(_scenario(ROWS), 5, np.full(4000, 3), women)
    assert abs((got.quality_gain > 0.0).mean() - 0.5) < 4.0 * np.sqrt(0.25 / 4000)


def test_a_row_is_drawn_by_weight_and_trial_number_alone():
    weighted = replace(ROWS, weight=np.array([0.5, 0.25, 0.25]))
    trials = np.arange(1, 4001)
    rows = weighted.row(7, trials)
    for row, share in enumerate((0.5, 0.25, 0.25)):
        assert abs((rows == row).mean() - share) < 4.0 * np.sqrt(share * (1 - share) / 4000)
    assert np.array_equal(weighted.row(7, trials[::-1]), rows[::-1])
    assert (weighted.row(8, trials) != rows).any()


def test_cells_fail_in_the_same_trials_as_in_a_scenario_of_that_share():
    weighted = replace(ROWS, weight=np.array([0.5, 0.25, 0.25]))
    trials = np.arange(1, 1001)
    half = uniforms(7, trials, 0, Purpose.EFFECT, 0)[..., 0] < 0.5
    assert np.array_equal(weighted.row(7, trials) == 0, half)


def test_what_is_drawn_by_itself_goes_before_the_sample():
    moved = _scenario(ROWS, draws={"homing": {"kind": "fixed", "value": 4.0}})
    assert draw(moved, 5, np.array([3]), np.array([1])).homing.tolist() == [4.0]
    again = moved.model_copy(update={"name": "y"})
    assert again.sample is ROWS
    assert again.own == {"quality_gain", "homing"}
    assert again.has_effect
    assert again.may_fail


def test_a_scenario_is_written_down_with_the_hash_of_its_sample():
    one, same, other = (
        _scenario(sample).model_dump(mode="json")["sample"]
        for sample in (
            ROWS,
            replace(ROWS),
            replace(ROWS, columns={**ROWS.columns, "homing": np.array([1.0, 2.0, 8.0])}),
        )
    )
    assert one == same == f"three {ROWS.sha256}"
    assert other != one
    assert replace(ROWS, weight=np.ones(3)).sha256 != ROWS.sha256


def test_a_product_changes_strength_and_loss_by_tissue_donor_and_gene():
    one, trials = _scenario(ROWS), np.array([2, 3])
    adipose = product_factors(one, 5, trials, tissue="adipose tissue", donor="autologous", hgf=False)
    assert adipose.strength.tolist() == [0.5, 2.0]
    assert adipose.loss.tolist() == [1.0, 1.0]
    carrying = product_factors(one, 5, trials, tissue="adipose tissue", donor="allogeneic", hgf=True)
    assert carrying.strength.tolist() == pytest.approx([0.75, 8.0])
    assert carrying.loss.tolist() == pytest.approx([1.5 * 0.7, 1.5 * 0.5])  # 1.5: donor.yaml
    assert product_factors(one, 5, trials, tissue="?", donor="autologous", hgf=False).strength.tolist() == [1.0, 3.0]


def test_without_a_sample_all_tissues_are_alike_to_the_bit():
    for hgf in (False, True):
        got = product_factors(scenario("target"), 1, np.arange(3), tissue="bone marrow", donor="autologous", hgf=hgf)
        assert got.strength.tolist() == got.loss.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "columns",
    [{"miracle": np.ones(2)}, {"homing": np.ones(2), "works": np.ones(3)}, {"homing": np.array([1.0, np.nan])}, {}],
)
def test_a_table_that_is_no_sample_is_refused(columns):
    with pytest.raises(RecordError):
        Sample("bad", columns)


def test_a_shipped_table_is_the_one_that_is_described(tmp_path, monkeypatch):
    file = tmp_path / "mine.parquet"
    pl.DataFrame({"homing": [1.0, 2.0], "weight": [0.25, 0.75]}).write_parquet(file)
    monkeypatch.setattr(sample_file, "path", lambda *parts: tmp_path / parts[-1])
    sample_file.shipped_sample.cache_clear()
    file.with_suffix(".yaml").write_text(f"sha256: {hashlib.sha256(file.read_bytes()).hexdigest()}\n")
    found = sample_file.shipped_sample("mine")
    assert found.columns["homing"].tolist() == [1.0, 2.0]
    assert found.weight is not None
    assert found.weight.tolist() == [0.25, 0.75]
    sample_file.shipped_sample.cache_clear()
    file.with_suffix(".yaml").write_text("sha256: other\n")
    with pytest.raises(RecordError, match="make it again"):
        sample_file.shipped_sample("mine")
    sample_file.shipped_sample.cache_clear()
