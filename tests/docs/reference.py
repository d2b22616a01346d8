"""Pages of reference that are made from records and commands: `python -m tests.docs.reference docs/reference`.

They are made whenever the site is built, so they are never stale, and are not kept with the sources.
"""

import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typer.main import get_command

from antral.analysis import methods
from antral.cli.main import app
from antral.patient.readers.names import titles_of
from antral.records import load_yaml, names, path
from antral.reports import model_document
from antral.reports.figures import WIDE, hypotheses
from antral.verify import Reference, references

_OF_NUMBERS = ("parameters", "therapy", "populations", "hormone_therapies", "analytes")
_HEAD = "| number | value | unit | range | tag | what it is | source |\n| --- | --- | --- | --- | --- | --- | --- |"
_JUDGED = (
    "| quantity | published | accepted | unit | role | tag | source | whom |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def numbers(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every entry of a record that is a number with its unit and tag, however deep it lies."""
    for name, one in record.items():
        if isinstance(one, Mapping):
            if {"value", "unit", "tag"} <= set(one):
                yield f"{prefix}{name}", one
            else:
                yield from numbers(one, f"{prefix}{name}.")


def parameters() -> str:
    """Every number of the model, record by record."""
    parts = ["# Every number of the model", "Made from the records when this site was built."]
    for folder in _OF_NUMBERS:
        for name in names(folder):
            found = list(numbers(load_yaml(path(folder, f"{name}.yaml"))))
            if found:
                rows = "\n".join(_row(key, one) for key, one in found)
                parts += [f"## {folder}/{name}", f"{_HEAD}\n{rows}"]
    return "\n\n".join(parts) + "\n"


def _row(name: str, one: Mapping[str, Any]) -> str:
    value = one["value"]
    shown = f"{value:g}" if isinstance(value, int | float) else str(value)
    limits = f"{one['low']:g} to {one['high']:g}" if "low" in one and "high" in one else ""
    cells = (f"`{name}`", shown, one["unit"], limits, one["tag"], one.get("meaning", ""), one.get("source", ""))
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


def rows() -> str:
    """Every row of the verification, by its number: what a source says, what is accepted, how far it is a test."""
    parts = [
        "# Every row of the verification",
        "Made from the records when this site was built; ours beside them stands in "
        "[the report](../reports/verification.html). *target*: the model is fitted to it, so it tests nothing; "
        "*follows*: the targets named there all but give it, so it tests little more; *seen*: the values named there "
        "were set by hand with it in view, so it tests little; *test*: none of these, as far as is on record; "
        "*numerics*: how equations are solved, nothing of women.",
    ]
    numbered: dict[str, list[Reference]] = {}
    for one in references().values():
        numbered.setdefault(one.number, []).append(one)
    for number in sorted(numbered, key=_in_order):
        lines = "\n".join(_judged(one) for one in numbered[number])
        parts += [f"## Row {number}", f"{_JUDGED}\n{lines}"]
    return "\n\n".join(parts) + "\n"


def _in_order(number: str) -> tuple[int, str]:
    digits = number.rstrip("abcdefgh")
    return int(digits), number


def _judged(one: Reference) -> str:
    low, high = one.low, one.high
    if low is None and high is None:
        accepted = "only reported"
    elif low is None or high is None:
        accepted = f"at most {high:g}" if low is None else f"at least {low:g}"
    else:
        accepted = f"{low:g} to {high:g}"
    whom = one.selection if isinstance(one.selection, str) else one.selection.who
    role = one.kind if one.kind != "test" or accepted != "only reported" else ""
    if one.kind == "seen":
        role = f"seen: {one.seen_by}"
    if one.kind == "follows":
        role = f"follows: {', '.join(one.follows_from)}" + (f"; seen: {one.seen_by}" if one.seen_by else "")
    cells = (one.quantity, one.reference, accepted, one.unit, role, one.tag, one.source, whom)
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


def every_command() -> dict[str, Any]:
    """Every command by the words that are typed after `antral`, those of groups included."""
    found: dict[str, Any] = {}

    def collect(group: Any, words: tuple[str, ...]) -> None:
        for name, one in group.commands.items():
            if hasattr(one, "commands"):
                collect(one, (*words, name))
            else:
                found[" ".join((*words, name))] = one

    collect(get_command(app), ())
    return found


def commands() -> str:
    """Every command with its options, from the program itself."""
    parts = [
        "# Every command",
        "Made from the program when this site was built; `antral COMMAND --help` says the same.",
    ]
    for name, command in sorted(every_command().items()):
        parts += [
            f"## antral {name}",
            inspect.cleandoc(command.callback.__doc__ or "").replace("\n\nExample: ", "\n\n    "),
        ]
        rows = []
        for one in command.params:
            shown = (
                ", ".join(f"`{option}`" for option in (*one.opts, *one.secondary_opts))
                if one.param_type_name == "option"
                else f"`{one.name}`"
            )
            default = "" if one.default in (None, False) or one.required else f" By default {one.default}."
            rows.append(f"| {shown} | {(getattr(one, 'help', '') or '')}{default} |")
        parts.append("\n".join(["| option | what it does |", "| --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def codes() -> str:
    """Every code that readers of patients' files understand."""
    measured, found, medicines = (
        load_yaml(path("codes", f"{n}.yaml")) for n in ("measurements", "findings", "medicines")
    )
    parts = [
        "# Codes",
        "Made from the records when this site was built. In *italics*: from memory, not yet seen in a public list.",
        "## Measurements",
        "| name | what | units | LOINC | burden |\n| --- | --- | --- | --- | --- |",
    ]
    parts[-1] += "".join(
        f"\n| `{name}` | {one['title']} | {', '.join(one['units'])} | {_codes(one, 'loinc')} | {one['burden']} |"
        for name, one in measured["measurements"].items()
    )
    parts += [
        "## Findings",
        "| name | what | SNOMED CT | ICD-10 | LOINC | burden |\n| --- | --- | --- | --- | --- | --- |",
    ]
    parts[-1] += "".join(
        f"\n| `{name}` | {one['title']} | {_codes(one, 'snomed')} | {_codes(one, 'icd10', 'icd10_cm')} | "
        f"{_codes(one, 'loinc')} | {one['burden']} |"
        for name, one in found["findings"].items()
    )
    parts += ["## Classes of medicines", "| class | what | ATC |\n| --- | --- | --- |"]
    parts[-1] += "".join(
        f"\n| `{name}` | {title} | {', '.join(code for code, classes in medicines['atc'].items() if name in classes)} |"
        for name, title in medicines["classes"].items()
    )
    return "\n\n".join(parts) + "\n"


def names_page() -> str:
    """Every name that a woman's record may hold; `docs/names.md` is this page, kept in the repository."""
    parts = [
        "# Names",
        "What you can write in a record; see [bring in women](how-to/patients.md). Name and title are both "
        "read.\nMade from the records by `python -m tests.docs.reference names`.",
    ]
    for listed, titles in titles_of().items():
        rows = "".join(f"\n| `{name}` | {title} |" for name, title in titles.items())
        parts += [f"## {listed.capitalize()}", f"| name | title |\n| --- | --- |{rows}"]
    return "\n\n".join(parts) + "\n"


def _codes(one: Mapping[str, Any], *systems: str) -> str:
    """Codes of an entry; those from memory in italics."""
    listed = [(code, tag) for system in systems for code, tag in one.get(system, {}).items()]
    return ", ".join(str(code) if tag == "published" else f"*{code}*" for code, tag in listed)


GRAPH = methods.multiplicity.Graph(
    ("low dose", "high dose", "low dose, second", "high dose, second"),
    (0.5, 0.5, 0.0, 0.0),
    ((0, 0.5, 0.5, 0), (0.5, 0, 0, 0.5), (0, 1, 0, 0), (1, 0, 0, 0)),
)


def graph_picture() -> str:
    """The graph on the page of several hypotheses, as a file of its own."""
    alt = "Two doses, each with half of the level, and their second endpoints; arrows hand a share on"
    drawing = hypotheses("two-doses", GRAPH, width=WIDE, alt=alt)
    return drawing.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def write(folder: Path) -> None:
    """Write the pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "parameters.md").write_text(parameters(), encoding="utf-8")
    (folder / "model.md").write_text(model_document(), encoding="utf-8")
    (folder / "rows.md").write_text(rows(), encoding="utf-8")
    (folder / "codes.md").write_text(codes(), encoding="utf-8")
    (folder / "commands.md").write_text(commands(), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "names":
        Path("docs/names.md").write_text(names_page(), encoding="utf-8")
    elif sys.argv[1] == "graph":
        Path("docs/statistics/two-doses.svg").write_text(graph_picture(), encoding="utf-8")
    else:
        write(Path(sys.argv[1]))
