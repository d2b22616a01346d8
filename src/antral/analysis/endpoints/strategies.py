"""What each derivation can do about an intercurrent event, by the strategies of ICH E9(R1).

A strategy that is not listed for a kind of endpoint is not implemented there, and a protocol that names it is refused.
The first of each event is what happens where no estimand names the endpoint.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Strategies = Mapping[str, Mapping[str, str]]
"""Event, then strategy, then what is done in plain words."""

TREATMENT_POLICY: Final = "treatment_policy"
HYPOTHETICAL: Final = "hypothetical"
WHILE_ON_TREATMENT: Final = "while_on_treatment"
COMPOSITE: Final = "composite"

HORMONES: Final = "started_hormones"
PREGNANCY: Final = "pregnancy"
LEAVING: Final = "discontinuation"
FERTILITY: Final = "fertility_treatment"
EVENTS: Final = (HORMONES, PREGNANCY, LEAVING, FERTILITY)


def _strategies(**events: dict[str, str]) -> Strategies:
    return MappingProxyType({event: MappingProxyType(ways) for event, ways in events.items()})


_LAST_VALUE = "the last value before it stands for the visit's"
_COMPLETE = "what is missing stays missing; complete cases"

OF_NUMBERS: Final = _strategies(
    started_hormones={
        HYPOTHETICAL: "values under other hormones, and in the 30 days after, leave the endpoint",
        TREATMENT_POLICY: "values count whatever hormones she takes",
        WHILE_ON_TREATMENT: _LAST_VALUE,
    },
    pregnancy={
        HYPOTHETICAL: "values from conception on leave the endpoint",
        WHILE_ON_TREATMENT: _LAST_VALUE,
    },
    discontinuation={
        TREATMENT_POLICY: f"values after leaving count where there are any; {_COMPLETE}",
        HYPOTHETICAL: f"values after leaving do not count; {_COMPLETE}",
        WHILE_ON_TREATMENT: _LAST_VALUE,
    },
    fertility_treatment={
        HYPOTHETICAL: "values from fertility treatment on leave the endpoint",
        TREATMENT_POLICY: "values count whatever fertility treatment she has",
        WHILE_ON_TREATMENT: _LAST_VALUE,
    },
)
"""Of changes from baseline. Whatever the strategy, no value after conception enters."""

_OFF = "what came off hormones counts; a woman treated with hormones who shows nothing then is not estimable"
_BEFORE = "what came before counts; a woman who had not had it by then is not estimable"
_LEFT = {
    TREATMENT_POLICY: f"what was seen counts; a woman without the event who left early is missing; {_COMPLETE}",
    HYPOTHETICAL: f"what was seen before counts; a woman without the event who left early is missing; {_COMPLETE}",
    WHILE_ON_TREATMENT: "what was seen before counts; a woman who left without the event has not had it",
    COMPOSITE: "a woman who left has not had the event, whatever she showed",
}

OF_BLEEDING: Final = _strategies(
    started_hormones={
        HYPOTHETICAL: _OFF,
        WHILE_ON_TREATMENT: _BEFORE,
        COMPOSITE: "what came before counts; a woman who needed hormones has else not had the event",
    },
    pregnancy={
        COMPOSITE: "a pregnancy counts as the event",
        HYPOTHETICAL: _BEFORE,
    },
    discontinuation=_LEFT,
    fertility_treatment={
        HYPOTHETICAL: _BEFORE,
        WHILE_ON_TREATMENT: _BEFORE,
        COMPOSITE: "what came before counts; a woman who had fertility treatment has else not had the event",
    },
)
"""Of menses: bleeding under hormones is none."""

OF_OVULATION: Final = _strategies(
    started_hormones={**OF_BLEEDING[HORMONES], TREATMENT_POLICY: "samples and scans count whatever hormones she takes"},
    pregnancy=dict(OF_BLEEDING[PREGNANCY]),
    discontinuation=_LEFT,
    fertility_treatment={
        **OF_BLEEDING[FERTILITY],
        TREATMENT_POLICY: "samples and scans count whatever fertility treatment she has",
    },
)
"""Of ovulation and follicles seen at visits."""

OF_CONCEPTION: Final = _strategies(
    started_hormones={TREATMENT_POLICY: "pregnancies count whatever hormones she takes", HYPOTHETICAL: _BEFORE},
    pregnancy={
        COMPOSITE: "pregnancy is the endpoint itself, or leads to it",
        TREATMENT_POLICY: "pregnancy is the endpoint itself, or leads to it",
    },
    discontinuation=_LEFT,
    fertility_treatment={
        HYPOTHETICAL: _BEFORE,
        TREATMENT_POLICY: "pregnancies count, also those after fertility treatment",
        COMPOSITE: "a woman who had fertility treatment has not conceived otherwise",
    },
)
"""Of conception and birth."""

_ANY = {TREATMENT_POLICY: "events count all the same", WHILE_ON_TREATMENT: "events before it count, later ones do not"}

OF_SAFETY: Final = _strategies(
    started_hormones=_ANY,
    pregnancy=_ANY,
    discontinuation={
        WHILE_ON_TREATMENT: "events until she leaves count; later ones are not known",
        TREATMENT_POLICY: "events count where they are known, also after leaving",
    },
    fertility_treatment=_ANY,
)
"""Of adverse events: every woman counts."""
