"""Loops of statistics: double precision, kept between runs, and no part of the engine's code."""

import numpy as np
import pytest

from antral.analysis.methods import every_allocation
from antral.kernel import cache_folder, compiled_double, precision


@compiled_double
def tenths(n):
    total = 0.0
    for _ in range(n):
        total += 0.1
    return total


def test_literals_stay_double() -> None:
    # ten times the float32 nearest to 0.1 would be 1.0000000149
    assert tenths(10) == pytest.approx(1.0, abs=1e-15)
    assert tenths(10) == tenths.py_func(10)


def test_what_is_compiled_is_kept_beside_the_engine() -> None:
    every_allocation.allocations_as_far(np.array([[-1.0], [1.0]]), (1, 1), (-0.5, 0.5), np.array([1.0]), 0)
    assert list(cache_folder().rglob("every_allocation._counted-*.nbi"))


def test_statistics_are_no_part_of_the_engines_code(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms: set[str] = set()
    monkeypatch.setattr(
        precision, "fingerprint_files", lambda files: rooms.update(f.parent.name for f in files) or "a hash"
    )
    precision.code_fingerprint()
    assert rooms == {"core", "kernel", "physiology", "therapy", "engine"}
