"""Times that the study cannot have seen."""

from collections.abc import Iterator
from datetime import date

from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.limits import limit
from antral.evidence.studies.study import Study


def beyond_follow_up(study: Study) -> Iterator[Odd]:
    """An outcome after the end of follow-up."""
    for one in study.outcomes:
        seen = study.follow_up_months
        if seen is not None and one.months is not None and one.months > seen + limit("follow_up_slack"):
            yield Odd(
                f"{one.key}.months",
                f"{one.months:g} months",
                f"Women were followed for {seen:g} months.",
                "Days or weeks may have been read as months.",
            )


def year_to_come(study: Study) -> Iterator[Odd]:
    """A year of publication that is not yet; the next one may be printed ahead."""
    year = study.citation.year
    if year is not None and year > date.today().year + 1:
        yield Odd("citation.year", f"{year}", "Nothing of that year can have been read.", "Two digits may be swapped.")
