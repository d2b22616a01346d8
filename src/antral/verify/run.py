"""The entry: evaluate rows of the acceptance table and lay ours beside the reference."""

from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType
from typing import Final

from antral.core import InputError
from antral.verify import (
    rows_by_age,
    rows_chemotherapy,
    rows_conception,
    rows_convergence,
    rows_cycle,
    rows_hormones,
    rows_inhibin,
    rows_numerics,
    rows_phases,
    rows_poi,
    rows_pregnancy,
    rows_reserve,
)
from antral.verify.company import Company
from antral.verify.row import Estimate, Row, references

ROWS: Final = MappingProxyType[str, Callable[[Company], Estimate]](
    {
        **rows_reserve.ROWS,
        **rows_cycle.ROWS,
        **rows_by_age.ROWS,
        **rows_phases.ROWS,
        **rows_inhibin.ROWS,
        **rows_poi.ROWS,
        **rows_pregnancy.ROWS,
        **rows_conception.ROWS,
        **rows_hormones.ROWS,
        **rows_numerics.ROWS,
        **rows_convergence.ROWS,
        **rows_chemotherapy.ROWS,
    }
)
"""What evaluates each entry of `records/reference/physiology_*.yaml`, by key."""

ROWS_OF_THE_CODE: Final = frozenset({*rows_numerics.ROWS, *rows_convergence.ROWS})
"""Keys of rows that test how equations are solved, whatever their numbers: they have no spread over a posterior."""


def report(
    rows: Iterable[str] = (),
    *,
    seed: int = 1,
    women: int = 200,
    company: Company | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> list[Row]:
    """Evaluate the acceptance table, or some of its rows.

    Parameters
    ----------
    rows
        Row numbers such as 3b, or keys; all of them by default.
    women
        Women of each age; fewer are quicker and give wider intervals.
    company
        The simulated women, where they are wanted for more than the rows; `seed` and `women` are then its own.
    progress
        Called with what is being evaluated and the share done.
    """
    keys = _chosen(list(rows))
    company = Company(seed, women) if company is None else company
    found = []
    for i, key in enumerate(keys):
        record = references()[key]
        if progress is not None:
            progress(f"row {record.number}", i / len(keys))
        found.append(Row(key, record, ROWS[key](company)))
    if progress is not None:
        progress("done", 1.0)
    return found


def _chosen(wanted: Sequence[str]) -> list[str]:
    """The keys of the rows asked for, in the order of the table."""
    known = references()
    numbers = list(dict.fromkeys(record.number for record in known.values()))
    for name in wanted:
        if name not in known and name not in numbers:
            raise InputError(f"there is no row {name!r} in the acceptance table; rows: {', '.join(numbers)}.")
    return [key for key, record in known.items() if not wanted or key in wanted or record.number in wanted]
