"""What is compared between the arms, and how each endpoint comes from the tables."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from antral.protocol.quantity import Days, Quantity, standard
from antral.protocol.visits import Measure
from antral.records import Strict

Derivation = Literal[
    "log_change",
    "change",
    "bled",
    "menses_resumed",
    "menses_sustained",
    "ovulation",
    "ovulation_twice",
    "ovulation_confirmed",
    "follicle_growth",
    "above",
    "rise",
    "conceived",
    "live_birth",
    "adverse_event",
    "related_event",
    "serious_event",
]
"""How the value of one participant is derived; `analysis` holds the functions of these names."""

EstimateMethod = Literal["mean_t", "median_order", "clopper_pearson"]
"""Estimate and interval of one arm: t interval of the mean, order-statistic interval of the median, exact interval."""

TestMethod = Literal[
    "linear_trend",
    "exact_trend",
    "rank_trend",
    "ancova",
    "ancova_hc3",
    "mmrm",
    "mcp_mod",
    "fisher",
    "boschloo",
    "mid_p",
    "rank_sum",
    "log_rank",
]
"""Test of a trend with dose over the randomised arms; or of each treated arm against the control: analysis of
covariance (with HC3 errors where spreads may differ), a mixed model for repeated measures or, of skewed numbers and
those often below detection, the Wilcoxon rank-sum test; of any shape of the dose response, MCP-Mod; of counts Fisher's
exact test, Boschloo's or Fisher's mid-p; of the time to a first event the log-rank test."""


class Methods(NamedTuple):
    """The methods that suit one kind of value."""

    estimates: tuple[EstimateMethod, ...]
    tests: tuple[TestMethod, ...]


_OF_NUMBERS = Methods(
    ("mean_t", "median_order"), ("linear_trend", "rank_trend", "ancova", "ancova_hc3", "mmrm", "mcp_mod", "rank_sum")
)
_OF_COUNTS = Methods(("clopper_pearson",), ("exact_trend", "fisher", "boschloo", "mid_p"))
_OF_FIRST_EVENTS = Methods(_OF_COUNTS.estimates, (*_OF_COUNTS.tests, "log_rank"))

METHODS_FOR: Mapping[Derivation, Methods] = MappingProxyType(
    {
        "log_change": _OF_NUMBERS,
        "change": _OF_NUMBERS,
        "bled": _OF_FIRST_EVENTS,
        "menses_resumed": _OF_FIRST_EVENTS,
        "menses_sustained": _OF_COUNTS,
        "ovulation": _OF_FIRST_EVENTS,
        "ovulation_twice": _OF_COUNTS,
        "ovulation_confirmed": _OF_FIRST_EVENTS,
        "follicle_growth": _OF_FIRST_EVENTS,
        "above": _OF_FIRST_EVENTS,
        "rise": _OF_FIRST_EVENTS,
        "conceived": _OF_FIRST_EVENTS,
        "live_birth": _OF_FIRST_EVENTS,
        "adverse_event": _OF_COUNTS,
        "related_event": _OF_COUNTS,
        "serious_event": _OF_COUNTS,
    }
)
"""Which estimates and tests a protocol may name for each derivation."""


BLEEDS: frozenset[Derivation] = frozenset({"bled", "menses_resumed", "menses_sustained"})
"""Derivations that read the bleeding diary."""

HARMS: frozenset[Derivation] = frozenset({"serious_event", "adverse_event", "related_event"})
"""Derivations that ask for harm: more of it is never a success of the cells."""


class Endpoint(Strict):
    """One endpoint: a value for each participant."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")
    """At most 8 characters, as analysis tables want it."""
    label: str
    role: Literal["primary", "secondary", "safety", "exploratory"]
    derive: Derivation
    measure: Measure | None = None
    unit: str
    day: Days = Field(gt=0)
    """The visit whose value is compared with baseline, or the last day on which the event counts."""
    direction: Literal["decrease", "increase"]
    """Which way is good for the woman."""
    threshold: Quantity | None = None
    """The limit, or with `rise` the least rise that counts."""
    follicle_mm: float | None = Field(default=None, gt=0)
    """A follicle of at least this diameter that is gone at the next visit has ovulated."""
    under_assigned_hormones: bool = False
    """Whether values under the hormones of her own arm stay in the endpoint; they then measure the hormones, too."""
    shortest_gap_days: Days | None = None
    """Two bleeds closer together than this are one bleed."""
    longest_gap_days: Days | None = None
    """Two bleeds further apart than this are not a cycle."""
    last_days: Days | None = None
    """Length of the final stretch, up to `day`, in which a sustained event must still be seen."""

    @model_validator(mode="after")
    def _has_what_its_derivation_needs(self) -> Self:
        needed: dict[str, tuple[str, ...]] = {
            "log_change": ("measure",),
            "change": ("measure",),
            "bled": (),
            "menses_resumed": ("shortest_gap_days", "longest_gap_days"),
            "menses_sustained": ("shortest_gap_days", "longest_gap_days", "last_days"),
            "ovulation": ("measure", "threshold"),
            "ovulation_twice": ("measure", "threshold"),
            "ovulation_confirmed": ("measure", "threshold", "follicle_mm"),
            "follicle_growth": ("measure", "threshold"),
            "above": ("measure", "threshold"),
            "rise": ("measure", "threshold"),
            "conceived": (),
            "live_birth": (),
            "adverse_event": (),
            "related_event": (),
            "serious_event": (),
        }
        missing = [field for field in needed[self.derive] if getattr(self, field) is None]
        if missing:
            raise ValueError(f"an endpoint with 'derive: {self.derive}' needs {' and '.join(missing)}")
        wanted = {"ovulation_confirmed": "P4", "follicle_growth": "FOLL"}.get(self.derive, self.measure)
        if self.measure != wanted:
            raise ValueError(f"an endpoint with 'derive: {self.derive}' has 'measure: {wanted}'; came {self.measure}")
        if self.threshold is not None and self.measure is not None:  # one unit, however written
            object.__setattr__(self, "threshold", standard(self.threshold, self.measure))
        return self

    @property
    def is_count(self) -> bool:
        """Whether each participant's value is yes or no."""
        return METHODS_FOR[self.derive].estimates == _OF_COUNTS.estimates

    @property
    def is_harm(self) -> bool:
        """Whether it asks for harm, not for an effect on the disease."""
        return self.derive in HARMS
