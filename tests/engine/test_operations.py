"""Counting what the engine computes: the counting number itself, and that every part is there."""

import numpy as np
import pytest

from antral.engine import operations
from antral.engine.operations import Counted


def test_every_operation_counts_once() -> None:
    operations._counts.clear()
    x = Counted(2.0)
    assert float(np.float32(3.0) * x * x + 1.0) == 13.0
    assert max(x, Counted(5.0)).value == 5.0
    assert float(1.0 / x) == 0.5
    assert operations._counts == {"product": 2, "sum": 1, "comparison": 1, "division": 1}


def test_a_day_has_the_operations_of_all_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "WATCHED", 1)
    work = operations.counted("healthy")
    assert work.operations == pytest.approx(sum(work.by_part.values()))
    assert min(work.by_part[part] for part in ("hormones", "follicles", "endometrium", "record", "once a day")) > 0.0
    assert work.living <= work.slots
    # the corpus luteum's own loop: a sum and a comparison a step, of which there are eight, and much besides
    assert work.by_part["corpus luteum, steroids"] > 16.0
    assert 0.0 < work.divisions < 0.3 * work.operations
