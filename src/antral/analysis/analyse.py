"""From tables to estimates and tests."""

import polars as pl

from antral.analysis import estimates, randomisation
from antral.analysis.contrasts import CONTRASTS_SCHEMA, contrasts_frame
from antral.analysis.derive import Valued, valued
from antral.analysis.plan import Plan, plan
from antral.analysis.results import Results
from antral.analysis.slopes import SLOPES_SCHEMA, has_slope, slopes_frame
from antral.dataset import Tables
from antral.protocol import Protocol

ARMS_SCHEMA = {
    "trial": pl.Int32(),
    "arm": pl.String(),
    "endpoint": pl.String(),
    "n": pl.Int64(),
    "estimate": pl.Float64(),
    "ci_low": pl.Float64(),
    "ci_high": pl.Float64(),
    "method": pl.String(),
}
TESTS_SCHEMA = {
    "trial": pl.Int32(),
    "test": pl.String(),
    "endpoint": pl.String(),
    "kind": pl.String(),
    "statistic": pl.Float64(),
    "p_value": pl.Float64(),
    "method": pl.String(),
    "n": pl.Int64(),
    "sizes": pl.String(),
}


def analyse(tables: Tables, protocol: Protocol | Plan, *, seed: int = 0) -> Results:
    """Analyse each trial of the tables by the statistician's plan, complete cases.

    Parameters
    ----------
    seed
        Of the sampled allocations of randomisation tests, used only where there are too many to enumerate.
    """
    wanted = plan(protocol)
    return analysed(valued(tables, wanted), wanted, seed=seed)


def analysed(found: Valued, wanted: Plan, *, seed: int = 0) -> Results:
    """`analyse`, where every participant's endpoints are known already."""
    trials, layout, values, strata = found.trials, found.layout, found.values, found.persons["stratum"]
    arms = [
        estimates.arms_frame(
            trials, wanted, question, estimates.by_arm(layout, wanted, question, values[question.name])
        )
        for question in wanted.questions
    ]
    slopes = [
        slopes_frame(layout, trials, wanted, question, values[question.name], strata)
        for question in wanted.questions
        if has_slope(wanted, question)
    ]
    tested = [
        randomisation.run(layout, trials, wanted, test, values[test.question.name], strata, seed=seed)
        for test in randomisation.tests_of(wanted)
    ]
    compared = [
        contrasts_frame(layout, trials, wanted, question, values[question.name], strata, seed=seed)
        for question in wanted.questions
    ]
    return Results(
        plan=wanted,
        valued=found,
        arms=pl.concat([pl.DataFrame(schema=ARMS_SCHEMA), *arms]),
        slopes=pl.concat([pl.DataFrame(schema=SLOPES_SCHEMA), *slopes]),
        contrasts=pl.concat([pl.DataFrame(schema=CONTRASTS_SCHEMA), *compared]),
        tests=pl.concat([pl.DataFrame(schema=TESTS_SCHEMA), *tested]),
    )
