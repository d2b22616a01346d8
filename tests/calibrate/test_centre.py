"""The centre of a posterior, and the prior that stays where it was."""

import math

import polars as pl
import pytest

from antral.calibrate import Prior, fit
from antral.calibrate.centre import centre, keep_median
from antral.calibrate.fit import Stated
from antral.calibrate.posterior import Posterior
from antral.core import RecordError, Tag


def test_the_centre_is_the_weighted_mean_on_the_scale_of_the_prior() -> None:
    chosen = fit("hrt")
    columns = {prior.name: prior.value([-1.0, 2.0]).tolist() for prior in chosen.priors}
    posterior = Posterior("hrt", pl.DataFrame({**columns, "weight": [0.75, 0.25]}), {})
    found = centre(posterior, chosen)
    for prior in chosen.priors:  # -1 * 0.75 + 2 * 0.25
        assert found[prior.name] == pytest.approx(float(prior.value(-0.25)), rel=1e-9)


def test_a_stated_median_takes_the_place_of_the_value_on_record() -> None:
    prior = Prior("fsh.drive_most", Stated(width=0.2, median=5.5, tag=Tag.ASSUMED, source="made up"))
    assert math.isclose(float(prior.value(0.0)), 5.5)


def test_the_median_is_stated_once(tmp_path) -> None:
    file = tmp_path / "part.yaml"
    file.write_text("parameters:\n  fsh.most: {width: 0.2}\n  fsh.most_of: {width: 0.3}\n")
    keep_median(file, "fsh.most", 4.45)
    keep_median(file, "fsh.most", 9.0)
    assert file.read_text() == "parameters:\n  fsh.most: {median: 4.45, width: 0.2}\n  fsh.most_of: {width: 0.3}\n"
    with pytest.raises(RecordError, match="one line"):
        keep_median(file, "fsh.least", 1.0)
