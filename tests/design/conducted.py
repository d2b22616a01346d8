"""Conducted trials written by hand: FSH, AMH, bleeds, infusions and events, with and without cells."""

import math

import numpy as np
import polars as pl

from antral.dataset import tables
from antral.protocol import Protocol, load
from antral.trial import Conducted

EFFECT = -0.3
"""What cells do to the logarithm of FSH in every treated woman."""
SHIFTS = {"AMH": 0.25}


def protocol(*changes: str) -> Protocol:
    """A trial with an untreated arm."""
    return load("NCT03816852-control", list(changes))


def conducted(
    trial: Protocol, trials: range, *, effect: float = 0.0, seed: int = 2, leave: float = 0.1, everybody: str = ""
) -> Conducted:
    """Trials whose women differ only by chance, and by the effect of the cells where there is one.

    `everybody` names the arm in which all of them are, if they are all in one.
    """
    people, seen, events = [], [], []
    doses = {name: arm.total_cells for name, arm in trial.arms.items()}
    for number in trials:
        rng = np.random.default_rng((seed, number))  # the same luck with and without an effect
        arms = [arm for arm in doses for _ in range(trial.design.participants // len(doses))]
        for person, allocated in enumerate(arms):
            arm = everybody or allocated
            base, change, amh = rng.normal(4.0, 0.4), rng.normal(-0.1, 0.3), rng.normal(0.4, 0.1)
            stays, resumes, harmed = rng.random() > leave, rng.random() < 0.25, rng.random() < 0.1
            last = 364.0 if stays else 100.0
            people.append(
                (number, person, 1000 + 17 * number + person, arm, last, stays, None if stays else "left", 7.0 * person)
            )
            moved = effect * (doses[arm] > 0)
            seen += [(number, person, "baseline", 0.0, "FSH", math.exp(base), "IU/L")]
            seen += [(number, person, "baseline", 0.0, "AMH", 0.1, "ng/mL")]
            if stays:
                values = {"FSH": math.exp(base + change + moved), "AMH": amh + (SHIFTS["AMH"] if moved else 0.0)}
                for day, visit in ((168.0, "week_24"), (364.0, "week_52")):
                    seen += [(number, person, visit, day, name, v, "") for name, v in values.items()]
            if doses[arm]:
                events.append((number, person, 0.0, "infusion", None, None, None, None))
            if resumes and stays:
                events += [(number, person, day, "bleed", None, None, None, None) for day in (30.0, 58.0)]
            if harmed:
                events.append((number, person, 10.0, "adverse_event", "fever", True, 3, "related"))
    units = {"FSH": "IU/L", "AMH": "ng/mL"}
    columns = ["trial", "participant_id", "woman", "arm", "last_day", "completed", "discontinuation", "enrolled_day"]
    rows = [(*row[:6], units[row[4]]) for row in seen]
    schema = ["trial", "participant_id", "visit", "day", "parameter", "value", "unit"]
    happened = ["trial", "participant_id", "day", "kind", "term", "serious", "severity", "relatedness"]
    found = tables(
        pl.DataFrame(people, schema=columns, orient="row", infer_schema_length=None),
        pl.DataFrame(rows, schema=schema, orient="row").with_columns(censored=pl.lit(False)),
        pl.DataFrame(events, schema=happened, orient="row", infer_schema_length=None),
    )
    return Conducted(found, None, pl.DataFrame(), 0, 1.0)
