"""A small table as plain text, for objects that explain themselves when printed."""

from collections.abc import Sequence
from math import isnan


def text_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns set under their heads: the first to the left, the others to the right; floats with three decimals."""
    cells = [list(head), *[[_shown(cell) for cell in row] for row in rows]]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = []
    for row in cells:
        first, *others = (
            cell.ljust(w) if not at else cell.rjust(w) for at, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *others]).rstrip())
    return "\n".join(lines)


def _shown(cell: object) -> str:
    """One value as it is printed; what is not there is a dash."""
    if isinstance(cell, float):
        return "-" if isnan(cell) else f"{cell:.3f}"
    return "-" if cell is None else str(cell)
