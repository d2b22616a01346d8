"""How far the rates are owed to numbers of the model that are not known: chance and ignorance, side by side."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports.reading import SHORT
from antral.reports.section import Section
from antral.reports.wording import MISSING, capitalised, share, spaced

_KINDS: Final = ("tests", "naive_claims")
_NOTHING: Final = "–"
_HIDDEN: Final = "– (hidden by chance)"


def table(results: Mapping[str, Any]) -> Section:
    """Rates of tests and claims over the posterior; empty where a run did not ask for it."""
    found = results.get("uncertainty")
    if not found:
        return Section("Over the posterior of the model")
    rows = [
        (
            SHORT.get(name, name),
            capitalised(spaced(one["label"])),
            _mean(one),
            _sd(one["mcse"]),
            _sd(one["between_sd"] or None),
            _sd(one["between_sd_at_most"]),
            _interval(one),
        )
        for name, kinds in found["scenarios"].items()
        for kind in _KINDS
        for one in kinds[kind].values()
        if one["value"] is not None
    ]
    columns = ("cells", "share of trials", "mean", "Monte-Carlo error", "sd of vectors", "at most", "90 % of vectors")
    note = (
        f"{found['vectors']} vectors of the posterior of {found['posterior']['part']}, each with its own "
        f"{found['women_each']} women and {found['trials_each']} trials. More trials shrink the Monte-Carlo error, not "
        "what lies between vectors (at most: its upper 95 % limit): that is owed to what sources leave open of the "
        "numbers that were fitted. Numbers that were not fitted (other causes of the disease, cells, endometrium, "
        "candidates, leaving) stay as they are."
    )
    if any(_limited(one) for kinds in found["scenarios"].values() for kind in _KINDS for one in kinds[kind].values()):
        note += (
            " Where none or all of the trials of every vector count, the mean has only a limit (one-sided 95 %, "
            "Clopper-Pearson, for the mean of these vectors, trials taken as independent), and of what lies between "
            "vectors nothing can be said."
        )
    return Section("Over the posterior of the model", columns, rows, [note])


def _mean(one: Mapping[str, Any]) -> str:
    """The mean; with its limit where none or all of the trials count."""
    if one.get("mean_at_most") is not None:
        return f"{share(one['value'])} (at most {share(round(one['mean_at_most'], 4))})"
    if one.get("mean_at_least") is not None:
        return f"{share(one['value'])} (at least {share(round(one['mean_at_least'], 4))})"
    return share(one["value"])


def _limited(one: Mapping[str, Any]) -> bool:
    return one.get("mean_at_most") is not None or one.get("mean_at_least") is not None


def _sd(value: float | None) -> str:
    return _NOTHING if value is None else share(round(value, 4))


def _interval(one: Mapping[str, Any]) -> str:
    """The interval; none where vectors do not differ by more than chance makes them, or are too few to tell."""
    if one["vectors"] < 2:
        return MISSING
    return f"{share(one['q05'])} to {share(one['q95'])}" if one["between_sd"] else _HIDDEN
