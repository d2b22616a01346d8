"""NDJSON for many women: one Bundle a line, or resources as a bulk export gives them, one kind a file.

Resources of one woman may lie anywhere. A first pass notes where hers are, a second reads them woman by woman, so that
memory holds places and never the records.
"""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO, Final

from antral.patient.patient import Patient
from antral.patient.readers.fhir.bundle import bundle, pseudonym_of
from antral.patient.readers.fhir.node import Node, parsed
from antral.patient.readers.fhir.woman import SUBJECT, Placed, woman
from antral.patient.readers.source import LONGEST_LINE, Source, lines_of

_MARK: Final = b"\xef\xbb\xbf"


def ndjson(sources: Sequence[Source]) -> Iterator[Patient]:
    """The women of NDJSON files."""
    if len(sources) == 1 and _first_kind(sources[0]) == "Bundle":
        for line, text in lines_of(sources[0]):
            yield from bundle(parsed(text, sources[0], line=line), sources[0], line=line)
        return
    with ExitStack() as stack:
        files = [stack.enter_context(source.file.open("rb")) for source in sources]
        yield from _Export(sources, files).women()


def _first_kind(source: Source) -> str | None:
    for line, text in lines_of(source):
        found = parsed(text, source, line=line)
        kind = found.get("resourceType") if isinstance(found, dict) else None
        return kind if isinstance(kind, str) else None
    raise source.fault("the file is empty.")


class _Export:
    """Where each resource of a bulk export stands."""

    def __init__(self, sources: Sequence[Source], files: Sequence[BinaryIO]) -> None:
        self.sources, self.files = sources, files
        self.patients: dict[str, array[int]] = {}
        """Places (file, byte, line) of a Patient and of what is about her, by her id."""
        self.medications: dict[str, array[int]] = {}
        subjects: dict[str, array[int]] = {}
        for number, source in enumerate(sources):
            for byte, line, resource in self._all(number):
                kind, own = resource.get("resourceType"), resource.get("id")
                place = array("Q", (number, byte, line))
                if kind in ("Patient", "Medication"):
                    known = self.patients if kind == "Patient" else self.medications
                    if not isinstance(own, str):
                        raise source.fault(f"{kind}.id is missing.", line=line)
                    if own in known:
                        raise source.fault(f"a {kind} with the id of another.", line=line)
                    known[own] = place
                elif kind == "Bundle":
                    raise source.fault("a Bundle among single resources; one or the other was wanted.", line=line)
                elif isinstance(kind, str) and kind in SUBJECT:
                    whose = resource.get(SUBJECT[kind])
                    text = whose.get("reference") if isinstance(whose, dict) else None
                    if not isinstance(text, str):
                        raise source.fault(f"{kind}.{SUBJECT[kind]}.reference is missing.", line=line)
                    key = text.split("/_history/")[0].split("/")[-1].removeprefix("urn:uuid:")
                    subjects.setdefault(key, array("Q")).extend(place)
                elif not isinstance(kind, str):
                    raise source.fault("a FHIR resource (a JSON object with resourceType) was wanted.", line=line)
        for key, places in subjects.items():
            if key not in self.patients:
                source = sources[places[0]]
                raise source.fault("about a Patient who is not in the files.", line=places[2])
            self.patients[key].extend(places)

    def women(self) -> Iterator[Patient]:
        """The women in the order of their Patient resources."""
        if not self.patients:
            raise self.sources[0].fault("no Patient in the files.")
        for number, places in enumerate(self.patients.values(), start=1):
            patient, *others = (self._placed(*places[at : at + 3]) for at in range(0, len(places), 3))
            source, line = self.sources[places[0]], places[2]
            yield woman(patient, others, pseudonym_of(patient, number, source, line), self._resolve, ())

    def _resolve(self, reference: Node) -> Node | None:
        key = (reference["reference"].text() or "").split("/_history/")[0].split("/")[-1].removeprefix("urn:uuid:")
        place = self.medications.get(key)
        return None if place is None else self._placed(*place).resource

    def _placed(self, number: int, byte: int, line: int) -> Placed:
        file = self.files[number]
        file.seek(byte)
        content = self._content(number, file.readline(LONGEST_LINE), line)
        source = self.sources[number]
        return Placed(f"{source.label}, line {line}", Node(content, str(content["resourceType"])))

    def _all(self, number: int) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Every resource of a file with its byte and line."""
        file, byte, line = self.files[number], 0, 0
        while raw := file.readline(LONGEST_LINE):
            line += 1
            if len(raw) >= LONGEST_LINE:
                raise self.sources[number].fault(f"longer than {LONGEST_LINE >> 20} MB.", line=line)
            if raw.removeprefix(_MARK).strip():
                yield byte, line, self._content(number, raw, line)
            byte += len(raw)

    def _content(self, number: int, raw: bytes, line: int) -> dict[str, Any]:
        source = self.sources[number]
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise source.fault("not UTF-8, in which bulk exports are written.", line=line) from None
        found = parsed(text, source, line=line)
        if not isinstance(found, dict):
            raise source.fault("a FHIR resource (a JSON object) was wanted.", line=line)
        return found
