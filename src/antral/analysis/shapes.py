"""The multiple contrast test of MCP-Mod over many trials: a response to the dose of any of several shapes."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from antral.analysis.by_size import Group
from antral.analysis.endpoints import Question
from antral.analysis.methods import dose_response
from antral.core import InputError
from antral.records import parameters

Numbers = NDArray[np.float64]
Shapes = tuple[dose_response.Candidate, ...]


@cache
def candidates(highest: float) -> Shapes:
    """The shapes on record (`records/analysis/candidate_shapes.yaml`), for doses up to the highest."""
    guess = {name: one.value for name, one in parameters("candidate_shapes", folder="analysis").items()}
    doses = {"emax": guess["emax_dose"] * highest, "exponential": highest / 2}
    return (
        dose_response.Candidate("linear"),
        dose_response.guessed("emax", [doses["emax"]], [guess["emax_share"]], highest),
        dose_response.guessed("exponential", [doses["exponential"]], [guess["exponential_share"]], highest),
        dose_response.Candidate("quadratic", (-1.0 / (2.0 * guess["umbrella_dose"] * highest),)),
    )


def named(highest: float) -> str:
    """The shapes in words."""
    return ", ".join(one.name for one in candidates(highest))


def tested(group: Group, scores: tuple[float, ...], question: Question, sides: int) -> tuple[Numbers, Numbers]:
    """Slope over the dose and smallest adjusted p-value of trials with the same arm sizes; NaN where too few women.

    Parameters
    ----------
    scores
        Dose of each arm; arms with the same dose are taken together.
    """
    dose = np.repeat(np.asarray(scores), group.sizes)
    doses, which = np.unique(dose, return_inverse=True)
    trials = group.values.shape[1]
    if len(doses) < 2 or len(dose) <= len(doses):
        return np.full(trials, np.nan), np.full(trials, np.nan)
    n = np.bincount(which)
    member = (which[:, np.newaxis] == np.arange(len(doses))).astype(float)
    means = member.T @ group.values / n[:, np.newaxis]
    residual = group.values - means[which]
    with np.errstate(invalid="ignore", divide="ignore"):
        sds = np.sqrt(member.T @ residual**2 / (n - 1)[:, np.newaxis])
    centred = dose - dose.mean()
    slope = centred @ group.values / (centred**2).sum()
    p = dose_response.contrast_tests(
        doses,
        means.T,
        np.where(n > 1, sds.T, 0.0),
        n,
        candidates(float(max(scores))),
        direction="increase" if question.direction == "increase" else "decrease",
        sides=sides,
    )
    return slope, p


def check(doses: tuple[float, ...], name: str) -> None:
    """Three doses are the fewest that tell shapes apart."""
    if len(set(doses)) < 3:
        raise InputError(f"endpoint {name}: MCP-Mod wants three doses or more, a control arm's 0 included.")
