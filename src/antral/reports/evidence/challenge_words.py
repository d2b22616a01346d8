"""Words of one printed result beside its replicates: how often they print as much, and what that says."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from antral.reports.wording import number

if TYPE_CHECKING:
    from antral.evidence import replicas

COURSE: Final = "the modelled spontaneous course"
FIXED: Final = "with the fitted values alone"
"""Of what is found at the values on record, beside what is found over the physiologies that the fit allows."""
NEITHER: Final = "–"
"""Of a value at entry and of 'no change': no side is better."""


def sentence(outcome: Mapping[str, Any]) -> str:
    """One outcome in words: how often the modelled spontaneous course prints as much."""
    name = outcome["meaning"]
    what = name[:1].upper() + name[1:] if outcome["kind"] == "direction" else f"{printed(outcome)} ({name})"
    if outcome["better"] is None:
        return (
            f"{what}: replicates print {number(outcome['mean'])} on average, 90 % of them "
            f"{number(outcome['q05'])} to {number(outcome['q95'])}."
        )
    tail = outcome[outcome["better"]]
    side = "as much or more" if outcome["better"] == "at_least" else "as low or lower"
    also = [
        f"{share(other[outcome['better']], other['replicates'])} where {other['definition']}"
        for other in outcome["definitions"]
    ]
    by = f" By other definitions: {'; '.join(also)}." if also else ""
    fixed = with_fitted_values(outcome)
    alone = "" if fixed is None else f", {FIXED} {share(fixed[fixed['better']], fixed['replicates'])}"
    return (
        f"{what}: {share(tail, outcome['replicates'])} of the replicates without any effect print "
        f"{side}{alone}: {reading(outcome)}.{by}"
    )


def with_fitted_values(outcome: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The outcome at the values on record; None where it was repeated at these only."""
    fixed = outcome.get("fixed")
    return None if fixed is None else {**outcome, **fixed, "definitions": (), "fixed": None}


def spread_between(tail: Mapping[str, Any]) -> tuple[str, str]:
    """How far a share lies apart between physiologies, beyond the simulation's own error: 90 % of them, and the SD."""
    if not tail["between_sd"]:
        most = tail["between_sd_at_most"]
        return "not seen beyond chance", "" if not most else f"at most {100 * most:.1f}"
    return f"{100 * tail['q05']:.1f} to {100 * tail['q95']:.1f} %", f"{100 * tail['between_sd']:.1f}"


def reading(outcome: Mapping[str, Any]) -> str:
    """What the tails say, in a few words that claim nothing."""
    from antral.evidence import replicas

    if (better := outcome["better"]) is None:
        return _without_sides(outcome)
    asked = (outcome[name] for name in ("kind", "rule", "n", "distribution", "better"))
    if replicas.cannot_fail(*asked):
        return "says nothing: nearly every replicate prints it"
    found = _verdict(outcome, better)
    beyond, short = ("more", "less") if better == "at_least" else ("lower", "higher")
    if found != "not_small":
        alike = all(_verdict(one, better) == found for one in outcome["definitions"])
        if found == "small":
            return f"{beyond} than {COURSE}{'' if alike else ', not by another definition'}"
        return f"at the border: perhaps {beyond} than {COURSE}{'' if alike else ', otherwise by another definition'}"
    if _verdict(outcome, _worse(better)) == "small":
        return f"{short} than {COURSE}"
    return f"within {COURSE}"


def _without_sides(outcome: Mapping[str, Any]) -> str:
    if outcome["kind"] == "mean_at_entry":
        outside = not outcome["q05"] <= outcome["printed"] <= outcome["q95"]
        return "entry: the model's women differ" if outside else "entry: like the model's women"
    return "no change, as most replicates" if outcome["q50"] == outcome["printed"] else "unlike most replicates"


def good_and_bad(outcome: Mapping[str, Any]) -> tuple[str, str]:
    """The shares of replicates that print as good or better and as bad or worse; none where neither is better."""
    if (better := outcome["better"]) is None:
        return NEITHER, NEITHER
    return share(outcome[better], outcome["replicates"]), share(outcome[_worse(better)], outcome["replicates"])


def share(tail: Mapping[str, float], replicates: int) -> str:
    """A share of replicates with its Monte-Carlo error, `3.2 % (± 0.5)`; none and all with their limit."""
    from antral.evidence import replicas

    low, high = replicas.interval(tail["p"], tail["mcse"], replicates)
    if tail["p"] == 0.0:
        return f"none of {replicates} (at most {_limit(high)} %)"
    if tail["p"] == 1.0:
        return f"all of {replicates} (at least {_limit(low)} %)"
    return f"{100 * tail['p']:.1f} % (± {100 * tail['mcse']:.1f})"


def _limit(share: float) -> str:
    return f"{100 * share:.1f}" if 0.001 <= share <= 0.999 else f"{100 * share:.2f}"


def _verdict(outcome: Mapping[str, Any], side: str) -> "replicas.Verdict":
    from antral.evidence import replicas

    return replicas.verdict(outcome[side]["p"], outcome[side]["mcse"], outcome["replicates"])


def _worse(better: str) -> str:
    return "at_most" if better == "at_least" else "at_least"


def printed(outcome: Mapping[str, Any]) -> str:
    """The printed result: `4 of 9`, `-13.2 IU/L`, `a significant fall`."""
    value, kind = outcome["printed"], outcome["kind"]
    if kind == "count":
        return f"{value:.0f} of {outcome['n']}"
    if kind == "percent":
        return f"{value:g} % of {outcome['n']}"
    if kind == "direction":
        if outcome["rule"] == "anyone":
            return "at least one woman"
        sure = "significant " if outcome["rule"] == "significant" else ""
        return {1.0: f"a {sure}rise", -1.0: f"a {sure}fall", 0.0: f"no {sure}change"}[value]
    return f"{number(value)} {outcome['unit']}"
