"""The corpus luteum by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import luteal

P = luteal.LutealParameters(
    rise_days=3.5,
    lifespan=11.7,
    lifespan_sd=1.8,
    lifespan_min=5.5,
    lifespan_max=16.0,
    horizon_days=30.0,
    refractory_days=3.0,
    size_sd=0.25,
    size_quality_base=0.4,
)
activity = plain(luteal.activity)


@pytest.mark.parametrize(
    ("days", "lifespan", "expected"),
    [
        (0.0, 12.0, 0.0),
        (3.5, 1e6, 1 - math.exp(-1)),  # risen by one time constant, nowhere near its end
        (14.0, 14.0, 0.5 * (1 - math.exp(-16))),  # half at its lifespan
        (7.0, 14.0, (1 - math.exp(-4)) / (1 + 0.5**14)),
        (30.0, 1e6, 0.0),
        (100.0, 11.7, 0.0),
    ],
)
def test_activity_by_hand(days, lifespan, expected):
    assert activity(luteal.CorpusLuteum(days, lifespan, 1.0), P) == pytest.approx(expected, abs=1e-7)
    assert activity(luteal.CorpusLuteum(days, lifespan, 0.5), P) == pytest.approx(expected / 2, abs=1e-7)


@pytest.mark.parametrize(("normal", "days"), [(0.0, 11.7), (1.0, 13.5), (-5.0, 5.5), (4.0, 16.0)])
def test_lifespan_is_cut(normal, days):
    assert plain(luteal.drawn_lifespan)(normal, P) == pytest.approx(days)


@pytest.mark.parametrize(
    ("normal", "quality", "size"),
    [(0.0, 1.0, 1.0), (0.0, 0.0, 0.4), (0.0, 0.5, 0.7), (4.0, 1.0, math.e), (-4.0, 0.5, 0.7 / math.e)],
)
def test_size_follows_the_follicle_it_comes_from(normal, quality, size):
    assert plain(luteal.drawn_size)(normal, quality, P) == pytest.approx(size)
