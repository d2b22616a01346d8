"""Errors that targets share: the covariance against one drawn error by error, and records that cannot be."""

import numpy as np
import pytest

from antral.calibrate import fit, parts
from antral.calibrate.covariance import covariance
from antral.calibrate.evaluate import targets
from antral.calibrate.fit import SharedError
from antral.core import RecordError, Tag
from antral.verify import Target


def goals(*sds):
    return {
        name: Target(part="hrt", value=1.0, source_sd=sd, discrepancy_sd=0.0, why="made up")
        for name, sd in zip("abc", sds, strict=True)
    }


def shared(**sd):
    return SharedError(sd=sd, tag=Tag.ASSUMED, source="made up")


def test_the_covariance_is_that_of_errors_drawn_one_by_one():
    found = covariance(goals(1.0, 2.0, 0.5), {"assay": shared(a=0.6, b=1.2), "phase": shared(b=0.8, c=-0.4)})
    rng = np.random.default_rng(1)
    assay, phase, own = rng.normal(size=400_000), rng.normal(size=400_000), rng.normal(size=(3, 400_000))
    drawn = np.stack([
        0.6 * assay + np.sqrt(1.0 - 0.36) * own[0],
        1.2 * assay + 0.8 * phase + np.sqrt(4.0 - 1.44 - 0.64) * own[1],
        -0.4 * phase + np.sqrt(0.25 - 0.16) * own[2],
    ])  # fmt: skip
    assert found == pytest.approx(np.cov(drawn), abs=0.02)
    assert np.array_equal(covariance(goals(1.0, 2.0, 0.5), {}), np.diag([1.0, 4.0, 0.25]))


@pytest.mark.parametrize("part", parts())
def test_what_is_on_record_is_a_covariance_and_keeps_the_stated_spread(part):
    wanted = targets(part)
    found = covariance(wanted, fit(part).shared_errors)
    assert np.linalg.eigvalsh(found / np.sqrt(np.outer(np.diag(found), np.diag(found)))).min() > 0.01
    assert np.sqrt(np.diag(found)) == pytest.approx([one.sd for one in wanted.values()])


@pytest.mark.parametrize(
    ("sd", "said"),
    [({"a": 0.5, "d": 0.5}, "'d' is no target"), ({"a": 1.0, "b": 0.5}, "a shares an sd of 1 with others")],
)
def test_a_shared_error_that_cannot_be_is_refused(sd, said):
    with pytest.raises(RecordError, match=said):
        covariance(goals(1.0, 2.0, 0.5), {"assay": shared(**sd)})
