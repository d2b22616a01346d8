"""How many women, how they are allocated, and who knows the arm."""

from typing import Self

from pydantic import Field, model_validator

from antral.protocol.base import Sourced, Strict


class Allocation(Strict):
    """Permuted blocks, within strata where there are any."""

    ratio: dict[str, int] = Field(min_length=1)
    """Arms and their share of a block."""
    block_sizes: tuple[int, ...] = Field(min_length=1)
    strata: tuple[str, ...] = ()

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


class Design(Strict):
    """Size and architecture of the trial."""

    participants: int = Field(ge=2, le=100_000)
    model: str = "parallel"
    allocation: Allocation
    blinding: Blinding
    enrolment: Enrolment
