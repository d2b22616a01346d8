"""`verify`: the model's numbers beside published ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.whole_file import write_whole
from antral.core import InputError, RunError

if TYPE_CHECKING:
    from antral.reports import VerificationMaterial
    from antral.verify import Row

SUBJECTS: Final = ("physiology",)
"""What can be verified."""
_MOST_WOMEN: Final = 20_000


@dataclass(frozen=True)
class Verification:
    """Rows of a subject beside their references, and what the page draws."""

    subject: str
    rows: "tuple[Row, ...]"
    made_with: Mapping[str, str]
    """How the numbers were made: command, version, seed, women, hashes of code and parameters."""
    material: "VerificationMaterial | None" = field(default=None, repr=False)
    """Figures; None where none were asked for."""

    @property
    def holds(self) -> bool:
        """Whether no row fails without an explanation."""
        return not any(row.verdict == "fail" for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the figures, for JSON."""
        from antral.reports import tally

        return {
            "subject": self.subject,
            "holds": self.holds,
            "counts": tally(self.rows),
            "made_with": dict(self.made_with),
            "rows": [row.to_dict() for row in self.rows],
        }

    def write(self, folder: str | Path) -> tuple[Path, Path]:
        """Write `verification.json` and `verification.html` into a folder; their places."""
        import json

        from antral.reports import verification_page

        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{place} cannot be made: {error.strerror}. Choose another --out.") from error
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        page = verification_page(self.rows, self.material)
        return write_whole(place / "verification.json", text), write_whole(place / "verification.html", page)


def verify(
    subject: str = "physiology",
    *,
    rows: Sequence[str] = (),
    seed: int = 1,
    women: int = 200,
    figures: bool = False,
    progress: Progress = silent,
) -> Verification:
    """Evaluate the reference rows of a subject: ours with interval, reference, accepted range, verdict.

    Parameters
    ----------
    subject
        physiology: the virtual woman.
    rows
        Row numbers such as `3b`; all by default.
    women
        Healthy women of each age; half as many again of those with POI. More give narrower intervals.
    figures
        Whether women are simulated for the figures of the page as well; not where only some rows are asked for.
    """
    from antral.reports import VerificationMaterial
    from antral.verify import Company, charts, identifiability, report

    if subject not in SUBJECTS:
        raise InputError(f"{subject!r} cannot be verified; what can: {', '.join(SUBJECTS)}.")
    whole(seed, "seed", 0, 2**32 - 1)
    whole(women, "women", 2, _MOST_WOMEN)
    compiled(progress)
    company = Company(seed, women)
    found = tuple(report(tuple(rows), company=company, progress=progress))
    made = _made_with(subject, tuple(rows), seed, women)
    material = None
    if figures:
        scope = f"Only these rows were asked for: {', '.join(rows)}; no figures were made." if rows else ""
        material = VerificationMaterial(
            charts=() if rows else charts(company, progress),
            identifiability=() if rows else identifiability(),
            made_with=made,
            scope=scope,
        )
    return Verification(subject, found, made, material)


def _made_with(subject: str, rows: tuple[str, ...], seed: int, women: int) -> dict[str, str]:
    from importlib.metadata import version

    from antral.verify import made_with

    only = "".join(f" --row {row}" for row in rows)
    hashes = made_with()
    return {
        "Command": f"antral verify {subject}{only} --seed {seed} --women {women}",
        "Version of antral": version("antral"),
        "Seed": str(seed),
        "Healthy women of each age": str(women),
        "Fingerprint of the engine's code": hashes["code"],
        "Fingerprint of the parameters": hashes["parameters"],
    }
