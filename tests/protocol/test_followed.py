"""Any protocol can be followed for years."""

import pytest

from antral import protocol
from antral.core import ProtocolError


def test_half_yearly_visits_come_after_the_planned_ones():
    plain = protocol.load("NCT07115082")
    long = plain.followed(5)
    assert long.follow_up_days == 1826  # 5 × 365.25, rounded to whole days
    assert long.visits[: len(plain.visits)] == plain.visits
    added = long.visits[len(plain.visits) :]
    assert [visit.day for visit in added] == [546, 728, 910, 1092, 1274, 1456, 1638, 1820]
    assert [visit.name for visit in added][:2] == ["week_78", "week_104"]
    assert all(visit.measures == plain.visits[-1].measures for visit in added)
    assert all(visit.day + visit.window_days <= long.follow_up_days for visit in added)


def test_treatment_and_endpoints_stay_as_planned_and_the_change_is_told():
    plain = protocol.load("NCT07115082")
    long = plain.followed(10)
    assert {arm.comedication.last_day for arm in long.arms.values()} == {364}
    assert long.endpoints == plain.endpoints
    assert long.fingerprint != plain.fingerprint
    assert long.screening_fingerprint == plain.screening_fingerprint
    assert [str(change) for change in long.changes] == [
        "follow_up_days: 364 → 3652, with a visit every half year, changed by the user"
    ]


@pytest.mark.parametrize("years", [0.5, 0, -1, 16])
def test_years_that_cannot_be_are_refused(years):
    with pytest.raises(ProtocolError, match="years of follow-up"):
        protocol.load("NCT03816852").followed(years)


def test_the_shipped_long_example_compares_cells_with_none_for_ten_years():
    long = protocol.load("NCT03816852-long")
    assert sorted(arm.total_cells for arm in long.arms.values()) == [0, 90_000_000]
    assert [visit.day for visit in long.visits][-19:-17] == [364, 546]
    assert long.visits[-1].day == long.follow_up_days == 3640
    assert long.screening_fingerprint == protocol.load("NCT03816852").screening_fingerprint
    texts = [one.text for one in long.assumptions]
    assert any("Waking dormant follicles" in text for text in texts)
    assert {one.text for one in protocol.load("NCT03816852").assumptions} < set(texts)
