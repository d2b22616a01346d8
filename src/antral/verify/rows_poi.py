"""Rows of premature ovarian insufficiency: 12 to 17c; women chosen, measured and followed as each source did it."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.measurement import analyte
from antral.verify.chosen import Chosen
from antral.verify.company import Company
from antral.verify.resample import Weights, estimate, mean, sd
from antral.verify.row import Estimate, references
from antral.verify.rows_phases import fertile

RowFunction = Callable[[Company], Estimate]

_WEEKLY: Final = np.arange(0, 120, 7)
_YEAR: Final = 365
_CONTROLS: Final = (25, 30, 35)


def _women(company: Company, key: str) -> Chosen:
    """Women chosen as the row's record says."""
    return company.selected(references()[key].selection)


def _of(key: str, values: Callable[[Chosen], Any], statistic: Callable[..., float]) -> RowFunction:
    """A statistic of one number of each chosen woman."""

    def row(company: Company) -> Estimate:
        found = np.asarray(values(_women(company, key)))
        if found.size == 0:
            return Estimate(float("nan"), women=0)
        return estimate(lambda w: statistic(found, w), found.size, seed=company.seed)

    return row


def _share_below(code: str, key: str) -> RowFunction:
    return _of(key, lambda women: women.measured(code) < references()[key].limits["high"], mean)


def _share_above(code: str, key: str) -> RowFunction:
    return _of(key, lambda women: women.measured(code) > references()[key].limits["low"], mean)


def _mild(women: Chosen) -> NDArray[np.bool_]:
    return np.asarray(women.fsh_iu_l <= references()["poi_mild"].limits["high"])


def _ever_above(code: str, key: str) -> RowFunction:
    """Share with at least one of the weekly samples of four months above a limit."""
    return _of(key, lambda w: (w.sampled(code, _WEEKLY) > references()[key].limits["low"]).any(axis=1), mean)


def _ever_above_after(code: str, key: str) -> RowFunction:
    """Share with a weekly sample above a limit in the time after each of two phases of so many days."""

    def values(women: Chosen) -> NDArray[np.bool_]:
        limits = references()[key].limits
        phase, after = limits["phase_days"], limits["after_days"]
        days = np.concatenate([n * (phase + after) + phase + np.arange(0.0, after, 7.0) for n in (0, 1)])
        return np.asarray((women.sampled(code, days) > limits["low"]).any(axis=1))

    return _of(key, values, mean)


def _resumed(women: Chosen) -> NDArray[np.bool_]:
    return np.asarray(women.followed.menses[:, :_YEAR].sum(axis=1) >= 2)


def _arrested(women: Chosen) -> NDArray[np.bool_]:
    resumed = women.followed.menses.sum(axis=1) >= 2
    return np.asarray(women.followed.menses[resumed, -_YEAR:].sum(axis=1) == 0)


def resumption(menses: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Day of the first menses that follow others within a year; infinite where there are none. `[woman]`

    Parameters
    ----------
    menses
        `[woman, day]`.
    """
    found = np.full(len(menses), np.inf)
    for woman, own in enumerate(menses):
        days = np.flatnonzero(own)
        again = days[1:][np.diff(days) <= _YEAR]
        if again.size:
            found[woman] = again[0]
    return found


def _resumed_early(women: Chosen) -> NDArray[np.bool_]:
    """Of those who resume at all, whether within a year."""
    day = resumption(women.followed.menses > 0)
    return np.asarray(day[np.isfinite(day)] < _YEAR)


def lower(values: NDArray[np.float64], others: NDArray[np.float64], own: Weights, weights: Weights) -> float:
    """Chance that a value lies below one of the others, ties counted half."""
    order = np.argsort(others, kind="stable")
    cumulative = np.concatenate([[0.0], np.cumsum(weights[order])])
    sides = (cumulative[np.searchsorted(others[order], values, side)] for side in ("left", "right"))
    below = sum(sides) / (2.0 * cumulative[-1])
    return 1.0 - float(np.average(below, weights=own))


def _amh_auc(company: Company) -> Estimate:
    """AMH at diagnosis against that of healthy women whose early-follicular FSH lies in the normal range."""
    limits = references()["poi_amh_auc"].limits
    ill = _women(company, "poi_amh_auc").measured("AMH")
    controls: list[NDArray[np.float64]] = []
    for life in map(company.at_age, _CONTROLS):
        fsh, amh = (fertile(life, code, company.seed) for code in ("FSH", "AMH"))
        controls.append(amh[(fsh > limits["low"]) & (fsh < limits["high"])])
    well = np.concatenate(controls)
    return estimate(lambda v, w: lower(ill, well, v, w), ill.size, well.size, seed=company.seed)


def _normal_amh(key: str, *, recent: bool) -> RowFunction:
    """Share with AMH in the normal range, of women with a short or a long disease."""

    def values(women: Chosen) -> NDArray[np.bool_]:
        limits = references()[key].limits
        short = women.years_since_diagnosis < limits["years"]
        return np.asarray((women.measured("AMH") > limits["low"])[short == recent])

    return _of(key, values, mean)


def _worst(code: str, key: str) -> RowFunction:
    """Mean of genetic disease as a ratio to the lowest mean of the other aetiologies."""

    def row(company: Company) -> Estimate:
        selection = references()[key].selection
        if isinstance(selection, str):
            raise TypeError(f"row {key} wants a selection")
        course = analyte(code).course
        genetic, *others = (
            company.selected(selection.model_copy(update={"drawn": one})).true(course)
            for one in ("genetic", "idiopathic", "autoimmune", "chemotherapy", "surgical")
        )

        def ratio(own: Weights, *weights: Weights) -> float:
            return mean(genetic, own) / min(mean(x, w) for x, w in zip(others, weights, strict=True))

        return estimate(ratio, genetic.size, *(x.size for x in others), seed=company.seed)

    return row


ROWS: Final = MappingProxyType(
    {
        "poi_fsh_mean": _of("poi_fsh_mean", lambda women: women.fsh_iu_l, mean),
        "poi_fsh_sd": _of("poi_fsh_sd", lambda women: women.fsh_iu_l, sd),
        "poi_e2_low": _share_below("E2", "poi_e2_low"),
        "poi_amh_low": _share_below("AMH", "poi_amh_low"),
        "poi_inhibin": _of("poi_inhibin", lambda women: women.true("inhibin_b_pg_ml"), mean),
        "poi_mild": _of("poi_mild", _mild, mean),
        "amh_detected_idiopathic": _share_above("AMH", "amh_detected_idiopathic"),
        "amh_detected_autoimmune": _share_above("AMH", "amh_detected_autoimmune"),
        "amh_normal_idiopathic": _share_above("AMH", "amh_normal_idiopathic"),
        "amh_normal_recent": _normal_amh("amh_normal_recent", recent=True),
        "amh_normal_late": _normal_amh("amh_normal_late", recent=False),
        "genetic_amh": _worst("AMH", "genetic_amh"),
        "genetic_inhibin": _worst("INHB", "genetic_inhibin"),
        "poi_e2_months": _ever_above("E2", "poi_e2_months"),
        "poi_p4_months": _ever_above("P4", "poi_p4_months"),
        "poi_e2_after": _ever_above_after("E2", "poi_e2_after"),
        "poi_p4_after": _ever_above_after("P4", "poi_p4_after"),
        "poi_follicle_once": _of("poi_follicle_once", lambda women: women.scanned([0])[:, 0], mean),
        "poi_follicle_everyday": _of("poi_follicle_everyday", lambda women: women.scanned_everyday([0])[:, 0], mean),
        "poi_follicle_months": _of(
            "poi_follicle_months", lambda women: women.scanned_everyday(_WEEKLY).any(axis=1), mean
        ),
        "poi_resumed": _of("poi_resumed", _resumed, mean),
        "poi_resumed_all": _of(
            "poi_resumed_all", lambda women: np.isfinite(resumption(women.followed.menses > 0)), mean
        ),
        "poi_resumed_any": _of("poi_resumed_any", lambda women: women.followed.menses.sum(axis=1) >= 2, mean),
        "poi_resumed_early": _of("poi_resumed_early", _resumed_early, mean),
        "poi_amh_auc": _amh_auc,
        "poi_arrested": _of("poi_arrested", _arrested, mean),
    }
)
"""Each row as a function of the simulated women."""
