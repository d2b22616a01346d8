"""What the verification report draws: aligned by hand, landmarks on their scale, a posterior of known shape."""

import numpy as np
import polars as pl
import pytest
from tests.verify.test_rows import a_course

from antral.core import RecordError
from antral.verify import Company, charts, charts_healthy, identifiability, landmarks
from antral.verify.charts import CHARTS
from antral.verify.company import Life
from antral.verify.cycles import cycles
from antral.verify.landmarks import Landmark, marks
from antral.verify.percentiles import band


def test_percentiles_by_hand():
    values = np.column_stack([np.arange(101.0), np.r_[np.arange(100.0), np.nan]])
    found = band("women", (1, 2), values)
    assert [column[0] for column in found.percentiles] == [5, 25, 50, 75, 95]
    assert [column[1] for column in found.percentiles] == pytest.approx([4.95, 24.75, 49.5, 74.25, 94.05])


def test_a_cycle_is_aligned_on_its_peak_of_lh():
    course = a_course()
    found = cycles(course)
    life = Life(course, found, np.ones(1, np.bool_), np.zeros(1, np.int64))
    lh = charts_healthy._aligned(life, found, np.flatnonzero(np.isfinite(found.lh_day)), "lh_iu_l")
    days = charts_healthy._DAYS
    assert found.lh_day[0] == 23.5
    # LH of the course is 5 + 50 exp(-(t - 23.5)^2); its cycle lasts from day 10 to day 38
    assert lh.shape == (1, days.size)
    assert lh[0, days == 0] == pytest.approx(55.0)
    assert lh[0, days == -2] == pytest.approx(5 + 50 * np.exp(-4.0))
    assert np.isfinite(lh[0, days >= -13]).all()


def test_days_outside_the_cycle_are_left_out():
    course = a_course()
    found = cycles(course)
    short = type(found)(**{**vars(found), "begin": found.begin + 5.0, "length": found.length - 10.0})
    lh = charts_healthy._aligned(
        Life(course, short, np.ones(1, np.bool_), np.zeros(1, np.int64)), short, np.array([0]), "lh_iu_l"
    )
    inside = charts_healthy._DAYS[np.isfinite(lh[0])]
    assert (inside[0], inside[-1]) == (-8.5, 9.5)  # days 15 to 33 around the peak on day 23.5


@pytest.mark.parametrize("key", landmarks())
def test_every_landmark_says_where_it_comes_from_and_is_shown(key):
    one = landmarks()[key]
    assert one.source
    assert one.unit
    assert one in [other for other in landmarks().values() if other.series == one.series]
    assert marks(one.series)


@pytest.mark.parametrize(
    ("key", "value", "low", "high"),
    [
        ("lh_follicular", None, 2.4, 12.6),
        ("fsh_mid_cycle", None, 3.4, 33.4),
        ("amh_du_30_32", 4.55, 1.48, 11.45),
        ("amh_yoo_35_37", 2.6, 0.42, None),
        ("fsh_lee_45_49", 13.0, None, None),
        ("resumed_bidet_year", 77 / 358, None, None),
    ],
)
def test_landmarks_are_those_of_the_sources(key, value, low, high):
    one = landmarks()[key]
    assert (one.value, one.low, one.high) == (pytest.approx(value) if value else None, low, high)


def test_factors_bring_values_to_the_scale_of_the_figure():
    [lee] = [mark for mark in marks("cycle_e2") if mark.label == "Lee 1992"]
    assert lee.value == pytest.approx(210 / 3.671, rel=1e-3)  # pmol/L to pg/mL
    wallace = [mark for mark in marks("age_reserve") if mark.x_low == 25 and mark.label.startswith("Wallace")]
    assert [mark.value for mark in wallace] == [130_000]  # one ovary 65 000


@pytest.mark.parametrize(
    "wrong", [{"low": 1.0}, {"low": 3.0, "high": 2.0, "interval": "sd"}, {"low": 1.0, "high": 2.0}]
)
def test_a_landmark_that_says_nothing_is_refused(wrong):
    stated = {"series": "a", "label": "abc", "x_low": 1, "x_high": 2, "unit": "d", "tag": "published", "source": "abc"}
    with pytest.raises(ValueError, match=r"wanted|above|belong"):
        Landmark(**stated | wrong)


def test_every_chart_is_made_with_who_was_simulated():
    company, seen = Company(3, women=24), []
    found = charts(company, lambda stage, share: seen.append((stage, share)))
    assert [one.name for one in found] == ["cycle", "amh", "afc", "fsh-age", "reserve", "menopause", "poi", "hormones"]
    assert len(seen) == len(CHARTS) + 1
    assert seen[-1] == ("figures: done", 1.0)
    for one in found:
        assert "women" in one.caption
        assert "seed 3" in one.caption
        for panel in one.panels:
            lines = [*panel.curves, *(b for b in panel.bands)]
            assert lines
            for line in lines:
                rows = [line.y] if hasattr(line, "y") else line.percentiles
                assert all(np.isfinite(row).all() and len(row) == len(line.x) for row in rows)
    cycle = found[0]
    lh = cycle.panels[1].bands[0]
    assert lh.x[int(np.argmax(lh.percentiles[2]))] == 0.0
    past = next(one for one in found if one.name == "menopause").panels[0].curves[0]
    assert past.y[-1] == pytest.approx(1.0, abs=0.1)
    fsh = found[-1].panels[0]
    assert fsh.shades == ((21.5, 28.5),)  # Climen: 21 tablets, then a week without
    without, under = (b.percentiles[2] for b in fsh.bands)
    assert under[19] < 0.85 * without[19]


@pytest.fixture
def posterior(tmp_path):
    """1001 draws: a is uniform over a tenth of its prior, b its mirror image, c fills its logarithmic prior."""
    a = np.linspace(0.4, 0.5, 1001)
    frame = pl.DataFrame({"a": a, "b": 10.0 - 10.0 * a, "c": 10.0 ** np.random.default_rng(1).uniform(0, 2, 1001)})
    frame.write_parquet(tmp_path / "healthy.parquet")
    (tmp_path / "healthy.yaml").write_text(
        "part: healthy\nprior:\n  a: {low: 0, high: 1}\n  b: {low: 0, high: 10}\n  c: {low: 1, high: 100, scale: log}\n"
        "sensitivity:\n  cycle: {a: 2.0, c: -1.0}\nsensitivity_method: Morris\n"
    )
    return tmp_path


def test_a_posterior_is_shown_within_its_prior(posterior):
    ladder, together, moved = identifiability(posterior)
    bars = {name: ends for name, *ends in ladder.bars}
    assert bars["a"] == pytest.approx([0.4025, 0.45, 0.4975], abs=1e-3)
    assert bars["b"] == pytest.approx([0.5025, 0.55, 0.5975], abs=1e-3)
    assert bars["c"] == pytest.approx([0.025, 0.5, 0.975], abs=0.05)
    assert ladder.bars[-1][0] == "c"  # the least determined last
    table = {(r, c): v for r, row in zip(together.rows, together.values, strict=True)
             for c, v in zip(together.columns, row, strict=True)}  # fmt: skip
    assert table["a", "b"] == pytest.approx(-1.0)
    assert abs(table["a", "c"]) < 0.1
    assert (moved.rows, moved.columns, moved.values, moved.most) == (("cycle",), ("a", "c"), ((2.0, -1.0),), 2.0)


def test_weights_count(posterior):
    frame = pl.read_parquet(posterior / "healthy.parquet")
    half = frame.with_columns(weight=(pl.col("a") < 0.45).cast(pl.Float64))
    half.write_parquet(posterior / "healthy.parquet")
    bars = {name: ends for name, *ends in identifiability(posterior)[0].bars}
    assert bars["a"] == pytest.approx([0.40125, 0.425, 0.44875], abs=1e-3)


def test_without_a_posterior_there_is_no_chapter(tmp_path):
    assert identifiability(tmp_path) == []


def test_every_shipped_calibration_is_shown_and_the_effect_of_cells_is_not_among_them():
    named = {figure.name for figure in identifiability()}
    assert {"posterior-healthy", "posterior-hrt", "posterior-poi"} <= named
    assert "posterior-effect" not in named


def test_a_posterior_without_its_prior_is_refused(posterior):
    (posterior / "healthy.yaml").write_text("part: healthy\ncommand: antral calibrate healthy\n")
    with pytest.raises(RecordError, match="prior"):
        identifiability(posterior)
