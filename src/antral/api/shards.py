"""Shards of a run: some trials under every scenario, kept whole or not at all.

A shard's manifest holds the hash of every file and what its trials are made of. One that is damaged, or made of
anything else, is told of and computed again.
"""

import math
import shutil
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import polars as pl

from antral.api.object_store import ObjectStore
from antral.api.whole_file import GOES_ON
from antral.core import MANIFEST, DataError, RunError, seal, sealed
from antral.dataset import Tables, read, write
from antral.protocol import Protocol
from antral.trial import Conducted


@dataclass(frozen=True)
class Shard:
    """Some trials under every scenario."""

    conducted: dict[str, Conducted]
    potential: dict[str, dict[str, Tables]] = field(default_factory=dict)
    """By scenario and arm, what would have been seen had every woman been in that arm; empty unless asked for."""
    stored: bool = False
    """Whether it was read, not simulated."""


WOMEN_A_SHARD: Final = 2400
"""Participants of a shard under one scenario in a trial of a year, fewer in a longer one: its work and memory do not
depend on the size of a trial."""

ENOUGH: Final = 16
"""So many shards are enough for any number of cores that is usual: a longer run has larger ones, up to `LARGER` times,
since trials analysed together cost less each."""
LARGER: Final = 4

_DAYS: Final = 366
_YEARLY: Final = "yearly.parquet"


def shares(trials: int, protocol: Protocol) -> list[range]:
    """The trials of each shard."""
    women = WOMEN_A_SHARD * _DAYS // max(_DAYS, math.ceil(protocol.follow_up_days))
    least = max(1, women // protocol.design.participants)
    each = min(max(trials // ENOUGH, least), LARGER * least)
    return [range(first, min(first + each, trials + 1)) for first in range(1, trials + 1, each)]


@dataclass(frozen=True)
class Shards:
    """Shards in one folder: read where they are whole, else conducted and kept."""

    folder: Path
    key: str
    """The hash of what their trials are made of, which every shard carries."""

    def of(self, trials: range, conducted: Callable[[], Shard], *, name: str = "") -> Shard:
        """One shard; `conducted` makes it where it is not there.

        Parameters
        ----------
        name
            Tells shards of the same trials apart.
        """
        place = self.place(trials, name)
        found = self._read(place)
        if found is None:
            found = conducted()
            self._write(place, found)
        return found

    def place(self, trials: range, name: str = "") -> Path:
        """Where a shard is, or will be."""
        return self.folder / called(trials, name)

    def has(self, trials: range) -> bool:
        """Whether a shard seems to be there."""
        return self.place(trials).exists()

    def _read(self, place: Path) -> Shard | None:
        """A whole shard of these trials, or None."""
        if not place.exists():
            return None
        about = sealed(place)
        if about is not None and about.get("made_of") == self.key:
            try:
                return _from_disk(place, about)
            except (OSError, DataError, pl.exceptions.PolarsError):
                pass  # removed or altered since its hash was looked at
        warnings.warn(f"{place} is damaged, or of another run; it is computed again.", stacklevel=2)
        shutil.rmtree(place, ignore_errors=True)
        return None

    def _write(self, place: Path, shard: Shard) -> None:
        """Write a shard aside, then rename it."""
        about = {
            "made_of": self.key,
            "scenarios": {name: _about(one) for name, one in shard.conducted.items()},
            "potential": {name: list(arms) for name, arms in shard.potential.items()},
        }
        try:
            seal(place, about, partial(_to_disk, shard=shard))
        except (OSError, DataError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            why = getattr(cause, "strerror", None) or str(error)
            raise RunError(f"{place} cannot be written: {why.rstrip('.')}. {GOES_ON}") from error


@dataclass(frozen=True)
class StoredShards:
    """Shards in an object store, as `Shards` are in a folder."""

    store: ObjectStore
    key: str

    def of(self, trials: range, conducted: Callable[[], Shard], *, name: str = "") -> Shard:
        """One shard; `conducted` makes it where it is not there."""
        place = self.store / called(trials, name)
        with TemporaryDirectory(prefix="antral-shard-") as here:
            local = Shards(Path(here), self.key)
            place.download(local.place(trials, name))
            shard = local.of(trials, conducted, name=name)
            if not shard.stored:
                place.upload(local.place(trials, name))
            return shard

    def has(self, trials: range) -> bool:
        """Whether a shard seems to be there."""
        return (self.store / called(trials) / MANIFEST).holds()


def called(trials: range, name: str = "") -> str:
    """The name of a shard."""
    return "-".join(filter(None, (name, f"{trials[0]:06d}", f"{trials[-1]:06d}")))


def _about(one: Conducted) -> dict[str, Any]:
    """What is kept beside the tables."""
    tables = one.tables
    rows = {"participants": tables.participants, "observations": tables.observations, "events": tables.events}
    return {
        "failed": one.failed,
        "patient_years": one.patient_years,
        "rows": {name: frame.height for name, frame in rows.items()},
    }


def _to_disk(place: Path, shard: Shard) -> None:
    """Every table of a shard as a file."""
    for name, one in shard.conducted.items():
        write(one.tables, place / name)
        content = BytesIO()
        one.yearly.write_parquet(content)
        (place / name / _YEARLY).write_bytes(content.getvalue())
    for name, arms in shard.potential.items():
        for nth, tables in enumerate(arms.values()):
            write(tables, place / name / f"everybody-in-arm-{nth + 1}")


def _from_disk(place: Path, about: dict[str, Any]) -> Shard:
    """The tables of a shard, and what was kept beside them."""
    conducted = {
        name: Conducted(
            read(place / name),
            None,
            pl.DataFrame(),
            one["failed"],
            one["patient_years"],
            pl.read_parquet(place / name / _YEARLY),
        )
        for name, one in about["scenarios"].items()
    }
    potential = {
        name: {arm: read(place / name / f"everybody-in-arm-{nth + 1}") for nth, arm in enumerate(arms)}
        for name, arms in about["potential"].items()
    }
    return Shard(conducted, potential, stored=True)
