"""Ovulation confirmed: by progesterone at two visits, or by a follicle that was seen and is gone."""

import numpy as np

from antral.analysis.endpoints.definition import (
    Derived,
    Endpoint,
    Happened,
    Histories,
    Numbers,
    Question,
    Series,
    first_day,
    limits,
)
from antral.analysis.endpoints.first_event import event_or_lost, with_pregnancy
from antral.analysis.endpoints.ovulation import high_progesterone, in_time, not_measured, not_sampled
from antral.analysis.endpoints.strategies import OF_OVULATION


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman with progesterone above 3 ng/mL at two visits, or with a ruptured follicle on ultrasound, else 0.

    The two visits may lie in one luteal phase or in two: the second confirms the first. A follicle of at least 16 mm
    that is gone at a scan within 17 days is taken as ruptured where progesterone exceeds the limit at that visit: most
    large follicles of these ovaries die or luteinise without rupture, and vanish from the scan as well. Hormones with
    cyproterone are not seen by the assay of progesterone. A conception counts where the estimand says so.
    """
    progesterone, scans = histories.series.get("P4"), histories.series.get("FOLL")
    if progesterone is None:
        return not_measured(histories)
    person, day = high_progesterone(histories, question, progesterone)
    later = day > first_day(histories.persons, Happened(person, day))[person]
    found = first_day(histories.persons, Happened(person[later], day[later]))
    if scans is not None:
        found = np.minimum(found, _ruptured(histories, question, scans, progesterone))
    derived = event_or_lost(histories, question, with_pregnancy(histories, question, found))
    return not_sampled(histories, question, derived, progesterone, scans)


def _ruptured(histories: Histories, question: Question, scans: Series, progesterone: Series) -> Numbers:
    """Day of the scan on which a large follicle is gone and progesterone is high; infinite where never. `[person]`"""
    usual = limits("ovulation")
    large = usual["follicle"] if question.follicle_mm is None else question.follicle_mm
    before = np.flatnonzero(scans.person[1:] == scans.person[:-1])
    after = before + 1
    counts = in_time(histories, question, scans) & (scans.day < histories.conceived[scans.person])
    gone = (scans.value[before] >= large) & (scans.value[after] <= scans.value[before] - usual["follicle_shrinks"])
    gone &= counts[before] & counts[after] & (scans.day[after] - scans.day[before] <= usual["scans_apart"])
    owner, day = high_progesterone(histories, question, progesterone)
    luteal = set(zip(owner.tolist(), day.tolist(), strict=True))
    seen = [at for at in after[gone] if (int(scans.person[at]), float(scans.day[at])) in luteal]
    return first_day(histories.persons, Happened(scans.person[seen], scans.day[seen]))


OVULATION_CONFIRMED = Endpoint(
    code="OVULCONF",
    label="ovulation confirmed",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset(
        {"fluctuation", "visit_spacing", "progesterone_taken", "hormones", "atresia", "observer", "fertility_treatment"}
    ),
    strategies=OF_OVULATION,
    derive=derive,
)
