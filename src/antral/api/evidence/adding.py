"""`template` and `add`: a study of the user's own, checked before anything is written."""

from dataclasses import dataclass
from pathlib import Path

from antral.core import InputError, RunError, write_aside
from antral.evidence import Finding, Study, document, lint_study, read_study, studies, study_from_tables, study_template


@dataclass(frozen=True)
class Added:
    """A study that was checked, and written unless something in it cannot be true."""

    study: Study
    place: Path | None
    """The new file; none where a finding is an error, and nothing was written."""
    found: tuple[Finding, ...]


def template(place: str | Path) -> Path:
    """Write a commented study record to fill; a file that is there is never overwritten."""
    file = Path(place)
    if file.suffix.lower() != ".yaml":
        raise InputError(f"{file}: a record is a .yaml file; write for example mystudy2026.yaml.")
    _write(file, study_template(file.stem))
    return file


def add(source: str | Path, records: str | Path, study: str | None = None) -> Added:
    """Put a study into a folder of the user's, if it is readable and nothing in it cannot be true.

    Parameters
    ----------
    source
        A filled template (`.yaml`), or a table of studies (`.csv`) with `arms.csv` and `outcomes.csv` beside it.
    records
        The folder; it is made if it is not there. A study of the same name in it is never overwritten.
    study
        The `study_id` of the row, where the table has several.
    """
    file, folder = Path(source), Path(records)
    made = study_from_tables(file, study) if file.suffix.lower() == ".csv" else read_study(file)
    shelf = studies(extra=folder if folder.is_dir() else None)
    place = folder / f"{made.id}.yaml"
    if made.id in shelf:
        raise InputError(f"{made.id} is on record already; give the new study another id, or correct the old file.")
    found = tuple(lint_study(made, shelf))
    if any(one.level == "error" for one in found):
        return Added(made, None, found)
    text = document(made) if file.suffix.lower() == ".csv" else file.read_text(encoding="utf-8")
    _write(place, text)
    return Added(made, place, found)


def _write(place: Path, text: str) -> None:
    if place.exists():
        raise InputError(f"{place} is there already and is not overwritten; choose another name.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_aside(place, text.encode("utf-8"))
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror}. Choose a folder you may write to.") from error
