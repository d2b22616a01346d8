"""`verify --uncertainty`: the rows under members of the posterior, each with its own women and luck."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from antral.api.progress import Progress
from antral.api.uncertainty import apart
from antral.api.whole_file import ready
from antral.api.workers import shared_out
from antral.calibrate import Item, Posterior, Simulator
from antral.core import Purpose, in_place, philox
from antral.verify import ROWS_OF_THE_CODE, Row, Spread

if TYPE_CHECKING:
    from antral.calibrate import Outcome

KEPT: Final = "uncertainty"
"""Folder, in that of the report, of what was found under each member: a file each."""
_STREAM: Final = 2**24


def over_posterior(
    rows: Sequence[Row],
    posterior: Posterior,
    *,
    members: int,
    women: int,
    seed: int,
    workers: int,
    out: Path | None,
    progress: Progress,
) -> tuple[tuple[Row, ...], dict[str, Any]]:
    """The rows with their spread over members of a posterior, and what was run.

    Rows that test the code and not its numbers (oracle, invariants, convergence, two implementations) stay as they are.

    Parameters
    ----------
    women
        Healthy women of each age under each member.
    out
        Keeps what was found under each member in a folder of its own; the same call goes on there. None keeps nothing.
    """
    judged = tuple(row.key for row in rows if row.key not in ROWS_OF_THE_CODE)
    folder = ready(out, KEPT)
    task = Simulator(judged, women, None if folder is None else folder / KEPT)
    seeds = philox(seed, _STREAM, np.arange(members), Purpose.CALIBRATION, 0)[:, 0]
    items = [Item(vector, int(own)) for vector, own in zip(posterior.vectors(members, seed), seeds, strict=True)]
    asked = items if judged else []
    words = "members of the posterior"
    progress(words, 0.0)
    coming = shared_out(task, asked, workers=min(workers, members))
    outcomes: list[Outcome] = in_place(coming, len(asked), partial(progress, words))
    spreads = {key: spread([(one.values[i], one.errors[i]) for one in outcomes]) for i, key in enumerate(judged)}
    about: dict[str, Any] = {
        "part": posterior.part,
        "sha256": posterior.fingerprint,
        "command": posterior.about.get("command"),
        "members": members,
        "women_each": women,
        "refused": [one.refused for one in outcomes if one.refused],
    }
    return tuple(replace(row, spread=spreads.get(row.key)) for row in rows), about


def spread(pairs: Sequence[tuple[float, float]]) -> Spread:
    """What members of the posterior give, by value and Monte-Carlo error, with chance taken out of the interval."""
    told: Mapping[str, Any] = apart([(value, error) for value, error in pairs if np.isfinite(value)])
    between, most = told["between_sd"], told["between_sd_at_most"]
    return Spread(told["value"], told["q05"], told["q95"], between, most, told["mcse"], told["vectors"])
