"""How the results move with each assumed number, the others held: one swing a parameter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antral.reports.wording import spaced


@dataclass(frozen=True)
class Ends:
    """A share of trials at the low value of a parameter, at the value assumed, and at the high one."""

    low: float | None
    base: float | None
    high: float | None

    @property
    def reach(self) -> float:
        """How far the share moves between the ends."""
        known = [value for value in (self.low, self.base, self.high) if value is not None]
        return max(known) - min(known) if known else 0.0


@dataclass(frozen=True)
class Swing:
    """One assumed parameter, the range it was moved over, and what moved with it."""

    parameter: str
    label: str
    low: str
    base: str
    high: str
    unit: str
    tag: str
    endpoint: str
    """The endpoint whose test is followed."""
    power: Ends
    mcse: float | None
    claims: Mapping[str, Ends]


def swings(found: Sequence[Mapping[str, Any]]) -> tuple[Swing, ...]:
    """All swings, the largest effect on power first."""
    return tuple(sorted((_swing(one) for one in found), key=lambda one: -one.power.reach))


def _swing(one: Mapping[str, Any]) -> Swing:
    return Swing(
        parameter=str(one.get("parameter") or ""),
        label=spaced(str(one.get("label") or one.get("parameter") or "")),
        low=_value(one.get("low")),
        base=_value(one.get("base")) or "drawn for each trial",
        high=_value(one.get("high")),
        unit="" if one.get("unit") in (None, "1") else str(one["unit"]),
        tag=str(one.get("tag") or ""),
        endpoint=str(one.get("endpoint") or ""),
        power=_ends(one.get("power")),
        mcse=one.get("mcse"),
        claims={str(name): _ends(ends) for name, ends in (one.get("claims") or {}).items()},
    )


def _ends(found: Sequence[float | None] | None) -> Ends:
    low, base, high = found if found else (None, None, None)
    return Ends(low, base, high)


def _value(value: Any) -> str:
    """A value as a person writes it; a mix of women has a name instead of a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
    return "" if value is None else str(value).replace("_", " ")
