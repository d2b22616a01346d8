"""How the results move with each assumed number, the others held: one swing a parameter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antral.records import load_yaml, names, path
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


_SURE = 2.0
"""A change of a share by so many of its standard errors is more than chance."""


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
    change_mcse: tuple[float | None, float | None]
    """Errors of the change of the power from what is assumed to the low and to the high value."""
    trials: int | None
    """Behind each share."""
    claims: Mapping[str, Ends]

    @property
    def is_clear(self) -> bool:
        """Whether the power at one of the ends differs from that assumed by more than its Monte-Carlo error."""
        return any(
            None not in (end, self.power.base, error) and abs(end - self.power.base) > _SURE * error  # type: ignore[operator]
            for end, error in zip((self.power.low, self.power.high), self.change_mcse, strict=True)
        )


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
        change_mcse=tuple(one.get("change_mcse") or (None, None)),
        trials=one.get("trials"),
        claims={str(name): _ends(ends) for name, ends in (one.get("claims") or {}).items()},
    )


def _ends(found: Sequence[float | None] | None) -> Ends:
    low, base, high = found if found else (None, None, None)
    return Ends(low, base, high)


def _value(value: Any) -> str:
    """A value as a person writes it; a mix of women has a name instead of a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
    if value in names("mixes"):
        return str(load_yaml(path("mixes", f"{value}.yaml"))["name"])
    return "" if value is None else str(value).replace("_", " ")
