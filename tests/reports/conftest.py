# ruff: noqa: E501
"""A made-up run: shapes as a real one has them, numbers plausible and of no meaning."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from antral import protocol as protocols
from antral.protocol import Analysis, Arm, Comedication, Protocol
from antral.reports import ArmFlow, CloseUp, Flow, Material

HOPES = {"none": 0.0, "evidence": 0.25, "target": 1.0}
UNITS = {"log_change": "ratio", "change": "", "menses_resumed": "yes or no"}


def endpoints_of(trial: Protocol, hope: float) -> dict[str, Any]:
    arms: dict[str, Any] = {}
    for place, (arm, given) in enumerate(trial.arms.items()):
        strength = hope * (place + 1) / len(trial.arms) if given.total_cells else 0.0
        found = {}
        for endpoint in trial.endpoints:
            if endpoint.derive == "log_change":
                sign = -1 if endpoint.direction == "decrease" else 1
                value, spread, method, unit = (
                    float(np.exp(sign * (0.08 + 0.3 * strength))),
                    0.35,
                    "geometric mean ratio, t interval on logs",
                    "ratio",
                )
            elif endpoint.derive == "change":
                value, spread, method = 0.02 + 0.4 * strength, 0.3, "median, exact order-statistic interval"
                unit = endpoint.unit
            else:
                value, spread, unit = 0.12 + 0.2 * strength, 0.12, "yes or no"
                method = "share, Clopper-Pearson exact interval"
            found[endpoint.name] = {
                "n": 3.3, "estimate": value, "ci_low": value - spread, "ci_high": value + 1.4 * spread,
                "mcse": 0.012, "method": method, "unit": unit, "label": endpoint.label,
            }  # fmt: skip
        arms[arm] = {"endpoints": found}
    return arms


def tests_of(trial: Protocol, hope: float) -> dict[str, Any]:
    found = {}
    for name, analysis in trial.analyses.by_endpoint.items():
        if analysis.test is None:
            continue
        counted = trial.endpoint(name).is_count
        found[f"{name}_{analysis.test}"] = {
            "rejection_rate": (0.008 if counted else 0.048) + (0.03 if counted else 0.11) * hope,
            "attained_size": 0.0102 if counted else None,
            "mcse": 0.006,
            "method": "exact dose trend of counts" if counted else "linear dose trend, randomisation test",
            "endpoint": name,
            "label": f"{trial.endpoint(name).label}: {analysis.test}",
        }
    return found


def claims_of(hope: float) -> dict[str, Any]:
    rates = {
        "before_after_log_fsh_12m": (0.12, "FSH is lower on day 364 than before (p < 0.05, paired t test of logs)"),
        "before_after_log_e2_12m": (0.09, "E2 is higher on day 364 than before (p < 0.05, paired t test of logs)"),
        "before_after_any_hormone": (0.31, "some hormone is better than before (p < 0.05)"),
        "resumed_at_least_1": (0.74, "at least 1 of the women resumed menses"),
        "resumed_at_least_2": (0.38, "at least 2 of the women resumed menses"),
        "share_above_published": (0.16, "more women resumed than the published 24%"),
        "best_arm_2": (0.21, "at least 2 women of the best arm resumed"),
    }
    return {
        name: {"rate": min(rate + 0.15 * hope, 1.0), "mcse": 0.031, "label": label}
        for name, (rate, label) in rates.items()
    }


def scenario(trial: Protocol, hope: float) -> dict[str, Any]:
    tests = tests_of(trial, hope)
    primary = [name for name in tests if trial.endpoint(tests[name]["endpoint"]).role == "primary"]
    sizes: dict[str, Any] = {
        name: {"per_arm": None, "power": 0.8, "reason": "no effect: more women bring only false alarms"}
        for name in primary
    }
    if hope == 1.0:
        sizes[primary[0]] = {"per_arm": 112, "power": 0.803, "reason": "smallest number with a power of 80%"}
        sizes[primary[-1]]["reason"] = "not reached with 200 women per arm: the dose response is saturated"
    smallest = {} if hope != 1.0 else {
        name: {
            "value": 0.52 if name == primary[0] else None, "unit": "ratio",
            "label": "per dose step" if name == primary[0] else "not even everybody: share of women in the highest dose",
            "power": 0.8,
        }
        for name in primary
    }  # fmt: skip
    return {
        "arms": endpoints_of(trial, hope),
        "tests": tests,
        "naive_claims": claims_of(hope),
        "safety": {
            "follow_up_days": 364.0, "given_cells": {"share": 0.041, "mcse": 0.006}, "not_given_cells": None,
            "background_per_woman": 0.0295, "chance_of_at_least_one": 0.302, "mcse": 0.031, "upper_bound_0_of_n": 0.2646, "n": 12,
            "upper_bound_0_of_arm": 0.6024, "n_arm": 4, "smallest_detectable_rate": 0.1255, "power": 0.8,
            "chance_at_rates": {"0.01": 0.114, "0.05": 0.460, "0.1": 0.718, "0.2": 0.931},
        },
        "sample_size": sizes,
        "smallest_effect": smallest,
    }  # fmt: skip


def sample_results(trial: Protocol) -> dict[str, Any]:
    reasons = [("I1", 2100), ("S1", 310), ("E6", 255), ("E9", 101), ("E13", 80), ("E14", 44), ("E10", 31)]
    texts = {line.id: line.text for line in trial.eligibility.criteria}
    return {
        "protocol": trial.id,
        "trials": 200,
        "seed": 1,
        "participants_per_trial": trial.design.participants,
        "version": "0.1.0",
        "screening": {
            "drawn": 6000, "candidates": 4096, "admitted": 1175, "failure_rate": 0.713,
            "reasons": {line: {"text": texts[line], "count": n, "share": n / 4096, "first": n - 20} for line, n in reasons},
        },
        "scenarios": {name: scenario(trial, hope) for name, hope in HOPES.items()},
        "changes": [
            {"change": "add an untreated arm of 4", "quantity": "power", "before": 0.14, "after": 0.33, "mcse": 0.033,
             "label": "FSH at 12 months, ratio to baseline"},
            {"change": "enrol 4 times as many women in the same arms", "quantity": "power", "before": 0.14,
             "after": 0.29, "mcse": 0.032, "label": "FSH at 12 months, ratio to baseline"},
        ],
        "gaps": [{"text": gap.question, "filled_with": gap.filled_with, "tag": gap.tag, "reason": gap.reason,
                  "source": None} for gap in trial.gaps],
        "assumptions": [{"text": one.text, "tag": "assumed", "reason": one.reason, "source": None}
                        for one in trial.assumptions],
        "cost": {"patient_years": 15240.0, "seconds": 31.4, "compile_seconds": 9.2, "bank_size": 1175},
    }  # fmt: skip


ANALYTES = {"FSH": 62.0, "E2": 24.0, "AMH": 0.06, "AFC": 2.0, "P4": 0.5}


def courses(trial: Protocol) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Quantiles by scenario and arm, and the women of one trial, every week."""
    chance = np.random.default_rng(7)
    quantiles, women, number = [], [], 0
    for name, hope in HOPES.items():
        for place, arm in enumerate(trial.arms):
            members = range(1 + 4 * place, 5 + 4 * place)
            for analyte, middle in ANALYTES.items():
                direction = -1 if analyte == "FSH" else 1
                spread = 0.5 if analyte not in ("AFC",) else 0.4
                walks = {member: np.cumsum(chance.normal(0, 0.12, 61)) for member in members}
                for week in range(-8, 53):
                    effect = direction * 0.5 * hope * (place + 1) / 3 * max(week, 0) * np.exp(-max(week, 0) / 14) / 6
                    base = middle * np.exp(effect)
                    row: dict[str, Any] = {"scenario": name, "arm": arm, "day": week * 7.0, "analyte": analyte}
                    for q, z in (("q10", -1.28), ("q25", -0.67), ("q50", 0.0), ("q75", 0.67), ("q90", 1.28)):
                        row[q] = float(base * np.exp(spread * z))
                    quantiles.append(row)
                    women += [
                        {"scenario": name, "arm": arm, "participant_id": member, "day": week * 7.0, "analyte": analyte,
                         "value": float(base * np.exp(spread * walks[member][week + 8]))}
                        for member in members
                    ]  # fmt: skip
            number += 4
    return pl.DataFrame(quantiles), pl.DataFrame(women)


def one_woman() -> pl.DataFrame:
    """A year in which she cycles for some months and then no more."""
    chance = np.random.default_rng(3)
    days = np.arange(-60, 365)
    active = (days > 60) & (days < 190)
    phase = np.where(active, (days - 60) % 28, -1)
    follicle = np.where(active & (phase < 14), 4 + 1.2 * phase, 3.5 + np.abs(np.sin(days / 17)) * 4)
    luteal = active & (phase >= 14) & (phase < 27)
    noise = np.exp(chance.normal(0, 0.05, len(days)))
    return pl.DataFrame(
        {
            "day": days.astype(float),
            "fsh_iu_l": np.where(active, 14.0, 58.0) * noise,
            "lh_iu_l": np.where(phase == 13, 45.0, np.where(active, 7.0, 28.0)) * noise,
            "e2_pg_ml": np.where(active & (phase < 14), 20 + 16.0 * phase, np.where(luteal, 110.0, 14.0)) * noise,
            "p4_ng_ml": np.where(luteal, 9.0, 0.3) * noise,
            "inhibin_b_pg_ml": np.where(active, 55.0, 9.0) * noise,
            "amh_ng_ml": 0.09 * noise,
            "largest_follicle_mm": follicle,
            "follicles_2_10_mm": np.where(active, 4, 1) + chance.integers(0, 2, len(days)),
            "menses": ((phase >= 0) & (phase < 5) & (days > 80)).astype(float),
            "breakthrough_bleeds": (np.isin(days, [-31, -30, 240])).astype(float),
            "ovulations": (phase == 14).astype(float),
            "quality": np.where(active, 0.7, 0.15),
        }
    )


def sample_material(trial: Protocol) -> Material:
    quantiles, women = courses(trial)
    return Material(
        quantiles=quantiles,
        women=women,
        close_up=CloseUp(
            frame=one_woman(), infusion_days=(0.0,),
            visit_days=tuple(visit.day for visit in trial.visits),
            caption="Participant 7 of the drawn trial, high dose group, scenario target, 33 years.",
        ),
        flow=Flow(
            drawn=6000, presented=4096, screened_out={"I1": 2080, "S1": 290, "Other lines": 551},
            randomised=12,
            arms={arm: ArmFlow(randomised=4, dosed=4, discontinued=0.7, completed=3.3) for arm in trial.arms},
            note="Screening: the women drawn to fill the bank. Arms: means over 200 simulated trials.",
        ),
        command="antral simulate NCT03816852 --trials 200 --seed 1 --out runs/nct03816852",
        hashes={"protocol": "3f2a" * 16, "bank": "9bc1" * 16},
    )  # fmt: skip


@pytest.fixture(scope="session")
def trial() -> Protocol:
    return protocols.load("NCT03816852")


@pytest.fixture
def results(trial: Protocol) -> dict[str, Any]:
    return sample_results(trial)


@pytest.fixture(scope="session")
def material(trial: Protocol) -> Material:
    return sample_material(trial)


@pytest.fixture(scope="session")
def sample(trial: Protocol) -> dict[str, Any]:
    """The same for tests that do not change it."""
    return sample_results(trial)


@pytest.fixture(scope="session")
def sample_of() -> Any:
    return sample_results


@pytest.fixture(scope="session")
def material_of() -> Any:
    return sample_material


def under_climen(trial: Protocol) -> Protocol:
    """Two arms of 25 that take Climen, one with cells; harm is asked first."""
    cells = next(iter(trial.arms.values()))
    climen = Comedication(regimen="climen")
    arms = {
        "climen": Arm(label="Climen", role="control", dose_cells=0, comedication=climen),
        "cells": cells.model_copy(
            update={"label": "Cells and Climen", "dose_cells": 60_000_000, "comedication": climen}
        ),
    }
    fsh, menses = trial.endpoint("log_fsh_6m"), trial.endpoint("menses_resumed")
    ovulation, harm = trial.endpoint("ovulation"), trial.endpoint("serious_event")
    endpoints = (
        harm.model_copy(update={"role": "primary"}),
        fsh.model_copy(update={"role": "secondary", "under_assigned_hormones": True}),
        ovulation.model_copy(update={"role": "secondary"}),
        menses.model_copy(update={"role": "exploratory"}),
    )
    by_endpoint = {
        "log_fsh_6m": Analysis(estimate="mean_t", test="ancova", covariates=("baseline", "tablet_day")),
        "ovulation": Analysis(estimate="clopper_pearson", test="fisher"),
    }
    allocation = trial.design.allocation.model_copy(update={"ratio": {"climen": 1, "cells": 1}})
    return trial.model_copy(
        update={
            "id": "UNDER-CLIMEN",
            "arms": arms,
            "endpoints": endpoints,
            "design": trial.design.model_copy(update={"participants": 50, "allocation": allocation}),
            "analyses": trial.analyses.model_copy(update={"by_endpoint": by_endpoint}),
        }
    )


LINKS = {"none": "none_link_off", "target": "target_link_off"}
GAIN = {"log_fsh_6m": -0.05, "ovulation": 0.12, "menses_resumed": None, "serious_event": 0.0}
UNDER = {"log_fsh_6m": 0.71, "ovulation": 0.3, "menses_resumed": None, "serious_event": 0.04}


def told_of_arm(trial: Protocol, arm: str, hope: float, link: float) -> dict[str, Any]:
    found = {}
    for one in trial.endpoints:
        value, gain = UNDER[one.name], GAIN[one.name]
        ratio = one.derive == "log_change"
        effect = None if gain is None else hope * gain * (arm == "cells")
        if value is not None and effect is not None:
            value = (
                value * np.exp(effect)
                if ratio
                else value * (1 if one.name != "ovulation" else 0.4 + 0.6 * link) + effect
            )
            effect = float(np.exp(effect)) if ratio else effect
        found[one.name] = {
            "n": 0.0 if value is None else 23.1, "estimate": None if value is None else float(value),
            "ci_low": None if value is None else float(value) * 0.6, "ci_high": None if value is None else float(value) * 1.5,
            "mcse": None if value is None else 0.011, "unit": "ratio" if ratio else "yes or no", "label": one.label,
            "method": "geometric mean ratio, t interval on logs" if ratio else "share, Clopper-Pearson exact interval",
            "true_effect": effect,
            "bias": None if value is None else float(value / effect) if ratio else float(value - effect),
            "coverage": None if value is None else 0.08,
        }  # fmt: skip
    return {"label": trial.arms[arm].label, "endpoints": found}


def of_scenario(trial: Protocol, hope: float, link: float) -> dict[str, Any]:
    power = {"log_fsh_6m_ancova": 0.051 + 0.03 * hope, "ovulation_fisher": 0.028 + 0.24 * hope * (0.5 + 0.5 * link)}
    endpoint = {"log_fsh_6m_ancova": "log_fsh_6m", "ovulation_fisher": "ovulation"}
    return {
        "arms": {arm: told_of_arm(trial, arm, hope, link) for arm in trial.arms},
        "tests": {
            name: {"rejection_rate": rate, "mcse": 0.016, "attained_size": 0.027 if "fisher" in name else None,
                   "endpoint": endpoint[name], "label": name, "method": "Fisher's exact test" if "fisher" in name else "ANCOVA"}
            for name, rate in power.items()
        },
        "contrasts": {
            "log_fsh_6m_cells": {
                "label": "FSH", "endpoint": "log_fsh_6m", "arm": "cells", "against": "climen", "n": 46.0,
                "estimate": float(np.exp(-0.05 * hope)), "ci_low": 0.8, "ci_high": 1.2, "mcse": 0.01, "unit": "ratio",
                "method": "ANCOVA on log change; baseline, tablet day", "rejection_rate": 0.051 + 0.03 * hope,
                "true_effect": float(np.exp(-0.05 * hope)), "bias": 1.003, "coverage": 0.948},
            "ovulation_cells": {
                "label": "Ovulation", "endpoint": "ovulation", "arm": "cells", "against": "climen", "n": 46.0,
                "estimate": 0.12 * hope, "ci_low": -0.1, "ci_high": 0.3, "mcse": 0.01, "unit": "yes or no",
                "method": "difference of shares, exact interval", "rejection_rate": 0.028 + 0.24 * hope,
                "true_effect": 0.12 * hope, "bias": -0.002, "coverage": 0.96},
        },
        "slopes": {},
        "naive_claims": {
            "before_after_any_hormone": {"rate": 0.98, "mcse": 0.006, "label": "some hormone is better than before (p < 0.05)"},
        },
        "safety": {"follow_up_days": 364.0, "given_cells": {"share": 0.054, "mcse": 0.007}, "not_given_cells": {"share": 0.031, "mcse": 0.004},
                   "background_per_woman": 0.03, "chance_of_at_least_one": 0.62, "mcse": 0.03, "upper_bound_0_of_n": 0.1372,
                   "n": 25, "smallest_detectable_rate": 0.0624, "power": 0.8, "chance_at_rates": {"0.05": 0.72}},
        "adverse_events": [
            {"arm": arm, "term": term, "women": women, "events": women * 1.2, "per_100_women": women * 4.8, "serious": 0.1 * women,
             "related": 0.4 * women * (arm == "cells"), "grades": {"1": women, "2": 0.2 * women}}
            for term, women in (("fever", 4.1), ("headache", 6.3)) for arm in trial.arms
        ],
        "monitoring": {
            "rule": "stop when the chance that more than 10% of infused women have a serious event within 30 days is above 90%",
            "boundary": [[n, 2 if n < 8 else 3 if n < 15 else 4 if n < 22 else 5] for n in range(2, 26)],
            "stops": 0.012, "mcse": 0.004, "expected_women": 24.8,
            "exact": {"0.02": 0.01, "0.05": 0.06, "0.1": 0.29, "0.2": 0.83, "0.3": 0.98}},
        "pregnancies": {arm: {"conceived": 0.4, "miscarried": 0.1, "born": 0.1} for arm in trial.arms},
        "intercurrent": {arm: {"started_hormones": 0.3, "pregnancy": 0.4, "discontinuation": 2.2, "fertility_treatment": 0.2}
                         for arm in trial.arms},
        "discontinuation": {arm: {"withdrew_consent": 1.1, "lost_to_follow_up": 0.8, "adverse_event": 0.3} for arm in trial.arms},
        "tablet_days": [
            {"arm": arm, "tablet_day": None, "n": 500, "fsh_mean": 72.0, "fsh_sd": 30.0} for arm in trial.arms
        ] + [
            {"arm": arm, "tablet_day": day, "n": 20, "fsh_mean": 58.0 - 0.5 * day if day < 22 else 48.0 + 6.5 * (day - 21),
             "fsh_sd": 22.0}
            for arm in trial.arms for day in range(1, 29)
        ],
        "true_ovulation": {arm: 0.17 + 0.1 * hope * (arm == "cells") for arm in trial.arms},
        "long_term": [
            {"arm": arm, "year": year, "reserve": 2000 * np.exp(-(0.09 + 0.05 * hope * (arm == "cells")) * year),
             "ovulating": 0.4 * np.exp(-0.15 * year), "menses": 0.5 * np.exp(-0.15 * year), "exhausted": min(0.3 + 0.05 * year, 1.0)}
            for arm in trial.arms for year in range(11)
        ],
    }  # fmt: skip


def results_under_climen(trial: Protocol) -> dict[str, Any]:
    """A made-up run with everything that a run can have."""
    full = {"none": (0.0, 1.0), "target": (1.0, 1.0), "none_link_off": (0.0, 0.0), "target_link_off": (1.0, 0.0)}
    claim = "before_after_any_hormone"
    return {
        "protocol": trial.id, "trials": 200, "seed": 1, "participants_per_trial": 50, "version": "0.1.0", "truth": "twin",
        "screening": {
            "drawn": 9000, "candidates": 5000, "admitted": 2000, "failure_rate": 0.6, "reasons": {},
            "by_aetiology": {"idiopathic": {"candidates": 3600, "admitted": 1700}, "genetic": {"candidates": 500, "admitted": 0}},
        },
        "scenarios": {name: of_scenario(trial, *values) for name, values in full.items()},
        "sensitivity": [
            {"parameter": "signal_half", "endpoint": "ovulation", "label": "Cells for half the effect", "low": 1e3, "high": 1e5, "base": 1e4, "unit": "cells",
             "tag": "assumed", "power": [0.41, 0.27, 0.09], "mcse": 0.03, "change_mcse": [0.03, 0.04], "trials": 100, "claims": {claim: [0.98, 0.98, 0.98]}},
            {"parameter": "hormone_link", "endpoint": "ovulation", "label": "How far hormones ease ovulation", "low": 0.0, "high": 1.0, "base": 1.0,
             "unit": "", "tag": "assumed", "power": [0.15, 0.27, 0.27], "mcse": 0.03, "claims": {claim: [0.97, 0.98, 0.98]}},
            {"parameter": "mix", "endpoint": "ovulation", "label": "Mix of causes", "low": "idiopathic_only", "high": "poi_1978_2003",
             "base": "poi_2017_24", "unit": "", "tag": "published", "power": [0.3, 0.27, 0.24], "mcse": 0.03,
             "claims": {claim: [0.99, 0.98, 0.93]}},
        ],
        "gaps": [], "assumptions": [], "cost": {"bank_size": 2000},
    }  # fmt: skip


@pytest.fixture(scope="session")
def hormone_trial(trial: Protocol) -> Protocol:
    return under_climen(trial)


@pytest.fixture
def hormone_results(hormone_trial: Protocol) -> dict[str, Any]:
    return results_under_climen(hormone_trial)
