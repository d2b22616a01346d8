"""The women of one time-to-event analysis, checked: how long each was followed, and how it ended."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


class Sample(NamedTuple):
    """Women of whom everything is known. All arrays `[woman]`."""

    time: Numbers
    status: Codes
    """0 censored, 1 the event, 2 and more competing events."""
    group: Codes
    """Position in `names`; 0 is the control group."""
    stratum: Codes
    names: tuple[str, ...]
    strata: int
    left_out: int

    @property
    def n(self) -> dict[str, int]:
        """Women by group."""
        return {name: int((self.group == at).sum()) for at, name in enumerate(self.names)}

    @property
    def one_trial(self) -> tuple[Numbers, Codes, Codes]:
        """Time, status and group as those of one trial. `[woman, 1]`"""
        return self.time[:, np.newaxis], self.status[:, np.newaxis], self.group[:, np.newaxis]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the sample."""
        return (f"{self.left_out} women left out for missing values",) if self.left_out else ()


def sample(
    time: ArrayLike,
    status: ArrayLike,
    group: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    *,
    control: Any = None,
    causes: int = 1,
    fewest_groups: int = 1,
) -> Sample:
    """Check arrays of one trial and leave out women with missing values.

    Parameters
    ----------
    time, status, group, stratum
        `[woman]`. Time of any one unit, 0 or more; group and stratum may be numbers or words.
    control
        Label of the group that comes first; the first in sorted order where None, where no direction is told.
    causes
        Largest status allowed.

    Raises
    ------
    InputError
        Unequal lengths, negative or infinite times, a status out of range, too few groups, an unknown control group.
    """
    times = _numbers("time", time)
    states = _numbers("event", status)
    labels = [None if part is None else np.asarray(part) for part in (group, stratum)]
    for name, part in (("event", states), ("group", labels[0]), ("stratum", labels[1])):
        if part is not None and part.shape != times.shape:
            raise InputError(f"{name}: wanted one value for each of {len(times)} times; got shape {part.shape}.")
    known = ~np.isnan(times) & ~np.isnan(states)
    for part in labels:
        if part is not None:
            known &= ~_missing(part)
    kept_time, kept_status = times[known], states[known]
    if not len(kept_time):
        raise InputError("time: no woman has a known time and status; at least one was wanted.")
    if (kept_time < 0).any() or np.isinf(kept_time).any():
        raise InputError(
            f"time: wanted 0 or more and finite; got {kept_time[(kept_time < 0) | np.isinf(kept_time)][0]}."
        )
    allowed = np.arange(causes + 1)
    if not np.isin(kept_status, allowed).all():
        strange = kept_status[~np.isin(kept_status, allowed)][0]
        wanted = "0 (censored) or 1 (event)" if causes == 1 else f"0 (censored), 1 (event) or 2 to {causes} (competing)"
        raise InputError(f"event: wanted {wanted}; got {strange:g}.")
    codes, names = _coded(labels[0], known, control)
    if len(names) < fewest_groups:
        raise InputError(f"group: wanted at least {fewest_groups} groups with women; got {len(names)}.")
    layer, layers = _coded(labels[1], known, None)
    left_out = int((~known).sum())
    return Sample(kept_time, kept_status.astype(np.int64), codes, layer, names, len(layers), left_out)


def _numbers(name: str, given: ArrayLike) -> Numbers:
    try:
        array = np.asarray(given, dtype=float)
    except (TypeError, ValueError) as bad:
        raise InputError(f"{name}: wanted numbers, one for each woman.") from bad
    if array.ndim != 1:
        raise InputError(f"{name}: wanted one value for each woman; got shape {array.shape}.")
    return array


def _missing(labels: NDArray[Any]) -> NDArray[np.bool_]:
    """Which labels are None or NaN."""
    return np.asarray([one is None or (isinstance(one, float) and one != one) for one in labels.tolist()], bool)  # noqa: PLR0124


def _coded(labels: NDArray[Any] | None, known: NDArray[np.bool_], first: Any) -> tuple[Codes, tuple[str, ...]]:
    """Labels as positions, and their names in order."""
    if labels is None:
        return np.zeros(int(known.sum()), dtype=np.int64), ("all",)
    values = labels[known].tolist()
    order = sorted(set(values))
    if first is not None:
        if first not in order:
            raise InputError(f"control: wanted one of {', '.join(map(str, order))}; got {first!r}.")
        order.remove(first)
        order.insert(0, first)
    place = {label: at for at, label in enumerate(order)}
    return np.asarray([place[value] for value in values], dtype=np.int64), tuple(map(str, order))
