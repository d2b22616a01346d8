"""The engine and the plain woman agree (row 24), at a size that runs in seconds; ANTRAL_SLOW=1 runs the full one."""

import os

import numpy as np
import pytest

from antral.records import load_yaml, path

from .two_implementations import KINDS, compare, difference, quantities

SLOW = bool(os.environ.get("ANTRAL_SLOW"))
WOMEN, YEARS = (256, 3) if SLOW else (64, 1)
TOLERANCE = {"menses": 0.03, "ovulations": 0.03, "pregnant": 0.03, "amh": 0.03, "fsh": 0.05, "fsh_mean": 0.05,
             "follicle": 0.03}  # fmt: skip
"""Means within 3 %, median FSH within 5 %; and 3.5 standard errors, which chance exceeds in 1 of 2000 comparisons."""


@pytest.mark.parametrize("kind", KINDS)
def test_reference_two_implementations(kind):
    value, error = difference(*compare(kind, WOMEN, YEARS))
    allowed = np.array([TOLERANCE[name] for name in quantities(kind)])
    assert (np.abs(value) <= allowed + 3.5 * error).all(), dict(zip(quantities(kind), value, strict=True))


def test_the_record_holds_the_full_size():
    record = load_yaml(path("reference", "two_implementations.yaml"))
    assert record["women"] == 256
    assert set(record["differences"]) == {f"{kind}_{name}" for kind in KINDS for name in quantities(kind)}
