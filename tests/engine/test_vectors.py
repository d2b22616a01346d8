"""The compiler turns the loops over women into vector instructions."""

import platform

import pytest
from numba import float32, int64

from antral.engine import lanes
from antral.kernel import PRECISION

pytestmark = [
    pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="reads x86 instructions"),
    pytest.mark.skipif(PRECISION != "float32", reason="the reference precision is not the fast one"),
]


def instructions(function, signature):
    """The mnemonics of the compiled function."""
    function.compile(signature)
    text = function.inspect_asm(function.signatures[-1])
    return [line.split()[0] for line in text.splitlines() if line.startswith("\t") and line.split()]


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("advance_follicles", (float32[::1], int64, float32)),
        ("advance_steroids", (float32[::1], float32)),
        ("advance_hormones", (float32[::1], float32)),
        ("advance_ovary", (float32[::1], float32)),
        ("advance_endometrium", (float32[::1], float32)),
    ],
)
def test_packed_and_single_precision(name, signature):
    found = instructions(getattr(lanes, name), signature)
    packed = sum(one.endswith("mulps") or (one.startswith("vfmadd") and one.endswith("ps")) for one in found)
    single = sum(one.endswith("mulss") or (one.startswith("vfmadd") and one.endswith("ss")) for one in found)
    double = [one for one in found if one.endswith(("mulsd", "divsd", "mulpd", "divpd"))]
    assert packed > 10
    assert single < packed / 4
    assert not double
    assert not [one for one in found if "packssdw" in one]
