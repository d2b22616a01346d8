"""Forecasts of trials that still run: what each would report under no effect and under the evidence, dated and hashed.

Takes a protocol; gives a record that is compared with the report when it comes.

1. `predicted` conducts the trial many times and sums up what it would print: `Prediction`, one an endpoint.
2. `sealed` and `document` make the record; `holds` says whether it is still what was written on its day.
3. `check` lays a reported result beside its forecast: where it lies, and which scenario it favours, how little.
4. `register` lists the registered trials, those without a forecast with the reason.

A trial that can be simulated and still runs is `forecast: true` in `records/forecast_register/trials.yaml`.
"""

from antral.evidence.forecasts.check import (
    Checked,
    Place,
    ReportedResult,
    ReportedResults,
    chances,
    check,
    read_reported,
    with_women,
)
from antral.evidence.forecasts.forecast import (
    Filled,
    Forecast,
    Gaps,
    Registered,
    document,
    forecast_names,
    holds,
    place_of,
    places,
    read,
    sealed,
)
from antral.evidence.forecasts.predict import Error, predicted
from antral.evidence.forecasts.prediction import (
    LEVELS,
    SCENARIOS,
    TOGETHER,
    Chances,
    Count,
    Number,
    Prediction,
    Rate,
    Rejection,
    Spread,
)
from antral.evidence.forecasts.register import Entry, register

__all__ = [
    "LEVELS",
    "SCENARIOS",
    "TOGETHER",
    "Chances",
    "Checked",
    "Count",
    "Entry",
    "Error",
    "Filled",
    "Forecast",
    "Gaps",
    "Number",
    "Place",
    "Prediction",
    "Rate",
    "Registered",
    "Rejection",
    "ReportedResult",
    "ReportedResults",
    "Spread",
    "chances",
    "check",
    "document",
    "forecast_names",
    "holds",
    "place_of",
    "places",
    "predicted",
    "read",
    "read_reported",
    "register",
    "sealed",
    "with_women",
]
