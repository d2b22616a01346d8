"""A disease that a line wants, and that the other trials on file exclude: a line in the wrong section."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from antral.protocol.eligibility import Ruled
from antral.protocol.lint.finding import Finding
from antral.protocol.lint.limits import name
from antral.protocol.study import Study
from antral.records import load_yaml, names, path

_DISEASES: Final = ("condition", "infection_serology", "thrombosis_coagulation", "tumour")
_ENOUGH: Final = 2
"""So many other trials must exclude it."""
_MORE: Final = 3
"""And more than so many for each that wants it: one slip on file does not hide another."""


def elsewhere(study: Study) -> Iterator[Finding]:
    """Diseases under inclusion that at least two other trials exclude and hardly one wants."""
    for line in study.eligibility.criteria:
        for part in line.parts:
            if part.kind not in _DISEASES or (line.section == "inclusion") == part.negated:
                continue
            diseases = [one for one in _diseases(part) if _excluded(one, study.id)]
            if diseases and len(diseases) == len(_diseases(part)):
                shown = " or ".join(disease.replace("_", " ") for disease in diseases)
                what = f"{shown} must be there to enter; other trials on file exclude it"
                yield Finding("warning", name(line, part), what, "Does the line stand in the wrong section?")


def _diseases(part: Ruled) -> tuple[str, ...]:
    return tuple(getattr(part.rule, "any_of", None) or ())


def _excluded(disease: str, study: str) -> bool:
    wanted, excluded = (trials - {study} for trials in _asked().get(disease, (set(), set())))
    return len(excluded) >= _ENOUGH and len(excluded) > _MORE * len(wanted)


@lru_cache(maxsize=1)
def _asked() -> dict[str, tuple[set[str], set[str]]]:
    """By disease the trials on file that want it, and those that exclude it."""
    asked: dict[str, tuple[set[str], set[str]]] = {}
    for trial in names("protocols"):
        written = load_yaml(path("protocols", f"{trial}.yaml"))
        for line in written.get("eligibility", {}).get("criteria", ()):
            for part in _parts(line):
                wanted = (line["section"] == "inclusion") != bool(part.get("negated"))
                for disease in _named(part):
                    asked.setdefault(disease, (set(), set()))[0 if wanted else 1].add(written["id"])
    return asked


def _parts(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    below = [*line.get("all", ()), *line.get("any", ())]
    if not below:
        yield line
    for part in below:
        yield from _parts(part)


def _named(part: dict[str, Any]) -> tuple[str, ...]:
    rule = part
    if "definition" in part:
        rule = load_yaml(path("definitions", f"{part['definition']}.yaml"))
    return tuple(rule.get("parameters", {}).get("any_of", ())) if rule.get("kind") in _DISEASES else ()
