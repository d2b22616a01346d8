"""The page of `antral evidence report`: one HTML file that opens offline."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports.evidence import numbers
from antral.reports.evidence.plates import ENOUGH, funnel_plates, network_plates
from antral.reports.evidence.report import tables
from antral.reports.evidence.report.beside import Beside
from antral.reports.evidence.report.chapters import answers, in_order
from antral.reports.evidence.report.known import known
from antral.reports.evidence.report.summary import headline, takeaway
from antral.reports.evidence.report.words import words_chapter
from antral.reports.evidence.sections import network_section
from antral.reports.screening import Chapter, page
from antral.reports.wording import decapitalised, listed

_DECIDES: Final = (
    "What is published, as it was read; no statement that cells work, and no medical advice. Numbers of other women "
    "stand beside each answer, not against it."
)


def report_page(told: Mapping[str, Any], more: Beside | None = None) -> str:
    """All that the published record says.

    Parameters
    ----------
    told
        Plain numbers and text.
    more
        What other verbs show of the record: the disease, other treatments, the search, studies repeated without effect.
    """
    given = more or Beside()
    chapters = [
        Chapter("known", "Known, assumed, not to be known", tables=[(section, True) for section in known(told)]),
        Chapter("findings", "How certain is it?", tables=[(tables.findings(told, in_order(told)), True)]),
        *answers(told, given.modelled()),
        Chapter("studies", "The studies", tables=tables.studies(told)),
        *given.challenge_chapter(),
        *given.effect_chapter(),
        *given.worth_chapter(),
        _small_studies(told),
        _network(told),
        Chapter("published", "Published meta-analyses", tables=tables.published(told)),
        *given.treatments_chapter(),
        *given.disease_chapter(),
        *given.flow_chapter(),
    ]
    chapters.append(words_chapter(chapters))
    made = [(tables.methods(told), True), (tables.again(told, in_order(told)), False)]
    chapters.append(Chapter("again", "Methods, and how to make it again", tables=made))
    return page(
        kicker=f"Evidence report · antral {told['version']}",
        title="Cell therapy in premature ovarian insufficiency: the published record",
        question="What is known about cells in POI?",
        answer=headline(told),
        said=takeaway(told, given.effect),
        decides=_DECIDES,
        numbers=_boxes(told),
        chapters=chapters,
    )


def _boxes(told: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    many = told["studies"]
    menses, pregnancy = told["answers"]["menses_resumed"], told["answers"]["pregnancy"]
    return [
        (
            "Studies of cells in POI",
            str(many["cells_poi"]),
            f"{many['women_poi']} women; {many['untreated_poi'] or 'none'} with women given nothing",
        ),
        ("Menses after cells", _counted(menses["main"]), f"usual care {_counted(menses['spontaneous'])}"),
        ("Pregnancy after cells", _counted(pregnancy["main"]), f"usual care {_counted(pregnancy['spontaneous'])}"),
        (
            "Certainty of menses and pregnancy",
            " / ".join(dict.fromkeys(_level(one) for one in (menses, pregnancy))),
            "by GRADE, from recorded judgements",
        ),
    ]


def _counted(block: Mapping[str, Any]) -> str:
    return numbers.of_women({"events": block["events"], "n": block["women"]})


def _level(one: Mapping[str, Any]) -> str:
    return "not judged" if one["certainty"] is None else str(one["certainty"]["level"])


def _small_studies(told: Mapping[str, Any]) -> Chapter:
    """Whether there are enough studies to look for missing ones."""
    most = max((len(one["main"]["rows"]) for one in told["answers"].values()), default=0)
    funnels = [one for answered in told["answers"].values() for one in funnel_plates(answered)]
    said = (
        f"A funnel plot and its tests need about {ENOUGH} studies of one question; the most that any question here has "
        f"is {most}."
    )
    if not funnels:
        said += (
            " So nothing can be said of studies that were not published, except that of the registered trials on file "
            f"{told['studies']['registered']} have no result that was read."
        )
    return Chapter("missing", "Are studies missing?", words=[said], figures=funnels)


def _network(told: Mapping[str, Any]) -> Chapter:
    """Whether comparisons share an arm, and what follows."""
    with_cells = [one for answered in told["answers"].values() for one in answered["comparisons"]
                  if one["role"] == "cell_therapy"]  # fmt: skip
    names = sorted({one["title"] for one in with_cells})
    said = "No two comparisons with cells share an arm, so that no network can set cells against another treatment"
    said += f"; two arms with counts are given by {listed(names)} alone." if names else "."
    linked = [one for one in told["answers"].values() if not one["network"]["reason"]]
    words = [said]
    for one in linked:
        words.append(
            f"There is one for {decapitalised(one['question']['title'])} under other treatments; it shows how little a "
            "network of single studies can say."
        )
    return Chapter(
        "network",
        "Treatments through shared arms",
        words=words,
        figures=[plate for one in linked for plate in network_plates(one)],
        tables=[(network_section(one), True) for one in linked],
    )
