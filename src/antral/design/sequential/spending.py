"""How much of an error rate may be spent by a share of the information.

Lan and DeMets (1983, Biometrika 70:659); Kim and DeMets (1987, Biometrika 74:149); Hwang, Shih and DeCani (1990, Stat
Med 9:1439). The O'Brien-Fleming-like function of a two-sided error spends each half as a one-sided test would.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from scipy.special import ndtr, ndtri

from antral.core import InputError

Spend = Callable[[float, float, int, float], float]


def _obrien_fleming(share: float, error: float, sides: int, _: float) -> float:
    return float(2.0 * sides * ndtr(ndtri(error / (2.0 * sides)) / math.sqrt(share)))


def _pocock(share: float, error: float, _sides: int, _: float) -> float:
    return error * math.log1p((math.e - 1.0) * share)


def _kim_demets(share: float, error: float, _sides: int, power: float) -> float:
    return float(error * share**power)


def _hwang_shih_decani(share: float, error: float, _sides: int, gamma: float) -> float:
    return error * share if gamma == 0.0 else error * math.expm1(-gamma * share) / math.expm1(-gamma)


SPENDING: Mapping[str, Spend] = MappingProxyType(
    {
        "lan_demets_obrien_fleming": _obrien_fleming,
        "lan_demets_pocock": _pocock,
        "kim_demets": _kim_demets,
        "hwang_shih_decani": _hwang_shih_decani,
    }
)
"""Name of a spending function, and the error it has spent by a share of the information."""

NEEDS_PARAMETER = ("kim_demets", "hwang_shih_decani", "wang_tsiatis", "haybittle_peto")


def spent(
    rule: str,
    shares: Sequence[float],
    error: float,
    *,
    parameter: float | None = None,
    values: Sequence[float] | None = None,
    sides: int = 1,
) -> tuple[float, ...]:
    """Error spent until each look.

    Parameters
    ----------
    rule
        A name of `SPENDING`, or `user`.
    shares
        `[look]`, information at each look as a share of that planned in all; above 1 counts as 1.
    parameter
        Power of `kim_demets` (above 0), gamma of `hwang_shih_decani` (negative spends late).
    values
        `[look]`, error spent until each look, for `user`.

    Raises
    ------
    InputError
        For a rule that does not exist, a parameter that is missing, values that fall or end above the error.
    """
    if rule == "user":
        return _user(shares, error, values)
    if rule not in SPENDING:
        raise InputError(f"there is no spending function {rule!r}; there are: {', '.join(SPENDING)}, user.")
    if parameter is None and rule in NEEDS_PARAMETER:
        raise InputError(f"{rule} needs its parameter, for example parameter={-4.0 if 'hwang' in rule else 3.0}.")
    if rule == "kim_demets" and parameter is not None and parameter <= 0.0:
        raise InputError(f"kim_demets needs a power above 0, not {parameter:g}.")
    spend = SPENDING[rule]
    return tuple(error if t >= 1.0 else spend(t, error, sides, parameter or 0.0) for t in shares)


def _user(shares: Sequence[float], error: float, values: Sequence[float] | None) -> tuple[float, ...]:
    if values is None or len(values) != len(shares):
        raise InputError(f"user spending needs one value for each of the {len(shares)} looks: error spent until then.")
    found = tuple(float(v) for v in values)
    falls = any(b < a for a, b in zip((0.0, *found), found, strict=False))
    if falls or found[-1] > error + 1e-12:
        raise InputError(f"user spending must rise from at least 0 to at most {error:g}; got {found}.")
    return found
