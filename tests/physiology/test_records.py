"""Every parameter record: complete, within its range, with tag and source; and what is drawn from it."""

import math

import pytest

from antral.core import RecordError, Tag
from antral.physiology import Parameters, compile, records, spreads, typical
from antral.records import path, read_parameters

PARTS = list(Parameters.__annotations__)
ENTRIES = [(part, name) for part in PARTS for name in records()[part]]


def test_every_part_has_its_record_and_no_record_is_left_over():
    assert sorted(file.stem for file in path("parameters").glob("*.yaml")) == sorted(PARTS)


@pytest.mark.parametrize(("part", "name"), ENTRIES)
def test_every_parameter_has_value_range_source_and_tag(part, name):
    entry = records()[part][name]
    assert math.isfinite(entry.value)
    assert entry.low <= entry.value <= entry.high
    assert entry.low < entry.high
    assert isinstance(entry.tag, Tag)
    assert entry.unit
    assert len(entry.source) > 5
    assert len(entry.meaning) > 5
    assert getattr(getattr(typical(), part), name) == entry.value


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("follicle", "growth", 0.0126),
        ("follicle", "competition", 0.000172),
        ("follicle", "threshold_sd", 1.61),
        ("fsh", "synthesis", 12600.0),
        ("fsh", "drive_most", 5.4),
        ("lh", "surge", 17000.0),
        ("inhibin", "half", 0.85),
        ("steroids", "e2_per_inhibin", 0.40875),
        ("quality", "pool_half", 1600.0),
        ("reserve", "crowding_half", 11780.0),
        ("luteal", "lifespan", 11.7),
    ],
)
def test_values_of_the_model_description_lie_in_the_ranges(part, name, value):
    # a later fit may move a value; the described model stays within what the record allows
    entry = records()[part][name]
    assert entry.low <= value <= entry.high


def test_every_spread_has_its_own_draw():
    positions = [one.position for one in spreads()]
    assert len(set(positions)) == len(positions) > 20
    assert all(0 < one.cv <= 0.5 for one in spreads())


def test_health_has_no_spread_where_it_is_the_unit():
    same = {("quality", "own"), ("steroids", "steroid_yield"), ("reserve", "flux_multiplier")}
    assert not same & {(one.part, one.name) for one in spreads()}


def test_a_record_that_lacks_a_number_is_refused(monkeypatch):
    def without_base_rate(part):
        entries = read_parameters(path("parameters", f"{part}.yaml"))
        entries.pop("base_rate", None)
        return entries

    monkeypatch.setattr(compile, "parameters", without_base_rate)
    records.cache_clear()
    try:
        with pytest.raises(RecordError, match=r"reserve\.yaml .* base_rate"):
            records()
    finally:
        records.cache_clear()


def test_a_value_outside_its_own_range_is_refused(tmp_path):
    file = tmp_path / "part.yaml"
    file.write_text(
        "rate:\n  value: 3\n  unit: 1/d\n  low: 0\n  high: 2\n  tag: assumed\n"
        "  meaning: a rate\n  source: nobody knows\n",
        encoding="utf-8",
    )
    with pytest.raises(RecordError, match=r"part\.yaml, rate.*outside its own range"):
        read_parameters(file)
