"""Lines that nobody can compute, that keep nearly everybody out, or that should not be asked."""

import re
from collections.abc import Iterator
from typing import Final

from antral.protocol.eligibility import Criterion, Ruled
from antral.protocol.lint.finding import Finding
from antral.protocol.lint.limits import name
from antral.protocol.study import Study

_JUDGED: Final = ("investigator_discretion", "open_list", "site_reference", "prior_treatment_failure")
_EVERYBODY: Final = (
    (
        r"any other benign|benign (?:or malignant )?tumou?rs|any tumou?rs?",
        "any benign tumour excludes: a fibroid, a lipoma",
    ),
    (r"any other things|any allerg|allergic history", "any allergy excludes: hay fever, a rash after a drug"),
    (r"any (?:other )?(?:disease|illness|condition)s?(?! that| which)", "any disease excludes"),
    (r"other abnormal", "any abnormality excludes"),
    (r"any (?:other )?(?:drug|medication|medicine)s?(?! that| which)", "any medicine excludes"),
)
"""Words that, read literally, keep nearly every woman out."""
_WITHDRAWAL: Final = re.compile(r"lack of (?:patient )?satisfaction|to continue (?:participating|the study)|withdraw")
_BOTH: Final = re.compile(r"\band\b[^,;]*\bor\b|\bor\b[^,;]*\band\b", re.IGNORECASE)


def lines(study: Study) -> Iterator[Finding]:
    """One line after the other."""
    for line in study.eligibility.criteria:
        for part in line.parts:
            yield from _part(line, part)
        text = " ".join(line.text.lower().split())
        if line.section == "exclusion":
            for pattern, why in _EVERYBODY:
                if re.search(pattern, text):
                    yield Finding(
                        "warning", line.id, f"{why}, if read literally", "Name what is meant in a definition."
                    )
                    break
        if _WITHDRAWAL.search(text):
            what = "it is known only after she has entered: a reason to withdraw, not to exclude"
            yield Finding("warning", line.id, what, "Take it out of screening, or mark it as assumed in a policy.")
        if _BOTH.search(text) and line.is_composite:
            what = "'and' and 'or' stand in one line"
            yield Finding("note", line.id, what, "Check how its parts are joined (all, any).")


def _part(line: Criterion, part: Ruled) -> Iterator[Finding]:
    where = name(line, part)
    if part.kind == "unparsed":
        why = (line.why if part is line else part.note) or "no rule was found"
        yield Finding(
            "warning", where, f"no rule; a person judges it ({why})", "Write a rule, or leave it to a person."
        )
    elif part.kind in _JUDGED:
        what = f"no data decide it ({part.kind.replace('_', ' ')}): a person is asked for every woman"
        yield Finding("note", where, what, "Say in the protocol who judges, and by what.")
    elif part.kind == "marital_status":
        what = "marital status is asked for, which says nothing of health and may be unlawful to ask"
        yield Finding("warning", where, what, "Ask the ethics committee, or leave it out.")
    elif part.kind == "organ_function" and part.definition is None:
        yield Finding("warning", where, "neither organ nor limit is named", "Choose a definition with limits.")
