"""What a team without a control arm would claim from the same data.

Over simulated trials in which cells do nothing, the share of claims is the chance of a false success. Each before-after
test pools all arms and claims an improvement where p < 0.05 and the mean moves the way that is good for the woman.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.endpoints import Question
from antral.analysis.endpoints.definition import limits
from antral.analysis.methods import paired_t, signed_rank
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
    """Columns `trial, claimed` of one endpoint."""
    rows = results.participants.filter(pl.col("endpoint") == question.name).select("trial", "value")
    numbers = rows.group_by("trial", maintain_order=True).agg(pl.col("value").drop_nulls())
    values = numbers["value"].list
    n = values.len().to_numpy().astype(np.int64)
    flat = numbers["value"].explode().drop_nulls().to_numpy()
    starts = np.r_[0, np.cumsum(n)[:-1]]
    p, moved = np.full(len(n), np.nan), np.zeros(len(n))
    for size in np.unique(n[n > 1]):
        chosen = n == size
        changes: NDArray[np.float64] = flat[starts[chosen][np.newaxis, :] + np.arange(size)[:, np.newaxis]]
        p[chosen] = paired_t(changes) if question.derive == "log_change" else signed_rank(changes)
        moved[chosen] = changes.mean(axis=0)
    good = moved > 0 if question.direction == "increase" else moved < 0
    claimed = pl.Series("claimed", (p < alpha) & good)
    return numbers.select("trial").with_columns(pl.when(pl.Series(np.isfinite(p))).then(claimed).alias("claimed"))


def _resumption(results: Results, question: Question, usual: dict[str, float]) -> list[pl.DataFrame]:
    """Claims from the number of women who resumed, over all who were randomised."""
    rows = results.participants.filter(pl.col("endpoint") == question.name)
    arms = rows.group_by("trial", "arm").agg(
        pl.col("value").sum().alias("resumed"), pl.len().alias("randomised"), pl.col("estimable").sum()
    )
    arms = arms.with_columns(pl.col("arm").is_in(list(results.plan.controls)).alias("control"))
    best = pl.col("resumed").filter(~pl.col("control")).max().alias("best")
    totals = arms.group_by("trial").agg(pl.col("resumed", "randomised", "estimable").sum(), best).sort("trial")
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


def published_resumption() -> float:
    """The published share of women who resume, with which a naive team compares."""
    return limits("naive")["published_resumption"]
