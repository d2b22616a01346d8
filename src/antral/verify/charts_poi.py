"""What the report draws of women with POI: courses over 41 months, who resumes, and the answer to hormones."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_MONTH
from antral.reports import Chart, Curve, Panel
from antral.therapy import regimen
from antral.verify.chosen import MONTHS, Chosen
from antral.verify.company import Company
from antral.verify.landmarks import marks
from antral.verify.percentiles import band
from antral.verify.row import references
from antral.verify.rows_hormones import SIXTH, WEEK, women_under

_REGIMEN: Final = "climen"
_SHOWN: Final = 4
_SMALLEST: Final = 1e-2


def courses(company: Company) -> Chart:
    """FSH, E2 and follicles of some women from their diagnosis on, and how many resume menses."""
    record = references()["poi_resumed"]
    women = company.selected(record.selection)
    weekly = np.arange(0, MONTHS, WEEK)
    months = (weekly / DAYS_PER_MONTH).tolist()
    panels = [
        _single(women, weekly, months, "fsh_iu_l", "FSH, IU/L", logarithmic=True),
        _single(women, weekly, months, "e2_pg_ml", "E2, pg/mL", logarithmic=True),
        _single(women, weekly, months, "largest_follicle_mm", "largest follicle, mm"),
        _resumed(women),
    ]
    who = record.selection if isinstance(record.selection, str) else record.selection.who
    return Chart(
        "poi",
        "Women with POI over 41 months",
        panels,
        f"{len(women)} women chosen as the cohort of Bidet 2011 chose its own ({who}), followed from that day; seed "
        f"{company.seed}. Single courses: the first {_SHOWN} of them, one colour each, true values once a week. "
        "Resumed: two "
        "menses or more since that day; menstruating: at least one in the last 90 days. Bidet's share of all "
        "follow-up stands at the end of the axis.",
    )


def _single(
    women: Chosen, weekly: NDArray[np.int64], months: list[float], output: str, title: str, *, logarithmic: bool = False
) -> Panel:
    values = getattr(women.followed, output)[:_SHOWN][:, weekly].astype(np.float64)
    values = np.maximum(values, _SMALLEST) if logarithmic else values
    lines = [Curve(f"woman {place + 1}", months, own.tolist(), single=place) for place, own in enumerate(values)]
    return Panel(title, "months since diagnosis", curves=lines, logarithmic=logarithmic)


def _resumed(women: Chosen) -> Panel:
    """Share with two menses or more since diagnosis, and share who menstruated of late, by month."""
    menses = (women.followed.menses > 0).astype(np.int64)
    so_far = np.concatenate([np.zeros((len(women), 1), np.int64), menses.cumsum(axis=1)], axis=1)
    ends = np.minimum(np.round(np.arange(0, 42) * DAYS_PER_MONTH).astype(np.int64), MONTHS)
    months = (ends / DAYS_PER_MONTH).tolist()
    late = ends >= 90
    recent = (so_far[:, ends[late]] - so_far[:, ends[late] - 90] > 0).mean(axis=0)
    return Panel(
        "share of women",
        "months since diagnosis",
        curves=(
            Curve("simulated: resumed", months, (so_far[:, ends] >= 2).mean(axis=0).tolist()),
            Curve("simulated: menstruating", np.asarray(months)[late].tolist(), recent.tolist(), hue="other"),
        ),
        marks=marks("poi_resumed"),
        is_share=True,
    )


def under_hormones(company: Company) -> Chart:
    """FSH on the days of the sixth calendar, and on the same days of the same women without hormones."""
    women = women_under(company, "hrt_fsh")
    calendar = regimen(_REGIMEN)
    length = calendar.days
    days = np.arange(1, length + 1)
    place = slice(SIXTH * length, (SIXTH + 1) * length)
    free = _without_tablets(_REGIMEN)
    panels = []
    for output, title, series in (
        ("fsh_iu_l", "FSH, IU/L", "hrt_fsh"),
        ("lh_iu_l", "LH, IU/L", "hrt_lh"),
        ("e2_pg_ml", "E2, pg/mL", "hrt_e2"),
    ):
        both = (
            band("the same women without hormones", days, getattr(women.without, output)[:, place], "other"),
            band("under Climen", days, getattr(women.under, output)[:, place], "treated"),
        )
        panels.append(
            Panel(title, "day of the calendar", both, marks=marks(series), shades=free, x_range=(-2.5, length + 0.5))
        )
    record = references()["hrt_fsh"]
    who = record.selection if isinstance(record.selection, str) else record.selection.who
    return Chart(
        "hormones",
        "The answer to hormone therapy",
        panels,
        f"{len(women.chosen)} women ({who}), every tablet of Climen taken, sixth calendar of 28 days, 09:00, true "
        "values; "
        f"seed {company.seed}. Bands: 5, 25, 50, 75 and 95 % of women; shaded: days without a tablet. Sharief 2018 "
        "gives means "
        "before and after 4 to 6 months of sequential hormones, without the day of the calendar and without a control.",
    )


def _without_tablets(name: str) -> tuple[tuple[float, float], ...]:
    """Stretches of a calendar, in days of it, on which nothing is taken."""
    found, first = [], 1
    for phase in regimen(name).calendar:
        if phase.estradiol_mg == phase.progestogen_mg == 0.0:
            found.append((first - 0.5, first + phase.days - 0.5))
        first += phase.days
    return tuple(found)
