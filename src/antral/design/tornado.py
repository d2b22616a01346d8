"""How far the results move with each assumed number: one at a time to the ends of its range, all others held.

The same trials, women and luck stand behind every value (common random numbers), so that differences are clearer than
the errors of the shares themselves. Another mix of aetiologies has other women, and a bank of its own: half as many
women as its trials have places, which costs a fraction of a full bank; its error, clustered on the woman, says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import Plan, Tested, analyse, naive_claims, plan, tests_of
from antral.core import InputError
from antral.dataset import Tables
from antral.design.clustered import Enrolled, Estimate, over_trials
from antral.population import Bank, bank
from antral.protocol import Protocol
from antral.records import parameters
from antral.therapy import Fixed, Scenario, scenario, typical_cells
from antral.trial import Conducted, conduct_all

CELLS: Final[Mapping[str, str]] = {
    "signal_half": "cells' signal of half effect (M50)",
    "systemic": "signal of a cell in the lung relative to one in the ovary (epsilon)",
    "repair_loss_days": "time in which repair is lost (tauR)",
    "quality_gain": "share of the quality deficit restored at full repair (Eq)",
}
"""Parameters of cells that are moved over the range of their record, and their names."""
LINK: Final = "hormone_link"
MIX: Final = "aetiology_mix"
MIXES: Final = ("idiopathic_only", "poi_1978_2003")
"""Mixes of aetiologies that stand at the ends: the narrowest, and an older cohort's."""
CLAIMS: Final = ("before_after_any_hormone", "resumed_at_least_1", "share_above_published")
"""Naive claims that are followed, beside the before-after claim of the endpoint that is judged."""

BASE: Final = "base"
ZERO: Final = "zero"
_TRIALS_A_PORTION: Final = 50
"""Trials that are simulated together under every value, so that several processes can share the work ..."""
_WOMEN_A_PORTION: Final = 2400
"""... fewer where trials are large, so that memory stays flat."""


class _Seen(NamedTuple):
    """What one value of one parameter brings, trial by trial."""

    trial: NDArray[np.int64]
    rejected: NDArray[np.float64]
    claims: dict[str, NDArray[np.float64]]
    enrolled: Enrolled

    def power(self) -> Estimate:
        """Share of trials in which the test rejects."""
        return over_trials(self.trial, self.rejected, self.enrolled)

    def claimed(self) -> dict[str, float | None]:
        """Share of trials with each claim."""
        return {name: _share(flags) for name, flags in self.claims.items()}


class _Swing(NamedTuple):
    """One parameter and the scenarios or banks at its ends; None where an end is the assumed value itself."""

    parameter: str
    label: str
    low: float | str
    base: float | str | None
    """None where it is drawn anew for each trial."""
    high: float | str
    unit: str
    tag: str
    at_low: Scenario | Protocol | None
    at_high: Scenario | Protocol | None


class Portion(NamedTuple):
    """A part of a tornado that any process can simulate on its own."""

    trials: range
    mix: str | None
    """Another mix of aetiologies; None where the protocol's own women meet every other value."""


@dataclass(frozen=True)
class Moves:
    """A tornado to be made: `portions`, each `conducted` and `seen` by whichever process, and all of them `told`."""

    protocol: Protocol
    effect: str
    """The scenario whose numbers are moved."""
    trials: int
    """Replicates for each value."""
    seed: int

    def portions(self) -> list[Portion]:
        """What there is to simulate."""
        each = max(1, min(_TRIALS_A_PORTION, _WOMEN_A_PORTION // self.protocol.design.participants))
        first = range(1, self.trials + 1, each)
        own = [Portion(range(one, min(one + each, self.trials + 1)), None) for one in first]
        ends = [end for one in _swings(self.protocol, scenario(self.effect)) for end in (one.at_low, one.at_high)]
        others = [end.candidates.mix for end in ends if isinstance(end, Protocol)]
        return [*own, *(Portion(range(1, self.trials + 1), mix) for mix in others)]

    def conducted(self, portion: Portion, women: Bank, *, threads: int | None = None) -> dict[str, Conducted]:
        """The trials of a portion, by the name of the value; another mix gets a bank of its own."""
        protocol, chosen = self.protocol, scenario(self.effect)
        if portion.mix is not None:
            protocol = _mixed(protocol, portion.mix)
            places = protocol.design.participants * self.trials
            size = max(min(len(women), places // 2), protocol.design.participants)
            women = bank(protocol, seed=self.seed, size=size, threads=threads)
            every = [_named(chosen, portion.mix)]
        else:
            ends = [end for one in _swings(protocol, chosen) for end in (one.at_low, one.at_high)]
            moved = [end for end in ends if isinstance(end, Scenario)]
            every = [_named(scenario(chosen.zero), ZERO), _named(chosen, BASE), *moved]
        return conduct_all(protocol, women, trials=portion.trials, seed=self.seed, scenarios=every, threads=threads)

    def seen(self, conducted: Mapping[str, Conducted]) -> dict[str, _Seen]:
        """What the trials of a portion bring, by the name of the value."""
        wanted, test = self._planned()
        return {name: _seen(one.tables, wanted, test, self.seed) for name, one in conducted.items()}

    def told(self, seen: Sequence[Mapping[str, _Seen]]) -> list[dict[str, Any]]:
        """Every parameter as plain values, from what the portions brought, in their order."""
        names = dict.fromkeys(name for one in seen for name in one)
        whole = {name: _joined([one[name] for one in seen if name in one]) for name in names}
        _, test = self._planned()
        return [_told(one, whole, test) for one in _swings(self.protocol, scenario(self.effect))]

    def _planned(self) -> tuple[Plan, Tested]:
        """The plan with no other test than the one that is followed."""
        wanted = plan(self.protocol)
        test = judged(self.protocol, wanted)
        questions = tuple(
            one if one.name == test.question.name else replace(one, test=None) for one in wanted.questions
        )
        return replace(wanted, questions=questions), test


def tornado(
    protocol: Protocol,
    women: Bank,
    *,
    trials: int,
    seed: int,
    effect: str = "target",
    threads: int | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> list[dict[str, Any]]:
    """Power and naive claims at the ends of every assumed parameter's range, as plain values for JSON.

    Power is that of the first tested endpoint by which an effect is judged, harm apart. `Moves` does the same in
    portions, for several processes.

    Parameters
    ----------
    women
        The bank of the protocol; other mixes of aetiologies get banks of their own.
    trials
        Replicates for each value.
    effect
        The scenario whose numbers are moved.
    """
    moves = Moves(protocol, effect, trials, seed)
    portions, seen = moves.portions(), []
    for portion in portions:
        seen.append(moves.seen(moves.conducted(portion, women, threads=threads)))
        progress(len(seen) / len(portions))
    return moves.told(seen)


def judged(protocol: Protocol, wanted: Plan) -> Tested:
    """The test whose power is followed: against control where there is one, else the trend."""
    tested = tests_of(wanted)
    if not tested:
        raise InputError("no endpoint has a test; a power can be followed only where 'analyses' names one.")
    first = next((test for test in tested if test.question.name in protocol.judged_by), tested[0])
    return [test for test in tested if test.question.name == first.question.name][-1]


def _swings(protocol: Protocol, chosen: Scenario) -> Iterator[_Swing]:
    """Every parameter that is moved."""
    typical, records = typical_cells()._asdict(), parameters("cells", folder="therapy")
    for name, label in CELLS.items():
        record, drawn = records[name], chosen.draws.get(name)
        always = drawn.value if isinstance(drawn, Fixed) else None
        base = always if name in chosen.own else typical[name]
        ends = [None if at == base else _moved(chosen, name, at) for at in (record.low, record.high)]
        yield _Swing(name, label, record.low, base, record.high, record.unit, record.tag, *ends)
    if any(arm.comedication is not None for arm in protocol.arms.values()):
        off, on = (_named(chosen.model_copy(update={"hormone_link": at}), f"{LINK}={at:g}") for at in (0.0, 1.0))
        yield _Swing(
            LINK,
            "how far hormones ease ovulation (0: not at all)",
            0.0,
            chosen.hormone_link,
            1.0,
            "1",
            "assumed",
            off if chosen.hormone_link != 0.0 else None,
            on if chosen.hormone_link != 1.0 else None,
        )
    used = protocol.candidates.mix
    low, high = (None if mix == used else _mixed(protocol, mix) for mix in MIXES)
    yield _Swing(MIX, "mix of aetiologies", MIXES[0], used, MIXES[1], "", str(protocol.candidates.tag), low, high)


def _moved(chosen: Scenario, name: str, value: float) -> Scenario:
    """The scenario with one parameter at another value."""
    fixed = Fixed(kind="fixed", value=value)
    return chosen.model_copy(update={"name": f"{name}={value:g}", "draws": {**chosen.draws, name: fixed}})


def _named(chosen: Scenario, name: str) -> Scenario:
    return chosen.model_copy(update={"name": name})


def _mixed(protocol: Protocol, mix: str) -> Protocol:
    """The protocol with women of another mix."""
    return protocol.model_copy(update={"candidates": protocol.candidates.model_copy(update={"mix": mix})})


def _seen(tables: Tables, wanted: Plan, test: Tested, seed: int) -> _Seen:
    """The analysis of some trials under one value."""
    results = analyse(tables, wanted, seed=seed)
    tests = results.tests.filter(test=test.name)
    followed = (f"before_after_{test.question.name}", *CLAIMS)
    claims = naive_claims(results).filter(pl.col("claim").is_in(followed))
    p = tests["p_value"].fill_null(1.0).to_numpy()
    claimed = {
        name: claims.filter(claim=name)["claimed"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in claims["claim"].unique(maintain_order=True)
    }
    people = tables.participants
    enrolled = Enrolled(people["trial"].to_numpy().astype(np.int64), people["woman"].to_numpy().astype(np.int64))
    return _Seen(tests["trial"].to_numpy().astype(np.int64), (p <= wanted.alpha).astype(float), claimed, enrolled)


def _joined(parts: Sequence[_Seen]) -> _Seen:
    """One value's portions as one."""
    if len(parts) == 1:
        return parts[0]
    return _Seen(
        np.concatenate([one.trial for one in parts]),
        np.concatenate([one.rejected for one in parts]),
        {name: np.concatenate([one.claims[name] for one in parts]) for name in parts[0].claims},
        Enrolled(
            np.concatenate([one.enrolled.trial for one in parts]),
            np.concatenate([one.enrolled.woman for one in parts]),
        ),
    )


def _told(one: _Swing, seen: Mapping[str, _Seen], test: Tested) -> dict[str, Any]:
    """One parameter as plain values."""
    base = seen[BASE]
    ends = [base if end is None else seen[_key(end)] for end in (one.at_low, one.at_high)]
    at = (ends[0], base, ends[1])
    powers, claims = [of.power() for of in at], [of.claimed() for of in at]
    return {
        "parameter": one.parameter,
        "label": one.label,
        "low": one.low,
        "base": one.base,
        "high": one.high,
        "unit": one.unit,
        "tag": str(one.tag),
        "endpoint": test.question.name,
        "test": test.name,
        "trials": len(base.trial),
        "power": [power.value for power in powers],
        "mcse": max(power.mcse for power in powers),
        "change_mcse": [_error_of_change(end, base) for end in ends],
        "claims": {name: [of[name] for of in claims] for name in claims[1]},
        "zero_effect": {"power": seen[ZERO].power().value, "claims": seen[ZERO].claimed()},
    }


def _key(end: Scenario | Protocol) -> str:
    return end.name if isinstance(end, Scenario) else end.candidates.mix


def _error_of_change(end: _Seen, base: _Seen) -> float:
    """Monte-Carlo error of the difference in power: paired where both have the same women, else of two samples."""
    if np.array_equal(end.enrolled.woman, base.enrolled.woman):
        return over_trials(base.trial, end.rejected - base.rejected, base.enrolled).mcse
    return float(np.hypot(end.power().mcse, base.power().mcse))


def _share(flags: NDArray[np.float64]) -> float | None:
    known = flags[np.isfinite(flags)]
    return float(known.mean()) if known.size else None
