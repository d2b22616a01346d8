"""What a tail says, with its own Monte-Carlo error: small, not small, or not known."""

from collections.abc import Sequence
from typing import Final, Literal

from antral.evidence.replicas.record import Rule, Taken

ENOUGH: Final = 0.05
"""A tail below it is called small."""
_OUTSIDE: Final = 0.05
"""Chance that the truth lies beyond a one-sided limit."""
_NORMAL_95: Final = 1.96
_NEARLY_ALL: Final = 0.95
_MOST_PERCENT: Final = 100.0
Verdict = Literal["small", "border", "not_small"]


def interval(p: float, mcse: float, replicates: int) -> tuple[float, float]:
    """What a share of replicates may be but for Monte-Carlo error, with 95 % confidence.

    After none or all of them one end is the exact one-sided limit of independent replicates, 0.05 ** (1 / replicates)
    from the other side (about 3 / replicates).
    """
    if p in (0.0, 1.0):
        away = 1.0 - _OUTSIDE ** (1.0 / replicates)
        return (0.0, away) if p == 0.0 else (1.0 - away, 1.0)
    return max(0.0, p - _NORMAL_95 * mcse), min(1.0, p + _NORMAL_95 * mcse)


def verdict(p: float, mcse: float, replicates: int) -> Verdict:
    """Whether a tail is small; `border` where its Monte-Carlo error reaches the limit."""
    low, high = interval(p, mcse, replicates)
    if high < ENOUGH:
        return "small"
    return "border" if low < ENOUGH else "not_small"


def cannot_fail(
    kind: Taken, rule: Rule | None, n: int | None, distribution: Sequence[Sequence[float]], side: str
) -> bool:
    """Whether nearly every replicate prints the best that can be printed, so that no study could have printed more.

    Parameters
    ----------
    distribution
        Low end, high end and share of replicates of each printed value.
    side
        The better one, `at_least` or `at_most`.
    """
    if kind == "direction":
        best: float | None = 1.0 if side == "at_least" else -1.0
    else:
        best = {"count": None if n is None else float(n), "percent": _MOST_PERCENT}.get(kind)
    return best is not None and sum(share for low, _, share in distribution if low == best) >= _NEARLY_ALL
