"""Whether the analysis of a design can be made at all: known before anything is simulated."""

import polars as pl

from antral.analysis import Plan, analysed, valued
from antral.dataset import tables

_WOMEN_AN_ARM = 2


def can_be_analysed(wanted: Plan, known: list[str]) -> None:
    """Analyse one trial of which nothing was observed; an `InputError` of the analysis says what does not fit.

    Parameters
    ----------
    wanted
        The plan of a design.
    known
        Plans that were seen to be possible; this one is added.
    """
    key = repr(wanted)
    if key in known:
        return
    arms = [arm for arm in wanted.doses for _ in range(_WOMEN_AN_ARM)]
    people = pl.DataFrame({"trial": 1, "participant_id": range(1, len(arms) + 1), "arm": arms, "last_day": 0.0})
    analysed(valued(tables(people), wanted), wanted)
    known.append(key)
