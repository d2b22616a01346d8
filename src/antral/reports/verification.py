"""What `antral verify` prints, and its page: the tally, every misfit in a sentence, the rows, figures of women."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from antral.reports.figures import Chart, Drawing, Heat, Ladder, Plate, beside, heat, ladder, plate
from antral.reports.section import Section
from antral.reports.wording import counted, listed
from antral.reports.words import OF_A_POSTERIOR, OF_IDENTIFIABILITY, OF_ROWS, meanings

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

VERDICTS = ("explained", "fail", "stale", "pass", "reported")
"""In the order in which their numbers are told."""
MEANING = {
    "explained": "outside the accepted range, with a reason on record",
    "fail": "outside the accepted range, without a reason",
    "stale": "recorded with other code, not compared anew",
    "pass": "inside the accepted range",
    "reported": "no range is set",
}
_FITTED = "Targets of the calibration: a pass shows that a fit can succeed, not that the model is right."
_FOLLOWS = (
    "No targets, but targets all but give their values: the same number again, a sum of several, a value between two "
    "(it is said which). A pass says little that the targets do not."
)
_SEEN = (
    "No targets of the calibration, but values were set by hand with these rows in view (it is said which): a pass is "
    "no independent test."
)
_FREE = (
    "Neither targets, nor given by them, nor in view when a value was set by hand, as far as is on record: these test "
    "the model."
)
_NUMERICS = "How equations are solved, whatever their numbers: these test the code, and say nothing of women."
_STYLES = {"pass": "green", "fail": "bold red", "explained": "yellow", "reported": "cyan", "stale": "magenta"}
OVER = (
    "Over the posterior: mean, and 5 to 95 % of its members, each with women and luck of its own, chance taken out; "
    "where chance hides what lies between members, the sd that it may hide (upper 95 % limit). It says what "
    "the sources leave open of the numbers that were fitted; the verdict is that of the point."
)
_NO_REASON = "No reason is on record: a fault of the model."


class CheckRow(Protocol):
    """One row of the acceptance table, as `verify` gives it."""

    @property
    def number(self) -> str:
        """Number of the row."""

    @property
    def quantity(self) -> str:
        """What is compared."""

    @property
    def ours(self) -> str:
        """Our value."""

    @property
    def interval(self) -> str:
        """Its interval; empty where there is none."""

    @property
    def reference(self) -> str:
        """What the source says."""

    @property
    def source(self) -> str:
        """The source, with the tag that says how it is known."""

    @property
    def over(self) -> str:
        """Mean and 5 to 95 % over members of a posterior; empty where none were asked for."""

    @property
    def accept(self) -> str:
        """The accepted range."""

    @property
    def verdict(self) -> str:
        """`pass`, `fail`, `explained`, `reported` or `stale`."""

    @property
    def note(self) -> str:
        """Why a value outside the range is understood, or may no longer be ours; empty otherwise."""

    @property
    def kind(self) -> str:
        """`target` of the calibration, `follows` from targets, `seen` by who set values, `test`, or `numerics`."""

    @property
    def seen_by(self) -> str:
        """Which values those are; empty elsewhere."""

    @property
    def follows_from(self) -> Sequence[str]:
        """Keys of the targets that all but give it; empty elsewhere."""


@dataclass(frozen=True)
class VerificationMaterial:
    """What the page shows beside the rows."""

    title: str = "The virtual woman beside published values"
    charts: Sequence[Chart] = ()
    """Figures of simulated women; none leaves the chapter out."""
    identifiability: Sequence[Ladder | Heat] = ()
    """What a calibration learnt; none leaves the chapter out."""
    made_with: Mapping[str, str] = field(default_factory=dict)
    """How the numbers were made: command, version, seed, women, hashes."""
    scope: str = ""
    """What the rows cover where they are not all."""


@dataclass(frozen=True)
class _Table:
    """Rows of one kind with what they are."""

    anchor: str
    title: str
    words: str
    rows: Sequence[CheckRow]


def tally(rows: Sequence[CheckRow]) -> dict[str, int]:
    """How many rows have each verdict, explained ones first."""
    return {name: sum(row.verdict == name for row in rows) for name in VERDICTS}


def told(rows: Sequence[CheckRow]) -> str:
    """The tally in words: explained and failed always, the others where there are any."""
    numbers = tally(rows)
    kept = {name: number for name, number in numbers.items() if number or name in ("explained", "fail")}
    words = {"fail": "failed", "pass": "passed"}
    return ", ".join(f"{number} {words.get(name, name)}" for name, number in kept.items())


def misfits(rows: Sequence[CheckRow]) -> list[tuple[str, str]]:
    """Verdict and sentence of every row that does not pass, failures first; stale ones together by what to do."""
    found = [
        (row.verdict, _sentence(row)) for verdict in ("fail", "explained") for row in rows if row.verdict == verdict
    ]
    stale = [row for row in rows if row.verdict == "stale"]
    for note in dict.fromkeys(row.note for row in stale):
        same = [row for row in stale if row.note == note]
        numbers = listed(list(dict.fromkeys(row.number for row in same)))
        found.append(
            ("stale", f"Row {numbers} ({counted(len(same), 'quantity', 'quantities')}, inside the range): {note}.")
        )
    return found


def _sentence(row: CheckRow) -> str:
    ours = f"{row.ours} (95 % interval {row.interval})" if row.interval else row.ours
    reason = row.note or (_NO_REASON if row.verdict == "fail" else "")
    text = f"Row {row.number}, {row.quantity}: ours {ours}, accepted {row.accept}; the source: {row.reference}."
    return f"{text} {reason[:1].upper()}{reason[1:]}".rstrip(" ;") if reason else text


def tables(rows: Sequence[CheckRow]) -> list[_Table]:
    """Targets, rows that follow from them, those in view when values were set, tests of the model, of the code."""
    kinds = (
        ("target", "Rows used in fitting", _FITTED),
        ("follows", "Rows that follow from those", _FOLLOWS),
        ("seen", "Rows in view when values were set by hand", _SEEN),
        ("test", "Rows not used in fitting", _FREE),
        ("numerics", "Rows of the numerics", _NUMERICS),
    )
    found = [_Table(kind, title, words, [row for row in rows if row.kind == kind]) for kind, title, words in kinds]
    return [one for one in found if one.rows]


def has_spread(rows: Sequence[CheckRow]) -> bool:
    """Whether the rows were also run under members of a posterior."""
    return any(row.over for row in rows)


def verify_table(rows: Sequence[CheckRow]) -> "Group":
    """The tally first, explained rows leading it; then ours beside the reference, row by row; explanations below."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = [Text(f"{told(rows)}\n", style="bold")]
    spread = has_spread(rows)
    if spread:
        parts.append(Padding(Text(OVER, style="italic"), (0, 0, 1, 0)))
    for one in tables(rows):
        parts += [Text(one.title, style="bold"), Padding(Text(one.words, style="italic"), (0, 0, 1, 0))]
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        over = ("over posterior",) if spread else ()
        for name in ("row", "quantity", "ours", *over, "reference", "accept", "verdict"):
            table.add_column(name, overflow="fold", vertical="top")
        for row in one.rows:
            ours = f"{row.ours} [{row.interval}]" if row.interval else row.ours
            cells = (row.number, row.quantity, ours, *((row.over,) if spread else ()), row.reference, row.accept)
            table.add_row(*(Text(cell) for cell in cells), Text(row.verdict, style=_STYLES.get(row.verdict, "")))
        parts += [table, Text("")]
    parts += [Text(f"Row {row.number}, {row.quantity}: {row.note}\n") for row in rows if row.note]
    for keys in dict.fromkeys(tuple(row.follows_from) for row in rows if row.kind == "follows"):
        numbers = listed(list(dict.fromkeys(row.number for row in rows if tuple(row.follows_from) == keys)))
        parts.append(Text(f"Row {numbers} given by {listed(list(keys))}", style="dim"))
    for words in dict.fromkeys(row.seen_by for row in rows if row.seen_by):
        numbers = listed(list(dict.fromkeys(row.number for row in rows if row.seen_by == words)))
        parts.append(Text(f"Row {numbers} in view: {words}", style="dim"))
    return Group(*parts)


def verification_page(rows: Sequence[CheckRow], material: VerificationMaterial | None = None) -> str:
    """The page as text: one file that opens offline, prints, and reads on a telephone."""
    from antral.reports.page import environment

    given, numbers = material or VerificationMaterial(), tally(rows)
    return environment().get_template("verification.html.jinja").render(
        material=given,
        headline=_headline(rows, numbers),
        numbers=[(name, number, MEANING[name]) for name, number in numbers.items()],
        misfits=misfits(rows),
        tables=tables(rows),
        over=OVER if has_spread(rows) else "",
        words=meanings(
            (
                *OF_ROWS,
                *(OF_A_POSTERIOR if has_spread(rows) or given.identifiability else ()),
                *(OF_IDENTIFIABILITY if given.identifiability else ()),
            )
        ),
        figures=[_plate(chart) for chart in given.charts],
        identifiability=[_plate(chart) for chart in given.identifiability],
        reproduce=Section("What made this report", (), [*given.made_with.items()]),
    )  # fmt: skip


def _headline(rows: Sequence[CheckRow], numbers: Mapping[str, int]) -> str:
    judged = len(rows) - numbers["reported"]
    passed = f"{numbers['pass']} of the {counted(judged, 'row')} with an accepted range lie inside it"
    if judged and numbers["pass"] == judged:
        return f"All {counted(judged, 'row')} with an accepted range lie inside it."
    parts = [
        f"{numbers[name]} {'lies' if numbers[name] == 1 else 'lie'} outside, {words}"
        for name, words in (("explained", "with a reason on record"), ("fail", "without a reason"))
        if numbers[name]
    ]
    if numbers["stale"]:
        parts.append(f"{numbers['stale']} must be compared anew")
    return f"{'; '.join([passed, *parts])}."


def _plate(chart: Chart | Ladder | Heat) -> Plate:
    def draw(width: int) -> Drawing:
        if isinstance(chart, Ladder):
            return ladder(chart, width=width)
        return heat(chart, width=width) if isinstance(chart, Heat) else beside(chart, width=width)

    return plate(chart.title, chart.caption, draw)
