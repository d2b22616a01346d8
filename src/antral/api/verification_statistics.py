"""`verify statistics`: every value of another program, paper or algorithm beside ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antral.api.progress import Progress, silent
from antral.api.whole_file import write_whole
from antral.core import RunError

if TYPE_CHECKING:
    from antral.verify import statistics


@dataclass(frozen=True)
class StatisticsVerification:
    """Values of oracles beside ours, and the methods that have no oracle."""

    values: "tuple[statistics.Value, ...]"
    without_oracle: Mapping[str, str]
    """Methods and designs with no value on record, and why."""
    made_with: Mapping[str, str]
    """How the numbers were made: command, version."""
    subject: str = "statistics"

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
            },
            "made_with": dict(self.made_with),
            "values": [value.to_dict() for value in self.values],
            "without_oracle": dict(self.without_oracle),
        }

    def write(self, folder: str | Path) -> tuple[Path, Path]:
        """Write `statistics.json` and `statistics.html` into a folder; their places."""
        import json

        from antral.analysis import METHODS
        from antral.reports import oracle_page

        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{place} cannot be made: {error.strerror}. Choose another --out.") from error
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        page = oracle_page(self.values, self.without_oracle, self.made_with, METHODS)
        return write_whole(place / "statistics.json", text), write_whole(place / "statistics.html", page)


def verify_statistics(topics: Sequence[str] = (), progress: Progress = silent) -> StatisticsVerification:
    """Compare the values of some topics, all by default; see `verify`."""
    from importlib.metadata import version

    from antral.verify import statistics

    values = statistics.compare(tuple(topics), lambda share: progress("statistics", share))
    only = "".join(f" --topic {topic}" for topic in topics)
    made = {"Command": f"antral verify statistics{only}", "Version of antral": version("antral")}
    return StatisticsVerification(tuple(values), statistics.uncovered(), made)
