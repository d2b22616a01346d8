"""What is given to whom."""

from typing import Literal, Self

from pydantic import Field, model_validator

from antral.protocol.quantity import Days, Dose
from antral.records import Strict

Route = Literal["intravenous", "intraovarian_laparoscopic", "intraovarian_transvaginal", "intra_arterial"]
"""How cells are delivered."""


class Product(Strict):
    """A product that an arm may receive."""

    record: str
    """Name of its file in `records/cell_products`."""
    label: str
    donor: Literal["allogeneic", "autologous"]
    volume_ml: float | None = Field(default=None, gt=0)


class Comedication(Strict):
    """Hormones that all women of an arm take."""

    regimen: str
    """Name of its file in `records/hormone_therapies`."""
    first_day: Days = Field(default=0.0, ge=0)
    """Day since randomisation on which the calendar begins."""
    last_day: Days | None = None
    """Last day; the end of follow-up where none is given."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("last_day lies before first_day")
        return self


class Arm(Strict):
    """One trial group: its product, dose, route, days of infusion, and hormones."""

    label: str
    role: Literal["experimental", "control"]
    origin: Literal["description"] | None = None
    """Where the arm was read, if it is not among the arms of the registry's record."""
    product: str | None = None
    route: Route | None = None
    dose_cells: Dose
    """Cells of each infusion; 0 only in an arm that receives no cells."""
    infusion_days: tuple[Days, ...] = ()
    """Days since randomisation."""
    comedication: Comedication | None = None
    """None: no hormones."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.role == "experimental" and self.dose_cells == 0:
            raise ValueError("dose_cells is 0 in an experimental arm; an arm without cells has 'role: control'")
        if self.dose_cells > 0 and (self.product is None or self.route is None or not self.infusion_days):
            raise ValueError("an arm that receives cells needs product, route and infusion_days")
        if self.dose_cells == 0 and self.infusion_days:
            raise ValueError("infusion_days are given, but dose_cells is 0")
        if list(self.infusion_days) != sorted(set(self.infusion_days)) or any(day < 0 for day in self.infusion_days):
            raise ValueError("infusion_days are days since randomisation: not negative, each once, in order")
        return self

    @property
    def total_cells(self) -> int:
        """Cells of all infusions together."""
        return self.dose_cells * len(self.infusion_days)
