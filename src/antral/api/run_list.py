"""`runs` and `remove_run`: what runs a folder holds, and taking one away."""

import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from antral.api.folder import MANIFEST, MOVED, REPORT, RESULTS, SHARDS, UNCERTAINTY, manifest_of
from antral.core import RunError


@dataclass(frozen=True)
class Kept:
    """One run on disk."""

    folder: Path
    protocol: str
    trials: int
    seed: int
    effects: Sequence[str]
    whole: bool
    """Whether its results are there; a run that is not whole goes on when its command is given again."""
    shards: int
    """Shards on disk, of `shards_wanted`."""
    shards_wanted: int
    size_bytes: int
    changed: str
    """When its results, or else its last shard, were written: ISO 8601, local time."""

    @property
    def state(self) -> str:
        """In words."""
        return "whole" if self.whole else f"partial, {self.shards} of {self.shards_wanted} shards"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"folder": str(self.folder), "effects": list(self.effects), "state": self.state}


def runs(folder: str | Path = "runs") -> list[Kept]:
    """The runs of a folder, those of folders in it included, by name; links are not followed."""
    place = Path(folder)
    if not place.is_dir():
        raise RunError(f"{place}: there is no such folder. Give the folder that holds your runs.")
    found = []
    for where, inner, _ in os.walk(place):
        one = _kept(Path(where))
        if one is not None:
            found.append(one)
            inner.clear()  # a run holds no run
    return sorted(found, key=lambda one: str(one.folder))


def remove_run(folder: str | Path) -> Kept:
    """Remove one run; a folder that holds anything else is refused and left as it is."""
    place = Path(folder)
    one = None if place.is_symlink() else _kept(place)
    if one is None:
        raise RunError(f"{place} is no run of antral; nothing was removed. `antral runs` lists what there is.")
    foreign = sorted(found.name for found in place.iterdir() if not _ours(found))
    if foreign:
        raise RunError(
            f"{place} holds files that antral did not write ({', '.join(foreign[:3])}); nothing was removed. "
            "Move them elsewhere first."
        )
    try:
        # the manifest goes last: a removal that was cut off leaves a run that can be listed and removed
        for part in sorted(place.iterdir(), key=lambda found: found.name == MANIFEST):
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        place.rmdir()
    except OSError as error:
        raise RunError(f"{error.filename or place} cannot be removed: {error.strerror}.") from error
    return one


def _ours(found: Path) -> bool:
    """Whether antral wrote this into a run's folder."""
    return found.name in (MANIFEST, RESULTS, REPORT, SHARDS, MOVED, UNCERTAINTY) or found.name.endswith(".part")


def _kept(place: Path) -> Kept | None:
    """The run in a folder, or None."""
    manifest = manifest_of(place)
    wanted = ("protocol", "trials", "seed", "effects", "shards")
    if manifest is None:
        return None
    told = {**manifest["inputs"], **(manifest.get("analysis") or {})}
    if any(name not in told for name in wanted):
        return None
    about = {name: told[name] for name in wanted}
    about["shards_wanted"] = about.pop("shards")
    shards = [found for found in (place / SHARDS).glob("[!.]*") if found.is_dir()]
    results = place / RESULTS
    whole = results.is_file()
    seen = [results] if whole else [place / MANIFEST, *shards]
    last = max((found.st_mtime for found in _stats(seen)), default=0.0)
    return Kept(
        folder=place,
        **about,
        whole=whole,
        shards=len(shards),
        size_bytes=sum(found.st_size for found in _stats(place.rglob("*")) if stat.S_ISREG(found.st_mode)),
        changed=time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(last)),
    )


def _stats(places: Iterable[Path]) -> Iterator[os.stat_result]:
    """What the system knows of files; those that a running process took away meanwhile are left out."""
    for place in places:
        with suppress(OSError):
            yield place.stat()
