"""The document of the model holds every equation and every value, as the code has them."""

import importlib
import inspect
import pkgutil
import re
from importlib.metadata import version

import pytest

from antral.core import package_fingerprint
from antral.physiology import records, typical
from antral.records import load_yaml, names, path
from antral.reports import model_document
from antral.reports.model.source import modules
from antral.reports.model.symbols import ARGUMENTS

ROOMS = ("kernel", "physiology", "therapy")


def compiled_equations():
    """Every equation of the running program: found by what the compiler made of it, not by the text."""
    found = []
    for room in ROOMS:
        package = importlib.import_module(f"antral.{room}")
        for one in pkgutil.iter_modules(package.__path__):
            inside = importlib.import_module(f"antral.{room}.{one.name}")
            found += [
                (one.name, value.py_func.__name__, value)
                for value in vars(inside).values()
                if hasattr(value, "original_code") and value.py_func.__module__ == inside.__name__
            ]
    return found


EQUATIONS = compiled_equations()


@pytest.fixture(scope="module")
def document():
    return model_document()


def test_there_are_equations():
    assert len(EQUATIONS) > 60


@pytest.mark.parametrize(("file", "name", "function"), EQUATIONS, ids=[f"{e[0]}.{e[1]}" for e in EQUATIONS])
def test_every_equation_stands_in_it_line_by_line(document, file, name, function):
    [part] = re.findall(rf"^#### {file}\.{name}$(.*?)(?=^###|^## |\Z)", document, re.MULTILINE | re.DOTALL)
    code = inspect.getsource(function.py_func).split('"""')[-1]  # what follows the docstring
    for line in code.splitlines():
        assert line.strip() in part
    assert inspect.getdoc(function.py_func).splitlines()[0] in part


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, n) for folder in ("parameters", "therapy") for n in names(folder)]
)
def test_every_value_stands_in_it_with_unit_range_tag_and_source(document, folder, name):
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in document.splitlines()]
    for key, entry in load_yaml(path(folder, f"{name}.yaml")).items():
        if not isinstance(entry, dict) or "value" not in entry:
            continue
        source = " ".join(entry["source"].split())
        mine = [row for row in rows if row[0] == f"`{key}`" and len(row) == 6 and row[5] == source]
        assert any(
            float(row[1].split(" ")[0]) == entry["value"]
            and (row[1].split(" ", 1)[1:] or ["1"]) == [entry["unit"]]
            and row[3] == entry["tag"]
            and [float(x) for x in row[2].split(" to ")] == [entry["low"], entry["high"]]
            for row in mine
        ), f"{folder}/{name}: {key}"


def test_values_are_those_that_run(document):
    p = typical()
    rows = [line for line in document.splitlines() if line.startswith("| `p.crowding_rate` |")]
    assert rows[0].endswith(f"(`ReserveParameters.crowding_rate`) | {p.reserve.crowding_rate:g} follicles/yr |")
    spread = records()["fsh"]["release_base"]
    assert f"cv {spread.between_women_cv:g}, draw {spread.draw}" in document


@pytest.mark.parametrize("folder", ["populations", "mixes", "hormone_therapies", "scenarios", "analytes"])
def test_every_record_of_the_model_has_its_place(document, folder):
    for name in names(folder):
        assert f"\n### {folder}/{name}\n" in document


def test_it_names_populations_laws_and_the_version(document):
    assert re.search(r"\| `?primordial`? \| median \d+; sd_log 0\.\d+; unit follicles \| fitted \|", document)
    assert f"\n| {version('antral')} | `{package_fingerprint()}` |\n" in document
    assert "advance_hormones(b, dt)" in document  # the step, in the order of the code


def test_every_bare_argument_is_explained_and_no_explanation_is_left_over():
    used = set()
    for room in ROOMS:
        for one in modules(room):
            for function in one.functions:
                for symbol, words in function.symbols:
                    assert words, f"{one.name}.{function.name}: say in reports/model/symbols.py what {symbol} is"
                    used |= {symbol, f"{one.name}.{function.name}.{symbol}"}
    assert set(ARGUMENTS) <= used


def test_no_docstring_makes_a_heading_of_its_own(document):
    assert not re.search(r"^-{3,}$", document, re.MULTILINE)


def test_a_column_cannot_end_a_cell(document):
    widths = {}
    for block in re.findall(r"(?:^\|.*\n)+", document, re.MULTILINE):
        for line in block.splitlines():
            widths.setdefault(block, set()).add(len(re.findall(r"(?<!\\)\|", line)))
    assert all(len(found) == 1 for found in widths.values())
