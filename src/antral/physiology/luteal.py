"""The corpus luteum, as a curve in the time since the surge committed a follicle."""

import math
from typing import NamedTuple

from antral.kernel import decay, equation, fourteenth, yes


class CorpusLuteum(NamedTuple):
    """The youngest corpus luteum."""

    days: float  # d since the surge committed a follicle; capped
    lifespan: float  # d
    size: float  # 1 of a typical one; scales what it secretes


class LutealParameters(NamedTuple):
    """Values and sources: `records/parameters/luteal.yaml`."""

    rise_days: float  # d
    lifespan: float  # d
    lifespan_sd: float  # d
    lifespan_min: float  # d
    lifespan_max: float  # d
    horizon_days: float  # d
    refractory_days: float  # d
    size_sd: float  # 1, of the logarithm
    size_quality_base: float  # 1


@equation
def activity(corpus: CorpusLuteum, p: LutealParameters) -> float:
    """Secretory activity of the corpus luteum, 1 at the height of a typical one; it begins with the surge."""
    u = corpus.days
    rise = u / p.rise_days
    return corpus.size * yes(u < p.horizon_days) * (1.0 - decay(rise * rise)) / (1.0 + fourteenth(u / corpus.lifespan))


@equation
def drawn_lifespan(normal: float, p: LutealParameters) -> float:
    """Lifespan of a new corpus luteum from one standard normal number, cut to its limits."""
    return min(max(p.lifespan + p.lifespan_sd * normal, p.lifespan_min), p.lifespan_max)


@equation
def drawn_size(normal: float, quality: float, p: LutealParameters) -> float:
    """Size of a new corpus luteum from one standard normal number and the quality of the follicle it comes from."""
    return (p.size_quality_base + (1.0 - p.size_quality_base) * quality) * math.exp(p.size_sd * normal)
