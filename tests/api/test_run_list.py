"""Runs are listed with what is done of each; nothing but a run is ever removed."""

import json
from pathlib import Path

import pytest

from antral import remove_run, runs
from antral.api.folder import Folder
from antral.core import RunError

INPUTS = {"protocol": "NCT1", "trials": 400, "seed": 7, "effects": ["none"], "shards": 2}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A whole run, a partial one in a folder of its own, a thesis, and a folder of another program."""
    whole = Folder.opened(tmp_path / "whole", INPUTS, {})
    whole.finish({"trials": 400})
    (whole.path / "report.html").write_text("x" * 1000)
    partial = Folder.opened(tmp_path / "older" / "partial", INPUTS | {"protocol": "NCT2"}, {})
    (partial.path / "shards" / "000001-000200").mkdir()
    (partial.path / "shards" / ".000201-000400.1-a.part").mkdir()
    (tmp_path / "thesis.txt").write_text("mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text(json.dumps({"inputs": {"theirs": 1}}))
    return tmp_path


def test_runs_are_listed(home: Path) -> None:
    partial, whole = runs(home)
    assert (partial.protocol, partial.state) == ("NCT2", "partial, 1 of 2 shards")
    assert (whole.folder, whole.protocol, whole.trials, whole.seed) == (home / "whole", "NCT1", 400, 7)
    assert whole.state == "whole"
    assert whole.size_bytes == sum(file.stat().st_size for file in whole.folder.rglob("*") if file.is_file())
    assert json.loads(json.dumps(whole.to_dict()))["state"] == "whole"
    assert [one.folder for one in runs(home / "whole")] == [home / "whole"]


def test_a_folder_that_is_not_there_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no such folder"):
        runs(tmp_path / "none")


def test_a_run_is_removed_and_nothing_else(home: Path) -> None:
    remove_run(home / "whole")
    assert not (home / "whole").exists()
    assert [one.protocol for one in runs(home)] == ["NCT2"]
    assert (home / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["other", ".", "older", "none", "thesis.txt"])
def test_what_is_no_run_is_not_removed(home: Path, name: str) -> None:
    before = sorted(home.rglob("*"))
    with pytest.raises(RunError, match="is no run of antral; nothing was removed"):
        remove_run(home / name)
    assert sorted(home.rglob("*")) == before


def test_a_run_beside_which_something_else_lies_is_not_removed(home: Path) -> None:
    (home / "whole" / "notes.txt").write_text("mine")
    with pytest.raises(RunError, match=r"notes\.txt.*nothing was removed"):
        remove_run(home / "whole")
    assert (home / "whole" / "results.json").exists()


def test_a_link_to_a_run_is_not_removed(home: Path) -> None:
    (home / "link").symlink_to(home / "whole")
    with pytest.raises(RunError, match="nothing was removed"):
        remove_run(home / "link")
    assert (home / "whole" / "results.json").exists()
    assert len(runs(home)) == 2
