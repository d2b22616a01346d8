"""Women (or pairs) with two yes-or-no findings each: McNemar's test."""

import math

from scipy.special import chdtrc

from antral.analysis.methods.binary.tables import at_most, counts
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.proportion import clopper_pearson
from antral.analysis.methods.result import Result
from antral.core import InputError

MCNEMAR = "McNemar's test of paired findings"
_FORMS = {
    "exact": "exact binomial",
    "mid_p": "exact binomial with mid-p",
    "chi_squared": "chi-squared",
    "chi_squared_corrected": "chi-squared with continuity correction",
}


def mcnemar(*, first_only: int, second_only: int, form: str = "exact", confidence: float = 0.95) -> Result:
    """Whether a finding is as frequent at the first as at the second time, in the same women.

    Women with the same finding both times say nothing of the odds ratio and are not asked for.

    Source: McNemar 1947, Psychometrika 12:153; mid-p: Fagerland, Lydersen and Laake 2013, BMC Med Res Methodol 13:91.

    Parameters
    ----------
    first_only, second_only
        Women with the finding only at the first time, and only at the second.
    form
        `exact`, `mid_p`, `chi_squared` or `chi_squared_corrected`.

    Returns
    -------
    The odds ratio (women with it only first over those with it only second) with its exact interval, whatever the form.
    """
    if form not in _FORMS:
        raise InputError(f"form = {form!r}: one of {', '.join(_FORMS)} was wanted.")
    each, _ = counts([first_only, second_only], [first_only, second_only])
    b, c = (int(number) for number in each)
    both = b + c
    low, high = (float(limit) for limit in clopper_pearson(b, both, level_of(confidence)))
    statistic, p, df = math.nan, math.nan, math.nan
    if form.startswith("chi") and both:
        df = 1.0
        statistic = max(0.0, abs(b - c) - (form == "chi_squared_corrected")) ** 2 / both
        p = float(chdtrc(1, statistic))
    elif both:
        fewer = min(b, c)
        below, less = float(at_most(fewer, both, 0.5)), float(at_most(fewer - 1, both, 0.5))
        p = min(1.0, below + (less if form == "mid_p" else below))
        statistic = float(fewer)
    return Result(
        method=f"{MCNEMAR}, {_FORMS[form]}",
        effect="odds ratio, first time over second",
        estimate=_odds(b / both) if both else math.nan,
        low=_odds(low) if both else 0.0,
        high=_odds(high) if both else math.inf,
        p_value=p,
        confidence=confidence,
        statistic=statistic,
        df=df,
        n={"discordant": both},
        assumptions=("women are independent; conditional on how many differ between the two times",),
        notes=() if both else ("no woman differs between the two times: nothing can be said",),
    )


def _odds(share: float) -> float:
    return share / (1.0 - share) if share < 1.0 else math.inf
