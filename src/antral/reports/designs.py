"""What `antral design` prints: the designs side by side, for each assumption about the cells."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports.designs_lines import in_common
from antral.reports.section import Section
from antral.reports.wording import counted, share, share_with_error, whole_share

_MOST_LISTED: Final = 12


def designs_sections(results: Mapping[str, Any]) -> list[Section]:
    """A table of the designs under each scenario, and what must be said of them."""
    reference = results["points"][results["reference"]]
    found = [_asked(results)]
    for scenario in reference["scenarios"]:
        found += [_scenario(results, scenario), _looks(results, scenario)]
    found += [_sizes(results), *(_assurance(results, name) for name in reference["scenarios"])]
    return [section for section in found if section.rows or section.paragraphs]


def _asked(results: Mapping[str, Any]) -> Section:
    """What was varied, and what was left out."""
    reference = results["points"][results["reference"]]
    what = "the protocol as it is" if results["reference_is_protocol"] else "the first design"
    designs = counted(len(results["points"]), "design")
    words = [
        f"{designs} of {results['protocol']}, {results['trials']:,} simulated trials each with "
        f"{in_common(results)}; differences are from {what} ({reference['label']}), with their own Monte-Carlo "
        "error in brackets."
    ]
    words += results.get("warnings", [])
    for axis in results["varied"]:
        if axis["not_tried"]:
            words.append(f"Not tried for {axis['field']}: {_few(axis['not_tried'])} ({axis['why']}).")
    for one in results["left_out"][:_MOST_LISTED]:
        values = ", ".join(f"{field} {value}" for field, value in one["values"].items())
        words.append(f"Not possible: {values}: {one['reason']}")
    more = len(results["left_out"]) - _MOST_LISTED
    if more > 0:
        words.append(f"Not possible: {more} others.")
    return Section("Designs side by side", paragraphs=words)


def _few(values: list[str]) -> str:
    return ", ".join(values if len(values) <= _MOST_LISTED else [*values[:_MOST_LISTED], "..."])


def _scenario(results: Mapping[str, Any], scenario: str) -> Section:
    """The designs under one assumption."""
    fields = [axis["field"] for axis in results["varied"]]
    zero = scenario.startswith("none")
    power = "type I error" if zero else "power"
    has_dose = any(point["scenarios"][scenario]["correct_dose"] for point in results["points"])
    judged = _judged(results, scenario)
    test = ("judged by",) if len(judged) > 1 else ()
    columns = (*fields, *test, power, "difference", "naive claim", "screened", "infused", "months", "cost")
    rows = []
    for point in results["points"]:
        one = point["scenarios"][scenario]
        conduct, naive = one["conduct"], one["naive_claims"].get("before_after_any_hormone")
        dose = next(iter(one["correct_dose"].values()), None)
        cells = [point["values"][field] for field in fields]
        is_reference = point["point"] == results["reference"]
        cells += [one["power"]["test"] if one["power"] else ""] if test else []
        cells += [_share(one["power"]), "reference" if is_reference else _difference(one["power"]), _share(naive)]
        cells += [f"{conduct['screened']['value']:.0f}"]
        cells += [f"{conduct['infused']['value']:.1f}", f"{conduct['months']['value']:.1f}"]
        cells += [f"{conduct['cost']['value'] / 1000:,.0f} k{conduct['cost']['unit']}"]
        cells += [_share(dose)] if has_dose else []
        rows.append(tuple(cells))
    about = results["points"][results["reference"]]["scenarios"][scenario]
    if len(judged) > 1:
        words = [f"{name}: judged by {label}." for name, label in judged.items()]
    else:
        words = [f"Judged by {label}." for label in judged.values()]
    words += _untestable(results, scenario)
    naive = about["naive_claims"].get("before_after_any_hormone")
    if naive is not None:
        words.append(f"Naive claim, by a team that compares with nobody: {naive['label']}.")
    if has_dose:
        columns = (*columns, "right dose")
        first = next(iter(about["correct_dose"].values()), None)
        if first is not None:
            words.append(f"Right dose: {first['rule']}, is the one that does most in truth.")
    title = "Cells without any effect" if zero else f"Effect of the cells: {scenario}"
    return Section(title, columns, rows, words)


def _judged(results: Mapping[str, Any], scenario: str) -> dict[str, str]:
    """What each distinct test of the designs is, in the order in which they first come."""
    powers = [point["scenarios"][scenario]["power"] for point in results["points"]]
    return {one["test"]: one["label"] for one in powers if one is not None}


def _untestable(results: Mapping[str, Any], scenario: str) -> list[str]:
    """Why designs are not testable, each reason once."""
    powers = [point["scenarios"][scenario]["power"] for point in results["points"]]
    reasons = dict.fromkeys(one["reason"] for one in powers if one is not None and one.get("reason"))
    return [f"Not testable: {reason}." for reason in reasons]


def _looks(results: Mapping[str, Any], scenario: str) -> Section:
    """The same designs with interim looks."""
    about = results.get("sequential")
    if about is None:
        return Section("")
    rows, words = [], []
    for point in results["points"]:
        one = point["scenarios"][scenario]["sequential"]
        if "reason" in one:
            words.append(f"{point['label']}: {one['reason']}")
            continue
        stops = ", ".join(f"{look['women']}: {_share(look | {'value': look['stops']})}" for look in one["looks"][:-1])
        women = f"{one['women_analysed']['value']:.1f} / {one['women_enrolled']['value']:.1f}"
        months = f"{one['months']['value']:.1f}"
        rows.append((point["label"], _share(one["rejects"]), _difference(one["rejects"]), women, months, stops))
    columns = ("design", "rejects", "against no look", "women analysed / enrolled", "months", "stops at a look")
    shares = ", ".join(f"{share:g}" for share in about["shares"])
    title = f"With looks at {shares} of the women, {about['rule'].replace('_', ' ')}: " + (
        "cells without any effect" if scenario.startswith("none") else f"effect {scenario}"
    )
    return Section(title, columns, rows, words)


def _sizes(results: Mapping[str, Any]) -> Section:
    """The smallest trials with the wanted power."""
    rows, words = [], []
    for one in results.get("search", ()):
        beside = ", ".join(f"{size['n']}: {_share(size)}" for size in one["neighbours"])
        if one["n"] is None:
            largest = one["tried"][-1]
            rows.append((one["label"], "not found", "", f"{largest['n']}: {_share(largest)}", ""))
            words.append(f"{one['label']}: {one['reason']}.")
            continue
        rows.append((one["label"], str(one["n"]), _share(one["power"]), beside, _share(one["without"])))
        if one["from_n"] is not None and one["to_n"] is not None:
            words.append(f"{one['label']}: {one['from_n']} to {one['to_n']} women within two Monte-Carlo errors.")
    if not rows:
        return Section("")
    first = results["search"][0]
    title = f"Smallest trial with a power of {first['wanted']:.0%}, effect {first['scenario']}"
    return Section(title, ("design", "women", "power", "sizes beside it", "without effect"), rows, words)


def _assurance(results: Mapping[str, Any], scenario: str) -> Section:
    """Power at a point beside power averaged over the posterior."""
    about = results.get("assurance")
    if about is None:
        return Section("")
    rows = []
    for point in results["points"]:
        one = point["scenarios"][scenario]
        over, given = one["assurance"]["power"], one["assurance"]["power_given_effect"]
        if over is None:
            continue
        far = over["between_sd"]
        spread = "" if not far else f"{100 * over['q05']:.0f} to {100 * over['q95']:.0f} %"
        rows.append((point["label"], _share(one["power"]), _share(over), _difference(over), spread, _share(given)))
    columns = ("design", "at a point", "averaged", "difference", "90 % of vectors", "given an effect")
    name = "type I error" if scenario.startswith("none") else f"power, effect {scenario}"
    words = [
        f"{about['vectors']} vectors of the posterior '{about['posterior']['part']}', {about['trials_each']} trials "
        f"and {about['women_each']:,} women each; a range is empty where chance hides what lies between vectors."
    ]
    return Section(f"Assurance: {name}, averaged over what is not known", columns, rows, words)


def _share(one: Mapping[str, Any] | None) -> str:
    """A share with its error; where none or all have it, with its limit; or that it could not be."""
    if one is None:
        return ""
    if one.get("reason"):
        return "not testable"
    for limit, words in (("at_most", "at most"), ("at_least", "at least")):
        if one.get(limit) is not None:
            return f"{share(one['value'])}, {words} {whole_share(one[limit])}"
    return share_with_error(one["value"], one["mcse"])


def _difference(one: Mapping[str, Any] | None) -> str:
    """A difference of shares in percentage points."""
    if one is None or one["difference"] is None:
        return ""
    error = one["difference_mcse"]
    return f"{100 * one['difference']:+.1f}" + ("" if error is None else f" ({100 * error:.1f})")
