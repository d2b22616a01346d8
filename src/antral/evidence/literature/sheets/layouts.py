"""What the rows of a sheet decide: our own columns, the notes of Rayyan, a list that has one verdict (Covidence).

Rayyan writes into `notes` what each member said and, once for all of them, the reasons of exclusion, with `|` between
(https://help.rayyan.ai/hc/en-us/articles/45958666246161-Understanding-Your-Rayyan-Export-Files). It does not say at
which stage. Covidence exports one list for each outcome and stage, with `Exclusion reason: ...;` in its `Notes`; the
list itself does not say which it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from antral.core import InputError
from antral.evidence.literature.normal import plain
from antral.evidence.literature.review import Stage, Verdict
from antral.evidence.literature.sheets.table import Row, Table

VERDICTS: Final = MappingProxyType[str, Verdict](
    {
        **dict.fromkeys(("include", "included", "yes", "y", "in"), "include"),
        **dict.fromkeys(("exclude", "excluded", "no", "n", "out"), "exclude"),
        **dict.fromkeys(("not retrieved", "unavailable", "not available"), "not_retrieved"),
    }
)
"""Words of a decision, in plain letters."""
UNDECIDED: Final = frozenset({"maybe", "unsure", "unclear", "undecided"})
"""Words that decide nothing: the report goes on waiting."""
STAGES: Final = MappingProxyType[str, Stage](
    {
        **dict.fromkeys(
            ("title", "abstract", "title abstract", "title and abstract", "ti ab", "tiab", "title abstract screening"),
            "title",
        ),
        **dict.fromkeys(("full", "full text", "fulltext", "full text review", "full text screening"), "full"),
    }
)
_YES: Final = frozenset({"yes", "y", "true", "x", "1"})
_NO: Final = frozenset({"", "no", "n", "false", "0"})
_INCLUSION = re.compile(r"RAYYAN-INCLUSION:\s*\{(.*?)\}\s*(?=\||$)", re.DOTALL)
_MEMBER = re.compile(r'"((?:[^"\\]|\\.)+)"\s*=>\s*"([^"]*)"')
_REASONS = re.compile(r"RAYYAN-EXCLUSION-REASONS:\s*([^|]*)")
_COVIDENCE_REASON = re.compile(r"Exclusion reason:\s*([^;]*)")


@dataclass(frozen=True)
class Given:
    """What is said of a whole sheet where its cells do not say it."""

    stage: Stage | None = None
    verdict: Verdict | None = None
    by: str | None = None
    consensus: bool = False


@dataclass(frozen=True)
class Said:
    """What one row says in the name of one reviewer."""

    row: Row
    stage: Stage
    verdict: Verdict | None
    """None where a word such as `maybe` decides nothing."""
    word: str
    """The decision as it was written."""
    reason: str
    by: str
    consensus: bool


@dataclass(frozen=True)
class Read:
    """All that the rows say."""

    said: tuple[Said, ...]
    blank: tuple[int, ...]
    """Rows without a decision."""
    wrong: tuple[tuple[int, str], ...]
    """Rows that cannot be understood, each with the reason."""


class _WrongError(ValueError):
    """A row that cannot be understood."""


def read_rows(table: Table, given: Given) -> Read:
    """What each row says; a sheet that holds no decisions is an `InputError`."""
    rayyan = "decision" not in table.columns and any("RAYYAN-" in row["notes"] for row in table.rows)
    own = "decision" in table.columns
    if (own or rayyan) and given.verdict is not None:
        raise InputError(f"{table.name} holds decisions of its own; leave out the one for all its rows.")
    if not own and not rayyan and given.verdict is None:
        raise InputError(
            f"{table.name} holds no column 'decision' and no notes of Rayyan. If all its rows were decided alike, as "
            "in a list of Covidence, say how: --include, --exclude or --not-retrieved."
        )
    said: list[Said] = []
    blank, wrong = [], []
    for row in table.rows:
        try:
            found = list(_of_rayyan(row, given) if rayyan else _of_cells(row, given))
        except _WrongError as error:
            wrong.append((row.number, str(error)))
            continue
        said += found
        if not found:
            blank.append(row.number)
    return Read(tuple(said), tuple(blank), tuple(wrong))


def _of_cells(row: Row, given: Given) -> Iterator[Said]:
    word = row["decision"] or (given.verdict or "")
    if not word:
        return
    verdict = _verdict(word)
    reason = row["reason"]
    if not reason and verdict == "exclude" and (found := _COVIDENCE_REASON.search(row["notes"])) is not None:
        reason = found.group(1).strip()
    mark = plain(row["consensus"])
    if mark not in _YES | _NO:
        raise _WrongError(f"column consensus: yes or no was wanted, {row['consensus']!r} came.")
    together = mark in _YES or (not mark and given.consensus)
    yield Said(row, _stage(row, given), verdict, word, reason, _by(row["reviewer"], given), together)


def _of_rayyan(row: Row, given: Given) -> Iterator[Said]:
    notes = row["notes"]
    found = _INCLUSION.search(notes)
    if found is None:
        if "RAYYAN-INCLUSION" in notes:
            raise _WrongError("what stands after RAYYAN-INCLUSION is not closed; was the cell cut off?")
        return
    members = _MEMBER.findall(found.group(1))
    if not members:
        raise _WrongError(f'after RAYYAN-INCLUSION "name"=>"Included" was wanted, {found.group(1)[:60]!r} came.')
    listed = _REASONS.search(notes)
    reasons = "; ".join(each for one in (listed.group(1) if listed else "").split(",") if (each := one.strip()))
    for name, word in members:
        verdict = _verdict(word)
        reason = reasons if verdict == "exclude" else ""
        yield Said(row, _stage(row, given), verdict, word, reason, _by(name, given), given.consensus)


def _verdict(word: str) -> Verdict | None:
    said = plain(word)
    if said in UNDECIDED or set(word) == {"?"}:
        return None
    if said not in VERDICTS:
        raise _WrongError(
            f"{word!r} is no decision that is understood. Say include, exclude or not retrieved; maybe, or nothing, "
            "where it is still open."
        )
    return VERDICTS[said]


def _stage(row: Row, given: Given) -> Stage:
    word = row["stage"]
    if not word:
        if given.stage is None:
            raise _WrongError("no stage is said. Say --title or --full for the sheet, or fill a column 'stage'.")
        return given.stage
    stage = STAGES.get(plain(word))
    if stage is None:
        raise _WrongError(f"column stage: title or full was wanted, {word!r} came.")
    if given.stage not in (None, stage):
        raise _WrongError(f"column stage says {word!r}, but --{given.stage} was said of the sheet.")
    return stage


def _by(name: str, given: Given) -> str:
    if not name:
        if given.by is None:
            raise _WrongError("no reviewer is named. Say --by for the sheet, or fill a column 'reviewer'.")
        return given.by
    if given.by not in (None, name):
        raise _WrongError(f"the reviewer is {name!r}, but --by {given.by} was said of the sheet.")
    return name
