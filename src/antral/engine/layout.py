"""How a block of women lies in memory, and the generated readers and writers of each part.

A block is 32 women. Row `r` of woman `l` lies at `b[r * 32 + l]` of one flat array, with offsets known to the compiler,
so that the loops over women become vector instructions. Two arrays a block: `fast` (the engine's precision; everything
touched within the day) and `slow` (double precision; touched once a day).
"""

from functools import cache
from typing import Any, Final, NamedTuple

from numba import njit

from antral.kernel import LANES, SLOTS
from antral.physiology import Hormones, Parameters, quality, reserve
from antral.physiology.follicle import Climate, Follicle, Sums
from antral.physiology.pipeline import Pipeline
from antral.therapy import CellParameters, Cells, Exogenous, HormoneParameters

WOMEN: Final = LANES
"""Women in a block; blocks are padded, so every woman takes the same code path."""

SHRINKING: Final = 32
"""Dead follicles still visible on a scan that are followed; the oldest is forgotten first."""

OUTPUTS: Final = (
    "fsh_iu_l",
    "lh_iu_l",
    "e2_pg_ml",
    "p4_ng_ml",
    "inhibin_b_pg_ml",
    "amh_ng_ml",
    "antral_pool",
    "follicles_2_10_mm",
    "follicles_ge_3_mm",
    "largest_follicle_mm",
    "menses",
    "breakthrough_bleeds",
    "ovulations",
    "follicles_ovulated",
    "quality",
    "primordial",
    "repair",
    "endometrium",
    "pregnancy_days",
)
"""What is recorded, in this order."""

__all__ = ["OUTPUTS", "SLOTS", "WOMEN", "reader", "row", "slow_reader", "slow_row", "slow_writer", "writer"]


class Counters(NamedTuple):
    """Budgets, counters and flags of one woman, within the day."""

    recruit_budget: float  # hazard left until the next recruit
    recruits: float  # ordinal of her next recruit
    corpora: float  # ordinal of her next corpus luteum
    refused: float  # recruits refused because every slot was taken
    live: float  # occupied slots
    dead: float  # shrinking follicles that are followed
    since_ovulation: float  # d, capped
    wants: float  # 1 if an event awaits this woman in this step
    menses: float  # since the last record
    breakthrough: float  # since the last record
    ovulations: float  # events since the last record
    ovulated: float  # follicles since the last record
    status: float  # 0 while her numbers are finite
    quality: float  # today's
    inflow: float  # follicles a day into the antral pool, today's
    released: float  # ordinal of her next ovulation
    stopped: float  # 1 once a pregnancy has ended her tablets
    eased: float  # factor on the LH that luteinises, under hormones


class Daily(NamedTuple):
    """What changes once a day, in double precision."""

    reserve: reserve.Reserve
    pipeline: Pipeline
    quality: quality.Quality
    cells: Cells


def _leaves(record: Any) -> list[tuple[str, Any]]:
    """The NamedTuples of floats inside a NamedTuple of NamedTuples, by name."""
    return list(record.__annotations__.items())


def _place(parts: list[tuple[str, Any]], first: int) -> tuple[dict[str, int], int]:
    offsets = {}
    for name, record in parts:
        offsets[name] = first
        first += len(record._fields)
    return offsets, first


_fast_parts = [
    *((f"parameters.{name}", record) for name, record in _leaves(Parameters)),
    *((name, record) for name, record in _leaves(Hormones)),
    ("sums", Sums),
    ("climate", Climate),
    ("counters", Counters),
    ("hormone_parameters", HormoneParameters),
    ("exogenous", Exogenous),
]
FAST, _first_slot = _place(_fast_parts, 0)
SLOT_FIELDS: Final = len(Follicle._fields)
FIRST_SLOT: Final = _first_slot
FATES: Final = FIRST_SLOT + SLOTS * SLOT_FIELDS
"""Row of the fate of the first slot; one row a slot."""
DEAD_SIZE: Final = FATES + SLOTS
"""Row of the diameter at death of the first shrinking follicle."""
DEAD_AGE: Final = DEAD_SIZE + SHRINKING
"""Row of the days since death of the first shrinking follicle."""
WORK: Final = DEAD_AGE + SHRINKING
"""Rows of the one slot that is being advanced: a place known to the compiler."""
WORK_FATE: Final = WORK + SLOT_FIELDS
FAST_ROWS: Final = WORK_FATE + 1

_slow_parts = [*((name, record) for name, record in _leaves(Daily)), ("cell_parameters", CellParameters)]
SLOW, SLOW_ROWS = _place(_slow_parts, 0)


_inlined = njit(error_model="numpy", forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""For functions that compiled code alone calls: a call from Python would end the process. To make no doors for Python
saves a fifth of the time in which the engine is compiled."""


@cache
def _access(record: Any, first: int) -> tuple[Any, Any]:
    """Compiled `load(b, l)` and `store(b, l, record)` for rows `first, first + 1, …`; the same for all who ask."""
    fields = record._fields
    scope: dict[str, Any] = {"record": record}
    reads = ", ".join(f"b[{(first + i) * WOMEN} + l]" for i in range(len(fields)))
    writes = "".join(f"    b[{(first + i) * WOMEN} + l] = r.{name}\n" for i, name in enumerate(fields))
    exec(f"def load(b, l): return record({reads})\ndef store(b, l, r):\n{writes}", scope)
    return _inlined(scope["load"]), _inlined(scope["store"])


def _slot_access(record: Any) -> tuple[Any, Any]:
    """Compiled `load(b, k, l)` and `store(b, k, l, record)` for slot `k`; scalar, for rare events."""
    fields = record._fields
    scope: dict[str, Any] = {"record": record}
    at = [f"b[({FIRST_SLOT} + k * {SLOT_FIELDS} + {i}) * {WOMEN} + l]" for i in range(len(fields))]
    writes = "".join(f"    {place} = r.{name}\n" for place, name in zip(at, fields, strict=True))
    exec(f"def load(b, k, l): return record({', '.join(at)})\ndef store(b, k, l, r):\n{writes}", scope)
    return _inlined(scope["load"]), _inlined(scope["store"])


def reader(name: str) -> Any:
    """The compiled reader of one fast part, such as `fsh` or `parameters.fsh`."""
    return _access(dict(_fast_parts)[name], FAST[name])[0]


def writer(name: str) -> Any:
    """The compiled writer of one fast part."""
    return _access(dict(_fast_parts)[name], FAST[name])[1]


def slow_reader(name: str) -> Any:
    """The compiled reader of one slow part, such as `reserve` or `cell_parameters`."""
    return _access(dict(_slow_parts)[name], SLOW[name])[0]


def slow_writer(name: str) -> Any:
    """The compiled writer of one slow part."""
    return _access(dict(_slow_parts)[name], SLOW[name])[1]


load_follicle, store_follicle = _slot_access(Follicle)
load_work, store_work = _access(Follicle, WORK)


def row(part: str, field: str) -> int:
    """The row of one number of the fast array, such as `row("fsh", "blood")`."""
    return int(FAST[part] + dict(_fast_parts)[part]._fields.index(field))


def slow_row(part: str, field: str) -> int:
    """The row of one number of the slow array."""
    return int(SLOW[part] + dict(_slow_parts)[part]._fields.index(field))
