"""Kind `karyotype`: a report that is normal, or one that is not."""

from datetime import date

from antral.patient import Cohort, Patient, vocabulary
from antral.protocol.criteria.statuses import Statuses, turned
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown
from antral.records import Strict

ABNORMAL = "abnormal_karyotype"
"""The finding that stands for the report."""


class Karyotype(Strict):
    """A karyotype report that is normal, or one that is not."""

    normal: bool


def karyotype(patient: Patient, rule: Karyotype, on: date) -> Verdict:
    """Whether the report is the one the line describes; not examined is unknown."""
    abnormal = patient.found(ABNORMAL, "ever", on)
    if abnormal is None:
        return unknown("karyotype: not examined", "karyotype")
    shown = f"karyotype: {'abnormal' if abnormal else 'normal'}"
    report = patient.karyotype
    if abnormal and report is not None and (report.date is None or report.date <= on):
        normal = any(one.name == ABNORMAL and not one.present for one in report.findings())
        named = [one.name for one in patient.answers if one.name != ABNORMAL and one.present]
        against = [one.replace("_", " ") for one in named if ABNORMAL in vocabulary().wider.get(one, ())]
        if normal:
            told = ", ".join(dict.fromkeys(against)) or "abnormal karyotype"
            shown += (
                f", by the finding {told}; the report says {report.result or 'normal'}: the record contradicts itself"
            )
    return (met if abnormal != rule.normal else not_met)(shown, shown)


def karyotype_of_many(cohort: Cohort, rule: Karyotype) -> Statuses:
    """`karyotype` for all women."""
    return turned(cohort.found(ABNORMAL, "ever"), keep=not rule.normal)
