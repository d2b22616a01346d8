"""What a team without a control arm would claim from the same data.

Over simulated trials in which cells do nothing, the share of claims is the chance of a false success. Each before-after
test pools all arms and claims an improvement where p < 0.05 and the mean moves the way that is good for the woman.
"""

import numpy as np
import polars as pl

from antral.analysis.by_size import groups
from antral.analysis.endpoints import Question
from antral.analysis.endpoints.definition import limits
from antral.analysis.methods import paired_t, signed_rank
from antral.analysis.methods.permutation import in_order
from antral.analysis.results import Results

_HORMONES = ("FSH", "E2", "AMH")


def naive_claims(results: Results) -> pl.DataFrame:
    """Which claims a naive team would make in each trial.

    Returns
    -------
    Columns `trial, claim, claimed, text`: `before_after_<endpoint>` for FSH, E2 and AMH at each time;
    `before_after_any_hormone`; `resumed_at_least_1`, `_2`, `_3`; `share_above_published`; `best_arm_2`. Null where no
    woman was estimable.
    """
    usual = limits("naive")
    frames = _before_after(results, usual["before_after_alpha"])
    resumed = next((q for q in results.plan.questions if q.derive == "menses_resumed"), None)
    if resumed is not None:
        frames += _resumption(results, resumed, usual)
    schema = pl.Schema({"trial": pl.Int32(), "claim": pl.String(), "claimed": pl.Boolean(), "text": pl.String()})
    return pl.concat([pl.DataFrame(schema=schema), *(frame.cast(schema) for frame in frames)])


def _before_after(results: Results, alpha: float) -> list[pl.DataFrame]:
    """One claim for each hormone and time, and one for any of them."""
    frames = []
    for question in results.plan.questions:
        if question.derive not in ("log_change", "change") or question.measure not in _HORMONES:
            continue
        frame = _claims(results, question, alpha)
        test = "paired t test of logs" if question.derive == "log_change" else "Wilcoxon signed-rank test"
        better = "lower" if question.direction == "decrease" else "higher"
        text = f"{question.measure} is {better} on day {question.day:g} than before (p < {alpha:g}, {test})"
        frames.append(
            frame.with_columns(pl.lit(f"before_after_{question.name}").alias("claim"), pl.lit(text).alias("text"))
        )
    if frames:
        either = pl.concat(frames).group_by("trial").agg(pl.col("claimed").any(ignore_nulls=False)).sort("trial")
        text = f"some hormone is better than before (p < {alpha:g})"
        frames.append(
            either.with_columns(pl.lit("before_after_any_hormone").alias("claim"), pl.lit(text).alias("text"))
        )
    return [frame.select("trial", "claim", "claimed", "text") for frame in frames]


def _claims(results: Results, question: Question, alpha: float) -> pl.DataFrame:
    """Columns `trial, claimed` of one endpoint, all arms together."""
    one, layout = results.valued.values[question.name], results.valued.layout
    p, moved = np.full(layout.trials, np.nan), np.zeros(layout.trials)
    for group in groups(layout._replace(arm=np.zeros_like(layout.arm), arms=1), one.value, one.reason == 0):
        if group.sizes[0] > 1:
            is_log = question.derive == "log_change"
            p[group.trials] = paired_t(group.values) if is_log else signed_rank(group.values)
            moved[group.trials] = in_order(group.values)
    good = moved > 0 if question.direction == "increase" else moved < 0
    claimed = pl.when(pl.Series(np.isfinite(p))).then(pl.Series((p < alpha) & good)).alias("claimed")
    return pl.DataFrame({"trial": pl.Series(results.valued.trials, dtype=pl.Int32())}).with_columns(claimed)


def _resumption(results: Results, question: Question, usual: dict[str, float]) -> list[pl.DataFrame]:
    """Claims from the number of women who resumed, over all who were randomised."""
    one, layout = results.valued.values[question.name], results.valued.layout
    known = one.reason == 0
    resumed = layout.counts(known, one.value)
    treated = [place for place, arm in enumerate(results.plan.doses) if arm not in results.plan.controls]
    totals = pl.DataFrame(
        {
            "trial": pl.Series(results.valued.trials, dtype=pl.Int32()),
            "resumed": resumed.sum(axis=1),
            "randomised": layout.counts(np.ones_like(known)).sum(axis=1),
            "estimable": layout.counts(known).sum(axis=1),
            "best": resumed[:, treated].max(axis=1, initial=0.0),
        }
    )
    published, best_arm, most = usual["published_resumption"], int(usual["best_arm"]), int(usual["most_resumed"])
    claims: list[tuple[str, pl.Expr, str]] = [
        (f"resumed_at_least_{k}", pl.col("resumed") >= k, f"at least {k} of the women resumed menses")
        for k in range(1, most + 1)
    ]
    above = pl.col("resumed") > published * pl.col("randomised")
    claims += [
        ("share_above_published", above, f"more women resumed than the published {published:.0%}"),
        (f"best_arm_{best_arm}", pl.col("best") >= best_arm, f"at least {best_arm} women of the best arm resumed"),
    ]
    return [
        totals.select(
            "trial",
            pl.lit(name).alias("claim"),
            pl.when(pl.col("estimable") > 0).then(claim).alias("claimed"),
            pl.lit(text).alias("text"),
        )
        for name, claim, text in claims
    ]
