"""Shipped YAML is read by a quick parser; it must say what the careful one, which users' files go through, says."""

import math

import pytest
from ruamel.yaml import YAML

from antral.core import RecordError
from antral.records import load_yaml, path
from antral.records.files import _LARGE
from antral.records.shipped import parse

FILES = sorted(path().rglob("*.yaml"))


def typed(content):
    """The content with the type of every value: 1 is not 1.0, nor True."""
    if isinstance(content, dict):
        return {key: typed(value) for key, value in content.items()}
    if isinstance(content, list):
        return [typed(value) for value in content]
    return type(content), repr(content) if content != content else content  # noqa: PLR0124 (not a number is itself)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_both_parsers_agree(file):
    assert typed(parse(file.read_text())) == typed(YAML(typ="safe", pure=True).load(file.read_text()))


def test_plain_words_are_those_of_yaml_1_2():
    found = parse("{a: NO, b: 1e5, c: 12:30, d: on, e: -3, f: .inf, g: 0, h: ~, i: true, j: 1_000, k: 2025-01-31x}")
    assert found == {
        "a": "NO", "b": 1e5, "c": "12:30", "d": "on", "e": -3, "f": math.inf, "g": 0, "h": None, "i": True, "j": 1000,
        "k": "2025-01-31x",
    }  # fmt: skip
    assert type(found["b"]) is float


def test_a_users_file_names_its_line(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\nb: [1,\n")
    with pytest.raises(RecordError, match="line 3"):
        load_yaml(file)
    file.write_text("a: 1\na: 2\n")
    with pytest.raises(RecordError, match="duplicate key"):
        load_yaml(file)


def _large(*more: str) -> str:
    """A file of a user above the limit, with lines at its end."""
    entries = "".join(
        f'- {{name: "paper {at}", year: {1900 + at % 100}, ok: no, on: 2026-06-15}}\n' for at in range(2500)
    )
    return "\n".join([f"references:\n{entries}", *more, ""])


def test_a_large_file_of_a_user_reads_as_a_small_one_does(tmp_path):
    text = _large("note: NO", "share: 1e5", "day: 12:30")
    assert len(text) > _LARGE
    file = tmp_path / "large.yaml"
    file.write_text(text)
    assert typed(load_yaml(file)) == typed(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("note: a\nnote: b", "duplicate key"),
        ("note: {a: 1, a: 2}", "duplicate key"),
        ("note: [1, 2", "line 250"),
        ("note: !!python/object:os.system x", "not valid YAML"),
    ],
)
def test_what_is_wrong_with_a_large_file_is_said_with_its_line(tmp_path, line, said):
    file = tmp_path / "large.yaml"
    file.write_text(_large(line))
    with pytest.raises(RecordError, match=said) as error:
        load_yaml(file)
    assert "large.yaml, line 250" in str(error.value)
