"""When a woman bled, and over which days she kept count."""

from pydantic import BaseModel, ConfigDict, model_validator


class Bleed(BaseModel):
    """The first day of one bleed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    day: float
    """Days from screening; the past is negative."""
    spontaneous: bool = True
    """False for the withdrawal bleed that follows hormone tablets: it is not menstruation."""


class BleedingDiary(BaseModel):
    """Bleeds within the days that the diary covers; no entry on a covered day means that she did not bleed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    from_day: float
    to_day: float = 0.0
    bleeds: tuple[Bleed, ...] = ()

    @model_validator(mode="after")
    def _bleeds_lie_inside(self) -> "BleedingDiary":
        if self.to_day < self.from_day:
            raise ValueError(f"the diary ends (day {self.to_day:g}) before it begins (day {self.from_day:g})")
        for bleed in self.bleeds:
            if not self.from_day <= bleed.day <= self.to_day:
                raise ValueError(
                    f"a bleed on day {bleed.day:g} lies outside the diary (days {self.from_day:g} to {self.to_day:g})"
                )
        return self

    def spontaneous_days(self, from_day: float, to_day: float) -> list[float]:
        """First days of her spontaneous bleeds after `from_day` up to and including `to_day`, in order."""
        return sorted(bleed.day for bleed in self.bleeds if bleed.spontaneous and from_day < bleed.day <= to_day)
