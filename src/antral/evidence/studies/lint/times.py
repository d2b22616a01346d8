"""Times that the study cannot have seen."""

from collections.abc import Iterator

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
