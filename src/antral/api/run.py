"""A finished run: its results, its summary, its report."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antral.api.folder import REPORT, write_text
from antral.api.object_store import Place
from antral.api.whole_file import write_whole
from antral.core import RunError
from antral.population import Bank
from antral.protocol import Protocol

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Run:
    """What `simulate` gives back."""

    results: dict[str, Any]
    """The object that `--json` prints."""
    protocol: Protocol
    bank: Bank
    quantiles: "pl.DataFrame"
    """Measured courses: `scenario, arm, day, analyte, n, q10, q25, q50, q75, q90`."""
    women: "pl.DataFrame"
    """Measured values of the women of the first trial."""
    flows: "dict[str, pl.DataFrame]"
    given: str
    """The protocol as the user named it: a name or a path."""
    folder: Place | None = None
    years: float | None = None
    """Years of follow-up that the user asked for, beyond the protocol's own."""

    def summary(self) -> str:
        """What this trial can show, in plain words."""
        from antral.reports import answer, as_text

        return as_text(answer(self.results, self.protocol))

    def report(self, path: str | Path | None = None) -> Place:
        """Write the self-contained HTML report; into the run's folder unless a path is given."""
        from antral.reports import html

        if path is None and self.folder is None:
            raise RunError("this run has no folder; give a path: run.report('report.html').")
        text = html(self.results, self.protocol, self.material())
        if path is not None:
            return write_whole(Path(path), text)
        assert self.folder is not None
        return write_text(self.folder / REPORT, text)

    def material(self) -> Any:
        """What the report draws beside the numbers."""
        from antral.api import material
        from antral.reports import Material
        from antral.therapy import scenario

        effects = [name for name in self.results["scenarios"] if scenario(name).zero == "none"]
        seed = int(self.results["seed"])
        return Material(
            quantiles=self.quantiles,
            women=self.women,
            close_up=material.close_up(self.protocol, self.bank, effects[-1], seed),
            flow=material.flow(self.protocol, self.results, self.flows["none"]),
            command=self.command,
            hashes=self.results["hashes"],
        )

    @property
    def command(self) -> str:
        """A command that makes this run again."""
        words = ["antral", "simulate", self.given, "--trials", str(self.results["trials"])]
        words += ["--seed", str(self.results["seed"]), "--women", str(len(self.bank))]
        for name in self.results["scenarios"]:
            words += ["--effect", name] if name != "none" else []
        changes = self.protocol.changes
        if self.years is not None:
            words += ["--years", f"{self.years:g}"]
            changes = changes[:-1]  # the last one is the longer follow-up
        for change in changes:
            words += ["--set", f"{change.path}={change.after}"]
        if self.results["truth"] == "all arms":
            words.append("--truth")
        if "sensitivity" not in self.results:
            words.append("--no-sensitivity")
        if "uncertainty" in self.results:
            words += ["--uncertainty", str(self.results["uncertainty"]["vectors"])]
            file = self.results["uncertainty"]["file"]
            words += [] if file is None else ["--posterior", file]
        if self.folder is not None:
            words += ["--out", str(self.folder)]
        return shlex.join(words)
