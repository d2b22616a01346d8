"""What antral raises, and how results are named."""

import pytest

from antral import core


@pytest.mark.parametrize("name", ["ProtocolError", "RecordError", "DataError", "RunError"])
def test_every_input_error_is_an_input_error(name):
    # exit code 2 and a message without traceback hang on this
    assert issubclass(getattr(core, name), core.InputError)
    assert issubclass(core.InputError, core.AntralError)


def test_fingerprint_does_not_depend_on_the_order_of_keys():
    assert core.fingerprint({"a": 1, "b": 2}) == core.fingerprint({"b": 2, "a": 1})
    assert core.fingerprint({"a": 1, "b": 2}) != core.fingerprint({"a": 2, "b": 1})
    assert core.fingerprint("ab", "c") != core.fingerprint("a", "bc")


def test_fingerprint_of_files_depends_on_names_and_contents(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1")
    b.write_text("2")
    both = core.fingerprint_files([b, a])
    assert both == core.fingerprint_files([a, b])
    b.write_text("3")
    assert both != core.fingerprint_files([a, b])
