"""`lint`: what cannot be true of the records of studies and meta-analyses, and what needs a look."""

from collections.abc import Sequence
from pathlib import Path

from antral.api.evidence.recording import show
from antral.evidence import (
    Finding,
    MetaAnalysis,
    Study,
    lint_meta_analysis,
    lint_study,
    meta_analyses,
    read_meta_analysis,
    read_study,
    studies,
)
from antral.records import load_yaml


def lint(what: Sequence[str | Path] = (), records: str | Path | None = None) -> list[Finding]:
    """Findings in the records named, or in all of them, errors first.

    Parameters
    ----------
    what
        Names of studies and meta-analyses on record, or YAML files of one; none for all.
    records
        A folder of the user's own studies, which stand beside the shipped ones.

    A name that is not on record and a file that cannot be read are an `InputError`.
    """
    shelf = studies(extra=None if records is None else Path(records))
    chosen: list[Study | MetaAnalysis] = [_read(one, records) for one in what]
    if not what:
        chosen = [*shelf.values(), *meta_analyses().values()]
    found = [one for record in chosen for one in _lint(record, shelf)]
    order = ("error", "warning", "known")
    return sorted(found, key=lambda one: order.index(one.level))


def _lint(record: Study | MetaAnalysis, shelf: dict[str, Study]) -> list[Finding]:
    if isinstance(record, Study):
        return lint_study(record, shelf)
    return lint_meta_analysis(record, meta_analyses(), shelf)


def _read(what: str | Path, records: str | Path | None) -> Study | MetaAnalysis:
    """A record by name, or of a file; a file is of a meta-analysis if it holds `results`."""
    file = Path(what)
    if file.suffix.lower() in (".yaml", ".yml") or file.is_file():
        return read_meta_analysis(file) if "results" in load_yaml(file) else read_study(file)
    return show(str(what), records)
