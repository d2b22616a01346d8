"""`verify statistics`, `verify evidence`: every value of another program, paper or algorithm beside ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antral.api.progress import Progress, silent
from antral.api.whole_file import write_whole
from antral.core import RunError

if TYPE_CHECKING:
    from antral.verify import oracles


@dataclass(frozen=True)
class OracleVerification:
    """Values of oracles beside ours, and the methods that have no oracle."""

    values: "tuple[oracles.Value, ...]"
    without_oracle: Mapping[str, str]
    """Methods and designs with no value on record, and why."""
    own_only: Mapping[str, str]
    """Those whose only oracle is a second algorithm of ours, and which."""
    made_with: Mapping[str, str]
    """How the numbers were made: command, version."""
    subject: str
    """statistics or evidence."""

    @property
    def holds(self) -> bool:
        """Whether every difference is within its tolerance."""
        return all(value.holds for value in self.values)

    def to_dict(self) -> dict[str, Any]:
        """Everything, for JSON."""
        outside = sum(not value.holds for value in self.values)
        return {
            "subject": self.subject,
            "holds": self.holds,
            "counts": {
                "values": len(self.values),
                "outside": outside,
                "cases": len({(value.topic, value.case) for value in self.values}),
                "without_oracle": len(self.without_oracle),
                "own_only": len(self.own_only),
            },
            "made_with": dict(self.made_with),
            "values": [value.to_dict() for value in self.values],
            "without_oracle": dict(self.without_oracle),
            "own_only": dict(self.own_only),
        }

    def write(self, folder: str | Path) -> tuple[Path, Path]:
        """Write `<subject>.json` and `<subject>.html` into a folder; their places."""
        import json

        from antral.reports import oracle_page

        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{place} cannot be made: {error.strerror}. Choose another --out.") from error
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        title, methods = _about(self.subject)
        page = oracle_page(self.values, self.without_oracle, self.own_only, self.made_with, methods, title)
        return write_whole(place / f"{self.subject}.json", text), write_whole(place / f"{self.subject}.html", page)


def _about(subject: str) -> tuple[str, Mapping[str, str]]:
    """Title of the page, and the full names of the methods."""
    if subject == "evidence":
        from antral.evidence import pooling

        return "The pooling of studies beside other programs", pooling.METHODS
    from antral.analysis import METHODS

    return "The statistics beside other programs", METHODS


def verify_oracles(subject: str, topics: Sequence[str] = (), progress: Progress = silent) -> OracleVerification:
    """Compare the values of some topics of a subject, all by default; see `verify`."""
    from importlib import import_module
    from importlib.metadata import version

    room = import_module(f"antral.verify.{subject}")
    values = room.compare(tuple(topics), lambda share: progress(subject, share))
    only = "".join(f" --topic {topic}" for topic in topics)
    made = {"Command": f"antral verify {subject}{only}", "Version of antral": version("antral")}
    return OracleVerification(tuple(values), room.uncovered(), room.own_only(), made, subject)
