"""Reading and writing the file of a review, and taking exports into it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from antral.core import InputError, write_aside
from antral.evidence.literature.normal import plain
from antral.evidence.literature.readers import read_export
from antral.evidence.literature.readers.text import content_of
from antral.evidence.literature.review import ImportedFile, Kind, Review, Search
from antral.records import names, path, read_model

_HEAD: Final = """\
# A search for studies, kept by `antral evidence literature`. Commands rewrite this file: put remarks into `note`, for
# comments are not kept. Nothing is ever taken out of `references` and `decisions`.
"""
_DATABASES: Final = {"nbib": "PubMed", "pubmed_xml": "PubMed"}


def read_review(name: Path | str) -> Review:
    """A review by its file, or by its name where it is shipped."""
    if isinstance(name, str) and name in names("literature"):
        return read_model(Review, path("literature", f"{name}.yaml"))
    return read_model(Review, Path(name))


def write_review(review: Review, file: Path) -> Path:
    """Write a review; a reader sees the old file or the new one, never half of one."""
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Every text in quotes, so that no word is taken for a number or a truth value."""

    class Quoted(str):
        __slots__ = ()

    Dumper.add_representer(
        Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), '"')
    )

    def quoted(content: Any) -> Any:
        if isinstance(content, Mapping):
            return {key: quoted(value) for key, value in content.items()}
        if isinstance(content, list):
            return [quoted(value) for value in content]
        return Quoted(content) if isinstance(content, str) else content

    content = quoted(review.model_dump(mode="json", exclude_defaults=True))
    text = yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120)
    return write_aside(file, (_HEAD + text).encode())


def start_review(file: Path, question: str, *, reviewers: int = 1) -> Review:
    """Begin a review; a file that is there is left alone."""
    if file.exists():
        raise InputError(f"{file} is there already; give another name.")
    if not question.strip():
        raise InputError("A review begins with its question; state it.")
    review = Review(question=question.strip(), reviewers=reviewers)
    write_review(review, file)
    return review


def take_in(
    review: Review,
    file: Path,
    *,
    search: str | None = None,
    database: str | None = None,
    kind: Kind | None = None,
    on: date | None = None,
    query: str | None = None,
    hits: int | None = None,
) -> tuple[Review, Search, int]:
    """Add an export to a review, under a search that is there or a new one.

    Gives the review, the search, and how many references were read: none where the very same file was taken in before.
    What is said of a search that is there may fill what was not stated, never change it.
    """
    if review.searches == "not_recorded":
        raise InputError("The searches of this review are not recorded; exports cannot be added to it.")
    mark = hashlib.sha256(content_of(file)).hexdigest()
    known = next((one for one in review.searches if mark in {each.sha256 for each in one.files}), None)
    said = {"database": database, "kind": kind, "on": on, "query": query, "hits": hits}
    given = {field: value for field, value in said.items() if value is not None}
    if known is not None:
        told = _told(known, given)
        return (review if told == known else _with(review, told)), told, 0
    export = read_export(file)
    source = database or _DATABASES.get(export.format) or _said(export.references) or ""
    name = search or re.sub(r"\W+", "_", plain(f"{source or file.stem} {'' if on is None else on.isoformat()}"))
    old = next((one for one in review.searches if one.id == name), None)
    if old is None and not source:
        raise InputError(f"{file.name} does not say which database it comes from; give --database.")
    made = _told(old, given) if old is not None else _stated({"id": name, "database": source} | given)
    if file.name in {one.name for one in made.files}:
        raise InputError(
            f"the search {name!r} has another file named {file.name!r} already. Give the new file another name, or "
            "take it as a search of its own (--search)."
        )
    entry = ImportedFile(
        name=file.name,
        sha256=mark,
        format=export.format,
        encoding=export.encoding,
        references=len(export.references),
    )
    made = made.model_copy(update={"files": (*made.files, entry)})
    new = tuple(one.model_copy(update={"search": name}) for one in export.references)
    searches = (*(made if one.id == name else one for one in review.searches), *(() if old else (made,)))
    return review.changed(searches=searches, references=(*review.references, *new)), made, len(new)


def _said(references: Any) -> str | None:
    """The one database that all references of a file name."""
    named = {one.database for one in references}
    return named.pop() if len(named) == 1 else None


def correct(review: Review, search: str, **stated: Any) -> Review:
    """State of a search otherwise what was stated of it: its database, kind, day, text or number of hits."""
    found = next((one for one in review.recorded_searches if one.id == search), None)
    if found is None:
        there = ", ".join(one.id for one in review.recorded_searches) or "none"
        raise InputError(f"no search is named {search!r}; there are: {there}.")
    if not stated:
        raise InputError("nothing to correct; say the database, kind, day, text or number of hits.")
    return _with(review, _stated(found.model_dump() | stated))


def _with(review: Review, search: Search) -> Review:
    """The review with what is now said of one of its searches."""
    return review.changed(searches=tuple(search if one.id == search.id else one for one in review.recorded_searches))


def _stated(fields: Mapping[str, Any]) -> Search:
    """A search of these fields; one that cannot be is an `InputError`."""
    try:
        return Search.model_validate(dict(fields))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        wanted = first["msg"].replace("Input should", "it should")
        raise InputError(f"{'.'.join(str(step) for step in first['loc'])} of a search: {wanted}.") from error


def _told(search: Search, given: Mapping[str, Any]) -> Search:
    """A search with what is now said of it."""
    for field, value in given.items():
        before = getattr(search, field)
        if before not in (None, "", value):
            raise InputError(
                f"the search {search.id!r} states {field} = {before} already; {value} came. To correct it: antral "
                f"evidence literature correct FILE {search.id}; another search has another name (--search)."
            )
    return _stated(search.model_dump() | dict(given))
