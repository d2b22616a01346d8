"""A run's folder: manifest, shards and results. A killed run goes on where it stopped.

`manifest.json` holds what the run is made of and is written before the first shard; `shards` some trials each, under
every scenario, as they were conducted; `moved` trials with other values of assumed numbers; `results.json` and
`report.html` what an analysis found. Everything is written aside and renamed when whole.

What is stored does not depend on what is asked of it: the same trials may be opened with another endpoint, estimand,
analysis or test, and are then analysed again. `results.json` says of which analysis it is, and so does the manifest.

Several processes may work in one folder. There is no lock that a killed process could leave behind: whoever finishes a
shard first keeps it, another one finds it or throws its own away, and both have the same bits. Whoever finds the folder
of a run with other inputs stops.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from antral.api.object_store import ObjectStore, Place
from antral.api.whole_file import GOES_ON, write_whole
from antral.core import RunError, fingerprint, sweep
from antral.protocol import ASKED_AFTERWARDS, TOLD

MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.json"
REPORT: Final = "report.html"
SHARDS: Final = "shards"
MOVED: Final = "moved"
"""Trials with assumed numbers at other values, kept as shards are."""
UNCERTAINTY: Final = "uncertainty"
"""What was found under each vector of the posterior, a file each."""


@dataclass(frozen=True)
class Folder:
    """One run's place on disk."""

    path: Place
    inputs: dict[str, Any]
    """What its trials are made of: equal inputs give equal bits."""
    asked: dict[str, Any] = field(default_factory=dict)
    """What else the manifest holds: `analysis`, what is asked of the trials, and all that the `protocol` says."""

    @classmethod
    def opened(cls, path: Place, inputs: dict[str, Any], asked: dict[str, Any]) -> "Folder":
        """The folder of this run: made, or found with the same inputs; anything else in it is a `RunError`."""
        folder = cls(path, inputs, asked)
        if isinstance(path, ObjectStore):
            if path.holds():
                folder.check()
            else:
                folder.write_json(MANIFEST, {"inputs": inputs, "began": _now(), **asked})
            return folder
        if path.exists() and not path.is_dir():
            raise RunError(f"{path} is a file; a folder was wanted. Choose another --out.")
        try:
            path.mkdir(parents=True, exist_ok=True)
            if (path / MANIFEST).exists():
                folder.check()
            elif any(not one.name.startswith(f".{MANIFEST}") for one in path.iterdir()):
                raise RunError(f"{path} is not empty and holds no run of antral. Choose another --out, or empty it.")
            else:
                folder.write_json(MANIFEST, {"inputs": inputs, "began": _now(), **asked})
            (path / SHARDS).mkdir(exist_ok=True)
            for place in (path, path / SHARDS):
                sweep(place)
        except OSError as error:
            raise RunError(f"{path} cannot be used: {error.strerror}. Choose a folder you may write to.") from error
        return folder

    @property
    def key(self) -> str:
        """The hash of the inputs, which every shard carries."""
        return fingerprint(self.inputs)

    def check(self) -> dict[str, Any]:
        """The manifest; a folder that holds, or has come to hold, a run of other inputs is refused."""
        before = manifest_of(self.path)
        if before is None:
            raise RunError(f"{self.path / MANIFEST} cannot be read; the run cannot go on. Choose another --out.")
        was, told = before["inputs"], {}
        for name in sorted({*was, *self.inputs}):
            if was.get(name) != self.inputs.get(name):
                told[name] = f"{name} was {was.get(name)}, now {self.inputs.get(name)}"
        if "conduct" in told:  # a hash says nothing to a reader
            changed = _changed(before.get("protocol"), self.asked.get("protocol"))
            told["conduct"] = "; ".join(list(changed)[:3]) or "the protocol"
        if told:
            raise RunError(
                f"{self.path} holds a run with other inputs ({'; '.join(list(told.values())[:3])}). Choose another "
                "--out, or remove that folder."
            )
        return before

    def finish(self, results: dict[str, Any]) -> Place:
        """Write the results of an analysis that is done, and say in the manifest which one it is."""
        manifest = self.check()
        written = self.write_json(RESULTS, results)
        if manifest != {**manifest, **self.asked}:
            self.write_json(MANIFEST, {**manifest, **self.asked})
        return written

    def write_json(self, name: str, content: Any) -> Place:
        """Write a JSON file."""
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        return write_text(self.path / name, text)


def _changed(was: Any, now: Any, path: str = "") -> Iterator[str]:
    """Every value of the protocol that differs and that conducting the trial may see, in words."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in {**was, **now}:
            if path or name not in ASKED_AFTERWARDS | TOLD:
                yield from _changed(was.get(name), now.get(name), f"{path}.{name}" if path else name)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _changed(one, other, f"{path}.{place}")
    elif was != now:
        yield f"{path or 'protocol'} was {was}, now {now}"


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def write_text(place: Place, text: str) -> Place:
    """Write a file of a run, whole."""
    if isinstance(place, Path):
        return write_whole(place, text, GOES_ON)
    place.write(text.encode())
    return place


def manifest_of(path: Place) -> dict[str, Any] | None:
    """The manifest of a run's folder, or None where there is none that can be read."""
    try:
        place = path / MANIFEST
        text = place.read_text(encoding="utf-8") if isinstance(place, Path) else place.read() or ""
        manifest = json.loads(text)
    except (OSError, ValueError):
        return None
    whole = isinstance(manifest, dict) and isinstance(manifest.get("inputs"), dict)
    return manifest if whole else None
