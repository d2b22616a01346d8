"""What the verification report draws: arrays of simulated women with what sources say; `reports` draws them."""

from collections.abc import Callable
from typing import Final

from antral.reports import Chart
from antral.verify import charts_healthy, charts_poi
from antral.verify.company import Company

CHARTS: Final[tuple[tuple[str, Callable[[Company], Chart | tuple[Chart, ...]]], ...]] = (
    ("hormones along the cycle", charts_healthy.hormones_of_a_cycle),
    ("markers by age", charts_healthy.markers_by_age),
    ("reserve by age", charts_healthy.reserve_by_age),
    ("age at menopause", charts_healthy.menopause),
    ("courses in POI", charts_poi.courses),
    ("the answer to hormones", charts_poi.under_hormones),
)
"""What is being made, in words, and what makes it."""


def charts(company: Company, progress: Callable[[str, float], None] | None = None) -> tuple[Chart, ...]:
    """Every chart of the report, from the women that the rows were read from."""
    made: list[Chart] = []
    for place, (words, make) in enumerate(CHARTS):
        if progress is not None:
            progress(f"figures: {words}", place / len(CHARTS))
        found = make(company)
        made.extend(found if isinstance(found, tuple) else (found,))
    if progress is not None:
        progress("figures: done", 1.0)
    return tuple(made)
