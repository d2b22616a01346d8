"""The curves of the page of `antral design`, as plain values: power, fronts, interim looks."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from antral.reports.figures import Line, LinePanel, Lines
from antral.reports.wording import decapitalised, listed, none_or_all

Z: Final = 1.96
"""Standard errors on each side of a 95 % interval."""
_MOST_CURVES: Final = 6
NAIVE: Final = "before_after_any_hormone"
_SIZES: Final = ("n", "per_arm", "design.participants")
_PRICES: Final = {
    "women": "women randomised",
    "months": "months, first woman in to last visit",
    "cost": "cost, k{unit}",
}
ERRORS: Final = "95 % Monte-Carlo intervals"


class Along(NamedTuple):
    """The varied number along which curves are drawn."""

    field: str
    label: str
    x: dict[str, float]
    """By value as text."""


def along(results: Mapping[str, Any]) -> Along | None:
    """The number of women where it is varied, else the first field whose values are numbers; None without any."""
    axes = sorted(results["varied"], key=lambda axis: axis["field"] not in _SIZES)
    for axis in axes:
        values, label = axis["values"], axis["meaning"]
        if axis["field"] == "infusions":
            x = {value: float(len(value.split("/"))) for value in values}
            label = "number of infusions"
        else:
            x = {value: number for value in values if (number := _number(value)) is not None}
        if len(x) == len(values) > 1 and len(set(x.values())) == len(values):
            return Along(axis["field"], label.split(":")[0], x)
    return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def scenarios(results: Mapping[str, Any]) -> list[str]:
    """All assumptions, those without any effect first."""
    names = results["points"][results["reference"]]["scenarios"]
    return sorted(names, key=lambda name: not name.startswith("none"))


def in_common(results: Mapping[str, Any]) -> str:
    """What the trials of all designs share: women only where every design admits the same."""
    first, *others = (point["screening"] for point in results["points"])
    alike = all(one == first for one in others)
    return "the same women and luck" if alike else "the same luck, but not the same women"


def title(scenario: str) -> str:
    """What is assumed about the cells."""
    words = scenario.replace("_", " ")
    return f"cells without any effect{words.removeprefix('none')}" if words.startswith("none") else f"effect {words}"


def strongest(results: Mapping[str, Any]) -> str:
    """`target` where it was assumed, else the last scenario."""
    names = scenarios(results)
    return "target" if "target" in names else names[-1]


def _rest(point: Mapping[str, Any], field: str) -> str:
    """A design without one of its fields."""
    return ", ".join(f"{name} {value}" for name, value in point["values"].items() if name != field)


def _chosen(results: Mapping[str, Any], field: str) -> tuple[dict[str, list[Mapping[str, Any]]], list[str]]:
    """The designs of each curve by what they share, and the combinations left out: those with the least power."""
    curves: dict[str, list[Mapping[str, Any]]] = {}
    for point in results["points"]:
        curves.setdefault(_rest(point, field), []).append(point)
    scenario, own = strongest(results), _rest(results["points"][results["reference"]], field)

    def most(name: str) -> float:
        powers = [point["scenarios"][scenario]["power"] for point in curves[name]]
        return max((one["value"] for one in powers if one is not None), default=0.0)

    kept = sorted(curves, key=lambda name: (name != own, -most(name)))[:_MOST_CURVES]
    return {name: curves[name] for name in curves if name in kept}, [name for name in curves if name not in kept]


def _line(label: str, pairs: Iterable[tuple[float, Mapping[str, Any] | None]], **look: Any) -> Line:
    """A share along x with its band; designs without it are left out."""
    known = [(x, one["value"], one["mcse"] or 0.0) for x, one in pairs if one and one["value"] is not None]
    known.sort(key=lambda one: one[:2])
    return Line(
        label,
        [x for x, _, _ in known],
        [value for _, value, _ in known],
        [max(value - Z * mcse, 0.0) for _, value, mcse in known],
        [min(value + Z * mcse, 1.0) for _, value, mcse in known],
        **look,
    )


def power_curves(results: Mapping[str, Any]) -> Lines | None:
    """Power along the varied number, one curve for each combination of the other fields; None without a number."""
    over = along(results)
    if over is None:
        return None
    curves, left_out = _chosen(results, over.field)
    panels = []
    for scenario in scenarios(results):
        drawn: list[Line] = []
        naive: list[Line] = []
        for hue, (name, points) in enumerate(curves.items()):
            at = [(over.x[point["values"][over.field]], point["scenarios"][scenario]) for point in points]
            line = _line(name or "power", [(x, one["power"]) for x, one in at], hue=hue)
            claims = [(x, one["naive_claims"].get(NAIVE)) for x, one in at]
            claim = _line("naive claim" + (f": {name}" if name else ""), claims, hue=hue, dashed=True)
            drawn += [line] if line.x else []
            naive += [claim] if claim.x else []
        if len({(tuple(one.x), tuple(one.y)) for one in naive}) == 1:
            first = naive[0]
            naive = [Line("naive claim", first.x, first.y, first.low, first.high, hue=None, dashed=True)]
        panels.append(LinePanel(title(scenario), over.label, [*naive, *drawn], _level(results, scenario)))
    panels = [panel for panel in panels if panel.lines]
    if not panels:
        return None
    panels = _one_scale(panels)
    words = (
        f"Share of trials whose planned test rejects, with {ERRORS} as bands. Without an effect it is the type I error."
    )
    words += " Dashed: the claim of a team that compares with nobody."
    if any(value in (0.0, 1.0) for panel in panels for line in panel.lines for value in line.y):
        words += " " + none_or_all(results["trials"])
    if left_out:
        words += f" Not drawn, with less power (all of them are in the tables): {'; '.join(left_out)}."
    return Lines("power", f"Power along {over.field}", panels, words)


def _level(results: Mapping[str, Any], scenario: str) -> float | None:
    """Level of the judged test where all designs have the same."""
    powers = [point["scenarios"][scenario]["power"] for point in results["points"]]
    found = {one["level"] for one in powers if one is not None}
    return found.pop() if len(found) == 1 else None


def fronts(results: Mapping[str, Any]) -> Lines | None:
    """Power against each price under the strongest assumed effect; None where no power is known."""
    scenario = strongest(results)
    if scenario not in results["pareto"]:
        return None
    panels = []
    for price, label in _PRICES.items():
        told = [point["scenarios"][scenario] for point in results["points"]]
        scale = 1000 if price == "cost" else 1
        on = results["pareto"][scenario][price]
        others = [number for number in range(len(told)) if number not in on]
        parts = []
        for numbers, look in ((others, {"hue": None, "joined": False}), (on, {"hue": 0})):
            rows = sorted((told[n]["conduct"][price]["value"] / scale, told[n]["power"]["value"], n) for n in numbers)
            what = "designs that no other one beats" if numbers is on else "other designs"
            names = [_short(results["points"][n]) for _, _, n in rows]
            line = _line(what, [(x, told[n]["power"]) for x, _, n in rows], names=names, whiskers=True, **look)
            parts += [line] if line.x else []
        unit, top = told[0]["conduct"][price]["unit"], _top(parts)
        panels.append(LinePanel(f"against {price}", label.format(unit=unit), parts, top=top))
    fields = listed([axis["field"] for axis in results["varied"]])
    words = (
        f"{title(scenario).capitalize()}; power for {_judged(results, scenario)}, with {ERRORS}. Beside the points: "
        f"{fields}, as far as there is room. Where designs lie within their errors, chance decides which is on the "
        "front. Costs are of assumed unit costs."
    )
    return Lines("fronts", "More power, and what it takes: Pareto fronts", panels, words)


def _top(parts: Iterable[Line]) -> float:
    """End of a scale on which small shares can be told apart."""
    highest = max(value for line in parts for value in line.high)
    return next(top for top in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if highest <= top)


def _one_scale(panels: Iterable[LinePanel]) -> list[LinePanel]:
    """The panels with the same end of their scale of shares."""
    found = list(panels)
    top = _top(line for panel in found for line in panel.lines)
    return [replace(panel, top=top) for panel in found]


def _judged(results: Mapping[str, Any], scenario: str) -> str:
    """What is judged: the test where all designs have the same, else their endpoint, else what each design says."""
    powers = [point["scenarios"][scenario]["power"] for point in results["points"]]
    if len({one["label"] for one in powers}) == 1:
        return decapitalised(powers[0]["label"])
    if len({one["endpoint"] for one in powers}) == 1:
        return f"{decapitalised(powers[0]['label'].split(':')[0])}, by the test of each design"
    return "the judged endpoint of each design"


def _short(point: Mapping[str, Any]) -> str:
    return " ".join(str(value).split(".")[-1] for value in point["values"].values()) or point["label"]


def interim_looks(results: Mapping[str, Any]) -> Lines | None:
    """The critical value at each look, and the share of trials that end there; None where no looks were asked for."""
    names = scenarios(results)
    told = [
        (point["label"], {name: point["scenarios"][name]["sequential"]["looks"] for name in names})
        for point in results["points"]
        if "sequential" in results and all("looks" in point["scenarios"][name]["sequential"] for name in names)
    ]
    if not told:
        return None
    kept, more = told[:_MOST_CURVES], len(told) - _MOST_CURVES
    bounds, ends = [], {name: [] for name in names}  # type: tuple[list[Line], dict[str, list[Line]]]
    for hue, (label, looks) in enumerate(kept):
        women = [float(one["women"]) for one in looks[names[0]]]
        bounds.append(Line(label, women, [one["nominal_p"] for one in looks[names[0]]], hue=hue))
        for name in names:
            interim = zip(women[:-1], looks[name][:-1], strict=True)
            pairs = [(x, {"value": one["stops"], "mcse": one["mcse"]}) for x, one in interim]
            ends[name].append(_line(label, pairs, hue=hue, whiskers=True))
    level = _level(results, names[0])
    panels = [LinePanel("p at or below which it stops", "women at the look", bounds, level, logarithmic=True)]
    panels += [LinePanel(f"stops: {title(name)}", "women at the interim look", ends[name]) for name in names]
    panels[1:] = _one_scale(panels[1:])
    words = (
        f"Rule: {results['sequential']['rule'].replace('_', ' ')}. First: critical value of the planned test at each "
        f"look, as a p-value. Then: share of trials that stop at each look before the last, with {ERRORS}."
    )
    if any(value in (0.0, 1.0) for panel in panels[1:] for line in panel.lines for value in line.y):
        words += " " + none_or_all(results["trials"])
    if more > 0:
        words += f" The first {_MOST_CURVES} designs are drawn; {more} more stand in the tables."
    return Lines("looks", "Interim looks", panels, words)
