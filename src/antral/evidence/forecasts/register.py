"""Which registered trials may still report, which of them have a forecast, and why the others have none."""

from functools import cache
from typing import Final

from pydantic import model_validator

from antral.records import Strict, path, read_models

_PLACE: Final = ("forecast_register", "trials.yaml")


class Entry(Strict):
    """One registered trial."""

    registry: str
    title: str
    status: str
    """As the registry's record says, lower case; `not shown` where the pages read did not show it."""
    women: int | None = None
    forecast: bool = False
    """Whether its result is forecast."""
    reason: str | None = None
    """Why it is not."""

    @model_validator(mode="after")
    def _forecast_or_reason(self) -> "Entry":
        if self.forecast == (self.reason is not None):
            raise ValueError("a trial has a forecast, or a reason why there is none")
        return self


@cache
def register() -> dict[str, Entry]:
    """Every registered trial known here, by number."""
    return read_models(Entry, path(*_PLACE))
