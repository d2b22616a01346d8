"""How often the discrete tests of a plan really reject where cells do nothing."""

from typing import NamedTuple

from antral.analysis.methods import counts
from antral.analysis.plan import Plan, plan
from antral.analysis.randomisation import rule_of, tests_of
from antral.core import InputError
from antral.protocol import Protocol


class AttainedSize(NamedTuple):
    """The enumerated chance of rejection of one test, every arm having the same true share."""

    at_share: float
    """At the share asked for."""
    largest: float
    """The largest over all true shares."""
    share_of_largest: float
    sizes: tuple[int, ...]


def discrete_tests(protocol: Protocol | Plan) -> dict[str, str]:
    """Names of the tests of counts, with the name of their endpoint."""
    return {test.name: test.question.name for test in tests_of(plan(protocol)) if test.made == "counts"}


def attained_size(
    protocol: Protocol | Plan, test: str, women: dict[str, int], share: float, *, alpha: float | None = None
) -> AttainedSize | None:
    """The true size of one test of counts; None where its outcomes are too many to enumerate.

    Parameters
    ----------
    test
        Its name in `Results.tests`.
    women
        Estimable women of each arm.
    share
        True share of women with the event, the same in every arm.
    """
    wanted = plan(protocol)
    for one in tests_of(wanted):
        if one.name == test and one.made == "counts":
            sizes, scores = counts.merged(tuple(women.get(arm, 0) for arm in wanted.doses), one.scores)
            found = counts.attained_size(
                sizes, scores, wanted.alpha if alpha is None else alpha, share, rule_of(one, wanted.sides)
            )
            return None if found is None else AttainedSize(*found, sizes=sizes)
    raise InputError(f"{test!r} is no test of counts; there are: {', '.join(discrete_tests(wanted))}.")


def attained_at(protocol: Protocol | Plan, test: str, women: dict[str, int], share: float) -> float | None:
    """The size of one test of counts at one true share; as `attained_size`, and faster."""
    wanted = plan(protocol)
    for one in tests_of(wanted):
        if one.name == test and one.made == "counts":
            sizes, scores = counts.merged(tuple(women.get(arm, 0) for arm in wanted.doses), one.scores)
            return counts.size_at(sizes, scores, wanted.alpha, share, rule_of(one, wanted.sides))
    raise InputError(f"{test!r} is no test of counts; there are: {', '.join(discrete_tests(wanted))}.")
