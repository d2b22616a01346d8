"""What `antral verify statistics` and `antral verify evidence` print, and their page: what is outside first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from antral.reports.section import Section, render
from antral.reports.wording import counted, listed

if TYPE_CHECKING:
    from rich.console import Group

_KINDS = {
    "R": "the program R",
    "SAS": "the program SAS",
    "East": "the program East",
    "PUB": "print",
    "NUM": "a second algorithm, an enumeration or a quadrature of ours",
}
_HEADS = ("input", "quantity", "ours", "oracle", "difference", "tolerance", "verdict")
NOTHING_MISSING = "Every method and design has an oracle."
OWN_ONLY = (
    "No other program at hand gives these, and no printed value is on record: "
    "the oracle is a second algorithm of ours, written apart."
)


class OracleValue(Protocol):
    """One value beside an oracle's, as `verify` gives it."""

    @property
    def topic(self) -> str:
        """Record it comes from."""

    @property
    def case(self) -> str:
        """Entry of the record."""

    @property
    def row(self) -> str:
        """Input, in words."""

    @property
    def quantity(self) -> str:
        """What is compared."""

    @property
    def ours(self) -> float:
        """Our value."""

    @property
    def oracle(self) -> float:
        """The oracle's."""

    @property
    def difference(self) -> float:
        """Ours less the oracle's."""

    @property
    def tolerance(self) -> float:
        """Largest difference that is accepted."""

    @property
    def kind(self) -> str:
        """R, SAS, East, PUB or NUM."""

    @property
    def source(self) -> str:
        """Program, paper or algorithm."""

    @property
    def covers(self) -> Sequence[str]:
        """Names of the methods whose numbers are compared."""

    @property
    def because(self) -> str:
        """Why this tolerance."""

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance."""


@dataclass(frozen=True)
class _Case:
    """The values of one oracle for one function."""

    name: str
    values: Sequence[OracleValue]

    @property
    def holds(self) -> bool:
        return all(value.holds for value in self.values)

    @property
    def largest(self) -> float:
        """Largest difference as a share of its tolerance."""
        return max(abs(value.difference) / value.tolerance if value.tolerance else 0.0 for value in self.values)

    @property
    def verdict(self) -> str:
        return _verdict(self.holds)


def _verdict(holds: bool) -> str:
    return "pass" if holds else "fail"


def _topics(values: Sequence[OracleValue]) -> list[tuple[str, list[_Case]]]:
    """The values by topic and case, in their order."""
    return [
        (topic, [_Case(name, list(case)) for name, case in groupby(of_topic, lambda value: value.case)])
        for topic, of_topic in groupby(values, lambda value: value.topic)
    ]


def told(values: Sequence[OracleValue]) -> str:
    """The tally in a sentence."""
    outside = sum(not value.holds for value in values)
    cases = len({(value.topic, value.case) for value in values})
    many = f"{counted(len(values), 'value')} of {counted(cases, 'comparison')}"
    if not outside:
        return f"All {many} lie within their tolerance."
    where = "lies outside its tolerance" if outside == 1 else "lie outside their tolerance"
    return f"{outside} of {many} {where}."


def number(value: float) -> str:
    """A value with the digits that a comparison needs."""
    return f"{value:.10g}"


def _cells(value: OracleValue) -> tuple[str, ...]:
    return (
        value.row,
        value.quantity,
        number(value.ours),
        number(value.oracle),
        f"{value.difference:.1e}",
        f"{value.tolerance:.1e}",
        _verdict(value.holds),
    )


def oracle_table(
    values: Sequence[OracleValue], without: Mapping[str, str], own_only: Mapping[str, str], *, every: bool = False
) -> "Group":
    """The tally, values outside their tolerance, a line a case (with `every` each value), and what has no other oracle.

    Parameters
    ----------
    without, own_only
        Methods without an oracle, and those whose only one is a second algorithm of ours; with the reason or source.
    """
    parts = [Section(told(values)), *_outside(values)]
    for topic, cases in _topics(values):
        if every:
            parts += [
                Section(
                    f"{topic}, {case.name}: {case.values[0].source}", _HEADS, [_cells(value) for value in case.values]
                )
                for case in cases
            ]
        else:
            heads = ("case", "values", "largest difference", "verdict", "source")
            rows = [
                (case.name, str(len(case.values)), _share(case.largest), case.verdict, case.values[0].source)
                for case in cases
            ]
            parts.append(Section(topic, heads, rows))
    return render([*parts, *_own_only(own_only), _without(without)])


def _outside(values: Sequence[OracleValue]) -> list[Section]:
    rows = [(f"{value.topic}, {value.case}: {value.row}", *_cells(value)[1:]) for value in values if not value.holds]
    return [Section("Outside their tolerance", _HEADS, rows)] if rows else []


def _share(largest: float) -> str:
    return f"{largest:.2g} × tolerance"


def _without(without: Mapping[str, str]) -> Section:
    if not without:
        return Section("Without an oracle", paragraphs=[NOTHING_MISSING])
    return Section("Without an oracle", ("method", "why"), [*without.items()])


def _own_only(own_only: Mapping[str, str]) -> list[Section]:
    if not own_only:
        return []
    return [Section("Own second program only", ("method", "laid beside"), [*own_only.items()], (OWN_ONLY,))]


def oracle_page(
    values: Sequence[OracleValue],
    without: Mapping[str, str],
    own_only: Mapping[str, str],
    made_with: Mapping[str, str],
    methods: Mapping[str, str],
    title: str,
) -> str:
    """The page as text: one file that opens offline and prints.

    Parameters
    ----------
    methods
        Full names of the methods, where they are known.
    """
    from antral.reports.page import environment

    topics = _topics(values)
    outside = sum(not value.holds for value in values)
    boxes = [
        ("values", f"{len(values):,}", "numbers of an oracle beside ours"),
        ("outside", str(outside), "differences above their tolerance"),
        ("own second program only", str(len(own_only)), "methods that no other program at hand gives"),
        ("without an oracle", str(len(without)), "methods for which no value is on record"),
    ]
    of_kind = {kind: sum(value.kind == kind for value in values) for kind in _KINDS}
    return (
        environment()
        .get_template("oracles.html.jinja")
        .render(
            title=title,
            headline=told(values),
            kinds="Values come from "
            + listed([f"{words} ({of_kind[kind]:,})" for kind, words in _KINDS.items() if of_kind[kind]])
            + ".",
            boxes=boxes,
            outside=_outside(values),
            topics=topics,
            heads=_HEADS,
            cells=_cells,
            largest=_share,
            covered=lambda case: [(name, methods.get(name, "")) for name in case.values[0].covers],
            own_only=_own_only(own_only),
            without=_without(without),
            version=made_with.get("Version of antral", ""),
            reproduce=Section("What made this report", (), [*made_with.items()]),
        )
    )
