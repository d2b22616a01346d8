"""Anti-Müllerian hormone of the antral pool and the smaller follicles."""

from typing import NamedTuple

from antral.kernel import decay, equation


class Amh(NamedTuple):
    """AMH of one woman."""

    blood: float  # ng/mL, Gen II scale


class AmhParameters(NamedTuple):
    """Values and sources: `records/parameters/amh.yaml`."""

    per_follicle: float  # ng/mL
    rate: float  # 1/d
    quality_base: float  # 1


@equation
def amh(state: Amh, antral: float, weighted: float, quality: float, days: float, p: AmhParameters) -> Amh:
    """AMH `days` later, from the antral pool and the weighted count of recruited follicles."""
    steady = p.per_follicle * (antral + weighted) * (p.quality_base + (1.0 - p.quality_base) * quality)
    return Amh(steady + (state.blood - steady) * decay(p.rate * days))
