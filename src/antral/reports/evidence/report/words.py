"""What the page explains at its end: its terms, and the abbreviations that stand on it."""

import re
from collections.abc import Sequence

from antral.records import load_yaml, path
from antral.reports.screening import Chapter
from antral.reports.section import Section
from antral.reports.words import OF_EVIDENCE, meanings


def words_chapter(chapters: Sequence[Chapter]) -> Chapter:
    """Terms and abbreviations of these chapters, folded."""
    known: dict[str, str] = load_yaml(path("terms", "abbreviations.yaml"))["words"]
    text = "\n".join(_text(one) for one in chapters)
    rows = [
        (short, known[short])
        for short in sorted(known, key=str.casefold)
        if re.search(rf"(?<![\w-]){re.escape(short)}(?:s|\d+)?(?![\w-])", text)
    ]
    tables = [(meanings(OF_EVIDENCE), False), (Section("Abbreviations", rows=rows), False)]
    return Chapter("words", "Words and abbreviations", tables=tables)


def _text(chapter: Chapter) -> str:
    """All that a chapter says, but for its figures."""
    parts = [chapter.title, *chapter.words, *(plate.caption for plate in chapter.figures)]
    for section, _ in chapter.tables:
        parts += [section.title, *section.columns, *section.paragraphs, *(cell for row in section.rows for cell in row)]
    return "\n".join(parts)
