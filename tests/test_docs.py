"""What users can name stands in the documents, and what the documents show exists."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from tests.docs.reference import every_command, names_page

from antral.analysis import ENDPOINTS
from antral.dataset import EVENT_KINDS, EVENTS, OBSERVATIONS, PARAMETERS, PARTICIPANTS
from antral.population import populations
from antral.records import names
from antral.therapy import scenarios

ROOT = Path(__file__).parent.parent
MADE = ("reports", "reference")
"""Folders of `docs` that are made when the site is built."""
PAGES = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if file.relative_to(ROOT).parts[1:2] not in [(name,) for name in MADE]
}
README, DATA = PAGES["README.md"], PAGES["docs/data.md"]
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
ROOMS = sorted(folder.name for folder in (ROOT / "src/antral").iterdir() if (folder / "__init__.py").exists())
COMMANDS = every_command()
GROUPS = {name.split()[0] for name in COMMANDS if " " in name}


def row(page: str, name: str) -> None:
    """The page has a row of a table that begins with the name."""
    assert re.search(rf"^\| `{re.escape(name)}` \|", PAGES[page], re.MULTILINE), (
        f"{page} has no row for `{name}`; add it"
    )


def test_the_page_of_names_is_as_the_records_are() -> None:
    assert PAGES["docs/names.md"] == names_page(), "run: python -m tests.docs.reference names"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_place(command: str) -> None:
    assert re.search(rf"antral {command}\b", README), f"README does not show antral {command}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(command: str) -> None:
    assert f"Example: antral {command}" in (COMMANDS[command].callback.__doc__ or "")


def shown_commands() -> list[tuple[str, str]]:
    """Every command line of the pages, with its page."""
    lines = [(page, line.split("#")[0].strip()) for page, text in PAGES.items() for line in text.splitlines()]
    return [
        (page, line.removeprefix(".venv/bin/")) for page, line in lines if re.match(r"(\.venv/bin/)?antral \w", line)
    ]


@pytest.mark.parametrize(("page", "line"), shown_commands())
def test_every_command_that_is_shown_can_be_given(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    name = next((name for many in (3, 2, 1) if (name := " ".join(words[:many])) in COMMANDS), None)
    if name is None:  # a sentence that begins with the program's name
        assert "--" not in line, f"{page}: there is no command {line}"
        assert words[0] not in GROUPS, f"{page}: there is no command {line}"
        return
    known = {option for one in COMMANDS[name].params for option in (*one.opts, *one.secondary_opts)} | {"--help"}
    assert {word for word in words[1:] if word.startswith("--")} <= known, f"{page}: {line}"


@pytest.mark.parametrize("column", [*PARTICIPANTS, *OBSERVATIONS, *EVENTS], ids=lambda c: c.name)
def test_every_column_is_explained(column: object) -> None:
    assert f"| `{column.name}` | {column.unit} |" in DATA  # type: ignore[attr-defined]
    assert column.meaning in DATA  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [*PARAMETERS, *EVENT_KINDS])
def test_every_parameter_and_kind_of_event_is_explained(name: str) -> None:
    row("docs/data.md", name)


@pytest.mark.parametrize("name", [*scenarios(), *names("hormone_therapies")])
def test_every_scenario_and_regimen_is_explained(name: str) -> None:
    row("docs/rooms/therapy.md", name)


@pytest.mark.parametrize("name", populations())
def test_every_aetiology_is_explained(name: str) -> None:
    row("docs/rooms/population.md", name)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_endpoint_is_explained(name: str) -> None:
    row("docs/rooms/analysis.md", name)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_page(room: str) -> None:
    page = PAGES.get(f"docs/rooms/{room}.md")
    assert page, f"docs/rooms/{room}.md is missing: what the room takes and gives, its rules, where a new thing goes"
    assert page.startswith(f"# {room}\n")
    for part in ("**Takes**", "**Gives**", "## Where a new thing goes"):
        assert part in page, f"docs/rooms/{room}.md does not say {part}"
    assert f"| `{room}` |" in PAGES["CONTRIBUTING.md"]


def test_no_page_is_of_a_room_that_is_gone() -> None:
    assert {Path(page).stem for page in PAGES if page.startswith("docs/rooms/")} == set(ROOMS)


def test_every_environment_variable_is_explained() -> None:
    used = set(re.findall(r"\"(ANTRAL_[A-Z]+)\"", SOURCE))
    assert used
    assert not [name for name in used if f"| `{name}` |" not in PAGES["CONTRIBUTING.md"]]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for place in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGES[page]):
        target = (ROOT / page).parent / place
        made = any(folder in target.parts for folder in MADE)  # tests/docs builds these and follows their links
        assert place.startswith("http") or made or target.exists(), f"{page} links to {place}"


def test_the_example_trial_can_be_analysed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from antral.cli import main

    monkeypatch.setattr(
        sys, "argv", ["antral", "analyse", str(ROOT / "docs/examples/trial"), "--protocol", "NCT03816852"]
    )
    main_code = 0
    try:
        main()
    except SystemExit as stop:
        main_code = int(stop.code or 0)
    assert main_code == 0
    assert "Menses resumed" in capsys.readouterr().out
