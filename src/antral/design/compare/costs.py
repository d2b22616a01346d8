"""What a trial costs, of assumed unit costs: to compare designs, not to write a budget."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.protocol import Protocol
from antral.records import parameters

Numbers = NDArray[np.float64]
_CELLS: Final = 1e7


@dataclass(frozen=True)
class Costs:
    """Unit costs, as `records/design/costs.yaml` has them."""

    units: dict[str, float]
    currency: str = "EUR"

    @classmethod
    def assumed(cls) -> "Costs":
        """Those on record."""
        return cls({name: entry.value for name, entry in parameters("costs", folder="design").items()})

    def of(
        self, protocol: Protocol, *, screened: Numbers, women: Numbers, infused: Numbers, months: Numbers
    ) -> Numbers:
        """The cost of each trial: a start, months, women screened, planned visits, infusions with their cells.

        Parameters
        ----------
        screened, women, infused, months
            Of each trial. `[trial]`
        """
        units, visits = self.units, len(protocol.treatment_visits)
        total: Numbers = (
            units["start"]
            + units["month"] * months
            + units["screening"] * screened
            + units["visit"] * visits * women
            + self.treatment(protocol) * infused
        )
        return total

    def treatment(self, protocol: Protocol) -> float:
        """Infusions and cells of a woman who is given any, on average over the arms by their ratio."""
        ratio, total, shares = protocol.design.allocation.ratio, 0.0, 0
        for name, arm in protocol.arms.items():
            if arm.route is None or arm.total_cells == 0:
                continue
            once = self.units[arm.route] + self.units["cells"] * arm.dose_cells / _CELLS
            total, shares = total + ratio[name] * once * len(arm.infusion_days), shares + ratio[name]
        return total / shares if shares else 0.0


def told_costs() -> list[dict[str, Any]]:
    """The unit costs, with what each rests on."""
    return [
        {
            "name": name,
            "value": entry.value,
            "unit": entry.unit,
            "low": entry.low,
            "high": entry.high,
            "meaning": entry.meaning,
            "tag": str(entry.tag),
            "reason": entry.source,
        }
        for name, entry in parameters("costs", folder="design").items()
    ]
