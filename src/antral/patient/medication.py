"""One medicine or treatment that a woman takes or took."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from pydantic import Field, model_validator

from antral.records import Strict

HORMONES: Final = frozenset(
    (
        *("sex_hormone", "estrogen", "progestogen", "androgen", "hormone_therapy"),
        *("hormonal_contraceptive", "oral_contraceptive", "depot_progestogen"),
    )
)
"""Classes under which a sample is not off hormones."""

NARROWER: Final = {"hormonal_contraceptive": ("oral_contraceptive", "depot_progestogen")}
"""Classes that a medicine of a wider class may belong to where it names none of them."""


class Medication(Strict):
    """One medicine with its classes and the days over which it was taken."""

    name: str = Field(min_length=1)
    drug_classes: tuple[str, ...] = ()
    """Classes as criteria name them: sex_hormone, chinese_medicine, growth_hormone, ...; empty where none is known."""
    start: dt.date | None = None
    """First day; None where it began before the record."""
    stop: dt.date | None = None
    """Last day; None while she still takes it."""
    route: str | None = None

    @model_validator(mode="after")
    def _stops_after_it_starts(self) -> "Medication":
        if self.start is not None and self.stop is not None and self.stop < self.start:
            raise ValueError(f"a medicine stops ({self.stop}) before it starts ({self.start})")
        return self

    def is_of(self, classes: Collection[str]) -> bool | None:
        """Whether it belongs to one of the classes; None where its class, or its narrower class, is not known."""
        if any(one in classes for one in self.drug_classes):
            return True
        return None if not self.drug_classes or any(one in classes for one in self.perhaps) else False

    @property
    def perhaps(self) -> tuple[str, ...]:
        """Narrower classes that it may belong to: a contraceptive of which nobody says whether it is a pill."""
        wide = (NARROWER.get(one, ()) for one in self.drug_classes)
        return tuple(name for some in wide if not set(some) & set(self.drug_classes) for name in some)

    def taken_on(self, day: dt.date) -> bool:
        """Whether she took it on that day."""
        return (self.start is None or self.start <= day) and (self.stop is None or self.stop >= day)

    def taken_between(self, after: dt.date, on: dt.date) -> bool:
        """Whether she took it on any day after `after`, up to and including `on`."""
        started = self.start is None or self.start <= on
        return started and (self.stop is None or self.stop > after)


UNLISTED: Final = Medication(name="medicines that the source does not list")
"""Of unknown class and any time: with it, a list that may lack entries takes no wash-out for granted."""
