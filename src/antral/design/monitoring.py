"""The rule that stops a trial for harm: its boundary, its exact operating characteristics, and when it stops in fact.

After every so many infused women the posterior probability that too many women come to harm is computed; above the
wanted certainty the trial stops. The rule itself stands in `analysis.methods.safety`. A woman counts when her window
has passed; one who left before counts as free of events.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import methods
from antral.dataset import Tables
from antral.protocol import Monitoring, Protocol

_PERSON: Final = ["trial", "participant_id"]
MULTIPLES: Final = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""True shares of women with an event at which the rule is judged, as multiples of the acceptable share."""

Look = methods.safety.Look
exact = methods.safety.harm_chance


def boundary(rule: Monitoring, women: int) -> list[Look]:
    """The looks at which the rule can stop a trial of so many infused women."""
    return methods.safety.harm_bound(
        range(rule.look_every, women + 1, rule.look_every),
        acceptable=rule.acceptable_share,
        certainty=rule.certainty,
        prior=(rule.prior_events, rule.prior_women - rule.prior_events),
    )


def stops(protocol: Protocol, tables: Tables) -> pl.DataFrame:
    """Whether the rule stops each trial, in the order of the calendar, and how many women were infused by then.

    Returns
    -------
    `trial, stopped, women, day`; `day` of the calendar on which it stops, null where it does not. Without rows where
    the protocol has no rule.
    """
    schema = pl.Schema({"trial": pl.Int32(), "stopped": pl.Boolean(), "women": pl.Int32(), "day": pl.Float64()})
    rule = protocol.monitoring
    if rule is None:
        return pl.DataFrame(schema=schema)
    infused = _infused(rule, tables)
    each = infused.group_by("trial", maintain_order=True).agg(pl.len().alias("women"), pl.col("harmed").sum())
    women = dict(zip(each["trial"].to_list(), each["women"].to_list(), strict=True))
    looks = boundary(rule, max(women.values(), default=0))
    fewest = min((look.events for look in looks), default=len(infused) + 1)
    near = infused.filter(pl.col("trial").is_in(each.filter(pl.col("harmed") >= fewest)["trial"].to_list()))
    followed = {trial: _followed(looks, mine) for trial, mine in zip(*_split(near), strict=True)}
    rows = [
        (trial, *followed.get(trial, (False, women.get(trial, 0), None)))
        for trial in tables.participants["trial"].unique(maintain_order=True).to_list()
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _split(infused: pl.DataFrame) -> tuple[list[int], list[pl.DataFrame]]:
    """Numbers of the trials, and the infused women of each."""
    parts = infused.partition_by("trial", maintain_order=True)
    return [int(part["trial"][0]) for part in parts], parts


def _followed(looks: Sequence[Look], infused: pl.DataFrame) -> tuple[bool, int, float | None]:
    """Whether one trial stops, women infused by then, and on which day. Women in order of their infusion."""
    first, done, harmed = (infused[name].to_numpy() for name in ("first", "done", "harmed"))
    complete: NDArray[np.float64] = np.maximum.accumulate(done)
    events = np.cumsum(harmed)
    for look in looks:
        if look.women > len(first):
            break
        if events[look.women - 1] >= look.events:
            day = float(complete[look.women - 1])
            return True, int(np.count_nonzero(first <= day)), day
    return False, len(first), None


def _infused(rule: Monitoring, tables: Tables) -> pl.DataFrame:
    """Every infused woman: calendar day of her first infusion, of the end of her window, and whether she was harmed."""
    infusions = tables.events.filter(pl.col("kind") == "infusion").select(*_PERSON, pl.col("day").alias("given"))
    serious = tables.events.filter((pl.col("kind") == "adverse_event") & pl.col("serious").fill_null(value=False))
    after = serious.select(*_PERSON, "day").join(infusions, on=_PERSON)
    lag = pl.col("day") - pl.col("given")
    harmed = after.filter((lag >= 0.0) & (lag <= rule.window_days)).select(*_PERSON).unique()
    women = infusions.group_by(_PERSON).agg(pl.col("given").min().alias("first"), pl.col("given").max().alias("last"))
    enrolled = tables.participants.select(*_PERSON, pl.col("enrolled_day").fill_null(0.0))
    return (
        women.join(enrolled, on=_PERSON)
        .join(harmed.with_columns(harmed=pl.lit(1)), on=_PERSON, how="left")
        .select(
            *_PERSON,
            (pl.col("enrolled_day") + pl.col("first")).alias("first"),
            (pl.col("enrolled_day") + pl.col("last") + rule.window_days).alias("done"),
            pl.col("harmed").fill_null(0),
        )
        .sort("trial", "first", "participant_id")
    )


def told(protocol: Protocol, women: int, stopped: float, mcse: float, infused: float) -> dict[str, Any]:
    """The rule as plain values for JSON.

    Parameters
    ----------
    women
        Women who are to be infused.
    stopped, mcse, infused
        Share of simulated trials that stop, its error, and mean number of women infused.
    """
    rule = protocol.monitoring
    assert rule is not None
    looks = boundary(rule, women)
    rates = sorted({min(rule.acceptable_share * multiple, 1.0) for multiple in MULTIPLES})
    return {
        "rule": (
            f"after every {'' if rule.look_every == 1 else f'{rule.look_every} '}infused "
            f"{'woman' if rule.look_every == 1 else 'women'}: stop when the probability that more than "
            f"{100 * rule.acceptable_share:.3g} % of women have a serious event within {rule.window_days:g} days of an "
            f"infusion is above {100 * rule.certainty:g} % (believed beforehand: as if {rule.prior_events:g} of "
            f"{rule.prior_women:g} women had had one)"
        ),
        "boundary": [[look.women, look.events] for look in looks],
        "stops": stopped,
        "mcse": mcse,
        "expected_women": infused,
        "exact": {f"{rate:.4g}": exact(looks, women, rate).stops for rate in rates},
        "exact_women": {f"{rate:.4g}": exact(looks, women, rate).women for rate in rates},
        "method": "beta-binomial posterior; enumerated over all looks, and simulated in the order of the calendar",
    }
