"""Chapters of the page that other verbs make: the disease, other treatments, the search, studies without effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from antral.reports.evidence.challenge import (
    DECIDES,
    WHY_WRONG,
    banks,
    challenge_sections,
    overall,
    panel,
    physiologies,
)
from antral.reports.evidence.challenge_tally import TAILS
from antral.reports.evidence.disease import disease_sections
from antral.reports.evidence.effect import READ_FIRST, effect_plates, effect_sections
from antral.reports.evidence.flow import flow_sections, flow_svg
from antral.reports.evidence.plain import records_named
from antral.reports.evidence.together import TOGETHER, how, together_sentence
from antral.reports.evidence.treatments import treatments_table
from antral.reports.evidence.worth import worth_plates, worth_sections, worth_words
from antral.reports.figures import Drawing, Plate
from antral.reports.screening import Chapter
from antral.reports.section import Section

if TYPE_CHECKING:
    from antral.evidence import Chapter as Facts
    from antral.evidence import literature, treatments


@dataclass(frozen=True)
class Beside:
    """What other verbs show of the published record; what is empty has no chapter."""

    disease: "Sequence[Facts]" = ()
    treatments: "Sequence[treatments.Treatment]" = ()
    flow: "literature.Flow | None" = None
    challenge: Mapping[str, Any] | None = None
    """What `antral evidence challenge --json` prints."""
    effect: Mapping[str, Any] | None = None
    """What `antral evidence effect --json` prints."""
    worth: Mapping[str, Any] | None = None
    """What `antral evidence worth --json` prints."""

    def modelled(self) -> dict[str, Mapping[str, Any]]:
        """By question, all its women against the modelled course."""
        lines = () if self.challenge is None else self.challenge.get("together", ())
        return {line["question"]: line for line in lines}

    def disease_chapter(self) -> list[Chapter]:
        """Figures of the disease, each with its source; folded but for the first."""
        tables = [(section, place == 0) for place, section in enumerate(disease_sections(self.disease))]
        said = "Each figure with its source; below a figure stand the sources that say otherwise, or say it of others."
        return [Chapter("disease", "The disease", words=[said], tables=tables)] if tables else []

    def treatments_chapter(self) -> list[Chapter]:
        """What women are offered beside cells."""
        if not self.treatments:
            return []
        tables = [(treatments_table(self.treatments), True)]
        return [Chapter("treatments", "Other treatments in the same terms", tables=tables)]

    def flow_chapter(self) -> list[Chapter]:
        """How the studies were found, as far as it is recorded."""
        if self.flow is None:
            return []
        svg, words = flow_svg(self.flow), "Flow of the search, in words below"
        wide = Drawing(f'<div style="max-width:760px">{svg}</div>', words)
        narrow = Drawing(flow_svg(self.flow, narrow=True), words)
        figure = Plate(wide, narrow, "Flow of the search (PRISMA 2020)", " ".join(self.flow.notes))
        tables = [(section, False) for section in flow_sections(self.flow) if section.rows]
        return [Chapter("search", "How the studies were found", figures=[figure], tables=tables)]

    def effect_chapter(self) -> list[Chapter]:
        """What a simulation may assume of cells: the prior, moved by the studies."""
        if self.effect is None:
            return []
        first, *more = effect_sections(self.effect)
        first = replace(first, paragraphs=[said for said in first.paragraphs if said != READ_FIRST])
        return [
            Chapter(
                "effect",
                "What a simulation may assume",
                words=[READ_FIRST, f"Made by: {self.effect['command']}."],
                figures=list(effect_plates(self.effect).values()),
                tables=[(first, True), *((section, False) for section in more)],
            )
        ]

    def worth_chapter(self) -> list[Chapter]:
        """What planned trials could teach of the effect."""
        if self.worth is None:
            return []
        words = worth_words(self.worth)
        first, *more = worth_sections(self.worth)
        first = replace(first, paragraphs=[said for said in first.paragraphs if said not in words])
        return [
            Chapter(
                "worth",
                "What a planned trial could teach",
                words=words,
                figures=list(worth_plates(self.worth).values()),
                tables=[(first, True), *((section, False) for section in more)],
            )
        ]

    def challenge_chapter(self) -> list[Chapter]:
        """Whether printed results are more than the modelled spontaneous course gives."""
        if self.challenge is None or not self.challenge["studies"]:
            return []
        made = self.challenge["made_with"]
        together = self.challenge.get("together", ())
        said = (
            f"Each study was repeated without any effect, {made['trials']} times (fewer where it has many women)"
            f"{physiologies(made)}, seed {made['seed']}, from {banks(self.challenge['studies'])}. {DECIDES}"
        )
        return [
            Chapter(
                "challenge",
                "Is it more than the spontaneous course?",
                words=[overall(self.challenge), *map(together_sentence, together), said, *WHY_WRONG],
                figures=[panel(self.challenge["studies"])],
                tables=[
                    (
                        replace(one, paragraphs=(how(together),)) if one.title == TOGETHER else _named(one),
                        one.title in (TAILS, TOGETHER),
                    )
                    for one in challenge_sections(self.challenge)
                    if one.rows
                ],
            )
        ]


def _named(section: Section) -> Section:
    """A table with studies by their titles."""
    return replace(section, rows=[tuple(map(records_named, row)) for row in section.rows])
