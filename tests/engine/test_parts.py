"""The profile by part names every part of the step and the day, and what its code is made of."""

from antral.engine import parts


def test_each_part_has_a_cost_and_the_step_is_packed(monkeypatch):
    monkeypatch.setattr(parts, "TIMES", 1)
    found, live = parts.costs("poi")
    assert live > 0.0
    assert all(one.nanoseconds > 0.0 for one in found)
    step = [one for one in found if not one.daily]
    assert len(step) == 5
    assert all(one.packed > 10 for one in step)
    assert sum(one.scalar for one in found if one.part.startswith("quality")) > 0
