"""AMH by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import amh

P = amh.AmhParameters(per_follicle=0.25, rate=0.6, quality_base=0.3)
after = plain(amh.amh)


@pytest.mark.parametrize(
    ("antral", "weighted", "quality", "blood"),
    [(10.0, 2.0, 1.0, 3.0), (10.0, 2.0, 0.0, 0.9), (10.0, 2.0, 0.5, 1.95), (0.0, 0.0, 1.0, 0.0)],
)
def test_steady_state(antral, weighted, quality, blood):
    # 0.25 ng/mL a follicle, times 0.3 + 0.7 q
    assert after(amh.Amh(0.0), antral, weighted, quality, 1e3, P).blood == pytest.approx(blood)


def test_half_way_in_a_half_life():
    assert after(amh.Amh(5.0), 10.0, 2.0, 1.0, math.log(2) / 0.6, P).blood == pytest.approx(4.0)
