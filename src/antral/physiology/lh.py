"""Luteinising hormone: tonic release, positive feedback on its way, the surge, and blood."""

from typing import NamedTuple

from antral.kernel import decay, equation, fifth, fourth


class Lh(NamedTuple):
    """LH of one woman."""

    tonic: float  # IU/L, what LH would be without the surge
    blood: float  # IU/L
    rising: float  # positive feedback, first lag
    risen: float  # positive feedback, second lag


class LhParameters(NamedTuple):
    """Values and sources: `records/parameters/lh.yaml`."""

    tonic: float  # IU/d
    surge: float  # IU/d
    surge_e2: float  # pg/mL
    surge_most: float  # 1
    surge_p4: float  # ng/mL
    feedback_rate: float  # 1/d
    withdrawal: float  # 1
    withdrawal_e2: float  # pg/mL
    withdrawal_scale: float  # 1
    p4_floor: float  # 1
    p4_brake: float  # ng/mL
    p4_brake_slope: float  # 1
    pulse_half: float  # 1/d
    release: float  # 1/d
    clearance_volume: float  # L/d


@equation
def brake(p4: float, p: LhParameters) -> float:
    """Progesterone brake on the release of LH, 1 without it."""
    return p.p4_brake / (p.p4_brake + p.p4_brake_slope * p4)


@equation
def amplitude(frequency: float, p: LhParameters) -> float:
    """Gain of the release with pulse frequency, over what is cleared in a day."""
    z = fifth(frequency / p.pulse_half)
    return (1.0 + 2.0 * z) / ((1.0 + z) * p.clearance_volume)


@equation
def tonic_drive(e2: float, p4: float, frequency: float, p: LhParameters) -> float:
    """Where LH without a surge settles (IU/L): without estradiol it rises; progesterone brakes it a little."""
    low = e2 / p.withdrawal_e2
    withdrawn = (1.0 + p.withdrawal / (1.0 + low * low)) / p.withdrawal_scale
    return p.tonic * withdrawn * (p.p4_floor + (1.0 - p.p4_floor) * brake(p4, p)) * amplitude(frequency, p)


@equation
def lh(  # one line of the paper each
    state: Lh, e2: float, p4_pituitary: float, p4_total: float, frequency: float, days: float, p: LhParameters
) -> Lh:
    """LH `days` later.

    Estradiol above its threshold starts positive feedback, which reaches the pituitary through two lags, so that
    estradiol peaks before LH; progesterone blocks it. The progesterone that the pituitary sees may differ from the
    total where a progestogen is weak there.
    """
    y = fifth(e2 / p.surge_e2)
    feedback = p.surge_most * y / ((1.0 + y) * (1.0 + fourth(p4_total / p.surge_p4)))
    keep = decay(p.feedback_rate * days)
    rising = feedback + (state.rising - feedback) * keep
    risen = rising + (state.risen - rising) * keep
    tonic = tonic_drive(e2, p4_pituitary, frequency, p)
    surge = p.surge * risen * amplitude(frequency, p) * brake(p4_pituitary, p)
    kept = decay(p.release * days)
    return Lh(tonic + (state.tonic - tonic) * kept, tonic + surge + (state.blood - tonic - surge) * kept, rising, risen)
