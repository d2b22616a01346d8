"""`verify`: the model's numbers beside published ones."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent

if TYPE_CHECKING:
    from antral.verify import Row


def verify(*, rows: Sequence[str] = (), seed: int = 1, progress: Progress = silent) -> "list[Row]":
    """Evaluate the reference rows of the model: ours with interval, reference, accepted range, verdict.

    Parameters
    ----------
    rows
        Row numbers such as `3b`; all by default.
    """
    from antral.verify import report

    whole(seed, "seed", 0, 2**32 - 1)
    compiled(progress)
    return report(tuple(rows), seed=seed, progress=progress)
