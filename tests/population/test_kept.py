"""The virtual candidates on file hold what screening knew of them."""

import numpy as np
import pytest

from antral.population import kept, mix
from antral.population.presented import presented, usual_clinic
from antral.screening import kept_candidates
from antral.screening.candidates import from_columns


@pytest.mark.timeout(300)
def test_written_out_and_read_again_they_are_the_same():
    found = presented(usual_clinic(), mix(kept.MIX), np.arange(160), seed=5)
    known = found.known.take(found.came)
    again = from_columns(kept.columns(found, {}))
    assert len(again.cohort) == len(known) > 10
    assert again.cohort.women.age_years == pytest.approx(known.women.age_years, abs=0.005)
    assert [again.aetiologies[one] for one in again.aetiology] == [
        found.women.aetiologies[one] for one in found.women.aetiology[found.came]
    ]
    for mine, theirs in zip(again.cohort.bleeds, known.bleeds, strict=True):
        assert np.array_equal(mine, theirs)
    for code in ("FSH", "AMH"):
        mine, theirs = again.cohort.samples(code), known.samples(code)
        assert np.array_equal(mine.row, theirs.row)
        assert np.array_equal(mine.day, theirs.day)
        assert mine.value == pytest.approx(theirs.value, rel=0.006)


def test_those_on_file_have_the_disease():
    told = kept_candidates()
    assert len(told.cohort) > 300
    fsh = told.cohort.samples("FSH").value
    assert np.median(fsh) > 40
    assert told.cohort.women.age_years.max() < 45
    assert set(told.aetiology.tolist()) == set(range(len(told.aetiologies)))
