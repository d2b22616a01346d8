"""One woman's diagnosis, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from antral.patient import Patient
from antral.protocol.diagnosis.differential import Cause, differential
from antral.protocol.diagnosis.guideline import GUIDELINES, Judged, judge, rule_of
from antral.protocol.diagnosis.stage import Stage, stage
from antral.protocol.diagnosis.work_up import Test, work_up


@dataclass(frozen=True)
class Diagnosis:
    """What the data on record say of ovarian insufficiency on a day."""

    on: date
    guidelines: Mapping[str, Judged]
    """By version, oldest first."""
    stage: Stage
    """By the newest version's limits."""
    differential: tuple[Cause, ...]
    work_up: Mapping[str, tuple[Test, ...]]
    """By version."""
    remarks: tuple[str, ...]
    """What else the guideline says that bears on her."""


def diagnose(patient: Patient, on: date) -> Diagnosis:
    """What each version of the guideline says of a woman on a day; missing data are unknown, never absent.

    Parameters
    ----------
    on
        The day for which it is asked; what was recorded later does not count.
    """
    judged = {name: judge(patient, name, on) for name in GUIDELINES}
    newest = judged[GUIDELINES[-1]]
    return Diagnosis(
        on=on,
        guidelines=judged,
        stage=stage(patient, newest, on),
        differential=differential(patient, on),
        work_up={name: work_up(patient, name, on) for name in GUIDELINES},
        remarks=tuple(_remarks(patient, judged, on)),
    )


def _remarks(patient: Patient, judged: Mapping[str, Judged], on: date) -> list[str]:
    """Where the versions differ, and what they say beside the definition."""
    found = []
    oldest, newest = judged[GUIDELINES[0]], judged[GUIDELINES[-1]]
    if oldest.verdict.status is not newest.verdict.status:
        told = [f"{one.title}, {one.verdict.status.replace('_', ' ')}" for one in (oldest, newest)]
        found.append(f"the versions differ: {'; '.join(told)}")
    limit = rule_of(newest.name).age_below_years
    for one in patient.answers:
        removed = one.name == "bilateral_ovariectomy" and one.present and one.onset is not None and one.onset <= on
        bounds = patient.age_bounds(one.onset) if removed and one.onset is not None else None
        if bounds is not None and bounds[1] < limit:
            found.append(
                f"both ovaries were removed before {limit:g}: by the guideline of 2024 (table T6) that is the disease, "
                "and no further test is needed for the diagnosis"
            )
            break
    under = [one for one in patient.samples("FSH", on) if patient.off_hormones(one) is None]
    if under and newest.parts["fsh"].missing_data:
        found.append(
            f"of {len(under)} FSH values it is not known whether she took hormones at the draw; they do not count"
        )
    return found
