import math

import numpy as np
import pytest

from antral.core import InputError
from antral.measurement import analyte, analytes, luck, observed

N = 20_000
WOMEN = np.arange(N)
KEY = {"seed": 5, "trial": 3, "visit": 2}


def measure(true, assay, **who):
    return observed(assay.code, lambda name, steps: np.asarray(true), luck(assay.code, **who))


def test_every_hormone_of_a_visit_has_a_record():
    assert list(analytes()) == ["FSH", "LH", "E2", "P4", "INHB", "AMH"]


def test_an_unknown_assay_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match=r"no assay 'TSH'.*FSH"):
        analyte("TSH")


@pytest.mark.parametrize("code", ["FSH", "LH", "E2", "P4", "INHB", "AMH"])
def test_spread_is_that_of_both_errors_together(code):
    assay = analyte(code)
    true = 1000.0  # far above every limit, so neither rounding nor detection matters
    value, censored = measure(true, assay, patient=WOMEN, **KEY)
    sd = math.sqrt(assay.analytical_cv.value**2 + assay.biological_cv.value**2)
    # sd of a standard deviation of 20,000 normals is sd/sqrt(2N) = 0.5 % of it; 4 of them are one false alarm in 16,000
    assert np.log(value / true).std() == pytest.approx(sd, rel=0.02)
    assert abs(np.log(value / true).mean()) < 4 * sd / math.sqrt(N)
    assert not censored.any()


def test_fsh_error_is_five_and_ten_per_cent_combined():
    assert analyte("FSH").error_sd() == pytest.approx(0.1118034, abs=1e-6)


def test_estradiol_is_less_precise_below_50():
    assay = analyte("E2")
    low, _ = measure(40.0, assay, patient=WOMEN, **KEY)
    high, _ = measure(60.0, assay, patient=WOMEN, **KEY)
    assert np.log(low / 40.0).std() == pytest.approx(math.sqrt(0.15**2 + 0.10**2), rel=0.02)
    assert np.log(high / 60.0).std() == pytest.approx(math.sqrt(0.08**2 + 0.10**2), rel=0.02)


def test_a_value_below_detection_becomes_the_limit_and_is_flagged():
    assay = analyte("AMH")
    value, censored = measure(np.array([1e-6, 5.0]), assay, patient=1, **KEY)
    assert censored.tolist() == [True, False]
    assert value[0] == assay.detection_limit.value
    at_limit, flags = measure(assay.detection_limit.value, assay, patient=WOMEN, **KEY)
    assert flags.mean() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(N))
    assert at_limit.min() == assay.detection_limit.value


def test_values_are_rounded_as_reported():
    value, _ = measure(77.7, analyte("FSH"), patient=WOMEN, **KEY)
    np.testing.assert_allclose(value * 10, np.rint(value * 10), atol=1e-9)


def test_a_missing_value_stays_missing():
    value, censored = measure(np.array([np.nan]), analyte("FSH"), patient=1, **KEY)
    assert np.isnan(value[0])
    assert not censored[0]


def test_luck_depends_on_woman_visit_trial_and_analyte_only():
    one, _ = measure(77.7, analyte("FSH"), patient=WOMEN[:50], **KEY)
    alone, _ = measure(77.7, analyte("FSH"), patient=17, **KEY)
    assert one[17] == alone
    for change in ({"visit": 3}, {"trial": 4}, {"seed": 6}):
        other, _ = measure(77.7, analyte("FSH"), patient=WOMEN[:50], **(KEY | change))
        assert (other != one).mean() > 0.8
    lh, _ = measure(1000.0, analyte("LH"), patient=WOMEN, **KEY)
    fsh, _ = measure(1000.0, analyte("FSH"), patient=WOMEN, **KEY)
    assert abs(np.corrcoef(np.log(lh), np.log(fsh))[0, 1]) < 4 / math.sqrt(N)
