"""Operating characteristics of a trial: what its analysis would say, how often, and how often wrongly."""

from typing import Any

import numpy as np
import polars as pl

from antral.analysis import METHODS, Plan, attained_at, attained_size, discrete_tests, safety, tests_of
from antral.core import DAYS_PER_YEAR
from antral.design import estimated, happened, monitoring
from antral.design.changes import changes
from antral.design.clustered import Estimate, over_trials
from antral.design.gathered import Gathered
from antral.design.plain import number
from antral.design.sample_size import sample_size
from antral.protocol import Protocol


def characteristics(
    gathered: Gathered, without: Gathered, protocol: Protocol, plan: Plan, *, seed: int
) -> dict[str, Any]:
    """All operating characteristics of one scenario, as plain values for JSON.

    Parameters
    ----------
    gathered, without
        The scenario, and the same trials without any effect of the cells: its `zero`, or itself.
    """
    women = women_per_arm(protocol)
    judged = set(protocol.judged_by)
    return {
        "arms": estimated.arms(gathered, protocol, plan, women),
        "contrasts": estimated.contrasts(gathered, protocol, plan),
        "slopes": estimated.slopes(gathered, protocol, plan),
        "tests": _tests(gathered, without, protocol, plan),
        "naive_claims": claims(gathered),
        "safety": _safety(gathered, protocol),
        "monitoring": _monitoring(gathered, protocol),
        **happened.told(gathered.sums, protocol, gathered.trials),
        "sample_size": {
            test.name: sample_size(gathered, without, plan, test, seed=seed)._asdict() for test in tests_of(plan)
        },
        "changes": [
            change._asdict() | {"label": protocol.endpoint(change.endpoint).label}
            for change in (
                changes(gathered, without, plan, women, judged, seed=seed) if gathered is not without else ()
            )
        ],
    }


def rates(gathered: Gathered, without: Gathered, protocol: Protocol, plan: Plan) -> dict[str, Any]:
    """What can be laid side by side between runs: every test, naive claim and endpoint of an arm with its error.

    By kind (`tests`, `more_than_zero`, `naive_claims`, `arms`) and name, each with `label`, `value` and `mcse`.
    """
    tests = _tests(gathered, without, protocol, plan)
    arms = estimated.arms(gathered, protocol, plan, women_per_arm(protocol))
    return {
        "tests": {name: _rate(one, "rejection_rate", "mcse") for name, one in tests.items()},
        "more_than_zero": {name: _rate(one, "more_than_zero", "more_mcse") for name, one in tests.items()},
        "naive_claims": {name: _rate(one, "rate", "mcse") for name, one in claims(gathered).items()},
        "arms": {
            f"{arm}.{name}": _rate(one, "estimate", "mcse") | {"arm": arm, "endpoint": name, "unit": one["unit"]}
            for arm, entry in arms.items()
            for name, one in entry["endpoints"].items()
        },
    }


def _rate(one: dict[str, Any], value: str, mcse: str) -> dict[str, Any]:
    return {"label": one["label"], "value": one[value], "mcse": one[mcse]}


def women_per_arm(protocol: Protocol) -> dict[str, int]:
    """Women randomised to each arm, by the ratio; what does not divide goes to the first arms."""
    ratio = protocol.design.allocation.ratio
    total, parts = protocol.design.participants, sum(ratio.values())
    women = {arm: total * share // parts for arm, share in ratio.items()}
    for arm in list(women)[: total - sum(women.values())]:
        women[arm] += 1
    return women


def _tests(gathered: Gathered, without: Gathered, protocol: Protocol, plan: Plan) -> dict[str, Any]:
    """Rejection rate of every planned test, and the enumerated size of the discrete ones."""
    result = {}
    discrete = discrete_tests(plan)
    for test in tests_of(plan):
        rows = gathered.tests.filter(test=test.name)
        p = rows["p_value"].fill_null(1.0).to_numpy()  # a test that cannot be made rejects nothing
        rate = over_trials(rows["trial"].to_numpy(), (p <= plan.alpha).astype(float), gathered.enrolled)
        more = _more_often(test.name, gathered, without, plan)
        result[test.name] = {
            "label": f"{protocol.endpoint(test.question.name).label}: {METHODS[test.kind]}",
            "endpoint": test.question.name,
            "rejection_rate": number(rate.value),
            **(_attained(test.name, without, protocol, plan) if test.name in discrete else {"attained_size": None}),
            "mcse": number(rate.mcse),
            "more_than_zero": None if more is None else number(more.value),
            "more_mcse": None if more is None else number(more.mcse),
            "not_testable": float(rows["p_value"].null_count() / max(len(rows), 1)),
            "method": _method(rows, plan),
        }
    return result


def _more_often(test: str, gathered: Gathered, without: Gathered, plan: Plan) -> Estimate | None:
    """How much more often a test rejects than in the same trials without an effect; None where these are its own.

    Both scenarios have the same women and luck, so trials are compared one by one: the error is that of the difference.
    """
    if gathered is without:
        return None
    found = [
        of.tests.filter(test=test).select("trial", (pl.col("p_value").fill_null(1.0) <= plan.alpha).alias("rejects"))
        for of in (gathered, without)
    ]
    both = found[0].join(found[1], on="trial", suffix="_without", maintain_order="left")
    more = both["rejects"].cast(pl.Float64) - both["rejects_without"].cast(pl.Float64)
    return over_trials(both["trial"].to_numpy(), more.to_numpy(), gathered.enrolled)


def _method(rows: pl.DataFrame, plan: Plan) -> str:
    """The method of a test as its results name it (where it varies, that of most trials), and the level."""
    names = rows["method"].cast(pl.String).value_counts().sort("count", "method", descending=[True, False])["method"]
    return f"{names[0] if len(names) else ''}, level {plan.alpha:g}"


def _attained(test: str, without: Gathered, protocol: Protocol, plan: Plan) -> dict[str, Any]:
    """The enumerated size where every arm has the spontaneous share, and the largest over all shares.

    Averaged over the numbers of women with a value that the trials really had; `complete_size` is that of a trial which
    nobody leaves.
    """
    share = _share(without, discrete_tests(plan)[test])
    complete = attained_size(plan, test, women_per_arm(protocol), share)
    if complete is None:
        return {"attained_size": None}
    patterns = without.tests.filter(test=test)["sizes"].cast(pl.String).value_counts().sort("sizes")
    total = 0.0
    for sizes, count in patterns.iter_rows():
        women = dict(zip(plan.doses, (int(n) for n in sizes.split("/")), strict=True)) if sizes else {}
        total += count * ((attained_at(plan, test, women, share) or 0.0) if women else 0.0)
    return {
        "attained_size": total / max(sum(patterns["count"].to_list()), 1),
        "complete_size": complete.at_share,
        "largest_size": complete.largest,
        "spontaneous_share": share,
    }


def _share(gathered: Gathered, endpoint: str) -> float:
    """Share of women with an event, all arms and trials together."""
    rows = gathered.arms.filter(endpoint=endpoint).drop_nulls("estimate")
    n = rows["n"].to_numpy().astype(float)
    return float(rows["estimate"].to_numpy().astype(float) @ n / max(n.sum(), 1.0))


def claims(gathered: Gathered) -> dict[str, Any]:
    """How often a team would claim success without a randomised comparison."""
    result = {}
    for claim in gathered.claims["claim"].cast(pl.String).unique(maintain_order=True):
        rows = gathered.claims.filter(claim=claim)
        claimed = rows["claimed"].cast(pl.Float64).to_numpy()
        rate = over_trials(rows["trial"].to_numpy(), claimed, gathered.enrolled)
        result[claim] = {"label": rows["text"][0], "rate": number(rate.value), "mcse": number(rate.mcse)}
    return result


def _monitoring(gathered: Gathered, protocol: Protocol) -> dict[str, Any] | None:
    """The rule that stops the trial, and how it behaves; None where the protocol has none."""
    if protocol.monitoring is None or gathered.stops.is_empty():
        return None
    infused = sum(n for arm, n in women_per_arm(protocol).items() if protocol.arms[arm].total_cells > 0)
    stopped = gathered.stops["stopped"].cast(pl.Float64).to_numpy()
    rate = over_trials(gathered.stops["trial"].to_numpy(), stopped, gathered.enrolled)
    women = float(np.asarray(gathered.stops["women"].mean()))
    return monitoring.told(protocol, infused, rate.value, rate.mcse, women)


def _safety(gathered: Gathered, protocol: Protocol) -> dict[str, Any]:
    """What the trial can say of serious events in women who were given cells, and how many have one here.

    Shares are those of women randomised, over the whole follow-up; what happens after a woman left is not seen.
    """
    women = {arm: n for arm, n in women_per_arm(protocol).items() if protocol.arms[arm].total_cells > 0}
    others = [arm for arm in protocol.arms if arm not in women]
    background = 1.0 - float(np.exp(-protocol.serious_per_woman_year * protocol.follow_up_days / DAYS_PER_YEAR))
    all_women = safety(sum(women.values()), rates=(background, 0.01, 0.05, 0.10, 0.20))
    one_arm = safety(min(women.values()), rates=(background, 0.01, 0.05, 0.10, 0.20))
    seen = _harmed(gathered, list(women), (pl.col("women") > 0).cast(pl.Float64))
    return {
        "follow_up_days": protocol.follow_up_days,
        "given_cells": _share_harmed(gathered, list(women)),
        "not_given_cells": _share_harmed(gathered, others) if others else None,
        "by_arm": {arm: _share_harmed(gathered, [arm]) for arm in protocol.arms},
        "background_per_woman": background,
        "background_tag": "assumed",
        "chance_of_at_least_one": number(seen.value),
        "mcse": number(seen.mcse),
        "n": all_women.n,
        "n_arm": one_arm.n,
        "upper_bound_0_of_n": all_women.upper_bound_after_none,
        "upper_bound_0_of_arm": one_arm.upper_bound_after_none,
        "smallest_detectable_rate": all_women.smallest_detectable_rate,
        "smallest_detectable_rate_arm": one_arm.smallest_detectable_rate,
        "power": all_women.power,
        "chance_at_rates": {f"{rate:.4g}": chance for rate, chance in all_women.chance_to_see},
        "method": "Clopper-Pearson, two-sided 95 %; binomial",
    }


def _share_harmed(gathered: Gathered, arms: list[str]) -> dict[str, Any]:
    """Share of the women of some arms with at least one serious event."""
    found = _harmed(gathered, arms, pl.col("women") / pl.col("randomised"))
    return {"share": number(found.value), "mcse": number(found.mcse)}


def _harmed(gathered: Gathered, arms: list[str], what: pl.Expr) -> Estimate:
    """The mean over trials of something told of the women of some arms together."""
    mine = gathered.serious.filter(pl.col("arm").cast(pl.String).is_in(arms))
    trials = mine.group_by("trial", maintain_order=True).agg(pl.col("women", "randomised").sum())
    return over_trials(trials["trial"].to_numpy(), trials.select(what.alias("x"))["x"].to_numpy(), gathered.enrolled)
