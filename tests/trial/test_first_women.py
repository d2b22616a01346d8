"""A smaller trial is the first women of a larger one, to the last bit; what breaks that is known."""

import polars as pl
import pytest

from antral.design.compare import shares_its_women
from antral.population import bank
from antral.protocol import load
from antral.trial import conduct_all

TRIALS, SEED = [1, 2, 5], 4


def first(name: str, changes: list[str], few: int, many: int) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each table of small trials, and the same women's rows of large ones."""
    small, large = (load(name, [*changes, f"design.participants={n}"]) for n in (few, many))
    pool = bank(large, seed=SEED, size=40)
    scenarios = ["none", "evidence", "target"]
    of_small, of_large = (
        conduct_all(one, pool, trials=TRIALS, seed=SEED, scenarios=scenarios) for one in (small, large)
    )
    found = []
    for scenario in scenarios:
        for table in ("participants", "observations", "events"):
            mine, whole = (getattr(of[scenario].tables, table) for of in (of_small, of_large))
            found.append((mine, whole.filter(pl.col("participant_id") <= few)))
    return found


@pytest.mark.parametrize(
    ("name", "changes", "few"),
    [
        ("NCT03816852", [], 12),
        ("NCT03816852", [], 7),  # within a block
        ("NCT03816852-control", [], 8),  # with untreated women
        ("NCT07115082", [], 9),  # strata and hormones; blocks of two sizes
    ],
)
def test_a_smaller_trial_is_the_first_women_of_a_larger_one(name: str, changes: list[str], few: int) -> None:
    assert shares_its_women(load(name, changes))
    for small, part_of_large in first(name, changes, few, 18):
        assert small.height > 0
        assert small.equals(part_of_large)


def test_blocks_of_several_sizes_end_as_the_planned_number_wants() -> None:
    name, unstratified = "NCT07115082", ["design.allocation.strata=[]"]  # blocks of 2 and 4 women
    assert not shares_its_women(load(name, unstratified))
    differ = [not small.equals(part) for small, part in first(name, unstratified, 6, 18)]
    assert any(differ)
