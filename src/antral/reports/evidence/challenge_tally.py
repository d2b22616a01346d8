"""How many results lie beyond the modelled course: with cells, without, and by what women without cells were given."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports.evidence.challenge_words import FIXED
from antral.reports.evidence.roles import ROLES
from antral.reports.section import Section
from antral.reports.wording import counted, listed, number

TAILS: Final = "How many small tails there are"
_COLUMNS = ("", "studies", "results", "by chance, at most", "more than the model", "at the border", "less", "left out")
_VARIED: Final = (
    "Shares are means over physiologies that the fit allows: a result beyond the model lies beyond all of them "
    "together. Where results without cells do so more often than chance would, the model itself is off, or something "
    "else was given, chosen or printed; that is not what the fit leaves open.",
)
_ALONE: Final = "more / border / less with the fitted values alone"
_Told = Mapping[str, Any]


def tally(many: _Told) -> str:
    """All results in a few sentences: after cells, without cells by what was given, and what that allows to say."""
    return " ".join(sentence for _, sentence in tally_parts(many))


def tally_parts(many: _Told) -> list[tuple[str, str]]:
    """The same, each sentence with its name."""
    cells, without = many["with_cells"], many["without_cells"]
    parts = [f"{name_of(one)} {one['found']} of {one['tails']}" for one in many["without_cells_by_role"]]
    said = (
        f"Of {counted(cells['tails'], 'result')} after cells, of {counted(cells['studies'], 'study', 'studies')}, "
        f"{_are(cells)} more than the modelled spontaneous course gives in 95 of 100 such studies"
        f"{_border(cells)}{_alone(cells)}; chance alone would make it at most {number(cells['expected_at_most'])}."
    )
    if not without["tails"]:
        return [("After cells", said), ("Without cells", "No result without cells stands beside them.")]
    less = [f"{name_of(one)} {one['less']}" for one in many["without_cells_by_role"] if one["less"]]
    below = f" The model gives more than was printed: {listed(less)}." if less else ""
    beside = (
        f"Of {counted(without['tails'], 'result')} without cells {_are(without)}{_border(without)}{_alone(without)}: "
        f"{listed(parts)}.{below}"
    )
    return [("After cells", said), ("Without cells", beside), ("What this allows to say", _allows(without))]


def tally_section(many: _Told) -> Section:
    """The same in a table, with what is left out."""
    named = [("with cells", many["with_cells"]), ("without cells", many["without_cells"])]
    named += [(f"  {name_of(one)}", one) for one in many["without_cells_by_role"]]
    varied = any(one.get("fixed") for _, one in named)
    return Section(
        TAILS,
        (*_COLUMNS, _ALONE) if varied else _COLUMNS,
        [(*_row(name, one), _fixed(one)) if varied else _row(name, one) for name, one in named],
        (
            *(_VARIED if varied else ()),
            "Results of one study hang together, and nothing is corrected for their number. Values at entry and "
            "'no change' are not counted. Left out: what nearly every replicate prints, so that no study could fail.",
            "At the border: the simulation's own error reaches the limit of 5 %; more replicates and virtual women"
            f"{', and more physiologies,' if varied else ''} would decide.",
            "Studies without cells are the check on the model: where their results, too, lie beyond the modelled "
            "course, an excess after cells is no sign of cells.",
        ),
    )


def name_of(one: _Told) -> str:
    """What women without cells were given."""
    return "control arms of studies of cells" if one["role"] == "cell_therapy" else ROLES[one["role"]]


def _are(one: _Told) -> str:
    return f"{one['found']} {'is' if one['found'] == 1 else 'are'}"


def _border(one: _Told) -> str:
    return f", {one['border']} more at the border" if one["border"] else ""


def _alone(one: _Told) -> str:
    """The same count with the fitted values alone."""
    fixed = one.get("fixed")
    return f" ({FIXED} {fixed['found']}{_border(fixed)})" if fixed else ""


def _fixed(one: _Told) -> str:
    return " / ".join(str(one["fixed"][what]) for what in ("found", "border", "less")) if one.get("fixed") else ""


def _allows(without: _Told) -> str:
    if without["found"] <= without["expected_at_most"]:
        return "The studies without cells agree with the model as far as chance goes; that is no proof of it."
    missed = "The model misses them on both sides" if without["less"] else "The model may give too little on its own"
    open_ = " even with all that its fit leaves open" if without.get("fixed") else ""
    return f"{missed}{open_}: an excess after cells does not need cells."


def _row(name: str, one: _Told) -> tuple[str, ...]:
    return (
        name,
        *(str(one[what]) for what in ("studies", "tails")),
        number(one["expected_at_most"]),
        *(str(one[what]) for what in ("found", "border", "less", "cannot_fail")),
    )
