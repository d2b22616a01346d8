"""Several visits of each woman, missing values imputed: at random, or as the control arm."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from antral.analysis.applied.application import Application, Applied, against
from antral.analysis.applied.data import Data
from antral.analysis.applied.visits import course
from antral.analysis.methods import missing
from antral.core import InputError


def _imputed(assume: str, *, tipping: bool = False) -> Callable[[Data], list[Applied]]:
    """Each arm against control at one visit, the last where none is named."""

    def run(data: Data) -> list[Applied]:
        found = course(data)
        visit = found.shown[0] if data.ask.visit is not None else found.visits[-1]
        if visit not in found.visits:
            raise InputError(f"{data.rows.file}: nobody has a value at {visit}.")
        place = {name: at for at, name in enumerate(sorted(found.who))}  # luck does not depend on the order of rows
        person = np.array([place[name] for name in found.who])
        results = []
        for arm in data.arms[1:]:
            versus = (arm, data.arms[0])
            analysis = missing.covariance_at(versus, found.visits.index(visit))
            result = missing.multiple_imputation(
                found.values, found.arm, versus, found.covariates, assume=assume, analysis=analysis,
                seed=data.ask.seed, person=person, level=data.ask.level,
            )  # fmt: skip
            if tipping:
                copies = missing.impute(
                    found.values, found.arm, found.covariates, m=int(result.details["imputations"]),
                    seed=data.ask.seed, person=person,
                )  # fmt: skip
                point = missing.tipping_point(copies, analysis, arm, alpha=1 - data.ask.level)
                note = f"tipping point: {point.delta:.4g} added to what was imputed in {arm} after the last value"
                result = replace(
                    point.result,
                    notes=(*point.result.notes, *([note] if math.isfinite(point.delta) else [])),
                    details={**point.result.details, "tipping_delta": point.delta},
                )
            results.append(Applied(f"{against(arm, data.arms[0])}, {visit}", result))
        return results

    return run


_NEEDS = ("participant_id", "arm", "visit", "value")
_USES = ("baseline", "covariates", "visit", "seed")


def _application(asks: str, assume: str, *, tipping: bool = False) -> Application:
    return Application(asks, _NEEDS, _USES, _imputed(assume, tipping=tipping), every_visit=True)


_WORDS = "adjusted difference at the last visit, women who left"

IMPUTED: Mapping[str, Application] = MappingProxyType(
    {
        "multiple_imputation": _application(f"{_WORDS} missing at random", "at_random"),
        "jump_to_reference": _application(f"{_WORDS} go on as the control arm", "jump_to_reference"),
        "copy_increments": _application(f"{_WORDS} keep their distance to the control arm", "copy_increments"),
        "copy_reference": _application(f"{_WORDS} as if always in the control arm", "copy_reference"),
        "tipping_point": _application(f"{_WORDS} moved until the conclusion changes", "at_random", tipping=True),
    }
)
