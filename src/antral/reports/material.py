"""What a page shows beside the results: courses, one woman, the flow of participants, how to reproduce."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class ArmFlow:
    """Women of one arm, in one trial or as means over trials."""

    randomised: float
    dosed: float
    discontinued: float
    completed: float


@dataclass(frozen=True)
class Flow:
    """From the candidates to the women who completed follow-up."""

    drawn: float
    """Women drawn, whether or not they would ever come to a clinic."""
    presented: float
    """Of these, the candidates who were screened."""
    screened_out: Mapping[str, float]
    """Candidates who failed, by the text of the first criterion they failed."""
    randomised: float
    arms: Mapping[str, ArmFlow]
    note: str = ""
    """What the numbers are: one trial, or means over how many."""


@dataclass(frozen=True)
class CloseUp:
    """One woman, day by day."""

    frame: "pl.DataFrame"
    """`day, fsh_iu_l, lh_iu_l, e2_pg_ml, p4_ng_ml, inhibin_b_pg_ml, amh_ng_ml, largest_follicle_mm, follicles_2_10_mm,
    menses, breakthrough_bleeds, ovulations, quality`; one row a day. May have `tablet_day`, the day of her hormone
    calendar (null or 0 off hormones), and `pregnancy_days`, days since conception (-1 when not pregnant)."""
    infusion_days: tuple[float, ...] = ()
    visit_days: tuple[float, ...] = ()
    caption: str = ""
    """Who she is: participant, arm, scenario, age."""
    regimen: str | None = None
    """Record of the hormones she takes; None off hormones."""


@dataclass(frozen=True)
class Material:
    """All that is drawn; what is missing is left out of the page, and the page says so."""

    quantiles: "pl.DataFrame | None" = None
    """`scenario, arm, day, analyte, q10, q25, q50, q75, q90`."""
    women: "pl.DataFrame | None" = None
    """`scenario, arm, participant_id, day, analyte, value` of the women of one drawn trial."""
    close_up: CloseUp | None = None
    flow: Flow | None = None
    command: str = ""
    """The command that made the run."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """What the run was made of: protocol, bank, parameters."""
