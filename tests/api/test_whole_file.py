"""The folder of a call: ready, without what a stopped one left half-written."""

from pathlib import Path

import pytest

from antral.api.whole_file import ready
from antral.core import RunError


def test_nothing_is_made_where_nothing_is_kept() -> None:
    assert ready(None, "kept") is None


def test_a_folder_goes_on_with_what_is_whole_and_without_what_is_half(tmp_path: Path) -> None:
    kept = tmp_path / "runs/one/kept"
    kept.mkdir(parents=True)
    (kept / "whole.json").write_text("{}")
    (kept / ".half.json.part").write_text("{")
    assert ready(str(tmp_path / "runs/one"), "kept") == tmp_path / "runs/one"
    assert [one.name for one in kept.iterdir()] == ["whole.json"]


def test_a_file_in_the_way_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("mine")
    with pytest.raises(RunError, match=r"one cannot be used: .*Choose a folder you may write to"):
        ready(tmp_path / "one", "kept")
    assert (tmp_path / "one").read_text() == "mine"
