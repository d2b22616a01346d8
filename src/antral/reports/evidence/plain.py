"""Names of records in a reader's words: keys of outcomes, names of studies, methods and notes."""

import re
from functools import cache
from typing import Final

from antral.reports.wording import decapitalised

_KEY: Final = re.compile(r"\b([a-z]\w*)\.([a-z]\w*)@(\?|\d+(?:\.\d+)?)")
"""How an outcome is named: ARM.OUTCOME@MONTHS."""
_SHORT: Final = re.compile(r"[;,(]")
"""Where the first part of a method's name ends."""


def without_keys(text: str) -> str:
    """Every key of an outcome in words: `menses resumed (arm adsc 15e6, month 2)`."""
    return _KEY.sub(lambda found: _said(*found.groups()), text)


def _said(arm: str, outcome: str, months: str) -> str:
    when = "time not stated" if months == "?" else "before treatment" if months == "0" else f"month {months}"
    return f"{decapitalised(outcome_title(outcome))} (arm {arm.replace('_', ' ')}, {when})"


def outcome_title(name: str) -> str:
    """An outcome's title as it stands on record; a name that is not there as words."""
    from antral.evidence import outcome_names

    found = outcome_names().get(name)
    return name.replace("_", " ") if found is None else found.title


def records_named(text: str) -> str:
    """A sentence with studies and meta-analyses by their titles instead of their names on record."""
    pattern, titles = _titles()
    return pattern.sub(lambda found: titles[found.group()], text)


@cache
def _titles() -> tuple[re.Pattern[str], dict[str, str]]:
    from antral.evidence import meta_analyses, studies

    found = {name: one.title for name, one in studies().items() if not name.startswith("NCT")}
    found |= {name: one.title for name, one in meta_analyses().items()}
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), found


def short_method(name: str) -> str:
    """The first part of a method's name; the whole stands with the pooled result and among the methods."""
    return _SHORT.split(name, maxsplit=1)[0].strip()


def printed(method: str) -> str:
    """A method's whole name with τ² as it is printed."""
    return method.replace("tau2", "τ²")


def sentence(note: str) -> str:
    """A note as a sentence: a capital first, a full stop last, tau² as it is printed."""
    said = printed(note).strip()
    said = said[:1].upper() + said[1:]
    return said if said.endswith((".", "?", "!", ":")) else f"{said}."
