"""FHIR Bundles: whose each resource is, by references of every form, and the women in them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from antral.patient.patient import Patient
from antral.patient.readers.fhir.node import Node, parsed, plain_word
from antral.patient.readers.fhir.woman import SUBJECT, Placed, woman
from antral.patient.readers.source import Source, text_of
from antral.patient.readers.values import NotReadError

_PSEUDONYM: Final = re.compile(r"^[A-Za-z0-9_.-]{1,64}$")
_MOST_NESTED: Final = 5


def bundle_file(source: Source, *, alone: bool = True) -> Iterator[Patient]:
    """The women of a JSON file that holds one Bundle; one that does not stand alone may hold no woman."""
    yield from bundle(parsed(text_of(source), source), source, alone=alone)


def bundle(content: Any, source: Source, *, line: int | None = None, alone: bool = True) -> Iterator[Patient]:
    """The women of a Bundle; an `InputError` where it is none, or holds no Patient."""
    found = checked(content, source, line)
    entries: list[Placed] = []
    urls: dict[str, Placed] = {}
    further = _flatten(found, "", entries, urls, source, line)
    notes = [("Bundle.link", "the Bundle has further pages, which are not in this file")] if further else []
    women = {id(one.resource.value): one for one in entries if one.resource.path == "Patient"}
    if not women and alone:
        raise source.fault("a Bundle without a Patient.", line=line)

    def target(reference: Node) -> Placed | None:
        return urls.get(_tidy(reference["reference"].text() or ""))

    hers: dict[int, list[Placed]] = {key: [] for key in women}
    lost = list(notes)
    for one in entries:
        if one.resource.path not in SUBJECT:
            continue
        place = f"{one.where}, {one.resource.path}.{SUBJECT[one.resource.path]}"
        try:
            whose = target(one.resource[SUBJECT[one.resource.path]])
        except NotReadError:
            whose = None
        if whose is not None and id(whose.resource.value) in hers:
            hers[id(whose.resource.value)].append(one)
        else:
            lost.append((place, "whose this is does not come out of the file"))

    def resolve(reference: Node) -> Node | None:
        found = target(reference)
        return None if found is None else found.resource

    for number, (key, patient) in enumerate(women.items(), start=1):
        yield woman(patient, hers[key], pseudonym_of(patient, number, source, line), resolve, lost)


def checked(content: Any, source: Source, line: int | None) -> dict[str, Any]:
    """A JSON value that is a Bundle."""
    if not isinstance(content, dict):
        raise source.fault("a FHIR Bundle (a JSON object) was wanted.", line=line)
    kind = content.get("resourceType")
    if kind != "Bundle":
        came = kind if isinstance(kind, str) and plain_word(kind) and kind[0].isupper() else "something else"
        raise source.fault(f"a FHIR Bundle was wanted, {came} came.", line=line)
    if content.get("type") == "history":
        raise source.fault("a Bundle of versions (history) came; one of the present state was wanted.", line=line)
    return content


def _flatten(
    found: dict[str, Any], prefix: str, entries: list[Placed], urls: dict[str, Placed], source: Source, line: int | None
) -> bool:
    """Put the resources of a Bundle, and of Bundles in it, into one list; whether further pages are announced."""
    listed = found.get("entry", [])
    if not isinstance(listed, list):
        raise source.fault("Bundle.entry: a list was wanted.", line=line)
    if prefix.count(".") > _MOST_NESTED:
        raise source.fault("Bundles in Bundles, too deep.", line=line)
    links = found.get("link", [])
    further = any(
        isinstance(one, dict) and one.get("relation") == "next" for one in (links if isinstance(links, list) else [])
    )
    for place, entry in enumerate(listed, start=1):
        where = f"entry {prefix}{place}" if line is None else f"line {line}, entry {prefix}{place}"
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(resource, dict | None):
            raise source.fault(f"entry {prefix}{place}: an object with a resource was wanted.", line=line)
        if resource is None:
            continue
        kind = resource.get("resourceType")
        if not isinstance(kind, str):
            raise source.fault(f"entry {prefix}{place}: resource.resourceType is missing.", line=line)
        if kind == "Bundle":
            further |= _flatten(resource, f"{prefix}{place}.", entries, urls, source, line)
            continue
        one = Placed(where, Node(resource, kind))
        addresses = _addresses(entry, kind, resource)
        known = next((urls[url] for url in addresses if url in urls), None)
        if known is None:
            entries.append(one)
        elif known.resource.value != resource:
            raise source.fault(
                f"entry {prefix}{place}: {known.where} has the same id and says something else.", line=line
            )
        urls |= dict.fromkeys(addresses, known or one)
    return further


def _addresses(entry: dict[str, Any], kind: str, resource: dict[str, Any]) -> list[str]:
    """Every form in which others may point to a resource."""
    found = []
    full, own = entry.get("fullUrl"), resource.get("id")
    if isinstance(full, str):
        found.append(_tidy(full))
    if isinstance(own, str):
        found += [f"{kind}/{own}", f"urn:uuid:{own}"]
    return list(dict.fromkeys(found))


def _tidy(reference: str) -> str:
    """A reference without its version and, where it is an address of a server, without the server."""
    bare = reference.split("/_history/", maxsplit=1)[0].strip()
    if bare.startswith(("http://", "https://")):
        bare = "/".join(bare.split("/")[-2:])
    return bare


def pseudonym_of(patient: Placed, number: int, source: Source, line: int | None) -> str:
    """Her id in the file, which FHIR keeps free of names; else her place in the file."""
    own = patient.resource.value.get("id")
    if own is None:
        return f"patient-{number}"
    if not isinstance(own, str) or not _PSEUDONYM.match(own):
        raise source.fault(
            f"{patient.where}, Patient.id: a pseudonym of letters, digits, '-', '_' and '.', at most 64, was wanted.",
            line=line,
        )
    return own
