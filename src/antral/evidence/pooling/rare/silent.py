"""Trials that say nothing about an odds ratio: no woman had the event in either arm, or every woman had it."""

import numpy as np
from numpy.typing import NDArray

from antral.evidence.pooling.counts import Counts

LOG_ODDS_RATIO = "log odds ratio"


def silent(studies: Counts) -> NDArray[np.bool_]:
    """Which studies have events in neither group or in all women, `[study]`."""
    hit = studies.events.sum(axis=0)
    found: NDArray[np.bool_] = (hit == 0) | (hit == studies.n.sum(axis=0))
    return found


def speaking(studies: Counts) -> Counts:
    """The others."""
    keep = ~silent(studies)
    names = tuple(name for name, kept in zip(studies.labels, keep, strict=True) if kept)
    return Counts(studies.events[:, keep], studies.n[:, keep], names)


def left_out(studies: Counts) -> list[str]:
    """What to say of studies that an odds ratio cannot use."""
    quiet = silent(studies)
    if not quiet.any():
        return []
    none = int((studies.events.sum(axis=0) == 0).sum())
    women = int(studies.n[:, quiet].sum())
    parts = [f"{none} without events in either arm"] * (none > 0)
    parts += [f"{int(quiet.sum()) - none} with events in all women"] * (int(quiet.sum()) > none)
    return [
        f"{int(quiet.sum())} of {len(quiet)} trials say nothing about an odds ratio and do not count ({women} women): "
        + ", ".join(parts)
    ]


def one_sided(studies: Counts) -> int:
    """1 where only the first group had events (or lacked them fewer), -1 the second, 0 where an estimate is finite."""
    heard = speaking(studies)
    if not len(heard.labels):
        return 0
    lowest = np.maximum(0, heard.events.sum(axis=0) - heard.n[1])
    highest = np.minimum(heard.n[0], heard.events.sum(axis=0))
    return int(np.all(heard.events[0] == highest)) - int(np.all(heard.events[0] == lowest))
