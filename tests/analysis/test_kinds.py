"""Every kind of planned test is known wherever tests are told apart."""

import pytest

from antral.analysis.kinds import KINDS
from antral.analysis.methods import METHODS, counts
from antral.protocol.endpoints import METHODS_FOR
from antral.reports import planned

IN_PROTOCOLS = {test for methods in METHODS_FOR.values() for test in methods.tests}


def test_a_protocol_may_name_every_kind_but_the_one_that_goes_with_a_trend() -> None:
    assert set(KINDS) == IN_PROTOCOLS | {"difference"}


@pytest.mark.parametrize("name", KINDS)
def test_what_a_kind_names_is_there(name: str) -> None:
    kind = KINDS[name]
    assert name in METHODS
    assert kind.extreme in counts.RULES
    if kind.with_control is not None:
        assert KINDS[kind.with_control].made == kind.made
        assert KINDS[kind.with_control].wants_control is not None
    if kind.wants_control is not None:
        _, trend = kind.wants_control
        assert KINDS[trend].with_control is not None
        assert KINDS[trend].made in (kind.made, kind.stand_in, "allocations")


@pytest.mark.parametrize("name", KINDS)
def test_the_report_knows_which_compare_with_a_control_arm(name: str) -> None:
    is_trend = name in ("linear_trend", "rank_trend", "exact_trend", "mcp_mod")
    assert f"fsh_{name}".endswith(planned._AGAINST_CONTROL) != is_trend
