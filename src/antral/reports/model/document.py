"""The document itself: parts in the order in which a day passes, each with its equations and its values."""

from collections.abc import Iterator
from typing import Final

from antral.core import package_fingerprint
from antral.records import names
from antral.reports.model.numbers import QUANTITY, STATEMENT, named, quantities, statements, table, valued
from antral.reports.model.source import Function, Module, module, modules

_PARTS: Final = (
    *("reserve", "pipeline", "quality", "follicle", "luteal", "steroids", "gnrh", "lh", "inhibin", "fsh", "amh"),
    *("endometrium", "pregnancy"),
)
"""In the order of the model; a part that is not named here comes last."""
_STEP: Final = ("block", "daily", "lanes", "events", "conception", "gestation", "medicine", "record")


def document() -> str:
    """Every equation, value, event, population, therapy and measurement of the model, as Markdown."""
    from importlib.metadata import version

    parts = [
        "# The model",
        "Made from the code and the records of this version of antral by `antral model`; nothing here is written by "
        "hand. Times are days, FSH and LH IU/L, estradiol (E2) and inhibin B pg/mL, progesterone (P4) and AMH ng/mL, "
        "diameters mm. Tags: *published* read in a source or its authors' code; *recalled* from memory; *fitted* so "
        "that targets are met; *assumed* plausible, without direct evidence.",
        table(
            ("version", "fingerprint of code and records (SHA-256)"),
            [(version("antral"), f"`{package_fingerprint()}`")],
        ),
        "## Physiology",
        *_physiology(),
        "## Therapy",
        *_therapy(),
        "## One step and one day",
        "What the engine does, in the order of the code. `b` and `s` are the women of a block, `l` is one of them.",
        *_engine(),
        "## Populations",
        "How women differ. A spread named here replaces that of the parameter's own record.",
        *_records("populations", "mixes"),
        "## Measurement",
        "What a laboratory, a scan or a diary sees of the true values.",
        *_records("analytes"),
        "## Elementary functions",
        "The equations are written with these, so that they run on many women at once.",
        *_functions(module("kernel", "functions")),
    ]
    return "\n\n".join(parts) + "\n"


def _physiology() -> Iterator[str]:
    found = {one.name: one for one in modules("physiology")}
    for name in [*(part for part in _PARTS if part in found), *(part for part in found if part not in _PARTS)]:
        yield from _part(found[name], "parameters")
    for name in sorted(set(names("parameters")) - set(found)):
        yield f"### {name}"
        yield table(QUANTITY, quantities("parameters", name))


def _therapy() -> Iterator[str]:
    for one in modules("therapy"):
        yield from _part(one, "therapy")
    for name in sorted(set(names("therapy")) - {one.name for one in modules("therapy")}):
        yield f"### therapy/{name}"
        yield table(QUANTITY, quantities("therapy", name))
    yield from _records("hormone_therapies", "scenarios")


def _part(one: Module, folder: str) -> Iterator[str]:
    """One part: what it is, its state, its equations, its values."""
    yield f"### {one.name}"
    yield one.words
    for state in one.states:
        if not state.name.endswith("Parameters"):
            yield f"**{state.name}.** {_sentence(state.words)}"
            yield table(
                ("symbol", "unit, and what it is"), [(f"`{key}`", words) for key, words in state.fields.items()]
            )
    if one.constants:
        yield table(("constant", "value"), [(f"`{name}`", f"`{value}`") for name, value in one.constants])
    yield from _functions(one, folder)
    rows = quantities(folder, one.name) if one.name in names(folder) else []
    if rows:
        yield f"Values of {one.name}:"
        yield table(QUANTITY, rows)


def _functions(one: Module, folder: str = "") -> Iterator[str]:
    for function in one.functions:
        yield f"#### {one.name}.{function.name}"
        yield _words(function)
        yield f"```python\n{function.name}({', '.join(function.arguments)}):\n{_indented(function.body)}\n```"
        if function.is_equation and function.symbols:
            rows = [(f"`{name}`", *_meaning(one, name, words, folder)) for name, words in function.symbols]
            yield table(("symbol", "what it is", "value"), rows)


def _meaning(one: Module, symbol: str, words: str, folder: str) -> tuple[str, str]:
    """What a symbol is; a parameter with the words and the value of its record."""
    key = symbol.split(".", 1)[1] if "." in symbol else ""
    record = named(folder, one.name, key) if key and "Parameters." in words and one.name in names(folder) else None
    if record is None:
        return words, ""
    return f"{record['meaning']} (`{words.split('`')[1]}`)", valued(record)


def _engine() -> Iterator[str]:
    found = {one.name: one for one in modules("engine")}
    for name in [*(part for part in _STEP if part in found), *(part for part in found if part not in _STEP)]:
        yield f"### engine/{name}"
        yield found[name].words
        for function in found[name].functions:
            yield from _routine(found[name], function)


def _routine(one: Module, function: Function) -> Iterator[str]:
    yield f"#### {one.name}.{function.name}"
    yield _words(function)
    if one.name in ("block", "events", "conception", "gestation"):  # what happens when, and to whom
        yield f"```python\n{function.name}({', '.join(function.arguments)}):\n{_indented(function.body)}\n```"
        return
    called = [name for name in function.calls if "." in name and not name.startswith(("layout.", "math.", "np."))]
    if called:
        yield f"Equations, in order: {', '.join(f'`{name}`' for name in called)}."


def _records(*folders: str) -> Iterator[str]:
    for folder in folders:
        for name in names(folder):
            yield f"### {folder}/{name}"
            stated, values = statements(folder, name), quantities(folder, name)
            if stated:
                yield table(STATEMENT, stated)
            if values:
                yield table(QUANTITY, values)


def _indented(body: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in body.splitlines())


def _words(function: Function) -> str:
    """The docstring without its list of parameters: the table of symbols says what they are."""
    return function.words.split("\n\nParameters\n")[0]


def _sentence(words: str) -> str:
    return " ".join(words.split())
