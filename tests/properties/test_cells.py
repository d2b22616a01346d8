"""Laws of cells: more given are never fewer homed, and no effect is no change."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.engine import OUTPUTS, Infusions, advance, start
from antral.kernel import plain
from antral.physiology import typical
from antral.therapy import ROUTES, Cells, cells, delivered, typical_cells

few = settings(max_examples=30, deadline=None)

kinetics = st.builds(
    lambda release, share, homing, loss, systemic: typical_cells()._replace(
        lung_release=release, ovarian_share=share, homing=homing, ovary_loss=loss, systemic=systemic
    ),
    st.floats(0.02, 0.6),
    st.floats(0.0005, 0.006),
    st.floats(1.0, 10.0),
    st.floats(0.1, 0.35),
    st.floats(0.0, 0.05),
)
doses = st.lists(st.floats(0.0, 1e9), min_size=2, max_size=2).map(sorted)


@few
@given(st.sampled_from(sorted(ROUTES)), doses, kinetics)
def test_more_cells_are_never_fewer_homed(route, pair, p):
    less, more = (delivered(route, dose, p) for dose in pair)
    assert less.lung <= more.lung
    assert less.ovary <= more.ovary
    one = Cells(float(less.lung), float(less.ovary), 0.0, 0.0)
    two = Cells(float(more.lung), float(more.ovary), 0.0, 0.0)
    for _ in range(8 * 20):
        one, two = plain(cells.after)(one, 0.125, p), plain(cells.after)(two, 0.125, p)
        assert all(a <= b * (1 + 1e-12) for a, b in zip(one, two, strict=True))
        assert min(one) >= 0.0
        assert one.repair <= two.repair * (1 + 1e-12) <= 1.0


@few
@given(st.sampled_from(sorted(ROUTES)), st.floats(0.0, 1e9), kinetics)
def test_never_more_cells_than_were_given(route, dose, p):
    got = delivered(route, dose, p)
    assert got.lung + got.ovary <= dose * (1 + 1e-12)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 40), st.booleans())
def test_no_dose_and_no_gain_change_nothing(seed, n, no_dose):
    ids = np.arange(n)
    gain = 0.9 if no_dose else 0.0
    state = start(typical(), 3000.0 + 900.0 * ids, ids, seed).treated(typical_cells()._replace(quality_gain=gain))
    given_cells = np.full((n, 1), 0.0 if no_dose else 1e9)
    _, treated = advance(state, 60, seed=seed, infusions=Infusions(np.full((n, 1), 3), given_cells, given_cells))
    _, untreated = advance(state, 60, seed=seed)
    repair = slice(None) if no_dose else np.array([name != "repair" for name in OUTPUTS])
    assert np.array_equal(treated.values[repair], untreated.values[repair])
