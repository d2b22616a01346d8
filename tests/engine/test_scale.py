"""The measurement of scale: what it counts, and that memory and cost stay as they should."""

import pytest

from antral.engine import scale


def test_memory_is_flat_and_every_patient_year_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "WOMEN", 64)
    scale.scaled("poi", 1.0)  # what is kept for ever is kept now
    found = scale.scaled("poi", 1900.0)
    assert found.patient_years == pytest.approx(3 * 10 * 64 * 365 / 365.25)
    assert len(found.megabytes) == 30
    assert max(found.megabytes[10:]) < found.megabytes[9] + 10.0  # a year's outputs of the batch are 1.8 MB
    assert found.processor_seconds > 0.0


def test_cost_is_linear_in_women_and_years() -> None:
    """Within a half, since other work disturbs it; a cost that grew with the square would be eight times as high."""
    one = scale.cost("poi", 64, 1)
    assert scale.cost("poi", 512, 1) < 1.5 * one
    assert scale.cost("poi", 64, 8) < 1.5 * one
