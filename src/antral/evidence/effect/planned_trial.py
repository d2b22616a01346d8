"""What a planned trial is worth under the shipped posterior: its trials conducted, its possible results weighed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, Purpose, ShareOut, in_order, normal, uniform
from antral.evidence.effect.excess import Excess, Twice, conducted_twice, fitted, scaled_logs
from antral.evidence.effect.likelihood import REPORTING, SPONTANEOUS
from antral.evidence.effect.planned import (
    Group,
    Reading,
    Unknown,
    chances,
    plans,
    printed,
    settings,
    taught,
    with_errors,
)
from antral.evidence.effect.prior import QUANTILES, WORKS, prior
from antral.evidence.effect.weights import weights
from antral.protocol import Endpoint, Protocol
from antral.records import load_yaml, path

Floats = NDArray[np.float64]

_SAMPLE: Final = ("posteriors", "effect.parquet")
_WEIGHT: Final = "weight"
_DRAWS: Final = 8000
"""Of all that is not known, under each of the two answers."""
_MOST_RESULTS: Final = 1_000_000
"""Possible results of one trial that are weighed, at most."""
_PARTS: Final = 10
"""Of the simulation, left out in turn for its error."""
_ERRORS: Final = ("none", "works", "move", "bits", "of_all", "below", "above")
"""Numbers whose Monte-Carlo error is told."""
_FEWEST: Final = 2 * _PARTS
"""Simulated trials."""
_STREAM: Final = 2**21
"""Number of the trial whose luck these draws have: no simulated trial reaches it."""


@dataclass(frozen=True)
class Today:
    """The shipped posterior, as a planned trial meets it."""

    table: pl.DataFrame
    shares: Mapping[str, list[float]]
    """Of the posterior of each nuisance in the tenths of its prior."""

    @property
    def before(self) -> float:
        """The weight of no effect."""
        weight, nothing = self.table[_WEIGHT].to_numpy(), self.table[WORKS].to_numpy() == 0.0
        return float(weight[nothing].sum() / weight.sum())

    @property
    def together(self) -> bool:
        """Whether the sample holds the nuisances beside the effect; else they are drawn by themselves."""
        return set(prior().nuisance) <= set(self.table.columns)

    def rows(self, works: bool, number: int) -> dict[str, Floats]:
        """So many rows in which cells work, or do not, each as often as its weight asks, in the sample's order."""
        mine = self.table.filter((pl.col(WORKS) > 0.0) == works)
        edges = np.cumsum(mine[_WEIGHT].to_numpy())
        at = np.searchsorted(edges, (np.arange(number) + 0.5) / number * edges[-1])
        return {name: mine[name].to_numpy()[at] for name in mine.columns if name != _WEIGHT}

    def unknown(self, rows: Mapping[str, Floats], seed: int) -> Unknown:
        """All that is not known beside the effect, a draw for each row; the same luck whatever the rows are."""
        draws = np.arange(len(rows[WORKS]))
        found = {}
        for place, (name, entry) in enumerate(prior().nuisance.items()):
            if self.together:
                found[name] = rows[name]
                continue
            edges = np.r_[0.0, np.cumsum(self.shares[name])]
            u = uniform(seed, _STREAM, draws, Purpose.PARTICLE, place) * edges[-1]
            levels = np.linspace(0.0, 1.0, len(edges))
            found[name] = entry.draw.value_at(np.clip(np.interp(u, edges, levels), 1e-9, 1.0 - 1e-9))
        common, with_cells, without = (
            normal(seed, _STREAM, draws, Purpose.PARTICLE, len(found) + place) for place in range(3)
        )
        return Unknown(np.log(found[SPONTANEOUS]), found[REPORTING], common, with_cells, without)


def today() -> Today:
    """The shipped posterior."""
    told = load_yaml(path(*_SAMPLE).with_suffix(".yaml"))
    shares = {one["name"]: one["shares"] for one in told["parameters"] if one["nuisance"]}
    return Today(pl.read_parquet(path(*_SAMPLE)), shares)


def worth(
    protocol: Protocol,
    known: Today,
    *,
    women_years: int,
    seed: int,
    threads: int | None = None,
    share_out: ShareOut = in_order,
    folder: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Any]:
    """What a planned trial could teach of the effect of cells, outcome by outcome, as plain values.

    Of its first outcome that can be judged, primary ones before others, it is told how that changes with more women and
    with untreated ones; of the others as registered alone. Each outcome stands alone: they are of the same women.

    Parameters
    ----------
    women_years
        Simulated, with and without effect; about.
    folder
        Keeps what was simulated; must exist.
    """
    years = max(1.0, protocol.follow_up_days / DAYS_PER_YEAR)
    trials = max(_FEWEST, round(women_years / (protocol.design.participants * years)))
    rows = known.rows(True, trials)
    own = {name: one for name, one in rows.items() if name not in prior().nuisance}
    found = conducted_twice(
        protocol, own, seed=seed, threads=threads, share_out=share_out, folder=folder, progress=progress
    )
    least = settings().judged.value
    judged = [place for place, share in enumerate(found.judged) if share >= least]
    outcomes = [_Outcome(known, found, place, own, seed) for place in judged]
    return {
        "protocol": protocol.id,
        "title": protocol.title,
        "women": protocol.design.participants,
        "arms": {name: round(n) for name, n in zip(found.arms, found.women.mean(axis=0), strict=True)},
        "untreated": bool(not found.cells.all()),
        "trials": trials,
        "patient_years": found.patient_years,
        "not_judged": [one.label for one, share in zip(found.endpoints, found.judged, strict=True) if share < least],
        "outcomes": [one.told(whole=place == 0) for place, one in enumerate(outcomes)],
    }


class _Outcome:
    """One outcome of a planned trial."""

    def __init__(self, known: Today, found: Twice, place: int, rows: dict[str, Floats], seed: int) -> None:
        self.endpoint: Endpoint = found.endpoints[place]
        self.known, self.found, self.place = known, found, place
        self.judged = float(found.judged[place])
        names = [name for name in rows if name != WORKS]
        self.scaled = scaled_logs(rows, rows, names)
        drawn = {works: known.rows(works, _DRAWS) for works in (False, True)}
        self.drawn = scaled_logs(drawn[True], rows, names)
        self.unknown = {works: known.unknown(drawn[works], seed) for works in (False, True)}
        self.fits = {left: self._fit(left) for left in (None, *range(_PARTS))}
        self.shares = {left: fit.under(self.drawn) for left, fit in self.fits.items()}

    def told(self, *, whole: bool) -> dict[str, Any]:
        """What it could teach; `whole` of every plan, else as registered."""
        women = self.found.women.mean(axis=0)
        asked = plans(list(zip(women, self.found.cells.tolist(), strict=True)), settings().factors.value)
        fit, cells = self.fits[None], self.found.cells
        added = (self.shares[None] - fit.without)[:, cells].mean(axis=1)
        return {
            "endpoint": self.endpoint.name,
            "label": self.endpoint.label,
            "role": self.endpoint.role,
            "judged": self.judged,
            "without": fit.without.tolist(),
            "added": {name: float(np.quantile(added, at)) for name, at in QUANTILES.items()},
            "fit": self._checked(),
            "plans": [
                {**about, "women": sum(one.women for one in groups), **self._read(groups)}
                for about, groups in (asked if whole else asked[:1])
            ],
        }

    def _read(self, groups: tuple[Group, ...]) -> dict[str, Any]:
        """A plan under every reading; nothing where it has too many possible results."""
        if np.prod([one.women + 1.0 for one in groups]) > _MOST_RESULTS:
            return {"readings": {}}
        return {"readings": {name: self._taught(groups, one) for name, one in settings().readings.items()}}

    def _taught(self, groups: tuple[Group, ...], reading: Reading) -> dict[str, Any]:
        rules = weights()
        common, bias = rules.heterogeneity.value, float(getattr(rules.bias, reading.judgement))
        same = rules.indication.same
        limits = settings()

        def make(left: int | None) -> dict[str, float]:
            kept = np.ones(_DRAWS, np.bool_) if left is None else np.arange(_DRAWS) % _PARTS != left
            found = {}
            for works in (False, True):
                share = self._shares_of(groups, works, left)[kept]
                seen = printed(
                    share,
                    groups,
                    self.unknown[works].only(kept),
                    common=sqrt(common**2 + same**2),
                    bias=bias,
                    lean=reading.lean,
                )
                found[works] = chances(seen, [one.women for one in groups])
            return taught(
                self.known.before, found[False], found[True], below=limits.below.value, above=limits.above.value
            )

        values, errors = with_errors(make, _PARTS)
        return {**values, "se": {name: errors[name] for name in _ERRORS}}

    def _shares_of(self, groups: tuple[Group, ...], works: bool, left: int | None) -> Floats:
        """Of each group in the model, under every draw. `[draw, group]`"""
        without = self.fits[left].without
        untreated = float(np.average(without, weights=self.found.women.sum(axis=0)))
        columns = []
        for one in groups:
            if one.arm is None:
                columns.append(np.full(_DRAWS, untreated))
            else:
                columns.append(self.shares[left][:, one.arm] if works else np.full(_DRAWS, without[one.arm]))
        return np.column_stack(columns)

    def _fit(self, left: int | None) -> Excess:
        """What cells add, learnt without one part of the trials."""
        kept = np.ones(len(self.scaled), np.bool_) if left is None else np.arange(len(self.scaled)) % _PARTS != left
        events = self.found.events[self.place][:, kept]
        return fitted(self.found.women[kept], events[0], events[1], self.found.cells, self.scaled[kept])

    def _checked(self) -> list[dict[str, float]]:
        """Women to whom cells added the event, in trials left out of the fit: predicted and simulated, by halves."""
        cells = self.found.cells
        part = np.arange(len(self.scaled)) % _PARTS
        without, under = self.found.events[self.place][:, :, cells]
        women = self.found.women[:, cells]
        predicted = np.zeros(len(part))
        for left in range(_PARTS):
            mine, fit = part == left, self.fits[left]
            predicted[mine] = ((fit.under(self.scaled[mine]) - fit.without)[:, cells] * women[mine]).sum(axis=1)
        simulated = (under - without).sum(axis=1)
        high = predicted > np.median(predicted)
        return [
            {
                "women": float(women[half].sum()),
                "predicted": float(predicted[half].sum()),
                "simulated": float(simulated[half].sum()),
                "se": float(np.sqrt(half.sum() * np.var(simulated[half] - predicted[half], ddof=1))),
            }
            for half in (~high, high)
        ]
