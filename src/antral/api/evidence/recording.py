"""`studies`, `show` and `disease`: the records of the evidence, shipped and the user's own."""

from difflib import get_close_matches
from pathlib import Path

from antral import evidence
from antral.core import InputError


def studies(records: str | Path | None = None) -> dict[str, evidence.Study]:
    """Every study on record by name, with those of a folder of the user's."""
    return evidence.studies(extra=None if records is None else Path(records))


def show(name: str, records: str | Path | None = None) -> evidence.Study | evidence.MetaAnalysis:
    """One study, shipped or of a folder of the user's, or one meta-analysis; an `InputError` names near ones."""
    shelf = studies(records)
    if name in shelf:
        return shelf[name]
    pooled = evidence.meta_analyses()
    if name in pooled:
        return pooled[name]
    there = [*shelf, *pooled]
    near = get_close_matches(name, there, n=3, cutoff=0.5)
    told = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(there)}."
    raise InputError(f"there is no study or meta-analysis {name!r} on record; {told}")


def disease() -> dict[str, evidence.Chapter]:
    """What is said of the disease, chapter by chapter: each fact with its figure, source and tag."""
    return evidence.disease()
