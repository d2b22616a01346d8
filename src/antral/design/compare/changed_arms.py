"""Changes of the arms: their number, ratio, dose, route, infusions and hormones, as `--set` takes them."""

import json
from typing import Final

from antral.core import InputError
from antral.protocol import Protocol

Changes = tuple[str, ...]

UNTREATED: Final = "untreated"
_TAKEN: Final = 0.95
"""Share of the tablets taken, where the protocol says nothing of it."""


def with_cells(protocol: Protocol) -> list[str]:
    """The arms that receive cells, by rising dose."""
    arms = [name for name, arm in protocol.arms.items() if arm.total_cells > 0]
    return sorted(arms, key=lambda name: protocol.arms[name].total_cells)


def number(text: str, field: str) -> float:
    """A positive number, or an `InputError`."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0.0 < value < float("inf"):
        raise InputError(f"--vary {field}={text}: a number above 0 was wanted.")
    return value


def ratio(protocol: Protocol, value: str) -> Changes:
    """`1:1:2`, in the order of the protocol's arms; blocks of as many rounds as before."""
    parts = value.split(":")
    if len(parts) != len(protocol.arms) or not all(part.strip().isdigit() and int(part) > 0 for part in parts):
        names = ":".join(protocol.arms)
        raise InputError(
            f"--vary ratio={value}: a whole number from 1 on for each arm was wanted, in the order {names}."
        )
    return _shared_out(protocol, dict(zip(protocol.arms, map(int, parts), strict=True)))


def control(protocol: Protocol, value: str) -> Changes:
    """`with` an arm that receives no cells, of the size of the largest other, or `without` any; all women as before."""
    controls = [name for name, arm in protocol.arms.items() if arm.role == "control"]
    shares = dict(protocol.design.allocation.ratio)
    if value == "with":
        if controls:
            return ()
        arm = '{label: "No cells", role: control, dose_cells: 0}'
        return (f"arms.{UNTREATED}={arm}", *_shared_out(protocol, shares | {UNTREATED: max(shares.values())}))
    if value == "without":
        if not controls:
            return ()
        rest = {name: share for name, share in shares.items() if name not in controls}
        return (*(f"arms.{name}=null" for name in controls), *_shared_out(protocol, rest))
    raise InputError(f"--vary control={value}: 'with' or 'without' was wanted.")


def _shared_out(protocol: Protocol, shares: dict[str, int]) -> Changes:
    """A ratio, and blocks of as many rounds of it as before."""
    allocation = protocol.design.allocation
    before, now = sum(allocation.ratio.values()), sum(shares.values())
    blocks = [size // before * now for size in allocation.block_sizes]
    return (
        f"design.allocation.ratio={json.dumps(shares).replace(chr(34), '')}",
        f"design.allocation.block_sizes={json.dumps(blocks)}",
    )


def dose(protocol: Protocol, value: str) -> Changes:
    """`9e7`: the highest dose, the others in proportion; or `3e7/6e7/9e7`: each arm with cells, by rising dose."""
    arms = with_cells(protocol)
    parts = [number(part, "dose") for part in value.split("/")]
    if len(parts) == 1:
        highest = max(protocol.arms[arm].dose_cells for arm in arms)
        parts = [protocol.arms[arm].dose_cells / highest * parts[0] for arm in arms]
    if len(parts) != len(arms):
        raise InputError(
            f"--vary dose={value}: one dose, or one for each of the {len(arms)} arms with cells was wanted, as in "
            f"{'/'.join(f'{protocol.arms[arm].dose_cells:.0e}'.replace('e+0', 'e') for arm in arms)}."
        )
    return tuple(f"arms.{arm}.dose_cells={round(cells)}" for arm, cells in zip(arms, parts, strict=True))


def route(protocol: Protocol, value: str) -> Changes:
    """How cells are delivered, in every arm that receives any."""
    return tuple(f"arms.{arm}.route={value}" for arm in with_cells(protocol))


def infusions(protocol: Protocol, value: str) -> Changes:
    """`0/28/56`: the days of the infusions, each of the full dose, in every arm that receives cells."""
    days = value.split("/")
    if not all(day.strip().isdigit() for day in days):
        raise InputError(f"--vary infusions={value}: days since randomisation were wanted, as in 0 or 0/28/56.")
    return tuple(f"arms.{arm}.infusion_days=[{', '.join(days)}]" for arm in with_cells(protocol))


def comedication(protocol: Protocol, value: str) -> Changes:
    """The regimen of hormones that all arms take, or `none`."""
    if value == "none":
        return tuple(f"arms.{name}.comedication=null" for name, arm in protocol.arms.items() if arm.comedication)
    taken = (
        f"adherence={{probability_taken: {_TAKEN}, tag: assumed, "
        "reason: 'One tablet in twenty is forgotten; the protocol gives no hormones and says nothing of it.'}"
    )
    changes = tuple(f"arms.{name}.comedication={{regimen: {value}}}" for name in protocol.arms)
    return changes if protocol.adherence is not None else (*changes, taken)
