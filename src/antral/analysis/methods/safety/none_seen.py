"""No event at all: the largest true share, or rate, that this leaves open."""

import math

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.result import Result
from antral.core import InputError

NONE_SEEN = "no event seen: exact one-sided upper limit of the share"
NONE_SEEN_RATE = "no event seen: exact one-sided upper limit of the rate (Poisson)"

_OF_THREE = "the rule of three is beside it: 3 over the number, for a confidence of 95 %"


def none_seen(*, women: int | None = None, time: float | None = None, confidence: float = 0.95) -> Result:
    """The upper limit after no event in so many women, or in so much time.

    Source: exact limits; the rule of three: Hanley and Lippman-Hand 1983, JAMA 249:1743.

    Parameters
    ----------
    women, time
        One of the two: women who were watched to the end, or the time all women together were watched.

    Returns
    -------
    `high` is the one-sided limit; `details` hold the upper limit of the two-sided interval and the rule of three.
    """
    if (women is None) == (time is None):
        raise InputError("none_seen: either women or time was wanted.")
    seen = float(women if women is not None else time or 0.0)
    if not math.isfinite(seen) or seen < 0 or (women is not None and seen != int(seen)):
        raise InputError(f"women = {women!r}, time = {time!r}: a number that is not negative was wanted.")
    miss = 1.0 - level_of(confidence)

    def limit(tail: float) -> float:
        if not seen:
            return 1.0 if women is not None else math.inf
        return -math.expm1(math.log(tail) / seen) if women is not None else -math.log(tail) / seen

    return Result(
        method=NONE_SEEN if women is not None else NONE_SEEN_RATE,
        effect="share of women with the event" if women is not None else "events for each unit of time",
        estimate=0.0 if seen else math.nan,
        low=0.0,
        high=limit(miss),
        p_value=math.nan,
        confidence=confidence,
        sides=1,
        n={"women": int(seen)} if women is not None else {},
        assumptions=("women are independent and share one true risk",),
        notes=(_OF_THREE,) if seen else ("nobody was watched: nothing is excluded",),
        details={"two_sided_high": limit(miss / 2), "rule_of_three": 3.0 / seen if seen else math.inf},
    )


def women_to_exclude(share: float, confidence: float = 0.95) -> int:
    """Fewest women without an event after whom a true share this high or higher is excluded (one-sided)."""
    if not 0.0 < share < 1.0:
        raise InputError(f"share = {share!r}: a number between 0 and 1 was wanted.")
    miss = 1.0 - level_of(confidence)
    number = math.ceil(math.log(miss) / math.log1p(-share) - 1e-9)
    return max(1, number)
