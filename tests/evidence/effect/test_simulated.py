"""Studies repeated with and without an effect: a small real one; and what is restored, by another integrator."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from antral.evidence.effect import prior, repeated, used
from antral.evidence.effect.restored import mean_repair, restored
from antral.evidence.effect.simulated import GROUPS, together

NAME = "igboeli2020: bmmsc.menses_resumed@7"


def _study(name):
    (found,) = (one for one in used() if one.name == name)
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("repeated")


@pytest.fixture(scope="module")
def two_women(kept):
    """The study of two women, with an effect far beyond the prior."""
    return repeated(
        prior().with_scale("quality_gain", 8.0), [_study("igboeli2020")], women=200, seed=5, folder=kept, threads=1
    )


def test_every_replicate_counts_the_same_women_with_and_without_an_effect(two_women):
    found = two_women.counted[NAME]
    assert (found.women, found.none.shape, found.some.shape) == (2, (GROUPS, 10), (GROUPS, 10))
    assert set(np.unique(found.none)) <= {0.0, 1.0, 2.0}
    assert found.some.mean() > found.none.mean() + 0.3
    assert set(found.columns) == {"works", *prior().parameters}
    assert (found.columns["works"] == 1.0).all()
    assert (found.columns["responders"] == 1.0).all()
    assert len(np.unique(found.columns["homing"])) == 100  # a row of its own for each replicate


def test_it_goes_on_where_it_was_stopped_and_threads_change_nothing(two_women, kept):
    assert len(list(kept.glob("*.npz"))) == GROUPS
    wide, study = prior().with_scale("quality_gain", 8.0), _study("igboeli2020")
    sorted(kept.glob("*.npz"))[3].unlink()
    again = repeated(wide, [study], women=200, seed=5, folder=kept, threads=2)
    other = repeated(wide, [study], women=200, seed=6, threads=2)
    for one in ("none", "some"):
        assert np.array_equal(getattr(again.counted[NAME], one), getattr(two_women.counted[NAME], one))
    assert not np.array_equal(other.counted[NAME].some, two_women.counted[NAME].some)
    assert again.patient_years == pytest.approx(two_women.patient_years)  # what was read is counted as what it cost
    both = together([two_women, other])
    assert both.counted[NAME].none.shape == (2 * GROUPS, 10)
    assert np.array_equal(both.counted[NAME].columns["homing"][GROUPS:], other.counted[NAME].columns["homing"])


def test_a_sign_is_counted_as_women_and_a_yardstick_has_no_women_with_an_effect():
    name = "lujan2020: amenorrhea.menses_resumed@3.5"
    found = repeated(prior(), [_study("lujan2020")], women=120, seed=1, threads=1).counted[name]
    assert found.none.max() > 1.0  # of six women, not whether anyone
    found = repeated(prior(), [_study("zhou2013_ea")], women=880, seed=1, threads=1)
    (counted,) = found.counted.values()
    assert (counted.none.shape, counted.some.shape) == ((GROUPS, 1), (GROUPS, 0))  # an eighth of the women


def _by_another_integrator(columns, row, *, dose, loss, strength, days):
    """Cells into the ovary: the equations of docs/physiology/cell-therapy.md, written again. Values of the records."""
    half, lost = columns["signal_half"][row], columns["repair_loss_days"][row]

    def rates(t, y):
        ovary, signal, repair = y
        effect = signal / (half + signal)
        return -loss * ovary, strength * ovary - 1.0 * signal, effect * (1 - repair) / 30.0 - repair / lost

    found = solve_ivp(rates, (0, days), (dose, 0.0, 0.0), t_eval=np.arange(0.5, days + 0.1, 0.5), rtol=1e-8, atol=1e-6)
    return found.y[2].mean()


def test_what_is_restored_is_the_mean_of_the_course_of_repair():
    """Four million of a woman's own bone-marrow cells by laparoscopy; all that is injected reaches the ovary."""
    study = _study("edessy2016")
    columns = prior().columns(np.random.default_rng(7).standard_normal((4, len(prior().names))))
    got = mean_repair(study.replica.protocol, "bmmsc", columns, day=92.0)
    for row in range(4):
        wanted = _by_another_integrator(
            columns, row, dose=4e6 * _reaches(), loss=0.2, strength=columns["strength_bone_marrow"][row], days=92.0
        )
        assert got[row] == pytest.approx(wanted, rel=0.02)


def _reaches():
    from antral.records import parameters

    return parameters("delivery", folder="therapy")["intraovarian_ovary"].value


def test_an_outcome_has_the_mean_of_its_arms_and_its_own_time():
    study = _study("mashayekhi2021")
    z = np.random.default_rng(8).standard_normal((5, len(prior().names)))
    z[:, 0] = [-1.0, 1.0, 1.0, 1.0, 1.0]
    columns = prior().columns(z)
    (one,) = restored([study], columns).values()
    day = float(study.replica.protocol.endpoint(study.outcomes[0].endpoint).day)
    each = [mean_repair(study.replica.protocol, arm, columns, day=day) for arm in study.outcomes[0].arms]
    assert one.quality == pytest.approx(columns["works"] * columns["quality_gain"] * np.mean(each, axis=0))
    assert one.antral == pytest.approx(columns["works"] * columns["antral_gain"] * np.mean(each, axis=0))
    assert one.quality[0] == 0.0  # cells do not work
    assert (each[0] < each[2]).all()  # 5 and 15 million cells
    ascot = _study("ascot_poi_ivi")
    assert set(restored([ascot], columns)) == {"ascot_poi_ivi: ascot.responder@4.6"}  # the other arm has no cells
