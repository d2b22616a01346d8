"""Whatever a result depends on changes the name under which it is kept."""

from pathlib import Path

import pytest

from antral.core import RunError, fingerprint_files, package_fingerprint
from antral.kernel import precision


def test_content_name_and_folder_count(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.py").write_text("1")
    first, moved = tmp_path / "a" / "x.py", tmp_path / "b" / "x.py"
    assert fingerprint_files([first]) != fingerprint_files([moved])
    before = fingerprint_files([first])
    first.write_text("2")
    assert fingerprint_files([first]) != before


def test_the_compiled_code_depends_on_the_table_of_purposes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        precision, "fingerprint_files", lambda files: seen.extend(f"{f.parent.name}/{f.name}" for f in files)
    )
    precision.code_fingerprint()
    assert "core/chance.py" in seen
    assert "engine/lanes.py" in seen
    assert "physiology/fsh.py" in seen


def test_the_fingerprint_of_the_package_covers_records() -> None:
    package = Path(precision.__file__).parent.parent
    files = [file for file in package.rglob("*") if file.suffix in (".py", ".yaml", ".json")]
    made = [file for file in files if file.parent.name in ("posteriors", "challenges", "forecasts", "living")]
    assert len([file for file in made if file.parent.name == "posteriors"]) >= 3
    files = [file for file in files if file not in made]  # shipping another one changes neither code nor records
    assert package_fingerprint() == fingerprint_files(files)
    assert any(file.name == "target.yaml" for file in files)
    assert package_fingerprint() != fingerprint_files(file for file in files if file.name != "target.yaml")


def test_a_run_of_other_records_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import antral
    from antral.api import conducting

    antral.simulate("NCT03816852", trials=1, women=12, effect=["target"], sensitivity=False, out=tmp_path / "run")
    monkeypatch.setattr(conducting, "conducting_code", lambda: "another version of a record")
    with pytest.raises(RunError, match="code was"):
        antral.simulate("NCT03816852", trials=1, women=12, effect=["target"], sensitivity=False, out=tmp_path / "run")
