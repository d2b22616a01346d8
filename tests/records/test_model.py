"""Every room refuses a fact file that does not fit with the same words: file, field, what was wanted, what came."""

import shutil
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from antral import records
from antral.core import RecordError
from antral.measurement.analyte import analytes, scan
from antral.population.record import populations
from antral.records import files
from antral.therapy.scenario import shipped
from antral.verify.row import references


def fresh(cached):
    """A loader that reads again."""
    return cached.__wrapped__


class Thing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    size: float
    colour: Literal["red", "blue"] = "red"
    parts: dict[str, Annotated[int, Field(gt=0)]] = {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("size: big\n", r"facts/thing\.yaml, size: it should be a valid number, .*; 'big' came\.$"),
        ("colour: red\n", r"facts/thing\.yaml, size: a value is wanted here, none came\.$"),
        ("size: 1\nshape: round\n", r"facts/thing\.yaml, shape: unknown field; known are size, colour, parts\.$"),
        ("size: 1\ncolour: green\n", r"facts/thing\.yaml, colour: it should be 'red' or 'blue'; 'green' came\.$"),
        ("size: 1\nparts: {leg: 0}\n", r"facts/thing\.yaml, parts\.leg: it should be greater than 0; 0 came\.$"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, written, said):
    file = tmp_path / "facts" / "thing.yaml"
    file.parent.mkdir()
    file.write_text(written)
    with pytest.raises(RecordError, match=said):
        records.read_model(Thing, file)


def test_what_fits_is_read(tmp_path):
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("size: 2\n")
    two.write_text("cup: {size: 1}\njug: {size: 3, colour: blue}\n")
    assert records.read_model(Thing, one) == Thing(size=2)
    assert records.read_models(Thing, two) == {"cup": Thing(size=1), "jug": Thing(size=3, colour="blue")}


def test_an_entry_that_does_not_fit_is_named(tmp_path):
    file = tmp_path / "two.yaml"
    file.write_text("cup: {size: 1}\njug: {size: 3, colour: 4}\n")
    with pytest.raises(RecordError, match=r"two\.yaml, jug\.colour: it should be 'red' or 'blue'; 4 came\.$"):
        records.read_models(Thing, file)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said", "load"),
    [
        ("parameters/reserve.yaml", "tag: ", "tag: x", "base_rate.tag", lambda: records.parameters("reserve")),
        ("scenarios/none.yaml", "responders: ", "responders: 7", "responders", lambda: fresh(shipped)("none")),
        ("populations/healthy.yaml", "mean: ", "mean: x", "age.mean", fresh(populations)),
        ("analytes/fsh.yaml", "ordinal: ", "ordinal: x", "ordinal", fresh(analytes)),
        ("analytes/afc.yaml", "ordinal: ", "ordinal: x", "ordinal", fresh(scan)),
        ("reference/physiology_cycle.yaml", "low: ", "low: x", "cycle_mean.low", fresh(references)),
    ],
)
def test_every_room_names_file_field_and_what_came(file, right, wrong, said, load, tmp_path, monkeypatch):
    shutil.copytree(files.path(), tmp_path / "records", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setattr(files, "_ROOT", tmp_path / "records")
    broken = files.path(file)
    text = broken.read_text(encoding="utf-8")
    assert right in text
    broken.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(RecordError, match=rf"^{file}, {said}: .* came\.$"):
        load()
