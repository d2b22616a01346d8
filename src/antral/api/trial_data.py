"""`analyse`: the statistician's plan on trial tables, real or simulated, without the simulator."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from antral.protocol import Protocol, load

if TYPE_CHECKING:
    from antral.analysis import Application, Applied, Results


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


def estimate(
    table: str | Path,
    method: str,
    *,
    columns: Mapping[str, str] | None = None,
    control: str | None = None,
    where: Mapping[str, str] | None = None,
    visit: str | None = None,
    covariates: Sequence[str] = (),
    level: float = 0.95,
    horizon: float | None = None,
    seed: int = 1,
    log: bool = False,
    adjust: str | None = None,
    structure: str = "unstructured",
) -> "list[Applied]":
    """One method on any trial's CSV file, without a protocol: a result for each comparison.

    Parameters
    ----------
    method
        A name of `methods`.
    columns
        Column of the file by role (`value`, `arm`, `visit`, ...), where it has another name than ours or that of CDISC.
    control
        The arm that others are compared with; found where it is called control or placebo.
    where
        Only rows with this text in this column, such as `{"parameter": "FSH"}`.
    visit
        The visit at which arms are compared.
    covariates
        Columns adjusted for, beside the baseline: numbers, or words taken as categories.
    level
        Of the intervals.
    horizon
        End of the time that a restricted mean, or a share at a time, looks at; in the file's unit.
    seed
        Of methods that draw random numbers.
    log
        Whether values and baselines are taken as logarithms, and differences told as ratios, as for FSH.
    adjust
        How p-values of several comparisons are adjusted: bonferroni, holm, hochberg, hommel or fixed_sequence.
    structure
        Covariance structure with which a mixed model begins, such as `compound_symmetry`.

    Raises
    ------
    InputError
        An unknown method or column, or a table that does not hold what the method needs.
    """
    from antral.analysis import Ask, apply
    from antral.dataset import read_rows

    ask = Ask(
        columns or {}, control, where or {}, visit, tuple(covariates), level, horizon, seed, log, adjust, structure
    )
    return apply(read_rows(Path(table)), method, ask)


def methods() -> "tuple[Mapping[str, str], Mapping[str, Application]]":
    """The full name of every method, and what each that takes a table asks and needs."""
    from antral.analysis import APPLICATIONS, METHODS

    return METHODS, APPLICATIONS
