"""`analyse`: the statistician's plan on trial tables, real or simulated, without the simulator."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from antral.protocol import Protocol, load

if TYPE_CHECKING:
    from antral.analysis import Results


def analyse(
    tables: str | Path,
    *,
    protocol: str | Path | Protocol,
    set: Sequence[str] = (),
) -> "Results":
    """Analyse a trial's tables by a protocol.

    Parameters
    ----------
    tables
        `observations.csv`, or a folder with participants, observations and events (CSV or Parquet).
    """
    from antral.analysis import analyse as run
    from antral.dataset import check, read

    trial_protocol = protocol if isinstance(protocol, Protocol) else load(protocol, overrides=list(set))
    found = check(read(tables), arms=list(trial_protocol.arms), where=str(tables))
    return run(found, trial_protocol)
