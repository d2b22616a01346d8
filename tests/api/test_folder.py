"""A run's folder: what is kept is read, what is damaged is made again, and what cannot be written is said."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from antral.api.folder import Folder, manifest_of
from antral.api.shards import Shard, Shards, shares
from antral.core import RunError
from antral.dataset import Tables, tables
from antral.protocol import load
from antral.trial import Conducted

EFFECTS = ("none", "target")
INPUTS = {"protocol": "made", "seed": 1, "effects": list(EFFECTS)}


class Made:
    """Conducts trials that are nothing but their number; counts how often."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> Shard:
        self.asked += 1
        trials = range(1, 4)
        potential = {name: {"a": self.tables(trials, "a"), "b": self.tables(trials, "b")} for name in EFFECTS}
        return Shard({name: self.conducted(trials, name) for name in EFFECTS}, potential)

    def conducted(self, trials: range, scenario: str) -> Conducted:
        yearly = pl.DataFrame({"arm": [scenario], "year": [0], "n": [len(trials)]})
        return Conducted(self.tables(trials, scenario), None, pl.DataFrame(), 0, float(len(trials)), yearly)

    def tables(self, trials: range, arm: str) -> Tables:
        people = {"trial": list(trials), "participant_id": 1, "arm": arm, "last_day": 1.0}
        return tables(pl.DataFrame(people))


def one(folder: Folder, made: Callable[[], Shard]) -> Shard:
    return Shards(folder.path / "shards", folder.key).of(range(1, 4), made)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.opened(tmp_path / "run", INPUTS, {})


@pytest.mark.parametrize(("trials", "participants"), [(1, 12), (200, 12), (201, 12), (10_000, 50), (3, 1000)])
def test_every_trial_is_in_one_shard(trials: int, participants: int) -> None:
    protocol = load("NCT03816852", overrides=[f"design.participants={participants}"])
    each = shares(trials, protocol)
    assert [trial for some in each for trial in some] == list(range(1, trials + 1))
    most = 2400 if trials * participants <= 16 * 2400 else 4 * 2400
    assert all(len(some) == 1 or len(some) * participants <= most for some in each)
    longer = shares(trials, protocol.followed(10))
    assert [trial for some in longer for trial in some] == list(range(1, trials + 1))
    assert all(len(some) == 1 or len(some) * participants <= 960 for some in longer)


def test_a_long_run_has_larger_shards_but_not_few() -> None:
    protocol = load("NCT03816852")
    assert [len(shares(trials, protocol)) for trials in (200, 400, 3_200, 10_000, 100_000)] == [1, 2, 16, 16, 125]


def test_a_shard_is_conducted_once_under_every_scenario(folder: Folder) -> None:
    made = Made()
    first = one(folder, made)
    again = one(folder, made)
    assert made.asked == 1
    assert (first.stored, again.stored) == (False, True)
    assert set(again.conducted) == set(again.potential) == set(EFFECTS)
    for name, found in first.conducted.items():
        assert found.tables.participants.equals(again.conducted[name].tables.participants)
        assert again.conducted[name].yearly.equals(found.yearly)
        assert again.conducted[name].patient_years == 3.0
        for arm in ("a", "b"):
            assert again.potential[name][arm].participants["arm"].to_list() == [arm] * 3


@pytest.mark.parametrize("damage", ["truncated", "removed", "empty folder", "of another run"])
def test_a_damaged_shard_is_told_of_and_made_again(folder: Folder, damage: str) -> None:
    made = Made()
    whole = one(folder, made)
    place = folder.path / "shards" / "000001-000003"
    file = place / "target" / "participants.parquet"
    match damage:
        case "truncated":
            file.write_bytes(file.read_bytes()[:-7])
        case "removed":
            file.unlink()
        case "empty folder":
            shutil.rmtree(place)
            place.mkdir()
        case "of another run":
            other = Folder(folder.path, INPUTS | {"seed": 2})
            shutil.rmtree(place)
            one(other, made)
    made.asked = 0
    with pytest.warns(UserWarning, match="000001-000003 is damaged"):
        mended = one(folder, made)
    assert made.asked == 1
    assert mended.conducted["target"].tables.participants.equals(whole.conducted["target"].tables.participants)
    made.asked = 0
    one(folder, made)
    assert made.asked == 0


def test_a_shard_that_another_process_finished_first_stays(folder: Folder) -> None:
    made, other = Made(), Made()

    def meanwhile() -> Shard:
        one(folder, other)
        return made()

    one(folder, meanwhile)
    assert other.asked == 1
    assert [found.name for found in (folder.path / "shards").iterdir()] == ["000001-000003"]


def test_the_manifest_is_there_before_the_first_shard_and_is_found_again(folder: Folder) -> None:
    manifest = manifest_of(folder.path)
    assert manifest is not None
    assert manifest["inputs"] == INPUTS
    Folder.opened(folder.path, INPUTS, {})
    assert manifest_of(folder.path) == manifest


def test_a_run_killed_before_its_manifest_was_whole_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".manifest.json.1-abc.part").write_text("{")
    folder = Folder.opened(tmp_path, INPUTS, {})
    assert sorted(found.name for found in folder.path.iterdir()) == ["manifest.json", "shards"]


def test_other_inputs_are_refused_at_the_start_and_at_the_end(folder: Folder) -> None:
    with pytest.raises(RunError, match="seed was 1, now 2"):
        Folder.opened(folder.path, INPUTS | {"seed": 2}, {})
    with pytest.raises(RunError, match="seed was 1, now 2"):
        replace(folder, inputs=INPUTS | {"seed": 2}).finish({})
    with pytest.raises(RunError, match="cells was None, now 1"):
        Folder.opened(folder.path, INPUTS | {"cells": 1}, {})


def test_a_manifest_that_cannot_be_read_is_refused(folder: Folder) -> None:
    (folder.path / "manifest.json").write_text("{")
    with pytest.raises(RunError, match="cannot be read"):
        Folder.opened(folder.path, INPUTS, {})


def test_a_full_disk_is_a_message_and_the_run_goes_on_later(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RunError, match=r"No space left on device.*Free some space.*goes on where it stopped"):
            one(folder, Made())
        with pytest.raises(RunError, match=r"results.json cannot be written.*No space.*goes on where it stopped"):
            folder.finish({})
        shutil.rmtree(folder.path)
        with pytest.raises(RunError, match=r"manifest.json cannot be written.*No space.*goes on where it stopped"):
            Folder.opened(folder.path, INPUTS, {})
    Folder.opened(folder.path, INPUTS, {})
    assert list((folder.path / "shards").iterdir()) == []
    assert not (folder.path / "results.json").exists()
    assert set(one(folder, Made()).conducted) == {"none", "target"}


def test_a_folder_that_was_removed_midway_is_a_message(folder: Folder) -> None:
    def removed() -> Shard:
        shutil.rmtree(folder.path)
        return Made()()

    with pytest.raises(RunError, match=r"No such file or directory.*see that the folder is there"):
        one(folder, removed)
    with pytest.raises(RunError, match="manifest"):
        folder.finish({})
    again = Folder.opened(folder.path, INPUTS, {})
    assert set(one(again, Made()).conducted) == {"none", "target"}


def test_a_folder_without_permission_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(RunError, match=r"Permission denied.*Choose a folder you may write to"):
        Folder.opened(tmp_path / "run", INPUTS, {})
