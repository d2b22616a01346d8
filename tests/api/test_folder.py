"""A run's folder: what is kept is read, what is damaged is made again, and what cannot be written is said."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from antral.api.folder import Folder, manifest_of
from antral.api.shards import Shards, shares
from antral.core import RunError
from antral.dataset import tables
from antral.trial import Conducted

INPUTS = {"protocol": "made", "seed": 1, "effects": ["none", "target"]}


class Made:
    """Conducts trials that are nothing but their number; counts how often."""

    def __init__(self) -> None:
        self.asked: list[tuple[range, str]] = []

    def __call__(self, trials: Sequence[int], scenario: str) -> Conducted:
        assert isinstance(trials, range)
        self.asked.append((trials, scenario))
        people = {"trial": list(trials), "participant_id": 1, "arm": scenario, "last_day": 1.0}
        return Conducted(tables(pl.DataFrame(people)), None, pl.DataFrame(), 0, float(len(trials)))


def shards(folder: Folder, made: Made) -> Shards:
    return Shards(folder, made, ("none", "target"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.opened(tmp_path / "run", INPUTS)


@pytest.mark.parametrize(("trials", "participants"), [(1, 12), (200, 12), (201, 12), (10_000, 50), (3, 5000)])
def test_every_trial_is_in_one_shard(trials: int, participants: int) -> None:
    each = shares(trials, participants)
    assert [trial for some in each for trial in some] == list(range(1, trials + 1))
    assert all(len(some) == 1 or len(some) * participants <= 2400 for some in each)


def test_a_shard_is_conducted_once_under_every_scenario(folder: Folder) -> None:
    made = Made()
    first = shards(folder, made).of(range(1, 4))
    again = shards(folder, made).of(range(1, 4))
    assert made.asked == [(range(1, 4), "none"), (range(1, 4), "target")]
    for name, one in first.items():
        assert one.tables.participants.equals(again[name].tables.participants)
        assert again[name].patient_years == 3.0


@pytest.mark.parametrize("damage", ["truncated", "removed", "empty folder", "of another run"])
def test_a_damaged_shard_is_told_of_and_made_again(folder: Folder, damage: str) -> None:
    made = Made()
    whole = shards(folder, made).of(range(1, 4))
    place = folder.path / "shards" / "000001-000003"
    file = place / "target" / "participants.parquet"
    match damage:
        case "truncated":
            file.write_bytes(file.read_bytes()[:-7])
        case "removed":
            file.unlink()
        case "empty folder":
            for one in sorted(place.rglob("*"), reverse=True):
                one.unlink() if one.is_file() else one.rmdir()
        case "of another run":
            other = Folder(folder.path, INPUTS | {"seed": 2})
            for one in sorted(place.rglob("*"), reverse=True):
                one.unlink() if one.is_file() else one.rmdir()
            shards(other, made).of(range(1, 4))
    made.asked.clear()
    with pytest.warns(UserWarning, match="000001-000003 is damaged"):
        mended = shards(folder, made).of(range(1, 4))
    assert len(made.asked) == 2
    assert mended["target"].tables.participants.equals(whole["target"].tables.participants)
    made.asked.clear()
    shards(folder, made).of(range(1, 4))
    assert made.asked == []


def test_a_shard_that_another_process_finished_first_stays(folder: Folder) -> None:
    made, other = Made(), Made()

    def meanwhile(trials: Sequence[int], scenario: str) -> Conducted:
        shards(folder, other).of(range(1, 4))
        return made(trials, scenario)

    Shards(folder, meanwhile, ("none", "target")).of(range(1, 4))
    assert len(other.asked) == 2
    assert [found.name for found in (folder.path / "shards").iterdir()] == ["000001-000003"]


def test_the_manifest_is_there_before_the_first_shard_and_is_found_again(folder: Folder) -> None:
    manifest = manifest_of(folder.path)
    assert manifest is not None
    assert manifest["inputs"] == INPUTS
    Folder.opened(folder.path, INPUTS)
    assert manifest_of(folder.path) == manifest


def test_a_run_killed_before_its_manifest_was_whole_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".manifest.json.1-abc.part").write_text("{")
    folder = Folder.opened(tmp_path, INPUTS)
    assert sorted(found.name for found in folder.path.iterdir()) == ["manifest.json", "shards"]


def test_other_inputs_are_refused_at_the_start_and_at_the_end(folder: Folder) -> None:
    with pytest.raises(RunError, match="seed was 1, now 2"):
        Folder.opened(folder.path, INPUTS | {"seed": 2})
    with pytest.raises(RunError, match="seed was 1, now 2"):
        replace(folder, inputs=INPUTS | {"seed": 2}).finish({})
    with pytest.raises(RunError, match="cells was None, now 1"):
        Folder.opened(folder.path, INPUTS | {"cells": 1})


def test_a_manifest_that_cannot_be_read_is_refused(folder: Folder) -> None:
    (folder.path / "manifest.json").write_text("{")
    with pytest.raises(RunError, match="cannot be read"):
        Folder.opened(folder.path, INPUTS)


def test_a_full_disk_is_a_message_and_the_run_goes_on_later(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RunError, match=r"No space left on device.*Free some space.*goes on where it stopped"):
            shards(folder, Made()).of(range(1, 4))
        with pytest.raises(RunError, match=r"results.json cannot be written.*No space"):
            folder.finish({})
    assert list((folder.path / "shards").iterdir()) == []
    assert not (folder.path / "results.json").exists()
    assert set(shards(folder, Made()).of(range(1, 4))) == {"none", "target"}


def test_a_folder_that_was_removed_midway_is_a_message(folder: Folder) -> None:
    def removed(trials: Sequence[int], scenario: str) -> Conducted:
        for one in sorted(folder.path.rglob("*"), reverse=True):
            one.unlink() if one.is_file() else one.rmdir()
        return Made()(trials, scenario)

    with pytest.raises(RunError, match=r"No such file or directory.*see that the folder is there"):
        Shards(folder, removed, ("none", "target")).of(range(1, 4))
    with pytest.raises(RunError, match="manifest"):
        folder.finish({})
    again = Folder.opened(folder.path, INPUTS)
    assert set(shards(again, Made()).of(range(1, 4))) == {"none", "target"}


def test_a_folder_without_permission_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(RunError, match=r"Permission denied.*Choose a folder you may write to"):
        Folder.opened(tmp_path / "run", INPUTS)
