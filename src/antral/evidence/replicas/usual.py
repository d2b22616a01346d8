"""What is assumed of every study that does not say it: who comes, who tries to conceive, who stays."""

from typing import Final

from antral.core import Tag
from antral.protocol import Assumption, Protocol
from antral.records import load_yaml, path

_BASE: Final = ("replicas", "bases", "usual.yaml")
_HUNDRED: Final = 100.0


def usual(protocol: Protocol) -> tuple[Assumption, ...]:
    """The assumed values in a replica's own numbers, with their reasons; what its study states is left out."""
    parts = [protocol.candidates, protocol.dropout, protocol.missed_visits, protocol.diary]
    texts = [
        f"Women come from the mix '{load_yaml(path('mixes', f'{protocol.candidates.mix}.yaml'))['name']}'.",
        f"{_percent(protocol.dropout.yearly_probability)} of the women leave within a year.",
        f"{_percent(protocol.missed_visits.probability)} of the visits are missed.",
        f"At entry women recall the bleeds of {protocol.diary.recall_days:g} days.",
    ]
    if (trying := protocol.conception) is not None:
        parts.insert(1, trying)
        texts.insert(1, f"{_percent(trying.trying_share)} of the women try to conceive.")
    if protocol.adherence is not None and any(arm.comedication is not None for arm in protocol.arms.values()):
        parts.append(protocol.adherence)
        texts.append(f"{_percent(protocol.adherence.probability_taken)} of the hormone tablets are taken.")
    found = [
        Assumption(text=text, reason=part.reason or "")
        for text, part in zip(texts, parts, strict=True)
        if part.tag is Tag.ASSUMED
    ]
    return (*found, _OFF_HORMONES, *_admission(protocol))


_OFF_HORMONES: Final = Assumption(
    text="Before entry nobody takes hormones; no washout is simulated.",
    reason="What women took before, and how long they had stopped, is seldom printed.",
)


def _admission(protocol: Protocol) -> list[Assumption]:
    """Criteria that are the usual ones."""
    base = {line["text"] for line in load_yaml(path(*_BASE))["eligibility"]["criteria"]}
    mine = [line.text for line in protocol.eligibility.criteria if line.text in base]
    why = "The usual definition of the disease; of this the study says nothing that was read, or the same."
    return [Assumption(text=f"Admitted: {'; '.join(mine)}.", reason=why)] if mine else []


def _percent(share: float) -> str:
    return f"{_HUNDRED * share:g} %"
