"""The part of a protocol that conducting its trial sees: all of it but what is asked of the data afterwards.

Two protocols that agree in it give the same participants, observations and events, bit for bit. What is left out is
named here; a field that nobody thought of counts.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from antral.protocol.protocol import Protocol

ASKED_AFTERWARDS: Final = frozenset({"endpoints", "estimands", "analyses", "monitoring"})
"""Fields that only an analysis reads; the rule for harm is applied to the events of a trial that went on."""
TOLD: Final = frozenset(
    {
        "id",
        "title",
        "variant_of",
        "registry",
        "phase",
        "condition",
        "sponsor",
        "gaps",
        "assumptions",
        "contradictions",
        "changes",
    }
)
"""Fields that only a reader reads."""

_SAID = {"tag", "source", "reason"}
_APART: Final[Mapping[str, Any]] = MappingProxyType(
    {
        **dict.fromkeys((*ASKED_AFTERWARDS, *TOLD, "eligibility"), True),
        **dict.fromkeys(
            (
                "candidates",
                "diary",
                "missed_visits",
                "adherence",
                "rescue_hormones",
                "fertility_treatment",
                "conception",
            ),
            _SAID,
        ),
        "dropout": _SAID | {"causes_reason"},
        "design": {"enrolment": _SAID, "unblinding": _SAID},
        "arms": {"__all__": {"label", "origin"}},
        "adverse_events": {"__all__": _SAID | {"or_source"}},
    }
)


def conduct_part(protocol: "Protocol") -> list[Any]:
    """As plain values; the order of arms and causes is in it, since luck goes by it."""
    seen = protocol.model_dump(mode="json", exclude=dict(_APART))
    return [protocol.screening_fingerprint, _in_order(seen)]


def _in_order(value: Any) -> Any:
    """The same with pairs for mappings, whose order a hash would not see."""
    if isinstance(value, dict):
        return [[name, _in_order(inner)] for name, inner in value.items()]
    if isinstance(value, list):
        return [_in_order(inner) for inner in value]
    return value
