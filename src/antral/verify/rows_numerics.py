"""Rows of the numerics: the oracle (21), invariants (22), the step (23), two implementations (24)."""

from collections.abc import Callable
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import fingerprint_files
from antral.engine import Course, Infusions, Sampling, State, advance, start
from antral.kernel import code_fingerprint
from antral.physiology import typical
from antral.population import draw
from antral.records import cached, load_yaml, path
from antral.therapy import typical_cells
from antral.verify.company import Company
from antral.verify.cycle_oracle import CycleOracle, cycle_oracle
from antral.verify.resample import estimate
from antral.verify.row import Estimate

RowFunction = Callable[[Company], Estimate]

_MONTHS: Final = 137
_WOMEN: Final = 70
_PAIRED: Final = 160
_SETTLED: Final = 200
_THREE_YEARS: Final = 1096
_OUTDATED: Final = "recorded with another version of the code: run python -m tests.reference.two_implementations"


@cache
def _oracle() -> CycleOracle:
    return cycle_oracle()


def _from_oracle(field: str) -> RowFunction:
    return lambda company: Estimate(float(getattr(_oracle(), field)))


def _mixed(company: Company, first: int = 0, women: int = _WOMEN) -> State:
    """Women with idiopathic POI; cells would help them."""
    drawn = draw("idiopathic", np.arange(first, first + women), seed=company.seed)
    cells = typical_cells()._replace(quality_gain=0.5, antral_gain=0.3, activation_gain=0.2)
    return start(drawn.parameters, drawn.primordial, drawn.patients, company.seed).treated(cells)


def _run(company: Company, dose: float | None = None, first: int = 0, women: int = _WOMEN) -> Course:
    state = _mixed(company, first, women)
    given = None
    if dose is not None:
        cells = np.full((women, 1), dose)
        given = Infusions(np.full((women, 1), 30), cells, 0.001 * cells)
    return advance(state, _MONTHS, seed=company.seed, infusions=given)[1]


def _pool_rise(company: Company) -> Estimate:
    rises = [float(np.diff(_run(company, dose).primordial, axis=1).max()) for dose in (None, 9e7)]
    return Estimate(max(rises), women=_WOMEN)


def _antral_least(company: Company) -> Estimate:
    return Estimate(float(_run(company, 9e7).antral_pool.min()), women=_WOMEN)


def _largest(company: Company) -> Estimate:
    return Estimate(float(_run(company, 9e7).largest_follicle_mm.max()), women=_WOMEN)


def _batch(company: Company) -> Estimate:
    """How many recorded values differ between one batch and batches of 1, 7 and the rest."""
    whole = _run(company)
    parts = [_run(company, first=first, women=women) for first, women in ((0, 1), (1, 7), (8, _WOMEN - 8))]
    joined = np.concatenate([part.values for part in parts], axis=1)
    return Estimate(float((joined != whole.values).sum()), women=_WOMEN)


def _no_dose(company: Company) -> Estimate:
    return Estimate(float((_run(company, 0.0).values != _run(company).values).sum()), women=_WOMEN)


def _refused(company: Company) -> Estimate:
    """Refused recruits as a share of the candidates, healthy women of 30 y."""
    drawn = draw("healthy", np.arange(company.women) + 30_000, seed=company.seed, age_years=30.0)
    state = start(drawn.parameters, drawn.primordial, drawn.patients, company.seed)
    settled, before = advance(state, _SETTLED, seed=company.seed)
    after, course = advance(settled, 365, seed=company.seed)
    candidates = after.read("counters", "recruits") - settled.read("counters", "recruits")
    refused = course.refused - before.refused
    return estimate(
        lambda w: float((w * refused).sum() / max((w * candidates).sum(), 1.0)), company.women, seed=company.seed
    )


@cached
def _steps(seed: int) -> tuple[Course, Course]:
    """The same women at the engine's step and at 0.02 d, after both have settled."""
    courses = []
    for steps, every in ((8, 4), (50, 25)):
        state = start(typical(), 60_000.0, np.arange(_PAIRED), seed)
        state, _ = advance(state, _SETTLED, seed=seed, steps_a_day=steps, sampling=Sampling(steps, steps))
        _, course = advance(state, _THREE_YEARS, seed=seed, steps_a_day=steps, sampling=Sampling(every, every))
        courses.append(course)
    return courses[0], courses[1]


def _cycle_mean(course: Course, weights: NDArray[np.float64]) -> float:
    """Mean interval between menses, over women."""
    total, count = 0.0, 0.0
    for woman, weight in enumerate(weights):
        days = course.t_days[course.menses[woman] > 0]
        if weight and days.size > 1:
            total += weight * float(days[-1] - days[0])
            count += weight * (days.size - 1)
    return total / count if count else float("nan")


def _step_cycle(company: Company) -> Estimate:
    coarse, fine = _steps(company.seed)
    return estimate(lambda w: _cycle_mean(coarse, w) - _cycle_mean(fine, w), _PAIRED, seed=company.seed)


def _step_ovulations(company: Company) -> Estimate:
    coarse, fine = (course.ovulations.sum(axis=1) for course in _steps(company.seed))
    return estimate(lambda w: float((w * coarse).sum() / (w * fine).sum() - 1.0), _PAIRED, seed=company.seed)


@cache
def made_with() -> dict[str, str]:
    """Fingerprints of the engine's code and of its parameters, as a record keeps them of what was made with them."""
    parameters = sorted(path("parameters").glob("*.yaml"))
    return {"code": code_fingerprint()[:16], "parameters": fingerprint_files(parameters)[:16]}


def _two(quantity: str) -> RowFunction:
    """Relative difference of the engine to the plain loop, as recorded; a run of both takes minutes."""

    def row(company: Company) -> Estimate:
        record = load_yaml(path("reference", "two_implementations.yaml"))
        one = record["differences"][quantity]
        return Estimate(
            float(one["value"]),
            float(one["low"]),
            float(one["high"]),
            int(one["women"]),
            outdated="" if record.get("made_with") == made_with() else _OUTDATED,
        )

    return row


_COMPARED: Final = MappingProxyType(
    {
        **dict.fromkeys(("healthy", "older", "poi"), ("menses", "amh", "fsh")),
        "climen": ("menses", "ovulations", "fsh", "follicle"),
        "trying": ("menses", "pregnant", "fsh_mean"),
    }
)
"""What two implementations are compared in, by the kind of women."""

ROWS: Final = MappingProxyType(
    {
        "oracle_period": _from_oracle("period_days"),
        "oracle_lh": _from_oracle("lh_peak"),
        "oracle_fsh": _from_oracle("fsh_peak"),
        "oracle_e2": _from_oracle("e2_peak"),
        "oracle_p4": _from_oracle("p4_peak"),
        "oracle_inhibin_a": _from_oracle("inhibin_a_peak"),
        "pool_rise": _pool_rise,
        "antral_least": _antral_least,
        "follicle_largest": _largest,
        "batch": _batch,
        "no_dose": _no_dose,
        "refused": _refused,
        "step_cycle": _step_cycle,
        "step_ovulations": _step_ovulations,
        **{
            f"two_{kind}_{quantity}": _two(f"{kind}_{quantity}")
            for kind, quantities in _COMPARED.items()
            for quantity in quantities
        },
    }
)
"""Each row as a function of the simulated women."""
