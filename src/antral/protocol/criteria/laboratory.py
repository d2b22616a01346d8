"""Kinds `lab_threshold` and `lab_normal_range`: laboratory values against a limit."""

from typing import Literal, Self

from pydantic import Field, model_validator

from antral.core import InputError
from antral.patient import Measurement, Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, any_of, met, not_met, unknown
from antral.protocol.quantity import Duration, Quantity, standard


class LabThreshold(Strict):
    """An analyte above or below a limit, once or twice with a gap between the samples."""

    analyte: str
    op: Literal[">", ">=", "<", "<="]
    threshold: Quantity
    occasions: Literal[1, 2] = 1
    more_than_apart: Duration | None = Field(default=None, gt=0)
    """Two samples count as two occasions if more than this lies between them."""
    off_hormones: bool = False
    """Whether samples drawn under sex hormones do not count."""
    not_older_than: Duration | None = None

    @model_validator(mode="after")
    def _two_occasions_have_a_gap(self) -> Self:
        if (self.occasions == 2) != (self.more_than_apart is not None):
            raise ValueError("'occasions: 2' and 'more_than_apart' belong together")
        object.__setattr__(self, "threshold", standard(self.threshold, self.analyte))  # one unit, however written
        return self


class LabRange(Strict):
    """Any of some analytes outside the reference range."""

    any_of: tuple[str, ...] = Field(min_length=1)
    outside: Literal["above", "below", "either"]
    upper_limits: dict[str, Quantity] = Field(default_factory=dict)
    """Used where the laboratory did not state its own range."""


def passes(value: float, op: str, limit: float) -> bool:
    """Whether `value op limit` holds."""
    return {">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit}[op]


def lab_threshold(patient: Patient, rule: LabThreshold) -> Verdict:
    """Whether enough samples pass the limit, far enough apart."""
    wanted = f"{rule.analyte} {rule.op} {rule.threshold}"
    samples = [m for m in patient.samples(rule.analyte) if m.day <= 0 and _counts(m, rule)]
    shown = tuple(f"{m.analyte} {'<' if m.censored else ''}{m.value:g} {m.unit} on day {m.day:g}" for m in samples)
    try:
        passing = [m.day for m in samples if passes(m.value_in(rule.threshold.unit), rule.op, rule.threshold.value)]
    except InputError as error:
        return unknown(str(error), f"{rule.analyte} in {rule.threshold.unit}", data_used=shown)
    off = " off hormones" if rule.off_hormones else ""
    if rule.occasions == 1:
        if not samples:
            return unknown(f"no {rule.analyte} sample", f"{rule.analyte}{off}")
        return met(f"{wanted}", *shown) if passing else not_met(f"no {wanted}", *shown)
    gap = rule.more_than_apart or 0.0
    if passing and passing[-1] - passing[0] > gap:
        return met(f"{wanted} twice, {passing[-1] - passing[0]:g} days apart", *shown)
    if samples and samples[-1].day - samples[0].day > gap:
        return not_met(f"not {wanted} twice more than {gap:g} days apart", *shown)
    return unknown(
        f"fewer than two {rule.analyte} samples more than {gap:g} days apart",
        f"{rule.analyte}{off}, two samples more than {gap:g} days apart",
        data_used=shown,
    )


def _counts(sample: Measurement, rule: LabThreshold) -> bool:
    if rule.off_hormones and sample.off_hormones is not True:
        return False
    return rule.not_older_than is None or sample.day >= -rule.not_older_than


def lab_normal_range(patient: Patient, rule: LabRange) -> Verdict:
    """Whether the latest value of any analyte lies outside its reference range."""
    return any_of([_one_analyte(patient, analyte, rule) for analyte in rule.any_of])


def _one_analyte(patient: Patient, analyte: str, rule: LabRange) -> Verdict:
    samples = [m for m in patient.samples(analyte) if m.day <= 0]
    if not samples:
        return unknown(f"{analyte} not measured", analyte)
    latest = samples[-1]
    shown = f"{analyte} {latest.value:g} {latest.unit}"
    high, low = latest.reference_high, latest.reference_low
    if high is None and analyte in rule.upper_limits:
        limit = rule.upper_limits[analyte]
        if limit.unit != latest.unit:
            return unknown(f"{shown}; the limit is in {limit.unit}", f"{analyte} in {limit.unit}")
        high = limit.value
    known = {"above": high is not None, "below": low is not None, "either": high is not None and low is not None}
    if (high is not None and rule.outside != "below" and latest.value > high) or (
        low is not None and rule.outside != "above" and latest.value < low
    ):
        return met(f"{shown} outside the range", shown)
    if not known[rule.outside]:
        return unknown(f"{shown}, without a reference range", f"reference range of {analyte}")
    return not_met(f"{shown} within the range", shown)
