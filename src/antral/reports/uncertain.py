"""How far the rates are owed to numbers of the model that are not known: chance and ignorance, side by side."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports.section import Section
from antral.reports.wording import MISSING, capitalised, share

_KINDS: Final = ("tests", "naive_claims")


def table(results: Mapping[str, Any]) -> Section:
    """Rates of tests and claims over the posterior; empty where a run did not ask for it."""
    found = results.get("uncertainty")
    if not found:
        return Section("Over the posterior of the model")
    rows = [
        (
            name,
            capitalised(one["label"]),
            share(one["value"]),
            share(one["mcse"]),
            _sd(one["between_sd"]),
            _sd(one["between_sd_at_most"]),
            _interval(one),
        )
        for name, kinds in found["scenarios"].items()
        for kind in _KINDS
        for one in kinds[kind].values()
        if one["value"] is not None
    ]
    columns = ("effect", "share of trials", "mean", "Monte-Carlo error", "sd of vectors", "at most", "90 % of vectors")
    note = (
        f"{found['vectors']} vectors of the posterior of {found['posterior']['part']}, each with its own "
        f"{found['women_each']} women and {found['trials_each']} trials. More trials shrink the Monte-Carlo error, not "
        "what lies between vectors (at most: its upper 95 % limit): that is owed to what sources leave open of the "
        "numbers that were fitted. Numbers that were not fitted (other causes of the disease, cells, endometrium, "
        "candidates, leaving) stay as they are."
    )
    return Section("Over the posterior of the model", columns, rows, [note])


def _sd(value: float | None) -> str:
    return MISSING if value is None else share(round(value, 4))


def _interval(one: Mapping[str, Any]) -> str:
    if one["q05"] is None:
        return MISSING
    if one["between_sd"] == 0.0 and one["between_sd_at_most"] > 0.0:
        return "– (hidden by chance)"
    return f"{share(one['q05'])} to {share(one['q95'])}"
