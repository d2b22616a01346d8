"""What a report draws beside the numbers: courses by arm, the women of one trial, one woman in close-up."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from antral.dataset import Tables
from antral.design import Gathered, before_conception
from antral.engine import DAILY
from antral.population import Bank
from antral.protocol import Protocol
from antral.reports import ArmFlow, CloseUp, Flow
from antral.trial import follow

CLOSE_UP_TRIAL: Final = 1


def courses(gathered: dict[str, Gathered]) -> pl.DataFrame:
    """Measured quantiles of every scenario: `scenario, arm, day, analyte, n, q10, q25, q50, q75, q90`."""
    return pl.concat([one.courses.with_columns(scenario=pl.lit(name)) for name, one in gathered.items()])


def drawn_women(first_trial: Mapping[str, Tables]) -> pl.DataFrame:
    """Measured values of the women of the first trial: `scenario, arm, participant_id, day, analyte, value`.

    Those after a conception are left out: progesterone of one pregnancy would make everybody else's a flat line.
    """
    frames = []
    for name, tables in first_trial.items():
        arms = tables.participants.select("participant_id", "arm")
        frames.append(
            before_conception(tables)
            .join(arms, on="participant_id")
            .select(
                pl.lit(name).alias("scenario"),
                "arm",
                "participant_id",
                "day",
                pl.col("parameter").alias("analyte"),
                "value",
            )
        )
    return pl.concat(frames)


def close_up(protocol: Protocol, pool: Bank, effect: str, seed: int) -> CloseUp:
    """The participant of the first trial in whom most happens, day by day, under one scenario."""
    count = range(1, protocol.design.participants + 1)
    followed = [
        follow(protocol, pool, trial=CLOSE_UP_TRIAL, participant_id=n, seed=seed, scenario=effect, sampling=DAILY)
        for n in count
    ]
    ovulations = [float(one.factual["ovulations"].sum()) for one in followed]
    place = max(range(len(followed)), key=lambda i: (bool(followed[i].infusion_days), ovulations[i]))
    chosen = followed[place]
    frame = pl.DataFrame({"day": chosen.t_days, **chosen.factual})
    frame = frame.with_columns(
        fsh_no_cell_iu_l=pl.Series(chosen.no_cell["fsh_iu_l"]), tablet_day=pl.Series(chosen.tablet_day)
    )
    arm = protocol.arms[chosen.arm].label
    return CloseUp(
        frame=frame,
        infusion_days=chosen.infusion_days,
        visit_days=tuple(float(v.day) for v in protocol.treatment_visits),
        regimen=chosen.regimen,
        caption=(
            f"Participant {place + 1} of simulated trial {CLOSE_UP_TRIAL}, {arm}, {chosen.age_years:.0f} years, effect "
            f"'{effect}'. She was chosen because much happens in her; most women show less."
        ),
    )


def flow(protocol: Protocol, results: dict[str, Any], arms: pl.DataFrame) -> Flow:
    """From the women drawn to those who completed follow-up, as means over trials."""
    screening, trials = results["screening"], results["trials"]
    return Flow(
        drawn=screening["drawn"],
        presented=screening["candidates"],
        screened_out={line: one["first"] for line, one in screening["reasons"].items() if one["first"]},
        randomised=protocol.design.participants,
        arms={
            row["arm"]: ArmFlow(
                randomised=row["randomised"] / trials,
                dosed=row["dosed"] / trials,
                discontinued=row["discontinued"] / trials,
                completed=row["completed"] / trials,
            )
            for row in arms.iter_rows(named=True)
        },
        note=(
            f"Screening: the women drawn to fill the bank of {screening['admitted']}. Arms: means over {trials} "
            "simulated trials."
        ),
    )
