"""When a woman bled, and over which days she kept count."""

import datetime as dt

from pydantic import model_validator

from antral.records import Strict


class Bleed(Strict):
    """The first day of one bleed."""

    date: dt.date
    spontaneous: bool = True
    """False for the withdrawal bleed that follows hormone tablets: it is not menstruation."""


class BleedingDiary(Strict):
    """Bleeds within the days that the diary covers; no entry on a covered day means that she did not bleed."""

    from_date: dt.date
    to_date: dt.date
    bleeds: tuple[Bleed, ...] = ()

    @model_validator(mode="after")
    def _bleeds_lie_inside(self) -> "BleedingDiary":
        if self.to_date < self.from_date:
            raise ValueError(f"the diary ends ({self.to_date}) before it begins ({self.from_date})")
        for bleed in self.bleeds:
            if not self.from_date <= bleed.date <= self.to_date:
                raise ValueError(f"a bleed on {bleed.date} lies outside the diary ({self.from_date} to {self.to_date})")
        return self
