"""The designs that no other one beats."""

from antral.design.compare.pareto import front


def test_a_design_with_less_power_at_a_higher_price_is_beaten() -> None:
    designs = {0: (0.2, [12.0]), 1: (0.5, [24.0]), 2: (0.4, [30.0]), 3: (0.8, [60.0])}
    assert front(designs) == [0, 1, 3]


def test_equal_designs_both_stay_and_equal_power_goes_to_the_cheaper() -> None:
    assert front({0: (0.5, [10.0]), 1: (0.5, [10.0])}) == [0, 1]
    assert front({0: (0.5, [10.0]), 1: (0.5, [9.0])}) == [1]


def test_against_several_prices_a_design_stays_that_is_cheapest_in_one() -> None:
    designs = {0: (0.5, [10.0, 5.0]), 1: (0.5, [12.0, 4.0]), 2: (0.5, [12.0, 5.0])}
    assert front(designs) == [0, 1]
