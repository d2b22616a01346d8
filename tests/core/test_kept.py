"""What is kept by fingerprint: computed once, reread, and never trusted when it is not what was asked for."""

import json
import math
from pathlib import Path

import pytest

from antral.core import kept


class Counted:
    """Gives a number and how often it was asked."""

    def __init__(self, content: object) -> None:
        self.content, self.calls = content, 0

    def __call__(self) -> object:
        self.calls += 1
        return self.content


def only(folder: Path) -> Path:
    [file] = folder.glob("*.json")
    return file


def test_the_second_time_it_is_reread(tmp_path: Path) -> None:
    make = Counted({"values": (1.5, math.inf), "why": ""})
    first, second = kept(tmp_path, ("a", 1), make), kept(tmp_path, ("a", 1), make)
    assert first == second == {"values": [1.5, math.inf], "why": ""}
    assert make.calls == 1


def test_without_a_folder_nothing_is_kept_and_the_shape_is_the_same() -> None:
    make = Counted((1, math.nan))
    found = [kept(None, ("a",), make) for _ in range(2)]
    assert make.calls == 2
    assert all(one[0] == 1 and math.isnan(one[1]) for one in found)


@pytest.mark.parametrize("about", [("b", 1), ("a", 2), ("a",), ("a", 1, None)])
def test_what_depends_on_something_else_is_another_file(tmp_path: Path, about: tuple[object, ...]) -> None:
    assert kept(tmp_path, ("a", 1), Counted(1)) == 1
    assert kept(tmp_path, about, Counted(2)) == 2
    assert len(list(tmp_path.glob("*.json"))) == 2


@pytest.mark.parametrize("bytes_left", [0, 1, 20, -1])
def test_a_truncated_file_is_computed_anew(tmp_path: Path, bytes_left: int) -> None:
    make = Counted([1, 2, 3])
    kept(tmp_path, ("a",), make)
    whole = only(tmp_path).read_bytes()
    only(tmp_path).write_bytes(whole[:bytes_left])
    assert kept(tmp_path, ("a",), make) == [1, 2, 3]
    assert make.calls == 2
    assert only(tmp_path).read_bytes() == whole


@pytest.mark.parametrize("text", ["[]", "null", "3", '{"content": 7}', '{"made_of": "another", "content": 7}', "\x00"])
def test_a_file_of_another_fingerprint_or_shape_is_not_believed(tmp_path: Path, text: str) -> None:
    kept(tmp_path, ("a",), Counted(1))
    only(tmp_path).write_text(text)
    assert kept(tmp_path, ("a",), Counted(1)) == 1
    assert json.loads(only(tmp_path).read_text())["content"] == 1


def test_another_code_is_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, ("a",), Counted(1))
    monkeypatch.setitem(kept.__globals__, "package_fingerprint", lambda: "other code")
    assert kept(tmp_path, ("a",), Counted(2)) == 2


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> object:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept(tmp_path, ("a",), fail)
    with pytest.raises(TypeError):
        kept(tmp_path, ("a",), object)
    assert not list(tmp_path.iterdir())
