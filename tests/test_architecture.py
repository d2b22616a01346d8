"""The shape of the house: small files, front doors, no compiler where it does not belong."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "antral"
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted(folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists())
LONGEST = 400


def imported(file: Path) -> list[str]:
    """Modules that a file names in its imports, those inside functions included."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


def room_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0]


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(SOURCE)))
def test_files_are_short(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{file.name} has {lines} lines: split it by noun"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(SOURCE)))
def test_other_rooms_are_entered_by_their_front_door(file: Path) -> None:
    mine = room_of(file)
    deep = [
        module
        for module in imported(file)
        if module.startswith("antral.") and len(module.split(".")) > 2 and module.split(".")[1] != mine
    ]
    # a part of physiology or therapy is a room's own name for a file of equations
    behind = [module for module in deep if not module.startswith("antral.physiology.")]
    assert not behind, f"{file.name} reaches behind a front door: {behind}"
    if mine not in ("engine", "physiology"):
        assert not deep, f"{file.name} reaches behind a front door: {deep}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_front_door_explains_its_room(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(docstring.splitlines()) >= 6, f"antral.{room} does not explain itself"
    assert "1. " in docstring, f"antral.{room} does not name the steps of its main path"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(SOURCE)))
def test_only_kernel_and_engine_import_the_compiler(file: Path) -> None:
    if room_of(file) not in ("kernel", "engine"):
        assert not [m for m in imported(file) if m.split(".")[0] in ("numba", "llvmlite")]


COMPILED = ("physiology/reserve.py", "physiology/quality.py", "engine/conception.py")
"""Equations with days in a year as a literal, which takes the engine's precision."""


def test_the_length_of_a_year_has_one_name() -> None:
    written = {str(f.relative_to(SOURCE)) for f in FILES if numbers(f) & {365.25, 365.2425, 30.4375, 30.44}}
    assert written == {"core/units.py", *COMPILED}


def numbers(file: Path) -> set[float]:
    """Float literals of a file."""
    tree = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, float)}


@pytest.mark.parametrize(
    "module", ["antral", "antral.core", "antral.records", "antral.protocol", "antral.reports", "antral.cli"]
)
def test_light_rooms_load_no_heavy_library(module: str) -> None:
    heavy = ("numba", "polars", "matplotlib", "scipy", "pyarrow")
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_statistics_load_no_compiler_and_no_optimiser() -> None:
    """The methods are worth installing for themselves; what takes long to load is loaded where it is used."""
    heavy = ("numba", "matplotlib", "scipy.stats", "scipy.optimize", "scipy.integrate")
    code = f"import sys, antral.analysis; print([m for m in {heavy!r} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_designs_from_formulas_need_no_simulator() -> None:
    """`antral.design` is worth loading for itself."""
    code = (
        "import sys; from antral import design; design.boin(0.3); design.sequential; design.fixed; design.two_stage; "
        "print([m for m in ('numba', 'antral.engine', 'antral.trial', 'matplotlib') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_synopsis_loads_no_heavy_library() -> None:
    """`antral show` answers at once."""
    heavy = ("numba", "polars", "matplotlib", "scipy", "pyarrow", "antral.analysis")
    code = (
        "import sys; from antral import api; from antral.reports import render; render(api.show('NCT07115082')); "
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
