import numpy as np

from antral.records import parameters
from antral.trial.pregnancies import pregnancies

T = np.arange(400) + 0.375
RECOGNITION = parameters("pregnancy")["recognition"].value


def course(*spells):
    """Days since conception at each record: conceived on a day, for so many days, one row a list of spells."""
    rows = np.full((len(spells), T.size), -1.0)
    for row, hers in enumerate(spells):
        for conceived, days in hers:
            since = T - conceived
            inside = (since >= 0) & (since <= days)
            rows[row, inside] = since[inside]
    return rows


def test_a_birth_a_miscarriage_and_one_that_goes_on():
    found = pregnancies(course([(10.25, 266.0)], [], [(50.5, 40.0), (200.5, 500.0)]), T)
    assert found.row.tolist() == [0, 2, 2]
    assert found.conceived.tolist() == [10.0, 50.0, 200.0]
    assert found.ended.tolist() == [276.0, 91.0, np.inf]
    assert found.born.tolist() == [True, False, False]
    assert found.recognised.tolist() == [10 + RECOGNITION, 50 + RECOGNITION, 200 + RECOGNITION]


def test_one_that_is_not_known_at_the_end_stops_nothing():
    found = pregnancies(course([(395.0, 50.0)]), T)
    assert found.conceived.tolist() == [395.0]
    assert not np.isfinite(found.recognised).any()
    assert not np.isfinite(found.stop(np.zeros(1))).any()


def test_hormones_stop_when_it_is_known_or_are_not_begun():
    found = pregnancies(course([(10.0, 266.0)], [(10.0, 266.0)], [(10.0, 100.0)], []), T)
    stop = found.stop(np.array([0.0, 60.0, 300.0, 0.0]))
    # on tablets; begun while it was known; begun after it had ended; never pregnant
    assert stop.tolist() == [10 + RECOGNITION, 60.0, np.inf, np.inf]


def test_nobody_is_pregnant():
    found = pregnancies(np.full((3, T.size), -1.0), T)
    assert found.row.size == 0
    assert not np.isfinite(found.first_conceived(3)).any()
    assert pregnancies(course([(10.25, 30.0), (100.0, 30.0)]), T).first_conceived(1).tolist() == [10.0]
