"""Patients from a file or a folder, whatever kind it is."""

from collections.abc import Iterator
from pathlib import Path

from antral.core import InputError
from antral.patient.patient import Patient
from antral.patient.readers.fhir.bundle import bundle_file
from antral.patient.readers.fhir.many import ndjson
from antral.patient.readers.plausible import plausible
from antral.patient.readers.source import Source
from antral.patient.readers.table import table
from antral.patient.readers.written import written

_NDJSON = (".ndjson", ".jsonl")
_READERS = {".csv": table, ".tsv": table, ".yaml": written, ".yml": written, ".json": bundle_file}


def csv_template() -> str:
    """The commented table of `docs/how-to/patients.md`, with one woman as an example."""
    return Path(__file__).with_name("template.csv").read_text(encoding="utf-8")


def read_patients(path: Path | str) -> Iterator[Patient]:
    """The women of a file or folder, one at a time.

    Parameters
    ----------
    path
        YAML (`.yaml`), CSV by the template (`.csv`), a FHIR R4 or R5 Bundle (`.json`), NDJSON (`.ndjson`: one Bundle a
        line, or single resources), or a folder: of NDJSON files (a bulk export, one kind of resource a file), or of
        any of the others.

    Raises
    ------
    InputError
        Where a file is broken, or two women have one pseudonym; it names the file and the line or entry, never a
        patient. What is merely not understood of a woman is in her `unread`.
    """
    seen: set[str] = set()
    number = 0
    for number, patient in enumerate(_all(Path(path)), start=1):
        if patient.id in seen:
            raise InputError(f"{Path(path).name}: woman {number} has the pseudonym of another; each needs her own.")
        seen.add(patient.id)
        yield plausible(patient)
    if number == 0:
        raise InputError(f"{Path(path).name}: no woman in it.")


def _all(path: Path) -> Iterator[Patient]:
    if not path.exists():
        raise InputError(f"{path}: there is no such file. Check the path.")
    if path.is_dir():
        yield from _folder(path)
        return
    kind = path.suffix.lower()
    source = Source(path, path.name)
    if kind in _NDJSON:
        yield from ndjson([source])
    elif kind in _READERS:
        yield from _READERS[kind](source)
    else:
        raise InputError(f"{path.name}: one of {', '.join((*_READERS, *_NDJSON))} was wanted.")


def _folder(path: Path) -> Iterator[Patient]:
    """The women of a folder; its files are called by their number, since their names may be names of women."""
    files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    lines = [file for file in files if file.suffix.lower() in _NDJSON]
    if lines:  # names of a bulk export are kinds of resources
        yield from ndjson(
            [Source(file, f"file {number} of {len(lines)}") for number, file in enumerate(lines, start=1)]
        )
        return
    others = [file for file in files if file.suffix.lower() in _READERS]
    if not others:
        raise InputError(f"{path.name}: no file that can be read; {', '.join((*_READERS, *_NDJSON))} can.")
    for number, file in enumerate(others, start=1):
        source = Source(file, f"file {number} of {len(others)}")
        if (
            file.suffix.lower() == ".json"
        ):  # Synthea lays Bundles of hospitals and practitioners beside those of patients
            yield from bundle_file(source, alone=False)
        else:
            yield from _READERS[file.suffix.lower()](source)
