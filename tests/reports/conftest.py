# ruff: noqa: E501
"""A made-up run: shapes as a real one has them, numbers plausible and of no meaning."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from antral import protocol as protocols
from antral.protocol import Protocol
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
            "true_rate_per_woman": 0.0295, "chance_of_at_least_one": 0.302, "mcse": 0.031, "upper_bound_0_of_n": 0.2646, "n": 12,
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
