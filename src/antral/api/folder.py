"""A run's folder: manifest, shards and results. A killed run goes on where it stopped.

`manifest.json` holds what the run is made of and is written before the first shard; `shards` some trials each, under
every scenario; `results.json` and `report.html` what came out. Everything is written aside and renamed when whole.

Several processes may work in one folder. There is no lock that a killed process could leave behind: whoever finishes a
shard first keeps it, another one finds it or throws its own away, and both have the same bits. Whoever finds the folder
of a run with other inputs stops.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from antral.api.whole_file import GOES_ON, write_whole
from antral.core import RunError, fingerprint, sweep

MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.json"
REPORT: Final = "report.html"
SHARDS: Final = "shards"
UNCERTAINTY: Final = "uncertainty"
"""What was found under each vector of the posterior, a file each."""


@dataclass(frozen=True)
class Folder:
    """One run's place on disk."""

    path: Path
    inputs: dict[str, Any]
    """What the run is made of: equal inputs give equal bits."""

    @classmethod
    def opened(cls, path: Path, inputs: dict[str, Any], protocol: dict[str, Any]) -> "Folder":
        """The folder of this run: made, or found with the same inputs; anything else in it is a `RunError`.

        Parameters
        ----------
        protocol
            All that the protocol says, for whoever reads the manifest; its hash is among the inputs.
        """
        folder = cls(path, inputs)
        if path.exists() and not path.is_dir():
            raise RunError(f"{path} is a file; a folder was wanted. Choose another --out.")
        try:
            path.mkdir(parents=True, exist_ok=True)
            if (path / MANIFEST).exists():
                folder.check()
            elif any(not one.name.startswith(f".{MANIFEST}") for one in path.iterdir()):
                raise RunError(f"{path} is not empty and holds no run of antral. Choose another --out, or empty it.")
            else:
                folder.write_json(MANIFEST, {"inputs": inputs, "began": _now(), "protocol": protocol})
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

    def check(self) -> None:
        """Refuse to go on in a folder that holds, or has come to hold, a run of other inputs."""
        before = manifest_of(self.path)
        if before is None:
            raise RunError(f"{self.path / MANIFEST} cannot be read; the run cannot go on. Choose another --out.")
        was = before["inputs"]
        different = sorted(name for name in {*was, *self.inputs} if was.get(name) != self.inputs.get(name))
        if different:
            shown = "; ".join(f"{name} was {was.get(name)}, now {self.inputs.get(name)}" for name in different[:3])
            raise RunError(
                f"{self.path} holds a run with other inputs ({shown}). Choose another --out, or remove that folder."
            )

    def finish(self, results: dict[str, Any]) -> Path:
        """Write the results of a run that is done."""
        self.check()
        return self.write_json(RESULTS, results)

    def write_json(self, name: str, content: Any) -> Path:
        """Write a JSON file."""
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        return write_whole(self.path / name, text, GOES_ON)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def manifest_of(path: Path) -> dict[str, Any] | None:
    """The manifest of a run's folder, or None where there is none that can be read."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(manifest, dict) and isinstance(manifest.get("inputs"), dict)
    return manifest if whole else None
