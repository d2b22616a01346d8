"""`read_record`, `fetch`, `lint`: from a registry's record to a draft, and what to look at in a protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from antral.core import ProtocolError, RunError, write_aside
from antral.protocol import Draft, Finding, from_registry, lint_study, load_study
from antral.records import load_yaml


def read_record(source: str | Path | Mapping[str, Any]) -> Draft:
    """The draft of a study of ClinicalTrials.gov (API version 2), in a file or as a mapping."""
    return from_registry.read_record(source)


def fetch(number: str, into: str | Path = ".", *, base_url: str | None = None, timeout_s: float = 20) -> Path:
    """Save the record of one study from the public interface of ClinicalTrials.gov; needs a network."""
    return from_registry.fetch(number, into, base_url=base_url or from_registry.BASE_URL, timeout_s=timeout_s)


@dataclass(frozen=True)
class Imported:
    """A draft that was written, and what became of a person's corrections."""

    draft: Draft
    place: Path | None
    kept: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def import_record(source: str | Path, out: str | Path | None = None) -> Imported:
    """Read a record and write its draft; over a draft that is there, a person's corrections stay."""
    draft = from_registry.read_record(source)
    if out is None:
        return Imported(draft, None)
    place = Path(out)
    if not place.exists():
        _write(place, from_registry.draft_yaml(draft))
        return Imported(draft, place)
    laid = from_registry.keep(draft, load_yaml(place))
    text = from_registry.draft_yaml(laid.content)
    again = _checked(text, place)
    _write(place, text)
    return Imported(again, place, laid.kept, laid.renewed, laid.added, laid.gone)


def _checked(text: str, place: Path) -> Draft:
    """The draft as it will be read; nothing is written that could not be read again."""
    aside = place.with_name(f".{place.stem}.check.yaml")
    try:
        aside.write_text(text, encoding="utf-8")
        study = load_study(aside)
    except ProtocolError as error:
        raise ProtocolError(str(error).replace(aside.name, place.name)) from error
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror}.") from error
    finally:
        aside.unlink(missing_ok=True)
    if not isinstance(study, Draft):
        raise ProtocolError(f"{place} holds a protocol, not a draft; choose another file for -o.")
    return study


def _write(place: Path, text: str) -> None:
    try:
        write_aside(place, text.encode("utf-8"))
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror}. Choose a folder you may write to.") from error


def lint(protocol: str | Path) -> list[Finding]:
    """What to look at in a protocol or a draft, errors first; a value that cannot be read is an error among them."""
    try:
        study = load_study(protocol)
    except ProtocolError as error:
        if not isinstance(error.__cause__, ValidationError):
            raise
        return [_refused(said) for said in str(error).splitlines()]
    return lint_study(study)


def _refused(said: str) -> Finding:
    """A finding of what keeps a file from being read."""
    place, _, why = said.partition(": ")
    where = place.split(", ", maxsplit=1)[-1].removeprefix("eligibility.criteria.")
    return Finding("error", where if why else "", why or said, "Correct it; the other lines are looked at after that.")
