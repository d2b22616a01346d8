"""Tests of one endpoint over many trials: by randomisation, exact ones of counts, and analysis of covariance."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import repeated, shapes, waited
from antral.analysis.adjusted import adjusted
from antral.analysis.by_size import Group, Layout, groups
from antral.analysis.endpoints import ENDPOINTS, Derived, Question
from antral.analysis.kinds import KINDS, Kind, Made
from antral.analysis.methods import METHODS, NO_COMPARISON, allocations, ancova, counts, midranks, permutation
from antral.analysis.plan import Plan
from antral.analysis.rows_of_tests import rows_of
from antral.analysis.tails import in_tail, side_of, words
from antral.core import InputError


class Tested(NamedTuple):
    """A test and its endpoint."""

    name: str
    kind: str
    """Name in `KINDS` and in `METHODS`."""
    question: Question
    scores: tuple[float, ...]
    """Score of each arm, in order of dose."""

    @property
    def made(self) -> Made:
        """From what its p-value comes."""
        return KINDS[self.kind].made

    @property
    def on_values(self) -> Made:
        """The same where one value a woman is all that is known."""
        return KINDS[self.kind].stand_in or self.made

    @property
    def is_trend(self) -> bool:
        """Whether it asks for a trend over the dose, not for treated against control."""
        return (
            KINDS[self.kind].with_control is not None
            or self.made == "shapes"
            or (self.made == "covariance" and not set(self.scores) <= {0.0, 1.0})
        )


def tests_of(plan: Plan) -> list[Tested]:
    """All tests of a plan: a trend for each tested endpoint, and with a control arm treated against control."""
    trend = tuple(dose / plan.dose_unit_cells for dose in plan.doses.values())
    treated = tuple(0.0 if arm in plan.controls else 1.0 for arm in plan.doses)
    result = []
    for question in plan.questions:
        if question.test is None:
            continue
        kind = KINDS.get(question.test)
        if kind is None:
            known = ", ".join(KINDS)
            raise InputError(f"endpoint {question.name}: test {question.test!r} is unknown; wanted one of: {known}.")
        if kind.with_control is None:
            scores = treated if plan.controls and kind.made != "shapes" else trend
            _check(plan, question, kind, scores)
            result.append(Tested(f"{question.name}_{question.test}", question.test, question, scores))
            continue
        if len(set(trend)) > 1:
            result.append(Tested(f"{question.name}_{question.test}", question.test, question, trend))
        if plan.controls and len(set(treated)) > 1:
            other = kind.with_control
            result.append(Tested(f"{question.name}_{other}", other, question, treated))
    return result


def _check(plan: Plan, question: Question, kind: Kind, scores: tuple[float, ...]) -> None:
    """Refuse a test without the arms it wants."""
    if kind.made == "shapes":
        shapes.check(scores, question.name)
    if kind.wants_control is not None and not plan.controls:
        name, trend = kind.wants_control
        raise InputError(
            f"endpoint {question.name}: {name} compares treated women with a control arm, and there is "
            f"none (no arm has 'role: control'); {trend} was wanted."
        )
    if len(set(scores)) < 2:
        raise InputError(f"endpoint {question.name}: {question.test} wants two arms that differ in dose or treatment.")


def rule_of(test: Tested, sides: int) -> str:
    """Which outcomes are as extreme as the observed one: a key of `counts.RULES`."""
    side, rule = side_of(test.question, sides), KINDS[test.kind].extreme
    if not side:
        return rule
    tail = "larger" if side > 0 else "smaller"
    own = f"{rule} {tail}"
    return own if own in counts.RULES else tail


def run(
    layout: Layout, trials: list[int], plan: Plan, test: Tested, one: Derived, strata: pl.Series, *, seed: int
) -> pl.DataFrame:
    """One test's rows of `Results.tests`."""
    if test.made == "covariance":
        return _covariance(layout, trials, plan, test, one, strata)
    if test.made == "times":
        return waited.tested(layout, trials, plan, test.question, one, test.scores, test.name)
    if test.made == "repeated":
        return repeated.tested(layout, trials, plan, test.question, one, np.asarray(test.scores), test.name)
    statistic, p = np.full(layout.trials, np.nan), np.full(layout.trials, np.nan)
    number = np.zeros(layout.trials, dtype=np.int64)
    sizes = np.full(layout.trials, "", dtype=object)
    sampled = np.zeros(layout.trials, dtype=bool)
    comparable = not ENDPOINTS[test.question.derive].needs_cells or all(plan.doses.values())
    for group in groups(layout, one.value, one.reason == 0):
        number[group.trials] = sum(group.sizes)
        sizes[group.trials] = "/".join(map(str, group.sizes))
        if not sum(group.sizes) or not comparable:
            continue
        statistic[group.trials], p[group.trials], full = _of_group(group, test, plan, seed)
        sampled[group.trials] = not full
    how = f"{METHODS[test.kind]}, {counts.RULES[rule_of(test, plan.sides)]}"
    if test.made == "shapes":
        how = f"{METHODS['multiple_contrasts']}: {shapes.named(max(test.scores))}; {plan.sides}-sided"
    method = how if comparable else NO_COMPARISON
    return rows_of(
        trials,
        name=test.name,
        endpoint=test.question.name,
        kind=test.kind,
        statistic=statistic,
        p_value=p,
        methods=np.where(sampled, f"{method}, {allocations.SAMPLED:,} sampled allocations", method).tolist(),
        n=number,
        sizes=sizes.tolist(),
    )


def _covariance(
    layout: Layout, trials: list[int], plan: Plan, test: Tested, one: Derived, strata: pl.Series
) -> pl.DataFrame:
    """Rows of an analysis of covariance; its statistic is the coefficient."""
    score = np.asarray(test.scores)[layout.arm]
    found = adjusted(layout, plan, test.question, one, strata, score[np.newaxis], robust=test.kind == "ancova_hc3")
    estimate, p = found.fit.estimate[0], found.fit.p_value[0]
    side = side_of(test.question, plan.sides)
    sizes = layout.counts(one.reason == 0).astype(np.int64)
    what = "over the dose" if test.is_trend else "treated against control"
    return rows_of(
        trials,
        name=test.name,
        endpoint=test.question.name,
        kind=test.kind,
        statistic=estimate,
        p_value=in_tail(p, estimate, side),
        methods=[f"{what}, {method}, {words(side)}" for method in found.methods],
        n=found.n,
        sizes=["/".join(map(str, one)) for one in sizes.tolist()],
    )


def _of_group(
    group: Group, test: Tested, plan: Plan, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
    """Statistics and p-values of trials with the same arm sizes, and whether all allocations were used."""
    if test.made == "shapes":
        return *shapes.tested(group, test.scores, test.question, plan.sides), True
    if test.on_values == "covariance":
        return *_unadjusted(group, test, plan), True
    if test.on_values == "counts":
        return *counts.p_values(_events(group), group.sizes, test.scores, rule_of(test, plan.sides)), True
    values = midranks(group.values) if test.made == "ranks" else group.values
    side = side_of(test.question, plan.sides)
    return permutation.p_values(values, group.sizes, test.scores, side=side, seed=seed)


def _unadjusted(group: Group, test: Tested, plan: Plan) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficient and p-value without covariates, for values of which nothing else is known."""
    score = np.repeat(np.asarray(test.scores), group.sizes)[:, np.newaxis]
    columns = np.broadcast_to(score, group.values.shape)[np.newaxis]
    known = np.ones_like(group.values, dtype=bool)
    fit = ancova(columns, group.values, known, 1, plan.confidence, robust=test.kind == "ancova_hc3")
    return fit.estimate[0], in_tail(fit.p_value[0], fit.estimate[0], side_of(test.question, plan.sides))


def _events(group: Group) -> NDArray[np.int64]:
    """Women with the event; `[trial, arm]`."""
    ends = np.cumsum(group.sizes)
    running = np.vstack([np.zeros((1, group.values.shape[1])), np.cumsum(group.values, axis=0)])
    events: NDArray[np.int64] = np.rint(running[ends] - running[ends - np.asarray(group.sizes)]).astype(np.int64).T
    return events


def test_values(plan: Plan, name: str, values: dict[str, NDArray[np.float64]], *, seed: int) -> NDArray[np.float64]:
    """P-values of one planned test on many replicates of the same sizes, values given directly.

    Parameters
    ----------
    name
        Its name in `Results.tests`.
    values
        Values of each arm of the plan. `[participant, replicate]`
    """
    for test in tests_of(plan):
        if test.name == name:
            arms = [values[arm] for arm in plan.doses]
            sizes = tuple(len(arm) for arm in arms)
            stacked = np.concatenate(arms)
            group = Group(np.arange(stacked.shape[1], dtype=np.intp), sizes, stacked)
            return _of_group(group, test, plan, seed)[1]
    raise InputError(f"there is no test {name!r}; there are: {', '.join(test.name for test in tests_of(plan))}.")
