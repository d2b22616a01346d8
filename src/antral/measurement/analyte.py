"""The records of assays, of the antral follicle scan and of the bleeding diary."""

import math
from functools import cache

from antral.core import InputError, RecordError
from antral.records import Parameter, Strict, names, path, read_model

_SCAN, _DIAMETER, _DIARY = "AFC", "FOLL", "DIARY"


class Analyte(Strict):
    """One assay: what it measures, in which unit, how well and down to which limit."""

    code: str
    name: str
    ordinal: int
    unit: str
    course: str
    assay: str
    decimals: int
    analytical_cv: Parameter
    biological_cv: Parameter
    detection_limit: Parameter
    low_range_below: Parameter | None = None
    low_range_analytical_cv: Parameter | None = None

    def error_sd(self, *, low_range: bool = False) -> float:
        """Standard deviation of the logarithm of an observed value around the true one."""
        analytical = self.low_range_analytical_cv if low_range and self.low_range_analytical_cv else self.analytical_cv
        return math.hypot(analytical.value, self.biological_cv.value)


class Scan(Strict):
    """The antral follicle scan: how many of the follicles it shows and how well they are counted."""

    code: str
    name: str
    ordinal: int
    unit: str
    detection: Parameter
    reader_sd: Parameter
    pool_share_3_mm: Parameter
    detection_3_mm: Parameter


class Sizing(Strict):
    """The scan of the largest follicle: from which size it is seen and how well it is measured."""

    code: str
    name: str
    ordinal: int
    unit: str
    smallest_mm: Parameter
    reader_sd: Parameter
    everyday_half_mm: Parameter
    everyday_power: Parameter


class Diary(Strict):
    """The bleeding diary: what of the bleeds that happened it holds."""

    code: str
    name: str
    missing_share: Parameter
    breakthrough_noted_share: Parameter


@cache
def analytes() -> dict[str, Analyte]:
    """All assays on record, by code, in the order of their ordinals."""
    others = (_SCAN.lower(), _DIAMETER.lower(), _DIARY.lower())
    found = [read_model(Analyte, path("analytes", f"{name}.yaml")) for name in names("analytes") if name not in others]
    used = [a.ordinal for a in found] + [scan().ordinal, sizing().ordinal]
    if len(set(used)) < len(used):
        raise RecordError("records/analytes: two records share an ordinal; each must have its own.")
    return {a.code: a for a in sorted(found, key=lambda a: a.ordinal)}


def analyte(code: str) -> Analyte:
    """One assay by its code, such as `analyte("FSH")`."""
    known = analytes()
    if code not in known:
        raise InputError(
            f"no assay {code!r} is on record; use one of: {', '.join(known)}; by scan: {_SCAN}, {_DIAMETER}."
        )
    return known[code]


@cache
def scan() -> Scan:
    """The antral follicle scan on record."""
    return read_model(Scan, path("analytes", f"{_SCAN.lower()}.yaml"))


@cache
def sizing() -> Sizing:
    """The scan of the largest follicle on record."""
    return read_model(Sizing, path("analytes", f"{_DIAMETER.lower()}.yaml"))


@cache
def diary() -> Diary:
    """The bleeding diary on record."""
    return read_model(Diary, path("analytes", f"{_DIARY.lower()}.yaml"))
