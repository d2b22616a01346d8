"""Arms that hold the same women twice."""

from collections.abc import Iterator

from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.limits import words
from antral.evidence.studies.study import Study


def aggregate_unmarked(study: Study) -> Iterator[Odd]:
    """An arm whose name says that it pools others, and whose record does not."""
    for name, arm in study.arms.items():
        pooled = set(name.lower().split("_")) & set(words("aggregate"))
        if pooled and len(study.arms) > 1 and not arm.aggregate_of:
            yield Odd(
                f"arms.{name}",
                f"{', '.join(sorted(pooled))}, without aggregate_of",
                "Its women would count twice beside those of the other arms.",
                "Name the arms whose women these are in aggregate_of.",
            )


def aggregate_sum(study: Study) -> Iterator[Odd]:
    """An aggregate with another number of women than its parts."""
    for name, arm in study.arms.items():
        parts = [study.arms[part].n for part in arm.aggregate_of]
        known = [n for n in parts if n is not None]
        if arm.n is not None and parts and len(known) == len(parts) and sum(known) != arm.n:
            yield Odd(
                f"arms.{name}.n",
                f"{arm.n}",
                f"Its parts have {' + '.join(map(str, known))} = {sum(known)} women.",
                "Look up who was left out, or correct aggregate_of.",
            )


def arms_above_enrolled(study: Study) -> Iterator[Odd]:
    """More women in the arms than enrolled, where no woman is in two of them."""
    if study.enrolled is None or study.design == "rct_crossover":
        return
    counted = {name: arm.n for name, arm in study.arms.items() if arm.n is not None and not arm.aggregate_of}
    if sum(counted.values()) > study.enrolled:
        told = " + ".join(f"{name} {n}" for name, n in counted.items())
        yield Odd(
            "enrolled",
            f"{study.enrolled}",
            f"The arms have more women: {told} = {sum(counted.values())}.",
            "One arm may be part of another: mark the wider one with aggregate_of.",
        )


def subset_unmarked(study: Study) -> Iterator[Odd]:
    """An arm that its label calls a part of another."""
    inside = {part for arm in study.arms.values() for part in arm.aggregate_of}
    for name, arm in study.arms.items():
        if "subset" in arm.label.lower() and name not in inside:
            yield Odd(
                f"arms.{name}",
                arm.label,
                "A subset beside its whole: the same women twice.",
                "Name it in aggregate_of of the arm that holds its women.",
            )
