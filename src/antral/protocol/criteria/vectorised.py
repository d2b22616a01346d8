"""The simulated kinds for thousands of virtual women at once, in NumPy; they agree with the forms for one woman.

Each function gives 1 (met), 0 (not met) or -1 (unknown) for each woman, int8 `[patient]`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.protocol.base import Strict
from antral.protocol.criteria.age import Age
from antral.protocol.criteria.bleeding import Amenorrhoea
from antral.protocol.criteria.diagnosis import DiagnosisPOI
from antral.protocol.criteria.laboratory import LabThreshold
from antral.protocol.quantity import Period

Floats = NDArray[np.float64]
Statuses = NDArray[np.int8]

MET, NOT_MET, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)


class Women(NamedTuple):
    """What screening knows of virtual women. Days count from the day of screening: the past is negative."""

    age_years: Floats  # [patient]
    bleed_days: Floats  # [patient, bleed], first days of spontaneous bleeds in any order, NaN where there are fewer
    diary_from_day: Floats  # [patient], first day the diary or her memory covers
    fsh_iu_l: Floats  # [patient, sample], as measured off hormones, NaN where not drawn
    fsh_days: Floats  # [patient, sample]


def age(women: Women, rule: Age) -> Statuses:
    """Whether age at screening lies within the bounds."""
    years = np.floor(women.age_years) if rule.completed_years else women.age_years
    inside = np.ones(years.shape, dtype=bool)
    if rule.minimum_years is not None:
        inside &= years >= rule.minimum_years
    if rule.maximum_years is not None:
        inside &= years <= rule.maximum_years if rule.maximum_inclusive else years < rule.maximum_years
    return np.where(np.isnan(years), UNKNOWN, inside.astype(np.int8)).astype(np.int8)


def amenorrhoea(women: Women, rule: Amenorrhoea) -> Statuses:
    """Whether spontaneous bleeds were none, or rare enough, up to screening."""
    days = women.bleed_days
    inside = (days > -_days(rule.at_least)) & (days <= 0) & (days >= women.diary_from_day[:, None])
    number = inside.sum(axis=1)
    ordered = np.sort(np.where(inside, days, np.nan), axis=1)  # NaN last
    gaps = np.diff(ordered, axis=1)
    if rule.pattern == "amenorrhoea":
        rare, excluded = number == 0, number > 0
    else:
        rare = number < rule.fewer_bleeds_than
        excluded = number >= max(2, rule.fewer_bleeds_than)
        if rule.cycles_longer_than is not None:
            short = (gaps <= rule.cycles_longer_than.days).any(axis=1)
            rare |= (number >= 2) & ~short
            excluded &= short
    covered = women.diary_from_day <= -_days(rule.at_least)
    partial = np.where(excluded, NOT_MET, UNKNOWN)
    return np.where(covered, rare.astype(np.int8), partial).astype(np.int8)


def fsh_threshold(women: Women, rule: LabThreshold) -> Statuses:
    """Whether enough FSH samples pass the limit, far enough apart."""
    drawn = ~np.isnan(women.fsh_iu_l) & (women.fsh_days <= 0)
    if rule.not_older_than is not None:
        drawn &= women.fsh_days >= -rule.not_older_than.days
    value, limit = women.fsh_iu_l, _value(rule)
    with np.errstate(invalid="ignore"):
        compared = {">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit}[rule.op]
    passing = drawn & compared
    if rule.occasions == 1:
        return np.where(drawn.any(axis=1), passing.any(axis=1).astype(np.int8), UNKNOWN).astype(np.int8)
    gap = _days(rule.apart)
    decided = np.where(_span(women.fsh_days, drawn) > gap, NOT_MET, UNKNOWN)
    return np.where(_span(women.fsh_days, passing) > gap, MET, decided).astype(np.int8)


def _days(period: Period | None) -> float:
    return 0.0 if period is None else period.days


def _value(rule: LabThreshold) -> float:
    return float("nan") if rule.threshold is None else rule.threshold.value


def _span(days: Floats, chosen: NDArray[np.bool_]) -> Floats:
    """Days between the first and the last chosen sample; minus infinity where none is chosen."""
    last: Floats = np.where(chosen, days, -np.inf).max(axis=1)
    first: Floats = np.where(chosen, days, np.inf).min(axis=1)
    return last - first


def diagnosis_poi(women: Women, rule: DiagnosisPOI) -> Statuses:
    """Whether age, bleeding and FSH all meet the definition."""
    below = (women.age_years < rule.age_below_years).astype(np.int8)
    by_age = np.where(np.isnan(women.age_years), UNKNOWN, below)
    parts = np.stack([by_age, amenorrhoea(women, rule.bleeding), fsh_threshold(women, rule.fsh)])
    unknown_or_met = np.where((parts == UNKNOWN).any(axis=0), UNKNOWN, MET)
    return np.where((parts == NOT_MET).any(axis=0), NOT_MET, unknown_or_met).astype(np.int8)


VECTORISED: Mapping[str, Callable[[Women, Any], Statuses]] = MappingProxyType(
    {"age": age, "amenorrhoea": amenorrhoea, "diagnosis_poi": diagnosis_poi, "lab_threshold": fsh_threshold}
)
"""Kinds that can be simulated for many virtual women at once."""


def not_simulated(kind: str, rule: Strict) -> str | None:
    """Why a line cannot be evaluated on a virtual woman's history; None where it can."""
    if kind not in VECTORISED:
        return (
            f"criteria of kind {kind} cannot be simulated; give the line a policy 'draw' or 'assume'. "
            f"Kinds that can: {', '.join(VECTORISED)}."
        )
    sampled = rule.fsh if isinstance(rule, DiagnosisPOI) else rule
    if isinstance(sampled, LabThreshold) and sampled.analyte != "FSH":
        return (
            f"virtual women are screened by FSH; {sampled.analyte} cannot be simulated: "
            "give the line a policy 'draw' or 'assume'."
        )
    return None


def evaluate(women: Women, kind: str, rule: Strict) -> Statuses:
    """One line for all women; an `InputError` where it cannot be simulated."""
    why = not_simulated(kind, rule)
    if why is not None:
        raise InputError(why)
    return VECTORISED[kind](women, rule)
