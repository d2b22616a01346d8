"""The state of many women between runs: blocks in memory, single women as columns."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import DAYS_PER_YEAR, Purpose, exponential, normal
from antral.engine.layout import FAST, FAST_ROWS, SLOT_FIELDS, SLOTS, SLOW, SLOW_ROWS, WOMEN, WORK, row, slow_row
from antral.engine.layout import FIRST_SLOT as _FIRST_SLOT
from antral.kernel import REAL, plain
from antral.physiology import Parameters, pipeline, reserve
from antral.physiology.follicle import Follicle
from antral.therapy import CellParameters, HormoneParameters, hormones

_START_GNRH, _START_LH, _START_SMALL, _START_INHIBIN = 0.05, 6.0, 4.0, 0.6
"""Where a woman starts: GnRH, LH (IU/L), small follicles, share of inhibin B; the run-in of 400 days forgets it."""


@dataclass(frozen=True)
class State:
    """Women at one moment; nothing in it is changed by a run, which returns a new state.

    A woman is one column of each array, so that any choice and order of women is again a state.
    """

    fast: NDArray[np.floating]
    """Everything touched within the day. `[row, woman]`, see `engine.layout`"""
    slow: NDArray[np.float64]
    """What changes once a day, and the parameters of treatment. `[row, woman]`"""
    patients: NDArray[np.int64]
    """Number of each woman: the key of her luck. `[woman]`"""
    day: int
    """Days simulated so far."""

    def __len__(self) -> int:
        """How many women."""
        return len(self.patients)

    def take(self, women: ArrayLike) -> "State":
        """The state of some women, by position; repeats are allowed."""
        index = np.asarray(women, dtype=np.int64)
        return State(self.fast[:, index], self.slow[:, index], self.patients[index], self.day)

    def treated(self, parameters: CellParameters) -> "State":
        """The same women with these parameters of treatment; each field a number or an array `[woman]`."""
        slow = self.slow.copy()
        first = SLOW["cell_parameters"]
        for i, value in enumerate(parameters):
            slow[first + i] = value
        return replace(self, slow=slow)

    def taking(self, parameters: HormoneParameters) -> "State":
        """The same women with these parameters of hormones, tablets not yet stopped; each field a number or `[woman]`.

        What they take and when is told to `advance`.
        """
        fast = self.fast.copy()
        first = FAST["hormone_parameters"]
        for i, value in enumerate(parameters):
            fast[first + i] = value
        fast[row("counters", "stopped")] = 0.0
        return replace(self, fast=fast)

    def trying(self, age_years: ArrayLike, intention: ArrayLike) -> "State":
        """The same women, who may conceive from now on.

        Parameters
        ----------
        age_years
            Age on the state's day. `[woman]`
        intention
            0 to 1, multiplies the chance at each ovulation; 0: she does not conceive. `[woman]`
        """
        fast = self.fast.copy()
        fast[row("trying", "age")] = np.asarray(age_years, dtype=np.float64) - self.day / DAYS_PER_YEAR
        fast[row("trying", "intention")] = intention
        return replace(self, fast=fast)

    def read(self, part: str, field: str) -> NDArray[np.float64]:
        """One number of every woman, such as `read("reserve", "primordial")`. `[woman]`"""
        values = self.slow[slow_row(part, field)] if part in SLOW else self.fast[row(part, field)]
        return np.asarray(values, dtype=np.float64)


def joined(states: list[State]) -> State:
    """Women of several states of the same day, one after the other."""
    if len({state.day for state in states}) != 1:
        raise ValueError("states of different days cannot be joined")
    return State(
        np.concatenate([state.fast for state in states], axis=1),
        np.concatenate([state.slow for state in states], axis=1),
        np.concatenate([state.patients for state in states]),
        states[0].day,
    )


def start(
    parameters: Parameters,
    primordial: ArrayLike,
    patients: ArrayLike,
    seed: int,
    trial: ArrayLike = 0,
    *,
    deficit: ArrayLike = 0.0,
    emptied: ArrayLike = False,
) -> State:
    """Women at the beginning of their simulated life; run them some 400 days before you use them.

    Parameters
    ----------
    parameters
        Numbers or arrays `[woman]`.
    primordial
        Resting follicles, both ovaries. `[woman]`
    patients
        Number of each woman: the key of her luck. `[woman]`
    seed, trial
        Keys of the luck of the start.
    deficit
        What her own quality lacks of q0 at first, regained with `own_days`. `[woman]`
    emptied
        Whether the growing follicles are gone, as after chemotherapy: resting ones are all she has. `[woman]`
    """
    ids = np.atleast_1d(np.asarray(patients, dtype=np.int64))
    n = len(ids)
    follicles = np.broadcast_to(np.asarray(primordial, dtype=np.float64), (n,))
    fast = np.zeros((FAST_ROWS, n), dtype=REAL)
    slow = np.zeros((SLOW_ROWS, n), dtype=np.float64)
    for part, record in parameters._asdict().items():
        for i, value in enumerate(record):
            fast[FAST[f"parameters.{part}"] + i] = value

    leaving = plain(reserve.leaving_per_day)(reserve.Reserve(follicles), 1.0, parameters.reserve)  # type: ignore[arg-type]
    growing = np.where(np.asarray(emptied, dtype=bool), 0.0, leaving)
    slow[slow_row("reserve", "primordial")] = follicles
    for stage in pipeline.Pipeline._fields:
        slow[slow_row("pipeline", stage)] = growing * parameters.pipeline.stage_days
    fluctuation = normal(seed, trial, ids, Purpose.QUALITY, 0)
    slow[slow_row("quality", "fluctuation")] = fluctuation
    slow[slow_row("quality", "deficit")] = deficit

    p = parameters
    antral = p.pipeline.survival * growing / (p.pipeline.antral_loss + 2.0 * p.pipeline.recruitment_rate)
    pool = 1.0 / (1.0 + (p.quality.pool_half / np.maximum(follicles, 1.0)) ** p.quality.pool_power)
    ageing = 1.0 / (1.0 + np.exp((p.quality.start_age - p.quality.age_half) / p.quality.age_span))
    young = p.quality.age_floor + (1.0 - p.quality.age_floor) * ageing
    odds = np.exp(p.quality.fluctuation * fluctuation)
    own = p.quality.own - np.asarray(deficit, dtype=np.float64)
    q = own * odds / (1.0 - own + own * odds) * pool * young
    small = q * (antral + _START_SMALL)
    inhibin_b = _START_INHIBIN * p.inhibin.most * small**2 / (small**2 + p.inhibin.half**2)
    works = p.steroids.quality_base + (1.0 - p.steroids.quality_base) * q
    e2 = p.steroids.e2_peripheral + p.steroids.e2_per_inhibin * inhibin_b * works
    drive = p.fsh.drive_least + (p.fsh.drive_most - p.fsh.drive_least) / (
        1.0 + (inhibin_b / p.fsh.inhibin_half) ** p.fsh.inhibin_power
    )
    begin = {
        ("antral", "size"): antral,
        ("corpus", "days"): 100.0,
        ("corpus", "lifespan"): p.luteal.lifespan,
        ("corpus", "size"): 1.0,
        ("steroids", "p4"): p.steroids.p4_base,
        ("steroids", "e2"): e2,
        ("steroids", "p4_total"): p.steroids.p4_base,
        ("gnrh", "pituitary"): _START_GNRH,
        ("gnrh", "frequency"): p.gnrh.frequency,
        ("lh", "tonic"): _START_LH,
        ("lh", "blood"): _START_LH,
        ("inhibin", "b"): inhibin_b,
        ("fsh", "store"): p.fsh.synthesis * drive / (p.fsh.release_base + p.fsh.release_gnrh),
        ("fsh", "blood"): p.fsh.synthesis * drive / p.fsh.clearance_volume,
        ("amh", "blood"): p.amh.per_follicle * (antral + _START_SMALL),
        ("endometrium", "recent_e2"): e2,
        ("counters", "recruit_budget"): exponential(seed, trial, ids, Purpose.RECRUIT, 0),
        ("counters", "recruits"): 1.0,
        ("counters", "since_ovulation"): 100.0,
        ("counters", "quality"): q,
        ("counters", "eased"): 1.0,
        ("pregnancy", "days"): -1.0,
    }
    for (part, field), value in begin.items():
        fast[row(part, field)] = value
    for field, value in hormones.NONE._asdict().items():
        fast[row("hormone_parameters", field)] = value
    for k in range(SLOTS):
        fast[_FIRST_SLOT + k * SLOT_FIELDS + 1] = p.follicle.threshold
    slow[slow_row("cell_parameters", "signal_half")] = 1.0
    slow[slow_row("cell_parameters", "repair_days")] = 1.0
    slow[slow_row("cell_parameters", "repair_loss_days")] = 1.0
    return State(fast, slow, ids, 0)


def blocks_of(state: State) -> int:
    """How many blocks the women fill; the last is padded."""
    return -(-len(state) // WOMEN)


def without_traces(fast: NDArray[np.floating]) -> NDArray[np.floating]:
    """The fast array, its free slots and working rows emptied: what the loops leave there depends on the block."""
    for k in range(SLOTS):
        free = fast[row("counters", "live")] <= k
        for field in ("age", "since"):
            fast[_FIRST_SLOT + k * SLOT_FIELDS + Follicle._fields.index(field), free] = 0.0
    fast[row("counters", "eased")] = 1.0
    fast[WORK:] = 0.0
    return fast
