"""Rows over a posterior: which rows, whose spread, and that a stopped call goes on."""

import json

import numpy as np
import polars as pl
import pytest

from antral import api
from antral.api.verification_over import spread
from antral.calibrate import Posterior
from antral.core import InputError
from antral.verify import ROWS_OF_THE_CODE, Estimate, Row, Spread, references

RATES = (0.5, 0.6, 0.7, 0.8)
"""sd of the logarithm of follicles at birth."""


@pytest.fixture
def posterior(tmp_path):
    table = pl.DataFrame({"healthy.at_birth.sd_log": list(RATES), "weight": [0.25] * 4})
    file = tmp_path / "made.parquet"
    Posterior("hrt", table, {"command": "made by hand"}).write(file)
    return file


def over(file, folder, **changes):
    told = {"rows": ("empty_sd", "reserve_38", "21"), "women": 8, "member_women": 8, "workers": 1} | changes
    return api.verify("physiology", **{"uncertainty": 4, "posterior": file, "out": folder} | told)


def test_every_row_of_numbers_has_a_spread_and_the_point_stays(posterior, tmp_path):
    found = over(posterior, tmp_path / "v")
    rows = {row.key: row for row in found.rows}
    plain = api.verify("physiology", rows=("empty_sd",), women=8)
    assert rows["empty_sd"].estimate == plain.rows[0].estimate
    one = rows["empty_sd"].spread
    # the more the numbers at birth differ, the more do the ages at which they are used up: 0.27 at the point, 3.9 y
    assert one.members == 4
    assert 6.0 < one.low < one.mean < one.high
    assert one.sd > one.mcse
    # one typical woman does not depend on how women differ
    assert (rows["reserve_38"].spread.sd, rows["reserve_38"].spread.members) == (0.0, 4)
    assert rows["reserve_38"].over.startswith(f"{rows['reserve_38'].ours} [")
    assert rows["oracle_period"].spread is None
    assert rows["oracle_period"].over == ""
    told = found.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False))["uncertainty"]["members"] == 4
    assert told["rows"][0]["over_posterior"] is not None
    assert "--uncertainty 4 --member-women 8" in found.made_with["Command"]
    page = found.write(tmp_path / "v")[1].read_text()
    assert "over the posterior [5 to 95 %]" in page
    assert rows["empty_sd"].over in page


def test_a_stopped_call_goes_on(posterior, tmp_path, monkeypatch):
    first = over(posterior, tmp_path / "v")
    kept = sorted((tmp_path / "v" / "uncertainty").glob("*.json"))
    assert len(kept) == 4
    kept[0].unlink()
    done = []
    evaluated = api.verification_over.Simulator._evaluated
    monkeypatch.setattr(
        api.verification_over.Simulator, "_evaluated", lambda self, item: done.append(item) or evaluated(self, item)
    )
    assert over(posterior, tmp_path / "v").rows == first.rows
    assert len(done) == 1


def test_progress_tells_of_members(posterior):
    seen = []
    over(posterior, None, rows=("reserve_38",), progress=lambda stage, share: seen.append((stage, share)))
    assert [share for stage, share in seen if stage == "members of the posterior"] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_without_a_posterior_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("antral.calibrate.posterior.shipped", lambda part: None)
    with pytest.raises(InputError, match=r"--posterior FILE"):
        api.verify("physiology", rows=("1",), uncertainty=2)
    with pytest.raises(InputError, match="without uncertainty"):
        api.verify("physiology", rows=("1",), posterior="made.parquet")


def test_members_without_a_value_are_left_out():
    rng = np.random.default_rng(2)
    values = rng.normal(3.0, 0.5, 400)
    found = spread([(float("nan"), float("nan")), *((value, 0.0) for value in values)])
    assert found.members == 400
    assert found.mean == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx(np.quantile(values, [0.05, 0.95]))
    assert spread([(float("nan"), 0.0)]) == Spread(None, None, None, None, None, None, 0)
    row = Row("poi_mild", references()["poi_mild"], Estimate(0.2), spread([(float("nan"), 0.0)]))
    assert row.over == ""
    assert Row("poi_mild", references()["poi_mild"], Estimate(0.2), spread([(0.3, 0.1)])).over == "0.3"


def test_where_chance_hides_the_spread_it_says_how_much_it_may_hide():
    found = spread([(0.3, 0.1), (0.35, 0.1), (0.25, 0.1)])
    # variance 0.0025 of 2 degrees of freedom; the 5 % quantile of chi-square is 0.102587
    assert (found.sd, found.sd_at_most) == (0.0, pytest.approx(np.sqrt(2 * 0.0025 / 0.102587 - 0.01), rel=1e-4))
    assert Row("poi_mild", references()["poi_mild"], Estimate(0.2), found).over == "0.3 [sd at most 0.197]"
    exact = spread([(7.0, 0.0), (7.0, 0.0)])
    assert Row("poi_mild", references()["poi_mild"], Estimate(0.2), exact).over == "7 [7 to 7]"


def test_rows_of_the_code_are_those_of_the_solver():
    assert {references()[key].number for key in ROWS_OF_THE_CODE} == {"21", "22", "23", "24"}
