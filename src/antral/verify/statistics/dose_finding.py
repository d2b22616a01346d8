"""BOIN, 3+3 and the continual reassessment method; doses are counted from 1 here."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from antral.design import dose_finding
from antral.verify.oracles import Checks


def _boin_limits(target: float) -> Mapping[str, float]:
    escalate, lower = dose_finding.boin(target).limits
    return {"escalate": escalate, "lower": lower}


def _boin_decision(target: float, women: int) -> Mapping[str, float]:
    found = dose_finding.boin(target).decision(women)
    return {name: value or 0 for name, value in found._asdict().items()}


def _boin_selected(target: float, patients: list[int], events: list[int]) -> Mapping[str, float]:
    found = dose_finding.selected(dose_finding.boin(target, doses=len(patients)), patients, events)
    return {"dose": 0 if found is None else found + 1}


def _operating(design: Mapping[str, Any], toxicity: list[float], cohorts: int) -> Mapping[str, float]:
    rule: dose_finding.Rule
    if "boin" in design:
        rule = dose_finding.boin(design["boin"], doses=len(toxicity))
    else:
        rule = dose_finding.three_plus_three(doses=len(toxicity), deescalation=design["three_plus_three"])
    found = dose_finding.exact(rule, toxicity, cohorts=cohorts)
    chosen = {f"chosen_{dose}": share for dose, share in enumerate(found.selected, 1)}
    return {"none": found.none} | chosen | {f"women_{dose}": n for dose, n in enumerate(found.patients, 1)}


def _crm(
    skeleton: list[float], model: dose_finding.Model, patients: list[int], events: list[int], most_likely: bool = False
) -> Mapping[str, float]:
    design = dose_finding.crm(0.2, skeleton, model=model)
    update = design.most_likely if most_likely else design.updated
    found = update(np.array([patients]), np.array([events]))
    by_dose = {f"p_{dose}": float(p) for dose, p in enumerate(found.toxicity[0], 1)}
    return {
        "estimate": float(found.estimate[0]),
        "variance": float(found.variance[0]),
        "next": float(found.nearest[0] + 1),
        **by_dose,
    }


def _most_likely(
    skeleton: list[float], model: dose_finding.Model, patients: list[int], events: list[int]
) -> Mapping[str, float]:
    return _crm(skeleton, model, patients, events, most_likely=True)


def _skeleton(target: float, halfwidth: float, prior_mtd: int, doses: int) -> Mapping[str, float]:
    found = dose_finding.skeleton(target, halfwidth, prior_mtd, doses)
    return {f"p_{dose}": p for dose, p in enumerate(found, 1)}


CHECKS: Checks = {
    "boin_limits": _boin_limits,
    "boin_decision": _boin_decision,
    "boin_selected": _boin_selected,
    "operating": _operating,
    "crm": _crm,
    "crm_most_likely": _most_likely,
    "skeleton": _skeleton,
}
