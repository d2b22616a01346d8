"""The chapter on the physiology and the code stay together.

Every equation stands on exactly one page as the code has it, every row and source that is named exists, and every part
has its page with what speaks for it and against it.
"""

import ast
import re
from pathlib import Path

import pytest
from tests.docs import reference

from antral.core import Tag
from antral.physiology import Parameters
from antral.verify import references

ROOT = Path(__file__).parent.parent.parent
CHAPTER = ROOT / "docs/physiology"
SOURCE = ROOT / "src/antral"
PAGES = {file.name: file.read_text(encoding="utf-8") for file in sorted(CHAPTER.glob("*.md"))}
PARTS = {name: text for name, text in PAGES.items() if name not in ("index.md", "sources.md")}
MODULES = {
    file.stem: file
    for file in [
        *(SOURCE / "physiology").glob("*.py"),
        SOURCE / "therapy/cells.py",
        SOURCE / "therapy/hormones.py",
        SOURCE / "population/reserve_by_age.py",
    ]
    if file.stem != "__init__"
}
HEADINGS = (
    "Equations",
    "Where it comes from",
    "Evidence for",
    "Evidence against",
    "What would change our mind",
)
NUMBERS = {one.number for one in references().values()}
NUMERICS = {"21", "22", "23", "24"}


def functions(file):
    """Every function of a module: its arguments, its lines without the docstring, whether it is an equation."""
    text = file.read_text(encoding="utf-8")
    found = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        first = node.body[1] if ast.get_docstring(node) else node.body[0]
        lines = [line.removeprefix("    ") for line in text.splitlines()[first.lineno - 1 : node.end_lineno]]
        marks = [mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)]
        found[node.name] = ([one.arg for one in node.args.args], lines, "equation" in marks)
    return found


CODE = {f"{module}.{name}": one for module, file in MODULES.items() for name, one in functions(file).items()}
EQUATIONS = sorted(name for name, one in CODE.items() if one[2])
QUOTED = [
    (page, *block.split("\n", 1))
    for page, text in PAGES.items()
    for block in re.findall(r"```python\n(.*?)\n```", text, re.S)
]


def stretches(lines):
    """What stands between the lines `...`, which leave something out."""
    return [part.strip("\n") for part in re.split(r"(?m)^\s*\.\.\.$", "\n".join(lines))]


def flat(lines):
    """Lines of code as one line."""
    return " ".join(" ".join(lines).split())


def test_there_are_equations_and_quotations():
    assert {"reserve.leaving_per_day", "follicle.grow", "cells._rates", "hormones.after"} <= set(EQUATIONS)
    assert len(QUOTED) >= len(EQUATIONS) > 40


@pytest.mark.parametrize("name", EQUATIONS)
def test_every_equation_stands_on_exactly_one_page(name):
    pages = [page for page, head, _ in QUOTED if head.startswith(f"# {name}(")]
    assert len(pages) == 1, (
        f"{name} is quoted on {pages or 'no page'} of docs/physiology; one was wanted: a block of Python that begins "
        f"with '# {name}({', '.join(CODE[name][0])})', and what speaks for and against it beside it."
    )


@pytest.mark.parametrize(("page", "head", "quoted"), QUOTED, ids=[f"{page}-{head[2:40]}" for page, head, _ in QUOTED])
def test_a_quotation_is_what_the_code_has(page, head, quoted):
    name, arguments = re.fullmatch(r"# ([\w.]+)\((.*)\)", head).groups()
    assert name in CODE, f"{page} quotes {name}, which is not in the code"
    wanted, lines, _ = CODE[name]
    assert arguments.split(", ") == wanted, f"{page}: {name} takes {', '.join(wanted)}"
    whole, place = f" {flat(lines)} ", 0  # where a line is broken depends on how deep it stands
    for part in stretches(quoted.split("\n")):
        if not part:
            continue
        found = whole.find(f" {flat(part.splitlines())} ", place)
        assert found >= 0, f"{page}: {name} has changed. Quote it anew, and read what the page says of it:\n{lines}"
        place = found + len(flat(part.splitlines()))
    if "..." not in quoted:
        assert flat(quoted.split("\n")) == flat(lines), (
            f"{page}: the quotation of {name} is not whole; mark what is left out by ..."
        )


@pytest.mark.parametrize("page", PARTS)
def test_every_page_says_what_speaks_for_and_against_its_part(page):
    assert tuple(re.findall(r"(?m)^## (.*)$", PARTS[page])) == HEADINGS
    assert f"]({page})" in PAGES["index.md"]


@pytest.mark.parametrize("page", PARTS)
def test_every_fact_has_source_tag_and_row(page):
    chapter = PARTS[page].split("## Evidence for")[1].split("## Evidence against")[0]
    facts = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in chapter.splitlines() if line[:1] == "|"
    ]
    assert facts[0] == ["what is known", "source", "tag", "row"]
    assert len(facts) > 3
    for fact, source, tag, row in facts[2:]:
        assert len(fact) > 10
        assert source
        assert tag in set(Tag), f"{page}: {fact}"
        assert row == "none" or re.fullmatch(r"\[(\w+)\]\(\.\./reference/rows\.md#row-\1\)", row), f"{page}: {fact}"


def test_every_row_that_is_named_exists_and_none_is_forgotten():
    named = {number for text in PAGES.values() for number in re.findall(r"rows\.md#row-(\w+)", text)}
    assert named <= NUMBERS
    in_parts = {number for text in PARTS.values() for number in re.findall(r"rows\.md#row-(\w+)", text)}
    assert in_parts >= NUMBERS - NUMERICS, "a row that no page of docs/physiology lays beside its part"


def test_rows_are_always_links():
    for page, text in PAGES.items():
        bare = re.findall(r"\brows? \d+[a-h]?\b", re.sub(r"\[\w+\]\(.*?\)", "", text))
        assert not bare, f"{page} names {bare} without a link to ../reference/rows.md"


def test_every_source_that_is_named_is_in_the_list_and_used():
    known = re.findall(r"(?m)^\| ([A-Z][A-Z0-9_]+) \|", PAGES["sources.md"])
    assert known == sorted(set(known))
    others = "\n".join(text for name, text in PAGES.items() if name != "sources.md")
    words = set(re.findall(r"\b[A-Z][A-Z0-9_]{2,}\b", re.sub(r"(?s)```.*?```|`.*?`", "", others)))
    assert {word for word in words if "_" in word or re.search(r"\d{4}", word)} - set(known) == set()
    assert [key for key in known if not re.search(rf"\b{key}\b", others)] == []


@pytest.mark.parametrize("part", Parameters.__annotations__)
def test_every_part_of_the_woman_links_to_its_values(part):
    assert any(f"reference/model.md#{part})" in text for text in PARTS.values())
    assert f"`{part}`" in PAGES["index.md"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read_at_one_sitting(page):
    assert PAGES[page].count("\n") < 200


def test_rows_are_written_out_for_the_site():
    made = reference.rows()
    for number in NUMBERS:
        assert f"\n## Row {number}\n" in made
    for one in references().values():
        assert f"| {one.quantity} |" in made


def test_rows_are_told_apart_by_how_far_they_test_the_model():
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in reference.rows().splitlines()}
    by_kind = {one.kind: one for one in references().values() if one.low is not None}
    assert " | target | " in lines[by_kind["target"].quantity]
    assert f" | seen: {by_kind['seen'].seen_by} | " in lines[by_kind["seen"].quantity]
    assert " | test | " in lines[by_kind["test"].quantity]
