"""What users can name stands in the documents, and what the documents show can be run."""

import re
import sys
from pathlib import Path

import pytest

from antral.analysis import ENDPOINTS
from antral.cli.main import app
from antral.dataset import EVENT_KINDS, EVENTS, OBSERVATIONS, PARAMETERS, PARTICIPANTS
from antral.therapy import scenarios

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs").glob("*.md")}
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))


def commands() -> list[str]:
    return [str(command.callback.__name__) for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("command", commands())
def test_every_command_has_its_place(command: str) -> None:
    assert re.search(rf"antral {command}\b", README), f"README does not show antral {command}"


@pytest.mark.parametrize("command", commands())
def test_every_command_shows_an_example(command: str) -> None:
    callback = next(c.callback for c in app.registered_commands if c.callback and c.callback.__name__ == command)
    assert f"Example: antral {command}" in (callback.__doc__ or "")


@pytest.mark.parametrize("column", [*PARTICIPANTS, *OBSERVATIONS, *EVENTS], ids=lambda c: c.name)
def test_every_column_is_explained(column: object) -> None:
    assert f"| `{column.name}` | {column.unit} |" in DOCS["data.md"]  # type: ignore[attr-defined]
    assert column.meaning in DOCS["data.md"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [*PARAMETERS, *EVENT_KINDS])
def test_every_parameter_and_kind_of_event_is_explained(name: str) -> None:
    assert f"| `{name}` |" in DOCS["data.md"]


@pytest.mark.parametrize("name", scenarios())
def test_every_scenario_is_explained(name: str) -> None:
    assert f"`{name}`" in DOCS["explain.md"]


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_endpoint_is_explained(name: str) -> None:
    assert f"`{name}`" in DOCS["explain.md"]


def test_every_environment_variable_is_explained() -> None:
    used = set(re.findall(r"\"(ANTRAL_[A-Z]+)\"", SOURCE))
    assert used
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert not [name for name in used if name not in text]


@pytest.mark.parametrize("text", [README, *DOCS.values()], ids=["README.md", *DOCS])
def test_links_lead_somewhere(text: str) -> None:
    for place in re.findall(r"\]\(([^)#]+)\)", text):
        if not place.startswith("http"):
            assert (ROOT / place).exists() or (ROOT / "docs" / place).exists(), place


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
