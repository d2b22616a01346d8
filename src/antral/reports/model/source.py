"""The equations as they stand in the code: read from its text, with what each symbol means."""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from antral.reports.model.symbols import ARGUMENTS

_PACKAGE: Final = Path(__file__).parent.parent.parent
_COMMENT: Final = re.compile(r"^\s*\w+\s*:[^#]*#\s*(?P<words>.+?)\s*$")
ROUTINES: Final = ("routine", "compiled")


@dataclass(frozen=True)
class State:
    """A NamedTuple of a part: its state, or its parameters."""

    name: str
    words: str
    fields: dict[str, str]
    """Unit, and words where there are any, by field."""


@dataclass(frozen=True)
class Function:
    """One equation, or one routine that calls equations."""

    name: str
    arguments: tuple[str, ...]
    words: str
    body: str
    """Its text without docstring and decorators."""
    symbols: tuple[tuple[str, str], ...]
    """What its body uses, and what that is; empty for routines."""
    calls: tuple[str, ...]
    """What it calls, in order."""
    is_equation: bool


@dataclass(frozen=True)
class Module:
    """One file of a room."""

    room: str
    name: str
    words: str
    constants: tuple[tuple[str, str], ...]
    """Name and value of each constant."""
    states: tuple[State, ...]
    functions: tuple[Function, ...]


@cache
def module(room: str, name: str) -> Module:
    """One file, such as `module("physiology", "fsh")`."""
    text = (_PACKAGE / room / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    states = {one.name: one for one in _states(tree, text)}
    return Module(
        room,
        name,
        ast.get_docstring(tree) or "",
        tuple(_constants(tree)),
        tuple(states.values()),
        tuple(_functions(tree, text, name)),
    )


@cache
def modules(room: str) -> tuple[Module, ...]:
    """Every file of a room that holds equations or routines, by name."""
    files = sorted((_PACKAGE / room).glob("*.py"))
    found = (module(room, file.stem) for file in files if file.stem != "__init__")
    return tuple(one for one in found if one.functions)


@cache
def _all_states() -> dict[str, State]:
    """Every NamedTuple of physiology and therapy, by name."""
    trees = [(file, file.read_text(encoding="utf-8")) for room in ("physiology", "therapy")
             for file in sorted((_PACKAGE / room).glob("*.py"))]  # fmt: skip
    return {one.name: one for _, text in trees for one in _states(ast.parse(text), text)}


def _states(tree: ast.Module, text: str) -> Iterator[State]:
    lines = text.splitlines()
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "NamedTuple" for base in node.bases):
            fields = {}
            for one in node.body:
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                    found = _COMMENT.match(lines[one.lineno - 1])
                    fields[one.target.id] = found["words"] if found else f"see {ast.unparse(one.annotation)}"
            yield State(node.name, ast.get_docstring(node) or "", fields)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names in capitals that hold a number of the model; places in memory are none."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            value = ast.unparse(node.value)
            if node.target.id.strip("_").isupper() and not re.search(r"layout|row\(|reader|writer|Purpose", value):
                yield node.target.id, value


def _functions(tree: ast.Module, text: str, module_name: str) -> Iterator[Function]:
    wrapped = _wrapped(tree)
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = {ast.unparse(one) for one in node.decorator_list}
        marks |= {"equation"} if node.name in wrapped else set()
        if not marks & {"equation", *ROUTINES}:
            continue
        is_equation = "equation" in marks
        yield Function(
            node.name,
            tuple(one.arg for one in node.args.args),
            ast.get_docstring(node) or "",
            _body(node, text),
            tuple(_symbols(node, module_name)) if is_equation else (),
            tuple(_calls(node)),
            is_equation,
        )


def _wrapped(tree: ast.Module) -> set[str]:
    """Functions that become equations by a call, such as one of two by the precision."""
    calls = [
        one
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and ast.unparse(one.func) == "equation"
    ]
    return {one.id for call in calls for part in call.args for one in ast.walk(part) if isinstance(one, ast.Name)}


def _body(node: ast.FunctionDef, text: str) -> str:
    """The statements of a function as they are written, its docstring left out."""
    statements = node.body[1:] if ast.get_docstring(node) is not None else node.body
    lines = text.splitlines()[statements[0].lineno - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(lines))


def _symbols(node: ast.FunctionDef, module_name: str) -> Iterator[tuple[str, str]]:
    """Each argument, or each of its fields that the body uses, with its meaning."""
    for argument in node.args.args:
        kind = ast.unparse(argument.annotation).split(".")[-1] if argument.annotation is not None else ""
        if kind in ("float", "bool"):
            specific = ARGUMENTS.get(f"{module_name}.{node.name}.{argument.arg}")
            yield argument.arg, specific or ARGUMENTS.get(argument.arg, "")
            continue
        state = _all_states().get(kind)
        used = dict.fromkeys(_attributes(node, argument.arg))
        if not used:
            yield argument.arg, f"`{kind}`"
        for field in used:
            known = "" if state is None else state.fields.get(field, "")
            yield f"{argument.arg}.{field}", f"{known} (`{kind}.{field}`)".strip()


def _attributes(node: ast.FunctionDef, name: str) -> list[str]:
    found = [
        (one.lineno, one.col_offset, one.attr)
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == name
    ]
    return [attribute for _, _, attribute in sorted(found)]


def _calls(node: ast.FunctionDef) -> list[str]:
    """Functions of other modules and of its own that the body calls, in the order of the text."""
    found = [
        (one.lineno, one.col_offset, ast.unparse(one.func))
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name | ast.Attribute)
    ]
    return list(dict.fromkeys(name for _, _, name in sorted(found)))
