"""What cells add to the women of one planned trial, as a smooth function of the effect, learnt from simulated trials.

Every simulated trial is conducted twice, with the same women and luck: cells do nothing, and cells do what one row of
the posterior says. The difference in women with the event is small and noisy in one trial, smooth over many: its
logarithm is taken to be linear in the logarithms of the row's parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis import plan, valued
from antral.core import ShareOut, in_order, in_place, kept
from antral.evidence.effect.prior import scenario_of
from antral.evidence.replicas import bank_size, conducted, portions
from antral.population import Bank, bank
from antral.protocol import Endpoint, Protocol
from antral.records import Vector, in_force
from antral.therapy import Scenario

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]

_ZERO: Final = "none"
_LEAST: Final = 1e-12
"""Below which a parameter has no logarithm of use."""


class Portion(NamedTuple):
    """What some trials counted."""

    women: Floats
    """`[trial, arm]`"""
    events: Floats
    """Of all women. `[endpoint, scenario, trial, arm]`"""
    judged: Floats
    """Women in whom each endpoint can be judged, without effect. `[endpoint]`"""
    patient_years: float


@dataclass(frozen=True)
class Conducting:
    """Conducts some trials without effect and each under its own row: a task that can be sent to another process."""

    protocol: Protocol
    bank: Bank
    effect: Scenario
    seed: int
    threads: int | None
    vector: Vector = field(default_factory=in_force)

    def __call__(self, trials: range) -> Portion:
        """What these trials count."""
        wanted, asked = plan(self.protocol), counted_endpoints(self.protocol)
        found, _ = conducted(
            self.protocol,
            self.bank,
            (_ZERO, self.effect),
            trials,
            seed=self.seed,
            threads=self.threads,
            vector=self.vector,
        )
        shape = (len(trials), len(wanted.doses))
        women, judged = np.zeros(shape), np.zeros(len(asked))
        events = np.zeros((len(asked), 2, *shape))
        for column, one in enumerate(found):
            seen = valued(one.tables, wanted)
            place = np.asarray(seen.trials)[seen.layout.trial] - trials.start
            for row, endpoint in enumerate(asked):
                value = seen.values[endpoint.name].value
                np.add.at(events[row, column], (place, seen.layout.arm), value == 1.0)
                if column == 0:
                    judged[row] = np.isfinite(value).sum()
            if column == 0:
                np.add.at(women, (place, seen.layout.arm), 1.0)
        return Portion(women, events, judged, sum(one.patient_years for one in found))


@dataclass(frozen=True)
class Twice:
    """What all trials counted, each under the row of its place."""

    endpoints: tuple[Endpoint, ...]
    arms: tuple[str, ...]
    """In the order of the analysis, which puts arms without cells first."""
    cells: Chosen
    """Which of them are given cells. `[arm]`"""
    women: Floats
    """`[trial, arm]`"""
    events: Floats
    """`[endpoint, scenario, trial, arm]`; scenarios: no effect, the row's."""
    judged: Floats
    """Share of the women in whom each endpoint can be judged. `[endpoint]`"""
    patient_years: float


def counted_endpoints(protocol: Protocol) -> tuple[Endpoint, ...]:
    """The protocol's outcomes of the disease that are yes or no, its primary ones first."""
    order = ("primary", "secondary", "exploratory")
    mine = [one for one in protocol.endpoints if one.is_count and not one.is_harm and one.role in order]
    return tuple(sorted(mine, key=lambda one: order.index(one.role)))


def conducted_twice(
    protocol: Protocol,
    rows: Mapping[str, Floats],
    *,
    seed: int,
    threads: int | None = None,
    share_out: ShareOut = in_order,
    folder: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Twice:
    """Conduct one trial for each row, without effect and under it. Same inputs, same bits, however shared out.

    Parameters
    ----------
    rows
        Parameters of the effect by name. `[row]`
    folder
        Keeps what was counted under the hash of all that it depends on; must exist.
    """
    trials = len(next(iter(rows.values())))

    def counted() -> dict[str, Any]:
        pool = bank(protocol, seed=seed, size=bank_size(protocol), threads=threads)
        items, task = portions(trials, protocol), Conducting(protocol, pool, scenario_of(rows), seed, threads)
        parts: list[Portion] = in_place(share_out(task, items), len(items), progress)
        return {
            "women": np.concatenate([part.women for part in parts]).tolist(),
            "events": np.concatenate([part.events for part in parts], axis=2).tolist(),
            "judged": np.sum([part.judged for part in parts], axis=0).tolist(),
            "patient_years": sum(part.patient_years for part in parts),
        }

    told = {name: np.asarray(one).tobytes().hex() for name, one in rows.items()}
    found = kept(folder, ("Twice", protocol.fingerprint, told, seed), counted)
    women, doses = np.array(found["women"]), plan(protocol).doses
    return Twice(
        counted_endpoints(protocol),
        tuple(doses),
        np.array([dose > 0.0 for dose in doses.values()]),
        women,
        np.array(found["events"]),
        np.array(found["judged"]) / women.sum(),
        found["patient_years"],
    )


@dataclass(frozen=True)
class Excess:
    """Share of women with an event, without effect and under any row."""

    without: Floats
    """`[arm]`"""
    cells: Chosen
    level: Floats
    """Logarithm of what cells add in each arm under a typical row; -inf where nothing was seen. `[arm]`"""
    slope: Floats
    """Per standard deviation of a parameter's logarithm. `[parameter]`"""

    def under(self, scaled: Floats) -> Floats:
        """Shares under rows: of the women who would not have the event, 1 - exp(-added) have it through cells.

        Parameters
        ----------
        scaled
            Logarithms of the parameters, centred and scaled as where the function was learnt. `[row, parameter]`

        Returns
        -------
        `[row, arm]`
        """
        added = np.exp(self.level[None, :] + (scaled @ self.slope)[:, None])
        gone: Floats = 1.0 - (1.0 - self.without) * np.exp(-np.where(self.cells, added, 0.0))
        return gone


def fitted(women: Floats, without: Floats, under: Floats, cells: Chosen, scaled: Floats) -> Excess:
    """Learn what cells add from trials that were conducted twice.

    The difference in events is taken to vary as a Poisson count does (quasi-likelihood: a trial may have fewer with
    cells). Slopes, and differences between arms, have standard normal priors.

    Parameters
    ----------
    women, without, under
        Women, and events without effect and under each trial's row. `[trial, arm]`
    cells
        `[arm]`
    scaled
        As `Excess.under` takes it. `[trial, parameter]`
    """
    from scipy.optimize import minimize

    share = without.sum(axis=0) / women.sum(axis=0)
    more = (under - without)[:, cells]
    room = women[:, cells] * (1.0 - share[cells])
    arms, parameters = more.shape[1], scaled.shape[1]
    level = np.full(len(cells), -np.inf)
    if more.sum() <= 0.0:
        return Excess(share, cells, level, np.zeros(parameters))

    def loss(theta: Floats) -> tuple[float, Floats]:
        own, slope = theta[1 : 1 + arms], theta[1 + arms :]
        added = np.exp(np.clip(theta[0] + own[None, :] + (scaled @ slope)[:, None], -30.0, 3.0))
        expected = np.maximum(room * -np.expm1(-added), _LEAST)
        each = (1.0 - more / expected) * room * np.exp(-added) * added
        value = float((expected - more * np.log(expected)).sum() + 0.5 * (theta[1:] @ theta[1:]))
        return value, np.concatenate([[each.sum()], each.sum(axis=0) + own, scaled.T @ each.sum(axis=1) + slope])

    start = np.zeros(1 + arms + parameters)
    start[0] = np.log(more.sum() / room.sum())
    theta = minimize(loss, start, jac=True, method="L-BFGS-B").x
    level[cells] = theta[0] + theta[1 : 1 + arms]
    return Excess(share, cells, level, theta[1 + arms :])


def scaled_logs(rows: Mapping[str, Floats], like: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    """Logarithms of parameters in standard deviations from the mean of some other rows. `[row, parameter]`"""
    logs = {name: np.log(np.maximum(like[name], _LEAST)) for name in names}
    varied = [name for name in names if logs[name].std() > 0.0]
    return np.column_stack(
        [(np.log(np.maximum(rows[name], _LEAST)) - logs[name].mean()) / logs[name].std() for name in varied]
    )
