"""Growing pre-antral follicles in three stages, and the pool of small antral follicles they feed."""

from typing import NamedTuple

from antral.kernel import cube, decay, equation


class Pipeline(NamedTuple):
    """Growing pre-antral follicles of one woman, as mean numbers."""

    primary: float  # follicles
    secondary: float  # follicles
    preantral: float  # follicles


class AntralPool(NamedTuple):
    """Small antral follicles that respond to gonadotropins but are not yet selected."""

    size: float  # follicles, a mean number


class PipelineParameters(NamedTuple):
    """Values and sources: `records/parameters/pipeline.yaml`."""

    stage_days: float  # d
    survival: float  # share
    antral_loss: float  # 1/d
    recruitment_rate: float  # 1/d
    recruitment_gain: float  # 1
    recruitment_fsh_half: float  # IU/L


@equation
def after_a_day(pipeline: Pipeline, leaving: float, p: PipelineParameters) -> Pipeline:
    """The three stages a day later, fed by the follicles that left the resting pool."""
    return Pipeline(
        pipeline.primary + leaving - pipeline.primary / p.stage_days,
        pipeline.secondary + (pipeline.primary - pipeline.secondary) / p.stage_days,
        pipeline.preantral + (pipeline.secondary - pipeline.preantral) / p.stage_days,
    )


@equation
def inflow_per_day(pipeline: Pipeline, antral_survival: float, p: PipelineParameters) -> float:
    """Follicles that reach the antral pool in a day; `antral_survival` is the therapy's port, 1 untreated."""
    return p.survival * antral_survival * pipeline.preantral / p.stage_days


@equation
def recruitment_per_follicle(fsh: float, p: PipelineParameters) -> float:
    """Daily rate at which one antral follicle is recruited; rises with FSH (IU/L)."""
    f = cube(fsh / p.recruitment_fsh_half)
    return p.recruitment_rate * (1.0 + p.recruitment_gain * f / (1.0 + f))


@equation
def antral_after(pool: AntralPool, inflow: float, recruitment: float, days: float, p: PipelineParameters) -> AntralPool:
    """The antral pool `days` later: exact for constant inflow and loss, so it stays positive.

    What recruitment takes is part of the balance: it keeps POI ovaries from ovulating every week.
    """
    loss = p.antral_loss + recruitment
    steady = inflow / loss
    return AntralPool(steady + (pool.size - steady) * decay(loss * days))
