"""Which protocols there are, and which trials are on file only as registry records."""

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from antral.core import ProtocolError
from antral.records import load_json, load_yaml, names, path, read_text

_DRAFT: Final = "draft: true"
"""The first line of a draft on file."""


@dataclass(frozen=True)
class Entry:
    """One trial on file."""

    name: str
    title: str
    computable: bool
    """Whether it can be simulated."""
    draft: bool = False
    """Whether its lines can be screened, while a simulation needs more than the record says."""
    variant_of: str | None = None
    participants: int | None = None
    status: str | None = None


def available() -> list[Entry]:
    """Every trial on file: those that can be simulated first, then drafts, then those with a registry record only."""
    entries, drafts = [], []
    on_file = names("protocols")
    for name in on_file:
        head = load_yaml(path("protocols", f"{name}.yaml"))
        if "draft" in head:
            size, status = head.get("registered", {}).get("enrolment"), head.get("registry", {}).get("status")
            drafts.append(Entry(name, str(head["title"]), False, True, None, size, status))
            continue
        own = head
        while "participants" not in own.get("design", {}) and "extends" in own:
            own = load_yaml(path("protocols", f"{own['extends']}.yaml"))
        size = own.get("design", {}).get("participants")
        entries.append(Entry(name, str(head["title"]), True, False, head.get("variant_of"), size))
    for name in registered():
        if name not in on_file:
            section = load_json(path("registry", f"{name}.json"))["protocolSection"]
            count = section.get("designModule", {}).get("enrollmentInfo", {}).get("count")
            status = section.get("statusModule", {}).get("overallStatus")
            title = section["identificationModule"]["briefTitle"]
            drafts.append(Entry(name, title, False, False, None, count, status))
    return entries + drafts


@lru_cache(maxsize=1)
def runnable() -> tuple[str, ...]:
    """The names of the shipped protocols that can be simulated."""
    return tuple(
        name for name in names("protocols") if not read_text(path("protocols", f"{name}.yaml")).startswith(_DRAFT)
    )


def registered() -> list[str]:
    """The numbers of the trials whose registry record is on file."""
    return names("registry", ".json")


def locate(name: str | Path) -> Path:
    """The file of a protocol, given the name of a shipped one or a path; a `ProtocolError` says what there is."""
    text = str(name).strip()
    if isinstance(name, Path) or Path(text).suffix.lower() in (".yaml", ".yml") or "/" in text:
        return Path(name)
    for shipped in names("protocols"):
        if text.lower() == shipped.lower():
            return path("protocols", f"{shipped}.yaml")
    if Path(text).exists():
        return Path(text)
    listed = f"Protocols that can be run: {', '.join(runnable())}."
    write = "To write one of your own: antral new my.yaml."
    if text.upper() in registered():
        raise ProtocolError(
            f"{text.upper()} is on file as a registry record only; it has no computable protocol yet. {listed} {write}"
        )
    known = dict.fromkeys([*(n.upper() for n in names("protocols")), *registered()])
    near = difflib.get_close_matches(text.upper(), known, n=3, cutoff=0.75)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise ProtocolError(f"there is no protocol {text!r}.{hint} {listed} 'antral protocols' lists every trial. {write}")
