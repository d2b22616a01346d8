"""The site is built strictly, and every link of it leads somewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs import reference
from tests.docs.links import wrong

from antral.records import names

ROOT = Path(__file__).parent.parent.parent
MADE = re.search(r"^REPORTS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE).group(1).split()


def build(folder):
    tool = Path(sys.executable).with_name("zensical")
    return subprocess.run(
        [tool, "build", "--strict", "--config-file", "mkdocs.yml"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    """The documents with a placeholder for each report that `make reports` makes, and for no other."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("reports", "reference"))
    reference.write(tmp_path / "docs/reference")
    for name in ("mkdocs.yml", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "docs/reports").mkdir()
    for name in ("verification", "statistics", *MADE):
        (tmp_path / f"docs/reports/{name}.html").write_text("<!DOCTYPE html><html lang='en'></html>", encoding="utf-8")
    for name in MADE:
        (tmp_path / f"docs/reports/{name}.txt").write_text("What can this trial show?\n", encoding="utf-8")
    return tmp_path


def test_the_site_is_built_and_every_link_leads_somewhere(copy):
    done = build(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert wrong(copy / "build/site") == []


def test_every_page_is_in_the_contents(copy):
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:")[1]
    pages = {str(file.relative_to(copy / "docs")) for file in (copy / "docs").rglob("*.md")}
    assert pages == set(re.findall(r"[\w/.-]+\.md", nav))


def test_the_reference_holds_every_command_and_number(copy):
    commands = (copy / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert "## antral simulate" in commands
    assert "| `--trials` | How many times the trial is run. By default 200. |" in commands
    numbers = (copy / "docs/reference/parameters.md").read_text(encoding="utf-8")
    for name in names("parameters"):
        assert f"## parameters/{name}\n" in numbers
    assert re.search(r"\| `base_rate` \| [\d.e-]+ \| 1/yr \| .* \| published \|", numbers)


@pytest.mark.parametrize(
    "line", ["[a page](nowhere.md)", "[a place](data.md#nowhere)", "[a report](reports/NCT00000000.html)"]
)
def test_a_broken_link_fails(copy, line):
    page = copy / "docs/index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert build(copy).returncode != 0 or wrong(copy / "build/site")


def test_nothing_is_fetched_from_outside(copy):
    config = copy / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("font: false", "font: {text: Roboto}"))
    assert build(copy).returncode == 0
    assert any("fetches" in one for one in wrong(copy / "build/site"))
