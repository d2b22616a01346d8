"""Studies repeated under particles: a small real one."""

from types import SimpleNamespace

import numpy as np
import pytest

from antral.core import sweep
from antral.evidence.effect import Replicated, prior, used
from antral.evidence.effect.replicated import shift_of


def test_nuisances_move_the_odds_and_the_lean_of_reports_only_with_cells():
    arms = {"cells": SimpleNamespace(total_cells=1e6), "none": SimpleNamespace(total_cells=0)}
    study = SimpleNamespace(replica=SimpleNamespace(protocol=SimpleNamespace(arms=arms)), leans=False)
    columns = {"spontaneous_odds": np.array([2.0, 1.0]), "reporting_lean": np.array([0.5, 0.25])}
    treated, control = (SimpleNamespace(arms=(name,)) for name in arms)
    assert shift_of(study, treated, columns) == pytest.approx([np.log(2.0) + 0.5, 0.25])
    assert shift_of(study, control, columns) == pytest.approx([np.log(2.0), 0.0])
    assert shift_of(study, treated, columns, without="reporting_lean") == pytest.approx([np.log(2.0), 0.0])
    assert shift_of(study, treated, columns, without="spontaneous_odds") == pytest.approx([0.5, 0.25])
    study.leans = True  # an open series of another treatment
    assert shift_of(study, control, columns) == pytest.approx([np.log(2.0) + 0.5, 0.25])


@pytest.fixture(scope="module")
def two_women():
    (study,) = (one for one in used() if one.name == "igboeli2020")
    return study


def test_particles_print_what_their_effect_brings(two_women, tmp_path):
    z = np.zeros((40, len(prior().names)))
    z[:20, 0], z[20:, 0] = -3.0, 3.0  # nothing works, and works
    z[20:, prior().names.index("quality_gain")] = 8.0
    z[20:, prior().names.index("signal_half")] = -8.0
    evaluate = Replicated(prior(), (two_women,), 8, 5, tmp_path, threads=1)
    found = evaluate(z, 0)
    events = found.seen["igboeli2020: bmmsc.menses_resumed@7"]
    assert events.shape == (40, 4)  # eight women, two at a time
    assert set(np.unique(events)) <= {0.0, 1.0, 2.0}
    assert events[20:].mean() > events[:20].mean() + 0.4
    assert found.log_likelihood[20:].mean() > found.log_likelihood[:20].mean()  # two of two were printed
    sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    years, again = evaluate.patient_years, evaluate(z, 0)
    assert np.array_equal(again.log_likelihood, found.log_likelihood)
    assert evaluate.patient_years == 2 * years  # read, and counted as what it cost
    assert not np.array_equal(evaluate(z, 1).seen["igboeli2020: bmmsc.menses_resumed@7"], events)  # luck of its own


def test_a_yardstick_prints_the_same_under_every_particle(tmp_path):
    (study,) = (one for one in used() if one.name == "chen2014_acu")
    evaluate = Replicated(prior(), (study,), 8, 5, tmp_path, threads=1)
    z = np.zeros((6, len(prior().names)))
    z[3:] = 2.0
    found = evaluate(z, 0)
    events = found.seen["chen2014_acu: acu.menses_resumed@4"]
    assert events.shape == (6, 65)  # 2000 women, 31 at a time
    assert np.array_equal(events, np.repeat(events[:1], 6, axis=0))
    assert np.array_equal(evaluate(z[:2], 1).seen["chen2014_acu: acu.menses_resumed@4"], events[:2])
    # six of thirty-one were printed, and the model has about as many: odds that both nuisances raise explain them worse
    assert 4 < events.mean() < 8
    assert found.log_likelihood[3, 0] < found.log_likelihood[0, 0]
