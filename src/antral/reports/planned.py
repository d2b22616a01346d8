"""The tests that the protocol plans for its primary endpoints, as the answer speaks of them."""

from antral.protocol import Protocol
from antral.reports.operating import Rejection
from antral.reports.reading import Findings, Scenario

_AGAINST_CONTROL = (
    "_difference",
    "_rank_sum",
    "_fisher",
    "_boschloo",
    "_mid_p",
    "_ancova",
    "_ancova_hc3",
    "_mmrm",
    "_log_rank",
)
"""Endings of the names of tests that compare treated women with untreated ones."""
DISCRETE_AND_SMALL = 0.5
"""A discrete test whose true size is below this share of its nominal level is called so."""


def primary(scenario: Scenario | None, protocol: Protocol) -> list[Rejection]:
    """One test for each endpoint by which an effect is judged: the primary ones, else the secondary, else all.

    Endpoints of harm are not among them. With a control arm it is the test of treated against control, since a dose
    trend says less of whether cells act.
    """
    if scenario is None:
        return []
    names = set(protocol.judged_by)
    harm = {endpoint.name for endpoint in protocol.endpoints if endpoint.is_harm}
    known = [test for test in scenario.tests.values() if test.rate is not None and test.endpoint not in harm]
    chosen = [test for test in known if test.endpoint in names] or known
    compared = {test.endpoint for test in chosen if against_control(test)}
    return [test for test in chosen if against_control(test) or test.endpoint not in compared]


def asks_for_safety(protocol: Protocol) -> bool:
    """Whether every primary endpoint is one of harm."""
    asked = [endpoint.is_harm for endpoint in protocol.endpoints if endpoint.role == "primary"]
    return bool(asked) and all(asked)


def against_control(test: Rejection) -> bool:
    """Whether a test compares treated women with untreated ones."""
    return test.name.endswith(_AGAINST_CONTROL)


def best(tests: list[Rejection]) -> Rejection | None:
    """The test that rejects most often."""
    return max(tests, key=lambda test: test.rate or 0.0, default=None)


def strongest(findings: Findings, protocol: Protocol) -> Scenario | None:
    """The largest assumed effect, the one for which changes of the design were tried too."""
    candidates = [scenario for scenario in findings.assumed if primary(scenario, protocol)]
    return candidates[-1] if candidates else None


def too_frequent(test: Rejection, alpha: float) -> bool:
    """Whether a test without any effect rejects more often than agreed, beyond three Monte-Carlo errors."""
    return test.rate is not None and test.rate > alpha + 3 * (test.mcse or 0.0)


def too_coarse(test: Rejection, alpha: float) -> bool:
    """Whether a discrete test can hardly ever reject, because the groups are so small."""
    return test.attained is not None and test.attained < DISCRETE_AND_SMALL * alpha


def subject(test: Rejection, protocol: Protocol) -> str:
    """What a test is about: the label of its endpoint."""
    return next((one.label for one in protocol.endpoints if one.name == test.endpoint), test.label)


def subjects(tests: list[Rejection], protocol: Protocol) -> dict[str, str]:
    """A name for each test, with what it compares where two tests share an endpoint."""
    endpoints = [test.endpoint for test in tests]
    names = {}
    for test in tests:
        how = "treated against control" if against_control(test) else "dose trend"
        label = subject(test, protocol)
        names[test.name] = label if endpoints.count(test.endpoint) == 1 else f"{label}; {how}"
    return names
