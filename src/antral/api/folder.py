"""A run's folder: manifest, shards and results. A killed run goes on where it stopped.

A file or shard is written under a temporary name and renamed when whole, so a half-written one is never read; a shard
that is there is never computed twice.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from antral.api.whole_file import write_whole
from antral.core import DataError, RunError
from antral.dataset import read, write
from antral.design import Batches
from antral.population import Bank
from antral.protocol import Protocol
from antral.trial import Conducted, conduct

TRIALS_A_SHARD: Final = 200
_MANIFEST: Final = "manifest.json"
_SHARD: Final = "shard.json"


@dataclass(frozen=True)
class Folder:
    """One run's place on disk."""

    path: Path

    @classmethod
    def opened(cls, path: Path, manifest: dict[str, Any]) -> "Folder":
        """The folder of this run: made, or found with the same inputs; anything else in it is a `RunError`."""
        if path.exists() and not path.is_dir():
            raise RunError(f"{path} is a file; a folder was wanted. Choose another --out.")
        known = path / _MANIFEST
        if path.exists() and any(path.iterdir()):
            if not known.exists():
                raise RunError(f"{path} is not empty and holds no run of antral. Choose another --out, or empty it.")
            _same(known, manifest)
        folder = cls(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{path} cannot be made: {error.strerror}. Choose a folder you may write to.") from error
        if not known.exists():
            folder.write_json(_MANIFEST, manifest)
        return folder

    def write_text(self, name: str, text: str) -> Path:
        """Write a text file under a temporary name, then rename it."""
        return write_whole(self.path / name, text)

    def write_json(self, name: str, content: Any) -> Path:
        """Write a JSON file."""
        return self.write_text(name, json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")

    def batches(self, protocol: Protocol, bank: Bank, trials: Sequence[int], seed: int, threads: int | None) -> Batches:
        """The trials of a scenario, shard by shard: read where a shard is whole, else conducted and kept."""

        def source(scenario: str) -> Iterator[Conducted]:
            for first in range(0, len(trials), TRIALS_A_SHARD):
                some = trials[first : first + TRIALS_A_SHARD]
                place = self.path / "shards" / scenario / f"{some[0]:06d}-{some[-1]:06d}"
                kept = _read_shard(place)
                if kept is None:
                    kept = conduct(protocol, bank, trials=some, seed=seed, scenario=scenario, threads=threads)
                    _write_shard(place, kept)
                yield kept

        return source


def _same(known: Path, manifest: dict[str, Any]) -> None:
    """Refuse to continue a run of other inputs."""
    try:
        before = json.loads(known.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{known} cannot be read; the run cannot be continued. Choose another --out.") from error
    different = sorted(key for key in manifest if before.get(key) != manifest[key])
    if different:
        shown = "; ".join(f"{key} was {before.get(key)}, now {manifest[key]}" for key in different[:3])
        raise RunError(
            f"{known.parent} holds a run with other inputs ({shown}). Choose another --out, or remove that folder."
        )


def _read_shard(place: Path) -> Conducted | None:
    """A whole shard, or None."""
    summary = place / _SHARD
    if not summary.exists():
        return None
    try:
        about = json.loads(summary.read_text(encoding="utf-8"))
        tables = read(place)
    except (OSError, ValueError, DataError) as error:
        raise RunError(f"{place} is damaged ({error}). Remove it; it will be computed again.") from error
    return Conducted(tables, None, pl.DataFrame(), about["failed"], about["patient_years"])


def _write_shard(place: Path, conducted: Conducted) -> None:
    """Write a shard under a temporary name, then rename it."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=place.parent))
        try:
            write(conducted.tables, part)
            about = {"failed": conducted.failed, "patient_years": conducted.patient_years}
            (part / _SHARD).write_text(json.dumps(about), encoding="utf-8")
            if not (place / _SHARD).exists():  # another process may have finished the same shard first
                part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except (OSError, DataError, pl.exceptions.PolarsError) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise RunError(f"{place} cannot be written: {why}. Free space or choose another --out.") from error
