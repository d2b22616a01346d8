"""Consent: a sentence that speaks of nothing else, given or refused."""

import re
from functools import lru_cache
from typing import Final

from antral.protocol.from_registry.grammar.words import Fact, Reading
from antral.records import load_yaml, path

_CONSENT: Final = re.compile(r"\b(?:(?:informed|written|signed) )+(?:consent|assent)\b|\bconsent\b")
_SENTENCE: Final = re.compile(r"[^.;]+")


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Words of a sentence about consent, none of which turns it; and those that say it is not given."""
    content = load_yaml(path("terms", "consent.yaml"))
    return frozenset(content["words"]), frozenset(content["refused"])


def consent(reading: Reading) -> None:
    """`Signed informed consent` is wanted, `unable to give informed consent` excluded; nothing else is read."""
    of_consent, refusing = _words()
    for sentence in _SENTENCE.finditer(reading.left):
        words = re.findall(r"[^\W_]+", sentence.group())
        if not _CONSENT.search(sentence.group()):
            continue
        refused = any(word in refusing for word in words)
        known = all(word in of_consent or word in refusing for word in words)
        if not known or refused != (reading.section == "exclusion"):
            continue
        parameters = {"item": "informed_consent", "equals": not refused}
        why = "consent that is not given" if refused else "consent is recorded, not measured"
        reading.cross(*sentence.span())
        reading.facts.append(Fact(*sentence.span(), "consent", parameters, grade="attestation", why=why))
