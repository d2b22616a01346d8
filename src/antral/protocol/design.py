"""How many women, how they are allocated, and who knows the arm."""

from typing import Literal, Self

from pydantic import Field, model_validator

from antral.protocol.base import Sourced
from antral.records import Strict


class Stratum(Strict):
    """One property by which the allocation is stratified."""

    by: Literal["age_years", "FSH", "AMH", "years_since_diagnosis", "aetiology"]
    """FSH and AMH: the last result before randomisation."""
    edges: tuple[float, ...] = ()
    """Where one stratum ends and the next begins: below 35, and 35 or more; none for the aetiology."""

    @model_validator(mode="after")
    def _edges_suit(self) -> Self:
        if (self.by == "aetiology") != (not self.edges):
            wanted = "no edges: each aetiology is a stratum" if self.by == "aetiology" else "edges, such as [35]"
            raise ValueError(f"a stratum by {self.by} needs {wanted}")
        if list(self.edges) != sorted(set(self.edges)):
            raise ValueError("edges must rise")
        return self

    def __str__(self) -> str:
        name, edges = self.by.replace("_years", "").replace("_", " "), ", ".join(f"{edge:g}" for edge in self.edges)
        unit = {"FSH": " IU/L", "AMH": " ng/mL"}.get(self.by, " years")
        return f"{name} (limit {edges}{unit})" if self.edges else name


class Allocation(Strict):
    """Permuted blocks, within strata where there are any."""

    ratio: dict[str, int] = Field(min_length=1)
    """Arms and their share of a block."""
    block_sizes: tuple[int, ...] = Field(min_length=1)
    strata: tuple[Stratum, ...] = ()

    @model_validator(mode="after")
    def _blocks_hold_the_ratio(self) -> Self:
        for arm, share in self.ratio.items():
            if share < 1:
                raise ValueError(f"the share of arm {arm!r} is {share}; a positive whole number was wanted")
        unit = sum(self.ratio.values())
        for size in self.block_sizes:
            if size < 1 or size % unit:
                ratio = ":".join(str(share) for share in self.ratio.values())
                raise ValueError(f"a block of {size} cannot hold the ratio {ratio}; take a multiple of {unit}")
        return self


class Blinding(Strict):
    """Who does not know the arm while the trial runs."""

    participant: bool
    investigator: bool
    laboratory: bool = False
    statistician: bool = False

    @property
    def blinded(self) -> tuple[str, ...]:
        """The roles that do not know the arm."""
        return tuple(role for role, value in self if value)


class Enrolment(Sourced):
    """How fast women are enrolled."""

    women_per_month: float = Field(gt=0)


class Unblinding(Sourced):
    """How often somebody who is blinded learns a woman's arm."""

    probability_per_serious_event: float = Field(ge=0, le=1)
    yearly_probability: float = Field(ge=0, lt=1)
    """For any other reason."""


class Design(Strict):
    """Size and architecture of the trial."""

    participants: int = Field(ge=2, le=100_000)
    model: str = "parallel"
    allocation: Allocation
    blinding: Blinding
    unblinding: Unblinding | None = None
    enrolment: Enrolment

    @model_validator(mode="after")
    def _only_the_blinded_can_be_unblinded(self) -> Self:
        if self.unblinding is not None and not self.blinding.blinded:
            raise ValueError("unblinding is given, but nobody is blinded")
        return self
