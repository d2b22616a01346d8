import os
import time

import numpy as np
import pytest

from antral.core import RunError
from antral.population import store
from antral.population.store import read, write

ARRAYS = {"women": np.arange(5), "state": np.linspace(0.0, 1.0, 6).reshape(2, 3)}


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "bank", ARRAYS, {"drawn": 9})
    return tmp_path / "bank"


def test_what_is_written_is_read(folder):
    arrays, description = read(folder)
    assert description == {"drawn": 9}
    np.testing.assert_array_equal(arrays["women"], np.arange(5))
    np.testing.assert_array_equal(arrays["state"], ARRAYS["state"])


def test_an_absent_folder_is_not_read(tmp_path):
    assert read(tmp_path / "none") is None


@pytest.mark.parametrize("damage", ["truncated", "altered", "no manifest", "half a manifest", "no arrays", "list"])
def test_a_damaged_folder_is_not_read(folder, damage):
    arrays, manifest = folder / "arrays.npz", folder / "manifest.json"
    match damage:
        case "truncated":
            arrays.write_bytes(arrays.read_bytes()[:-10])
        case "altered":
            content = bytearray(arrays.read_bytes())
            content[200] ^= 1
            arrays.write_bytes(bytes(content))
        case "no manifest":
            manifest.unlink()
        case "half a manifest":
            manifest.write_text(manifest.read_text()[:40])
        case "no arrays":
            arrays.unlink()
        case "list":
            manifest.write_text("[1]")
    assert read(folder) is None


def test_a_damaged_folder_is_replaced(folder):
    (folder / "arrays.npz").write_bytes(b"")
    write(folder, ARRAYS, {"drawn": 10})
    assert read(folder)[1] == {"drawn": 10}


def test_a_killed_writer_leaves_nothing_that_is_read(tmp_path, monkeypatch):
    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", killed)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "bank", ARRAYS, {})
    assert read(tmp_path / "bank") is None
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="ANTRAL_CACHE"):
        write(tmp_path / "file" / "bank", ARRAYS, {})


BANK = "0123456789abcdef" * 2


def test_a_file_in_its_place_gives_way(tmp_path):
    (tmp_path / BANK).write_text("mine")
    write(tmp_path / BANK, ARRAYS, {"drawn": 9})
    assert read(tmp_path / BANK)[1] == {"drawn": 9}


def aged(place, days):
    long_ago = time.time() - days * 86_400
    os.utime(place, (long_ago, long_ago))


def test_banks_unused_for_two_months_go_and_other_files_stay(tmp_path):
    old, recent, mine = tmp_path / ("a" * 32), tmp_path / ("b" * 32), tmp_path / "notes"
    for place in (old, recent, mine):
        write(place, ARRAYS, {})
    aged(old, store.UNUSED_DAYS + 1)
    aged(recent, store.UNUSED_DAYS - 1)
    aged(mine, 1000)
    write(tmp_path / BANK, ARRAYS, {})
    assert not old.exists()
    assert recent.exists()
    assert mine.exists()


def test_beyond_a_size_the_banks_used_longest_ago_go(tmp_path, monkeypatch):
    places = [tmp_path / (letter * 32) for letter in "abc"]
    for age, place in enumerate(places):
        write(place, ARRAYS, {})
        aged(place, 3 - age)
    one = sum(file.stat().st_size for file in places[0].iterdir())
    monkeypatch.setattr(store, "MOST_BYTES", int(2.5 * one))
    read(places[0])  # used now
    write(tmp_path / BANK, ARRAYS, {})
    assert [place.exists() for place in places] == [True, False, False]


def test_the_bank_just_written_stays_whatever_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 1)
    write(tmp_path / BANK, ARRAYS, {})
    assert read(tmp_path / BANK) is not None
