"""What the report draws of healthy women: hormones along a cycle, reserve markers by age, and the menopause."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR
from antral.measurement import analyte
from antral.reports import Chart, Curve, Mark, Panel
from antral.verify.company import Company, Life
from antral.verify.cycles import Cycles
from antral.verify.landmarks import marks
from antral.verify.percentiles import band
from antral.verify.row import references
from antral.verify.rows_cycle import early
from antral.verify.rows_reserve import at_birth, expected_count, pools

_Floats = NDArray[np.float64]

_CYCLE_AGE: Final = 30.0
_DAYS: Final = np.arange(-13.0, 13.5, 0.5)
_HORMONES: Final = (
    ("fsh", "fsh_iu_l", "FSH, IU/L"),
    ("lh", "lh_iu_l", "LH, IU/L"),
    ("e2", "e2_pg_ml", "E2, pg/mL"),
    ("p4", "p4_ng_ml", "P4, ng/mL"),
    ("inhibin_b", "inhibin_b_pg_ml", "inhibin B, pg/mL"),
)
_PEAKS: Final = {"e2": ("e2_peak", -2.0, 0.5), "p4": ("p4_peak", 5.0, 9.0)}
"""Row of the acceptance table whose range stands in the panel, and the days where the peak is looked for."""
_AGES: Final = (22, 25, 28, 30, 33, 35, 38, 40, 42, 45, 47)
_FEWEST: Final = 20
"""Women below which no percentiles are shown."""
_DRAWN: Final = 500


def hormones_of_a_cycle(company: Company) -> Chart:
    """Percentiles of five hormones over cycles with one ovulation, aligned on the peak of LH."""
    life = company.at_age(_CYCLE_AGE)
    one = np.flatnonzero(np.isfinite(life.cycles.lh_day))
    panels = []
    for name, output, title in _HORMONES:
        values = _aligned(life, life.cycles, one, output)
        known = np.isfinite(values).sum(axis=0) >= _FEWEST
        found = band("simulated: 5, 25, 50, 75, 95 %", _DAYS[known], values[:, known])
        panels.append(Panel(title, "days from the peak of LH", (found,), marks=(*marks(f"cycle_{name}"), *_peak(name))))
    women = len(np.unique(life.cycles.owner[one]))
    return Chart(
        "cycle",
        "Hormones along the cycle at 30 years",
        panels,
        f"{len(one):,} cycles with one ovulation of {women} healthy women of 28.5 to 31.5 y, true values at the "
        "hours of the "
        f"record, each cycle's days counted from its own peak of LH; seed {company.seed}. Frames: laboratory "
        "intervals by "
        "phase, and where sources give none the accepted range of the mean peak (row 7). The days at which a phase is "
        "drawn were chosen here. These daily percentiles were not fitted to anything.",
    )


def _aligned(life: Life, found: Cycles, one: NDArray[np.int64], output: str) -> _Floats:
    """An output on days from the peak of LH, NaN outside the cycle. `[cycle, day]`"""
    t = life.course.t_days
    moments = found.lh_day[one][:, None] + _DAYS
    begin = found.begin[one][:, None]
    inside = (moments >= begin) & (moments <= begin + found.length[one][:, None])
    place = np.clip(np.searchsorted(t, moments - 1e-6), 0, t.size - 1)
    values = getattr(life.course, output)[found.owner[one][:, None], place]
    return np.where(inside, values, np.nan)


def _peak(name: str) -> tuple[Mark, ...]:
    if name not in _PEAKS:
        return ()
    key, first, last = _PEAKS[name]
    record = references()[key]
    return (Mark("accepted mean peak (row 7)", first, last, low=record.low, high=record.high),)


def markers_by_age(company: Company) -> tuple[Chart, Chart, Chart]:
    """AMH, antral follicle count and early-follicular FSH by age."""
    lives = {age: _life(company, age) for age in _AGES}
    amh = [life.course.amh_ng_ml.mean(axis=1, dtype=np.float64) for life in lives.values()]
    counts = [expected_count(life) for life in lives.values()]
    fsh = [early(life, "fsh_iu_l") for life in lives.values()]
    cycling = [int(np.isfinite(values).sum()) for values in fsh]
    shown = [place for place, number in enumerate(cycling) if number >= _FEWEST]
    who = f"{company.women} healthy women of each of the ages {_AGES[0]} to {_AGES[-1]} y; seed {company.seed}."
    return (
        _chart("amh", "AMH by age", "AMH, ng/mL", amh, _AGES, "age_amh", f"{who} Mean of three years of each woman. "
               f"Scale of the model: {analyte('AMH').assay}. DU2016 was measured on that scale (factor 1); YOO2011 "
               "names "
               "no assay, its factor 1 is assumed. Whiskers: DU2016 an interval whose level its source does not state, "
               "YOO2011 the 5th percentile."),
        _chart("afc", "Antral follicle count by age", "antral follicles", counts, _AGES, "age_afc", f"{who} Expected "
               "count of the scan on record, all cycle days. Frames: accepted ranges of row 10, which were recalled; "
               "percentiles by age were not at hand. Ranges of van Disseldorp 2010 are over all ages of the bar.",
               _counts()),
        _chart("fsh-age", "Early-follicular FSH by age", "FSH, IU/L", [fsh[place] for place in shown],
               [_AGES[place] for place in shown], "age_fsh", f"{who} Of these only women who still cycle regularly, "
                                                             "as in "
               f"the source (at {_AGES[0]} y {cycling[0]}, at {_AGES[-1]} y {cycling[-1]} women); geometric mean of "
               "each on cycle days 4 to 7. Lee 1992 gives means of its women, without a spread."),
    )  # fmt: skip


def _life(company: Company, age: int) -> Life:
    """Women of an age; those that rows are read from are simulated once."""
    numbers = np.arange(company.women) + 1000 * age
    return company.at_age(float(age)) if age in (25, 30, 35, 40, 42, 45, 47) else company.live(float(age), numbers)


def _counts() -> tuple[Mark, ...]:
    rows = ((age, references()[f"afc_{age}"]) for age in (25, 30, 35, 40, 45))
    return tuple(Mark("accepted mean (row 10)", age - 1, age + 1, low=row.low, high=row.high) for age, row in rows)


def _chart(
    name: str, title: str, panel: str, values: list[_Floats], ages: tuple[int, ...] | list[int], series: str,
    caption: str, more: tuple[Mark, ...] = (),
) -> Chart:  # fmt: skip
    """One panel over age."""
    found = band("simulated: 5, 25, 50, 75, 95 % of women", ages, values)
    return Chart(name, title, (Panel(panel, "age, years", (found,), marks=(*marks(series), *more)),), caption)


def reserve_by_age(company: Company) -> Chart:
    """Resting follicles from birth to the menopause, by the law of the reserve."""
    course = pools(at_birth(company.seed, _DRAWN))
    ages = np.arange(0.0, 53.0)
    found = band(
        "simulated: 5, 25, 50, 75, 95 % of women", ages, list(course[np.round(ages * DAYS_PER_YEAR).astype(np.int64)])
    )
    panel = Panel(
        "resting follicles, both ovaries", "age, years", (found,), marks=marks("age_reserve"), logarithmic=True
    )
    return Chart(
        "reserve", "Reserve by age", (panel,),
        f"{_DRAWN} healthy women, the same at every age, by the law of the reserve from birth; seed {company.seed}. "
        "The law is "
        "that of Faddy and Gosden, so their values are no independent evidence. Wallace and Kelsey counted single "
        "ovaries (doubled here); whiskers: their 95 % prediction interval.",
    )  # fmt: skip


def menopause(company: Company) -> Chart:
    """Share of women who have had their last menses, by age."""
    ages = np.sort(company.final_menses[np.isfinite(company.final_menses)])
    share = (np.arange(ages.size) + 1) / company.women
    curve = Curve("simulated: share of women past their final menses", ages.tolist(), share.tolist())
    panel = Panel(
        "past the final menses",
        "age, years",
        curves=(curve,),
        marks=marks("menopause"),
        is_share=True,
        x_range=(36, 62),
    )
    return Chart(
        "menopause", "Age at menopause", (panel,),
        f"{company.women} healthy women followed from 38 y on; seed {company.seed}. Final menses: the last before "
        "the first 12 "
        "months without. Nelson 2009 gives mean and sd, drawn here as points of a normal distribution. Women whose "
        "ovaries fail before 38 y are not among those simulated.",
    )  # fmt: skip
