"""The pages of `antral screen` and its sisters: one HTML file each, that opens offline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antral.reports.figures import Plate
from antral.reports.page import environment
from antral.reports.screened import (
    DECIDES,
    FOLDED,
    VERDICTS,
    among_sections,
    headline,
    lines_section,
    made_section,
    shown,
    woman_sections,
)
from antral.reports.section import Section


@dataclass(frozen=True)
class Chapter:
    """One part of a page: a woman, a trial, or a table."""

    anchor: str
    title: str
    verdict: str = ""
    """eligible, undetermined, ineligible, or empty."""
    words: Sequence[str] = ()
    tables: Sequence[tuple[Section, bool]] = ()
    """Tables, and whether each stands open."""
    figures: Sequence[Plate] = ()


def page(*, kicker: str, title: str, question: str, answer: str, chapters: Sequence[Chapter], **more: Any) -> str:
    """A page from its chapters.

    Parameters
    ----------
    more
        `said`: named sentences below the answer; `numbers`: name, value and what it is, of the boxes below them;
        `flow`: the steps of a participant flow; `decides`: the sentence below the answer and at the foot.
    """
    whole = environment().get_template("screening.html.jinja")
    given = {"said": (), "numbers": (), "flow": None, "decides": DECIDES} | more
    return whole.render(
        kicker=kicker,
        title=title,
        question=question,
        answer=answer,
        chapters=chapters,
        verdicts=VERDICTS,
        **given,
    )


def open_or_folded(sections: Sequence[Section]) -> list[tuple[Section, bool]]:
    """Each section, and whether it stands open."""
    return [(one, one.title not in FOLDED) for one in sections]


def numbers_of(counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """The boxes with the verdicts on many women."""
    meaning = {
        "eligible": "every line lets her in",
        "undetermined": "nothing known keeps her out, data are missing",
        "ineligible": "at least one line keeps her out",
    }
    return [(VERDICTS[name].capitalize(), f"{counts[name]:,}", meaning[name]) for name in meaning]


def kicker(told: Mapping[str, Any], what: str) -> str:
    """The small line on top: what it is, for which day, made with what."""
    made = told["made_with"]
    day = f"for {made['Screened for the day']} · " if "Screened for the day" in made else ""
    return f"{what} · {day}antral {made['Version of antral']}"


def screening_page(told: Mapping[str, Any]) -> str:
    """The page of `antral screen`, from what `--json` prints."""
    counts, women = told["counts"], told["explained"]
    single = women[0] if counts["women"] == 1 and women else None
    chapters = [
        Chapter(
            f"woman-{number}",
            f"Woman {one['patient']}",
            one["outcome"],
            () if one is single else (headline(one),),
            open_or_folded(woman_sections(one)),
        )
        for number, one in enumerate(women, start=1)
    ]
    among = [
        Chapter(f"among-{at}", one.title, words=one.paragraphs) for at, one in enumerate(shown(among_sections(told)))
    ]
    chapters[:0] = among
    if single is None:
        chapters.append(Chapter("lines", "Line by line", tables=[(lines_section(told), True)]))
    chapters.append(Chapter("made", "What this rests on", tables=[(made_section(told), True)]))
    many = ", ".join(f"{counts[name]:,} {VERDICTS[name]}" for name in VERDICTS)
    return page(
        kicker=kicker(told, f"{told['protocol']} · screening"),
        title=told["title"],
        question="May she enter this trial?" if single else "Who may enter this trial?",
        answer=headline(single) if single else f"Of {counts['women']:,} women: {many}.",
        chapters=chapters,
        numbers=() if single else numbers_of(counts),
    )
