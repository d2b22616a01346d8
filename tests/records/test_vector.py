"""Values in force: what they replace, whom they reach, and what is refused."""

import pickle
import threading

import pytest

from antral.core import RecordError
from antral.physiology import spreads, typical
from antral.population import draw, mix, population
from antral.records import POINT, Vector, cached, in_force, number, parameters, using
from antral.therapy import regimen


def test_a_parameter_has_the_value_in_force_only_inside_the_block() -> None:
    before = parameters("fsh")["drive_most"].value
    with using(Vector({"fsh.drive_most": 7.25})):
        assert parameters("fsh")["drive_most"].value == 7.25
        assert typical().fsh.drive_most == 7.25
        assert typical().fsh.drive_least == parameters("fsh")["drive_least"].value
    assert typical().fsh.drive_most == before != 7.25


def test_numbers_of_populations_regimens_and_spreads_are_reached() -> None:
    values = {
        "idiopathic.primordial.median": 4321.0,
        "idiopathic.own_quality.high": 0.55,
        "idiopathic.spreads.fsh.drive_most": 0.11,
        "climen.kinetics.pituitary_weight": 0.4,
        "quality.pool_half.between_women_cv": 0.2,
    }
    with using(Vector(values)):
        one = population("idiopathic")
        assert (one.primordial.median, one.own_quality.high) == (4321.0, 0.55)  # type: ignore[union-attr]
        assert one.spreads["fsh.drive_most"].sd_log == 0.11
        assert mix("spontaneous_46xx").populations[0].primordial == one.primordial
        assert regimen("climen").kinetics.pituitary_weight.value == 0.4
        assert next(s.cv for s in spreads() if (s.part, s.name) == ("quality", "pool_half")) == 0.2
    assert population("idiopathic").primordial.median == number("idiopathic.primordial.median").value  # type: ignore[union-attr]


def test_drawn_women_follow_the_vector() -> None:
    law = population("idiopathic").primordial
    assert law is not None
    with using(Vector({"idiopathic.primordial.sd_log": 0.0, "idiopathic.primordial.median": 1000.0})):
        women = draw("idiopathic", range(5), seed=1, years_since_diagnosis=0.0)
    assert women.primordial == pytest.approx(1000.0)
    again = draw("idiopathic", range(5), seed=1, years_since_diagnosis=0.0)
    assert len(set(again.primordial.tolist())) == 5


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("fhs.drive_most", 4.0, "did you mean 'fsh'"),
        ("fsh.drive_mots", 4.0, "did you mean 'drive_most'"),
        ("fsh.drive_most", 99.0, "a number from 2 to 12 was wanted"),
        ("fsh.drive_most", float("nan"), "a number from 2 to 12 was wanted"),
        ("idiopathic.primordial", 5000.0, "has no number"),
        ("fsh", 1.0, "has no number"),
    ],
)
def test_a_wrong_name_or_value_is_refused_before_anything_starts(name: str, value: float, said: str) -> None:
    with pytest.raises(RecordError, match=said), using(Vector({name: value})):
        raise AssertionError("the block must not begin")


def test_values_that_do_not_fit_together_are_refused_when_read() -> None:
    with using(Vector({"idiopathic.own_quality.low": 0.9})), pytest.raises(RecordError, match="vector in force"):
        population("idiopathic")


def test_a_vector_is_a_key_whatever_its_order_and_survives_pickling() -> None:
    one, other = Vector({"a.b": 1.0, "c.d": 2.0}), Vector({"c.d": 2.0, "a.b": 1.0})
    assert one == other
    assert len({one, other, pickle.loads(pickle.dumps(one))}) == 1
    assert one.fingerprint == other.fingerprint != Vector({"a.b": 1.0, "c.d": 2.0 + 4e-16}).fingerprint
    assert Vector() == POINT


def test_what_is_cached_belongs_to_its_vector() -> None:
    calls: list[float] = []

    @cached
    def drive() -> float:
        calls.append(parameters("fsh")["drive_most"].value)
        return calls[-1]

    first, second = Vector({"fsh.drive_most": 5.0}), Vector({"fsh.drive_most": 6.0})
    point = drive()
    for vector in (first, first, second):
        with using(vector):
            assert drive() == vector["fsh.drive_most"]
    assert drive() == point
    assert calls == [point, 5.0, 6.0]


def test_another_thread_has_the_point() -> None:
    found: list[Vector] = []
    with using(Vector({"fsh.drive_most": 5.0})):
        thread = threading.Thread(target=lambda: found.append(in_force()))
        thread.start()
        thread.join()
    assert found == [POINT]
