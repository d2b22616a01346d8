"""What a design would show, number by number: a value for each of its trials, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import METHODS, contrast_name, plan, tests_of
from antral.design import truth
from antral.design.clustered import Enrolled
from antral.design.compare.costs import Costs
from antral.design.compare.kept import Arrays, chosen_arms, truth_tables
from antral.design.compare.untestable import why_untestable
from antral.design.gathered import Gathered
from antral.design.plain import number
from antral.protocol import Protocol
from antral.therapy import scenario as scenario_named
from antral.therapy import strength

Numbers = NDArray[np.float64]


class Entry(NamedTuple):
    """One number of a design: a value for each trial, and what is said of it."""

    values: Numbers
    """NaN where a trial has none. `[trial]`"""
    about: dict[str, Any]


Entries = dict[str, dict[str, Entry]]
"""By kind (`tests`, `naive_claims`, `bias`, `coverage`, `correct_dose`, `conduct`) and name."""


@dataclass(frozen=True)
class Found:
    """One design's trials, under every scenario."""

    protocol: Protocol
    arrays: Arrays
    costs: Costs
    failure_rate: float
    """Share of the women screened who are not admitted."""
    seed: int
    test_is_varied: bool = False
    """Whether power is that of the test which the protocol names, as `power_test` takes it."""

    @property
    def power_test(self) -> str | None:
        """The test that is this design's power."""
        return power_test(self.protocol, named=self.test_is_varied)

    @property
    def trials(self) -> NDArray[np.int64]:
        """Numbers of the trials."""
        found: NDArray[np.int64] = self.arrays["none/trial"].astype(np.int64)
        return found

    @property
    def scenarios(self) -> list[str]:
        """Those simulated, in their order."""
        return [name.split("/")[0] for name in self.arrays if name.endswith("/p")]

    @cached_property
    def enrolled(self) -> Enrolled:
        """Who was in which trial."""
        return Enrolled(self.arrays["people/trial"].astype(np.int64), self.arrays["people/woman"].astype(np.int64))

    def entries(self, scenario: str) -> Entries:
        """Every number under one scenario."""
        of = {name.split("/", 1)[1]: one for name, one in self.arrays.items() if name.startswith(f"{scenario}/")}
        claims = {
            str(name): Entry(claimed.astype(float), {"label": str(text)})
            for (name, text), claimed in zip(of["claims_names"], of["claims"], strict=True)
        }
        known = _gathered(scenario, of, self)
        bias, coverage = _estimates(self.protocol, of, known)
        return {
            "tests": self.tests(scenario),
            "naive_claims": claims,
            "bias": bias,
            "coverage": coverage,
            "correct_dose": _correct_dose(self.protocol, of, known),
            "conduct": _conduct(self, of),
        }

    def tests(self, scenario: str) -> dict[str, Entry]:
        """Whether each test rejects."""
        wanted, alpha, found = plan(self.protocol), self.protocol.analyses.alpha, {}
        for test, p in zip(tests_of(wanted), self.arrays[f"{scenario}/p"], strict=True):
            about = {
                "label": f"{self.protocol.endpoint(test.question.name).label}: {METHODS[test.kind]}",
                "endpoint": test.question.name,
                "level": alpha,
                "not_testable": float(np.isnan(p).mean()),
                "reason": why_untestable(self.protocol, test, p),
            }
            found[test.name] = Entry((np.nan_to_num(p, nan=1.0) <= alpha).astype(float), about)
        return found


def power_test(protocol: Protocol, *, named: bool = False) -> str | None:
    """The test that is a design's power: of the first judged endpoint that is tested, against control if it can be.

    Parameters
    ----------
    named
        Where the test is what is varied: power is that of the very test that the protocol names.
    """
    tests = tests_of(plan(protocol))
    for name in protocol.judged_by:
        mine = [test for test in tests if test.question.name == name]
        own = [test for test in mine if named and test.kind == test.question.test]
        if mine:
            return (own or mine)[-1].name
    return tests[-1].name if tests else None


def _gathered(scenario: str, of: Mapping[str, NDArray[Any]], found: Found) -> Gathered:
    """What the truth is computed from."""
    tables = truth_tables(plan(found.protocol), of)
    trials = of["trial"].astype(np.int64)
    drawn = strength(scenario_named(scenario), found.seed, trials)
    nothing = pl.DataFrame()
    effects = tables["effects"]
    if not effects.is_empty():  # of several parts
        effects = effects.group_by("endpoint", "arm", "against", maintain_order=True).agg(pl.col("n", "effect").sum())
    return Gathered(
        trials=len(trials),
        scenario=scenario,
        zero=scenario_named(scenario).zero,
        arms=nothing,
        slopes=nothing,
        contrasts=nothing,
        tests=nothing,
        claims=nothing,
        values=nothing,
        enrolled=Enrolled(trials, trials),
        courses=nothing,
        serious=nothing,
        failed=0,
        patient_years=0.0,
        truths=tables["truths"],
        pairs=tables["pairs"],
        sums={"effects": effects},
        strength=dict(zip(trials.tolist(), drawn.tolist(), strict=True)) if np.ptp(drawn) > 0.0 else {},
    )


def _estimates(
    protocol: Protocol, of: Mapping[str, NDArray[Any]], known: Gathered
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Bias and coverage of each slope and contrast; of ratios the bias of the logarithm."""
    wanted = plan(protocol)
    trials = of["trial"].tolist()
    bias, coverage = {}, {}
    for name, rows in zip(of["estimates_names"], of["estimates"].astype(float), strict=True):
        kind, what = str(name).split("/")
        if kind == "slope":
            question = wanted.question(what)
            true = truth.of_slope(known, protocol, wanted, question)
            label = f"{protocol.endpoint(what).label}: for each {wanted.dose_unit_cells:.3g} cells more"
        else:
            question, arm, against = _contrast(protocol, what)
            true = truth.of_contrast(known, protocol, question, arm, against)
            label = (
                f"{protocol.endpoint(question.name).label}: {protocol.arms[arm].label} against "
                f"{protocol.arms[against].label}"
            )
        if true is None:
            continue
        is_log = question.derive == "log_change"
        with np.errstate(divide="ignore", invalid="ignore"):
            estimate, low, high = np.log(rows) if is_log else rows
        effect = np.full(len(trials), true.effect)
        if true.by_trial:
            effect = np.array([true.by_trial.get(trial, np.nan) for trial in trials])
        slack = 1e-6 * np.maximum(np.abs(low), np.abs(high))  # limits are kept with seven digits
        held = ((low - slack <= effect) & (effect <= high + slack)).astype(float)
        held[~(np.isfinite(low) & np.isfinite(high) & np.isfinite(effect))] = np.nan
        about = {"label": label, "kind": kind, "endpoint": question.name}
        unit = "log ratio" if is_log else protocol.endpoint(question.name).unit
        bias[str(name)] = Entry(estimate - effect, about | {"unit": unit, "true_effect": number(true.effect)})
        coverage[str(name)] = Entry(held, about | {"confidence": wanted.confidence})
    return bias, coverage


def _contrast(protocol: Protocol, name: str) -> tuple[Any, str, str]:
    """Endpoint and arms of a contrast by its name."""
    wanted = plan(protocol)
    for question in wanted.questions:
        for against in wanted.controls:
            for arm in wanted.doses:
                if contrast_name(wanted, question.name, arm, against) == name:
                    return question, arm, against
    raise AssertionError(name)


def _correct_dose(protocol: Protocol, of: Mapping[str, NDArray[Any]], known: Gathered) -> dict[str, Entry]:
    """How often the dose with the best estimate is the one that does most in truth."""
    wanted, found = plan(protocol), {}
    arms = chosen_arms(wanted)
    if not arms or known.scenario == known.zero:
        return {}
    for endpoint, chosen in zip(protocol.judged_by, of["chosen"], strict=True):
        question = wanted.question(endpoint)
        effects = [truth.of_arm(known, question, arm) for arm in arms]
        if any(one is None for one in effects):
            continue
        better = 1.0 if question.direction == "increase" else -1.0
        best = int(np.argmax([better * one.effect for one in effects if one is not None]))
        label = protocol.endpoint(endpoint).label
        found[endpoint] = Entry(
            (chosen == best).astype(float),
            {
                "label": label,
                "rule": f"the arm with the best estimate of '{label}', of equal ones the lowest dose",
                "truly_best": arms[best],
                "by_chance": 1.0 / len(arms),
            },
        )
    return found


def _conduct(found: Found, of: Mapping[str, NDArray[Any]]) -> dict[str, Entry]:
    """Size, exposure, duration and cost of each trial, as it goes."""
    women = of["women"].astype(float)
    screened = women / (1.0 - found.failure_rate)
    cost = found.costs.of(
        found.protocol,
        screened=screened,
        women=women,
        infused=of["infused"].astype(float),
        months=of["months"].astype(float),
    )
    return {
        "women": Entry(women, {"label": "women randomised", "unit": "women"}),
        "screened": Entry(screened, {"label": "women screened", "unit": "women"}),
        "infused": Entry(of["infused"].astype(float), {"label": "women given cells", "unit": "women"}),
        "stopped": Entry(of["stopped"].astype(float), {"label": "stopped by the rule for harm", "unit": "share"}),
        "months": Entry(of["months"].astype(float), {"label": "first woman in to last visit", "unit": "months"}),
        "cost": Entry(cost, {"label": "cost, of assumed unit costs", "unit": found.costs.currency}),
    }
