"""Cells that cannot have been given, and texts that say otherwise than the fields."""

from collections.abc import Iterator

from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.limits import limit, named_in, words
from antral.evidence.studies.study import Study

_WIDER = {"intraovarian_and_artery": {"intraovarian", "ovarian_artery"}}


def impossible_dose(study: Study) -> Iterator[Odd]:
    """Too few or too many cells, or parts of one."""
    low, high = limit("dose_low"), limit("dose_high")
    for name, arm in study.arms.items():
        if arm.cells is not None and not (low <= arm.cells <= high and arm.cells == round(arm.cells)):
            yield Odd(
                f"arms.{name}.cells",
                f"{arm.cells:g} cells",
                f"A dose is a whole number of cells, {low:g} to {high:g}.",
                "An exponent may be lost (9 x 10^7 is 9e7), or the dose is per kg or per mL.",
            )
        if arm.doses is not None and arm.doses > limit("doses_high"):
            yield Odd(
                f"arms.{name}.doses",
                f"{arm.doses}",
                "More administrations than any study has given.",
                "doses counts administrations, not millions of cells.",
            )


def cells_of_none(study: Study) -> Iterator[Odd]:
    """Cells where none are given, or none where cells are."""
    for name, arm in study.arms.items():
        if arm.cells is not None and not arm.has_cells:
            yield Odd(
                f"arms.{name}.cells",
                f"{arm.cells:g} cells",
                f"The source is {arm.source}: no cells are given.",
                "Correct the source, or leave cells out.",
            )
        if arm.has_cells and (arm.doses == 0 or arm.route in ("none", "oral")):
            yield Odd(
                f"arms.{name}.{'doses' if arm.doses == 0 else 'route'}",
                f"{arm.doses} doses" if arm.doses == 0 else arm.route,
                f"The arm has cells ({arm.source}), and nothing that brings them in.",
                "Correct source, route or doses.",
            )


def source_against_text(study: Study) -> Iterator[Odd]:
    """A source of cells that label and product do not name while they name another."""
    for name, arm in study.arms.items():
        named = named_in(f"{arm.label} {arm.product}", words("source"))
        if named and arm.source not in named:
            yield Odd(
                f"arms.{name}.source",
                arm.source,
                f"Label and product name {', '.join(sorted(named))}: {arm.label!r}, {arm.product!r}.",
                "Correct the source or the text.",
            )


def route_against_text(study: Study) -> Iterator[Odd]:
    """A route that the label does not name while it names another."""
    for name, arm in study.arms.items():
        named = named_in(arm.label, words("route"))
        if named and not named & _WIDER.get(arm.route, {arm.route}):
            yield Odd(
                f"arms.{name}.route",
                arm.route,
                f"The label names {', '.join(sorted(named))}: {arm.label!r}.",
                "Correct the route or the label.",
            )
