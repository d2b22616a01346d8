"""Treatments are ranked in a picture only where more than single studies rank them."""

import pytest

from antral.api.evidence import pool
from antral.reports.evidence.plates import network_plates


@pytest.fixture(scope="module")
def ovulation():
    return pool("ovulation").to_dict()


def test_single_studies_make_a_network_and_no_ranks(ovulation):
    assert [plate.title for plate in network_plates(ovulation)] == ["Treatments that studies compared"]


def test_two_studies_of_one_comparison_make_ranks(ovulation):
    first, *others = ovulation["network"]["edges"]
    more = {**ovulation["network"], "edges": [[*first[:2], 2, first[3]], *others]}
    assert [plate.title for plate in network_plates({**ovulation, "network": more})] == [
        "Treatments that studies compared",
        "How sure is their order?",
    ]
