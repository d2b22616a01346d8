"""What a test of small-study effects finds."""

from dataclasses import dataclass
from typing import Final

TOO_FEW: Final = 10
"""Studies below which a test of asymmetry is not advised (Sterne et al. 2011, BMJ 343:d4002)."""
NOT_PROOF: Final = "an asymmetric funnel has many causes, of which unpublished studies are one"


@dataclass(frozen=True)
class SmallStudyTest:
    """Whether small studies show other effects than large ones."""

    method: str
    coefficient: float
    """Slope, bias or rank correlation; what it is stands in the method's name."""
    se: float
    """NaN where the method has none."""
    statistic: float
    df: float | None
    """Of the t distribution; None for the normal or an exact distribution."""
    p: float
    limit: float
    """Effect of a study without error, by the regressions on standard errors; else NaN."""
    limit_low: float
    limit_high: float
    k: int
    few: bool
    """Whether there are fewer than ten studies: do not conclude from it."""
    notes: tuple[str, ...]


def warned(k: int) -> tuple[str, ...]:
    """What must stand beside a result of k studies."""
    few = f"{k} studies: below ten such a test finds little and is not advised; do not conclude from it"
    return (few, NOT_PROOF) if k < TOO_FEW else (NOT_PROOF,)
