"""Where the modelled course gives too little by itself: said beside the answer, before a ratio to it is read."""

from collections.abc import Mapping
from typing import Any

from antral.reports.evidence import numbers
from antral.reports.wording import number

_WHY = {
    "pregnancy": " Women who enter a trial years after the diagnosis conceive too rarely in it; the pages on the "
    "physiology say why (Conception after entry into a trial)."
}
"""Of questions where the fault of the model is known."""


def too_few(line: Mapping[str, Any]) -> list[str]:
    """That women without cells had more than the model gives, by how many; nothing where they had not.

    Parameters
    ----------
    line
        One question of `together` in `antral evidence challenge --json`.
    """
    cells, without = line["cells"], line["without"]
    if without is None or without["ratio_low"] <= 1.0:
        return []
    return [
        "The simulated women of antral are no control group here. Without any effect they give "
        f"{number(cells['expected'])} where {cells['observed']} of {numbers.women(cells['women'])} had it after cells, "
        f"and {number(without['expected'])} where {without['observed']} of {numbers.women(without['women'])} had it "
        f"without cells ({numbers.studies(len(without['studies']))}): the model gives too little by itself."
        f"{_WHY.get(line['question'], '')}"
    ]
