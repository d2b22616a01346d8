"""Files and folders are whole or not there; what a killed process left is swept, what a living one writes is not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from antral.core import folder_aside, seal, sealed, sweep, what_to_do, write_aside

HOLDS = """
import sys, time
from pathlib import Path
from antral.core import folder_aside
with folder_aside(Path(sys.argv[1])) as part:
    (part / "half").write_text("half")
    print("ready", flush=True)
    time.sleep(600)
"""


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "results.json"
    write_aside(place, b"first")
    write_aside(place, b"second")
    assert place.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [place]


def test_what_others_may_read_is_not_narrowed(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_bytes(b"")
    assert write_aside(tmp_path / "file", b"").stat().st_mode == usual.stat().st_mode


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write_aside(tmp_path / "file", b"before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_aside(place, b"after")
    assert place.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_is_there_when_its_block_ends_well(tmp_path: Path) -> None:
    with folder_aside(tmp_path / "shard") as part:
        (part / "a").write_text("1")
        assert not (tmp_path / "shard").exists()
    assert (tmp_path / "shard" / "a").read_text() == "1"
    with pytest.raises(KeyError), folder_aside(tmp_path / "other"):
        raise KeyError
    assert [found.name for found in tmp_path.iterdir()] == ["shard"]


def test_the_first_to_finish_a_folder_keeps_it(tmp_path: Path) -> None:
    place = tmp_path / "shard"
    with pytest.raises(OSError, match="not empty"), folder_aside(place), folder_aside(place) as early:
        (early / "a").write_text("early")
    assert (place / "a").read_text() == "early"
    assert list(tmp_path.iterdir()) == [place]


def test_what_a_living_process_writes_stays_and_what_a_killed_one_left_is_swept(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path / "shard")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    (tmp_path / "kept").write_text("mine")
    assert len(list(tmp_path.iterdir())) == 2
    sweep(tmp_path)
    assert [found.name for found in tmp_path.iterdir()] == ["kept"]


def test_a_link_is_not_followed_by_the_sweep(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis").write_text("")
    (tmp_path / ".x.part").symlink_to(tmp_path / "mine")
    sweep(tmp_path)
    assert (tmp_path / "mine" / "thesis").exists()


def _fill(part: Path) -> None:
    (part / "inner").mkdir()
    (part / "inner" / "a").write_text("one")
    (part / "b").write_text("two")


def test_a_sealed_folder_gives_its_description(tmp_path: Path) -> None:
    assert sealed(tmp_path / "shard") is None
    seal(tmp_path / "shard", {"z": 0, "a": {"y": 1, "b": 2}}, _fill)
    # in the order given: what is read gives the same page as what was made
    assert str(sealed(tmp_path / "shard")) == "{'z': 0, 'a': {'y': 1, 'b': 2}}"


@pytest.mark.parametrize("damage", ["truncated", "altered", "missing", "no manifest", "half a manifest", "list"])
def test_damage_is_seen_and_mended(tmp_path: Path, damage: str) -> None:
    place = tmp_path / "shard"
    seal(place, {"n": 1}, _fill)
    inner, manifest = place / "inner" / "a", place / "manifest.json"
    match damage:
        case "truncated":
            inner.write_text("on")
        case "altered":
            inner.write_text("onE")
        case "missing":
            inner.unlink()
        case "no manifest":
            manifest.unlink()
        case "half a manifest":
            manifest.write_text(manifest.read_text()[:20])
        case "list":
            manifest.write_text("[1]")
    assert sealed(place) is None
    seal(place, {"n": 2}, _fill)
    assert sealed(place) == {"n": 2}


def test_a_whole_folder_stays_when_another_finishes_the_same(tmp_path: Path) -> None:
    seal(tmp_path / "shard", {"n": 1}, _fill)
    seal(tmp_path / "shard", {"n": 2}, _fill)
    assert sealed(tmp_path / "shard") == {"n": 1}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_place_that_cannot_be_is_named_as_the_user_named_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as told:
        write_aside(tmp_path / "none/page.html", b"")
    assert told.value.filename == str(tmp_path / "none/page.html")
    assert what_to_do(told.value) == "Make its folder first, or choose another place."
    for place in (tmp_path, Path(".")):
        with pytest.raises(IsADirectoryError) as folder:
            write_aside(place, b"")
        assert what_to_do(folder.value) == "A folder is there; give the name of a file."
    with pytest.raises(FileExistsError), folder_aside(Path(".")):
        pass
    assert "Free some space" in what_to_do(OSError(28, "No space left on device"))
