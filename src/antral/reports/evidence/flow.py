"""The flow of a review, as PRISMA 2020 draws it (Page 2021, BMJ 372:n71): in words, as SVG, as a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from antral.reports.section import Section
from antral.reports.wording import counted

if TYPE_CHECKING:
    from antral.evidence import literature

_SOURCE: Final = "Layout: PRISMA 2020 (Page 2021, BMJ 372:n71)."
_LETTER, _LINE, _PAD = 13.0, 18.0, 10.0
"""Size of letters, height of a line, room within a box; CSS pixels."""
_WIDE: Final = 290.0
_APART, _BELOW = 36.0, 30.0
_PER_LINE: Final = 36
"""Letters that fit into a box in a wide font, set in or not."""
_TAB: Final = 34.0
_NAMED: Final = 104.0
"""Room for the name of the first stage."""
_NAMED_LAST: Final = 70.0
"""The same of the last."""
_STAGES: Final = ("Identification", "Screening", "Included")
_NARROW, _SET_IN = 346.0, 44.0
"""Width of the figure on a telephone; there the box beside stands below, set in by this much."""
_TRUNK: Final = 26.0
"""Where the way down runs on a telephone."""

_ROLES: Final = {
    "cell_therapy": "cell therapy",
    "cell_derived": "made from cells",
    "registry_only": "register entry, no result",
    "comparator_natural": "comparator: natural course",
    "comparator_hrt": "comparator: hormones",
    "comparator_placebo": "comparator: placebo",
    "comparator_prp": "comparator: PRP",
    "comparator_sham_like": "comparator: like a sham",
    "comparator_other": "comparator: others",
}


def n(many: int | None) -> str:
    """A number as the figure writes it; one that is not known is not zero."""
    said = "n not known" if many is None else f"n = {many:,}"
    return said.replace(" ", "\u00a0")


def _identified(column: "literature.Column", registers: Sequence[str]) -> list[str]:
    if column.identified is None:
        return ["Searches not recorded", f"Records identified ({n(None)})"]
    said = [f"Records identified ({n(sum(many for _, many in column.identified))})"]
    for source, many in column.identified:
        register = ", register" if source in registers else ""
        said.append(f"{source}{register} ({n(many)})")
    return said


def _rows(flow: "literature.Flow", column: "literature.Column", *, other: bool) -> list[tuple[list[str], list[str]]]:
    """What stands in each row: in the box of the flow, and in the box beside it."""
    waiting = [f"Not decided yet ({n(column.waiting)})"] if column.waiting else []
    waiting_full = [f"Not decided yet ({n(column.waiting_full)})"] if column.waiting_full else []
    reasons = [f"{reason} ({n(many)})" for reason, many in column.reasons or ()]
    excluded = None if column.reasons is None else sum(many for _, many in column.reasons)
    before = [f"Records removed before screening: duplicates ({n(column.duplicates)})"]
    screened = ([f"Records screened ({n(column.screened)})"], [f"Records excluded ({n(column.excluded)})", *waiting])
    if other and not (column.excluded or column.waiting):
        screened = ([], [])
    return [
        (_identified(column, flow.registers), before if not other or column.duplicates else []),
        screened,
        (
            [f"Reports sought for retrieval ({n(column.sought)})"],
            [f"Reports not retrieved ({n(column.not_retrieved)})"],
        ),
        (
            [f"Reports assessed for eligibility ({n(column.assessed)})"],
            [f"Reports excluded ({n(excluded)}){':' if reasons else ''}", *reasons, *waiting_full],
        ),
    ]


def _included(flow: "literature.Flow") -> list[str]:
    studies = (
        f"Studies included in review ({n(flow.studies)})"
        if flow.studies is not None
        else f"Studies included: not known, {counted(flow.unlinked, 'report')} linked to no study"
    )
    roles = [f"{_ROLES[role]} ({n(many)})" for role, many in flow.roles]
    return [studies, *roles, f"Reports of included studies ({n(flow.reports)})"]


def _columns(flow: "literature.Flow") -> list[tuple[str, list[tuple[list[str], list[str]]]]]:
    found = [("Databases and registers", _rows(flow, flow.databases, other=False))]
    if flow.other is not None:
        found.append(("Other methods", _rows(flow, flow.other, other=True)))
    return found


def flow_sections(flow: "literature.Flow") -> list[Section]:
    """The flow in words."""
    found = [Section(flow.question)]
    for title, rows in _columns(flow):
        told = [("\n".join(main), "\n".join(beside)) for main, beside in rows if main]
        found.append(Section(f"Identification of studies: {title.lower()}", ("", "beside"), told))
    found.append(Section("Included", rows=[(line, "") for line in _included(flow)], paragraphs=flow.notes))
    return found


@dataclass(frozen=True)
class _Box:
    """Lines of text in a frame; the first line of each entry stands at the left, what goes on is set in."""

    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def high(self) -> float:
        return len(self.lines) * _LINE + 2.0 * _PAD

    @property
    def middle(self) -> float:
        return self.y + self.high / 2.0


def _folded(entries: Sequence[str]) -> tuple[str, ...]:
    """Entries as lines that fit into a box; entries after the first are indented."""
    lines: list[str] = []
    for at, entry in enumerate(entries):
        indent = "\u2003" if at and not entry.startswith(("Reports of", "(")) else ""
        lines += wrap(entry, _PER_LINE, initial_indent=indent, subsequent_indent=indent + ("\u2003" if at else ""))
    return tuple(lines)


def flow_svg(flow: "literature.Flow", *, narrow: bool = False) -> str:
    """The figure, for a wide screen or for a telephone; it refers to nothing outside itself."""
    columns, included = _columns(flow), _folded(_included(flow))
    name = "prisma-narrow" if narrow else "prisma"
    if narrow:
        wide, high, parts = _one_below_the_other(columns, included, name)
    else:
        wide, high, parts = _side_by_side(columns, included, name)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
            f'height="{high:.0f}" role="img" font-family="system-ui, Arial, sans-serif" font-size="{_LETTER:g}">',
            f"<title>PRISMA 2020 flow: {escape(flow.question)}</title>",
            f'<defs><marker id="{name}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0L8 4L0 8z" fill="#52606d"/></marker></defs>',
            f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#fff"/>',
            *parts,
            "</svg>",
        ]
    )


_Rows = list[tuple[list[str], list[str]]]
_Drawn = tuple[float, float, list[str]]
"""Width, height, and what is drawn."""


def _side_by_side(columns: Sequence[tuple[str, _Rows]], included: tuple[str, ...], name: str) -> _Drawn:
    tops, boxes, arrows = _laid_out([rows for _, rows in columns], included)
    wide = _TAB + 20.0 + len(columns) * (2.0 * _WIDE + _APART) + (len(columns) - 1) * _APART + 10.0
    parts = [_tab(stage, *ends) for stage, ends in zip(_STAGES, tops, strict=True)]
    for at, (title, _) in enumerate(columns):
        parts.append(_heading(_left(at), 2.0 * _WIDE + _APART, 8.0, f"Identification of studies via {title.lower()}"))
    parts += [*(_arrow(way, name) for way in arrows), *(_drawn(box) for box in boxes)]
    return wide, max(bottom for _, bottom in tops) + 16.0, parts


def _one_below_the_other(columns: Sequence[tuple[str, _Rows]], included: tuple[str, ...], name: str) -> _Drawn:
    parts: list[str] = []
    boxes: list[_Box] = []
    ends: list[_Box] = []
    y = 8.0
    for title, rows in columns:
        parts.append(_heading(12.0, _NARROW - 16.0, y, title))
        y += 44.0
        before: _Box | None = None
        for main, beside in rows:
            if not main:
                continue
            here = _Box(12.0, y, _folded(main))
            if before is not None:
                parts.append(_arrow(f"M{_TRUNK} {before.y + before.high:.1f}V{here.y - 1.0:.1f}", name))
            boxes.append(here)
            before, y = here, here.y + here.high + 14.0
            if beside:
                aside = _Box(_SET_IN, y, _folded(beside))
                parts.append(_arrow(f"M{_TRUNK} {here.y + here.high:.1f}V{aside.middle:.1f}H{aside.x - 1.0:.1f}", name))
                boxes.append(aside)
                y = aside.y + aside.high + 14.0
            y += 8.0
        ends += [before] if before is not None else []
        y += 4.0
    last = _Box(12.0, y, included)
    for end in ends[:-1]:
        parts.append(_arrow(f"M12 {end.middle:.1f}H4V{last.middle:.1f}H11", name))
    parts += [_arrow(f"M{_TRUNK} {end.y + end.high:.1f}V{last.y - 1.0:.1f}", name) for end in ends[-1:]]
    parts += [_drawn(box) for box in (*boxes, last)]
    return _NARROW, last.y + last.high + 12.0, parts


def _arrow(way: str, name: str) -> str:
    return f'<path d="{way}" fill="none" stroke="#52606d" stroke-width="1.3" marker-end="url(#{name}-head)"/>'


def _left(column: int) -> float:
    return _TAB + 20.0 + column * (2.0 * _WIDE + 2.0 * _APART)


def _laid_out(
    columns: Sequence[Sequence[tuple[list[str], list[str]]]], included: tuple[str, ...]
) -> tuple[list[tuple[float, float]], list[_Box], list[str]]:
    """Ends of the three stages from top to bottom, all boxes, and the ways of the arrows."""
    boxes: list[_Box] = []
    arrows: list[str] = []
    y, ends = 52.0, []
    before: list[_Box | None] = [None] * len(columns)
    for row in range(4):
        made = []
        for at, rows in enumerate(columns):
            main, beside = rows[row]
            here = _Box(_left(at), y, _folded(main)) if main else None
            if here is not None:
                aside = _Box(_left(at) + _WIDE + _APART, y, _folded(beside)) if beside else None
                boxes += [here, *([aside] if aside else [])]
                made += [here, *([aside] if aside else [])]
                if aside is not None:
                    level = y + min(here.high, aside.high) / 2.0
                    arrows.append(f"M{here.x + _WIDE:.1f} {level:.1f}H{aside.x - 1.0:.1f}")
                arrows += _down(before[at], here)
                before[at] = here
        bottom = max((one.y + one.high for one in made), default=y)
        bottom = max(bottom, y + _NAMED) if row == 0 else bottom
        ends.append((y, bottom))
        y = bottom + _BELOW
    last = _Box(_left(0), y, included)
    boxes.append(last)
    arrows += _down(before[0], last)
    for one in before[1:]:
        if one is not None:
            arrows.append(
                f"M{one.x + _WIDE / 2.0:.1f} {one.y + one.high:.1f}V{last.middle:.1f}H{last.x + _WIDE + 1.0:.1f}"
            )
    return [ends[0], (ends[1][0], ends[3][1]), (last.y, last.y + max(last.high, _NAMED_LAST))], boxes, arrows


def _down(upper: _Box | None, lower: _Box) -> Iterator[str]:
    if upper is not None:
        yield f"M{upper.x + _WIDE / 2.0:.1f} {upper.y + upper.high:.1f}V{lower.y - 1.0:.1f}"


def _tab(name: str, top: float, bottom: float) -> str:
    middle = (top + bottom) / 2.0
    return (
        f'<rect x="4" y="{top:.1f}" width="{_TAB - 6.0:.1f}" height="{bottom - top:.1f}" rx="6" fill="#d6e6f2"/>'
        f'<text transform="translate({_TAB / 2.0 + 5.0:.1f} {middle:.1f}) rotate(-90)" text-anchor="middle" '
        f'font-weight="600" fill="#0b4a6f">{name}</text>'
    )


def _heading(left: float, wide: float, top: float, text: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="28" rx="6" fill="#eef1f4"/>'
        f'<text x="{left + wide / 2.0:.1f}" y="{top + 19.0:.1f}" text-anchor="middle" font-weight="600" '
        f'fill="#1f2933">{escape(text)}</text>'
    )


def _drawn(box: _Box) -> str:
    lines = "".join(
        f'<tspan x="{box.x + _PAD:.1f}" y="{box.y + _PAD + (at + 0.75) * _LINE:.1f}">{escape(line)}</tspan>'
        for at, line in enumerate(box.lines)
    )
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{_WIDE:.1f}" height="{box.high:.1f}" rx="3" fill="#fff" '
        f'stroke="#52606d" stroke-width="1.3"/><text fill="#1f2933">{lines}</text>'
    )


def flow_page(flow: "literature.Flow") -> str:
    """The figure with its searches and notes, as one page that opens offline."""
    rows = "".join(
        f"<tr><td><strong>{escape(one.database)}</strong></td><td data-of=day>{one.on or 'not stated'}</td>"
        f"<td data-of=hits>{'not stated' if one.hits is None else format(one.hits, ',')}</td>"
        f"<td data-of=text>{escape(one.query) or 'not stated'}</td>"
        f"<td data-of=files>{escape(', '.join(f'{file.name} ({file.references})' for file in one.files))}</td></tr>"
        for one in flow.searches
    )
    searches = (
        "<h2>Searches</h2><table><thead><tr><th>source</th><th>day</th><th>hits</th><th>text of the search</th>"
        f"<th>files (references)</th></tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else ""
    )
    unfinished = "" if flow.finished else "<p><strong>Not finished: some reports are not decided on yet.</strong></p>"
    notes = "".join(f"<p>{escape(one)}</p>" for one in flow.notes)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(flow.question)}</title><style>body{{margin:1.5rem auto;max-width:1360px;padding:0 20px;"
        "font:16px/1.5 system-ui,Arial,sans-serif;color:#1f2933}h1{font-size:1.3rem}svg{max-width:100%;height:auto}"
        ".narrow{display:none}td{overflow-wrap:anywhere}@media screen and (max-width:640px){.wide{display:none}"
        ".narrow{display:block}thead{display:none}tr{display:block;padding:6px 0;border-top:1px solid #d5dbe1}"
        'td{display:block;border:0;padding:0}td[data-of]::before{content:attr(data-of) ": "}}'
        "table{border-collapse:collapse;font-size:.9rem}th,td{border-top:1px solid #d5dbe1;padding:5px 12px 5px 0;"
        "text-align:left;vertical-align:top}</style></head><body>"
        f'<h1>{escape(flow.question)}</h1>{unfinished}<div class="wide">{flow_svg(flow)}</div>'
        f'<div class="narrow">{flow_svg(flow, narrow=True)}</div>{notes}{searches}'
        f"<p><small>{_SOURCE} Every number is counted from the record of the review.</small></p></body></html>\n"
    )
