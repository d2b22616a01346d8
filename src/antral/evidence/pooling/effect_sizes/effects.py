"""Effects of studies on the scale on which they are pooled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Effects:
    """One effect and its sampling variance a study, with what was done to get them."""

    yi: Numbers
    """`[study]`, on the scale of the analysis, such as a log odds ratio."""
    vi: Numbers
    """`[study]`."""
    labels: tuple[str, ...]
    measure: str
    """In words, such as "log odds ratio"."""
    back: str
    """Way back to the natural scale, a name of `BACK`."""
    dropped: tuple[str, ...] = ()
    """Studies that say nothing of this measure, such as those without an event in either arm."""
    notes: tuple[str, ...] = ()


def columns(labels: Sequence[object] | None, given: Mapping[str, ArrayLike]) -> tuple[dict[str, Numbers], list[str]]:
    """Inputs as arrays `[study]` of one length, and the studies' names; one value stands for every study.

    Raises
    ------
    InputError
        Where lengths differ or a number is missing.
    """
    raw = {name: np.atleast_1d(np.asarray(value, float)) for name, value in given.items()}
    k = max(len(value) for value in raw.values())
    names = [f"study {at + 1}" for at in range(k)] if labels is None else [str(one) for one in labels]
    for name, value in raw.items():
        if value.ndim != 1 or len(value) not in (1, k):
            raise InputError(f"{name}: one value a study was wanted, {k} in all; there are {value.shape}.")
        if not np.isfinite(value).all():
            raise InputError(f"{name}: a number is missing; leave that study out and say so.")
    if len(names) != k:
        raise InputError(f"labels: {k} were wanted, one a study; there are {len(names)}.")
    return {name: np.broadcast_to(value, k).astype(np.float64) for name, value in raw.items()}, names


def positive(**given: Numbers) -> None:
    """Refuse what cannot be zero or less."""
    for name, value in given.items():
        if (value <= 0).any():
            raise InputError(f"{name}: positive numbers were wanted; there is {value.min():g}.")


def counted(names: Sequence[str], words: str) -> str:
    """How many studies, which, and what of them."""
    verb = "study" if len(names) == 1 else "studies"
    return f"{len(names)} {verb} ({', '.join(names)}) {words}"


def where(names: Sequence[str], chosen: Flags) -> list[str]:
    """Names of the chosen."""
    return [name for name, one in zip(names, chosen.tolist(), strict=True) if one]
