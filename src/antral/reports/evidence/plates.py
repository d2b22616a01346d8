"""The figures of one answer, from what `--json` prints."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.reports.evidence import numbers
from antral.reports.evidence.figures import (
    Edge,
    Forest,
    ForestRow,
    Network,
    Point,
    Ranks,
    Scatter,
    baujat,
    bubble,
    forest,
    funnel,
    network,
    ranks,
)
from antral.reports.evidence.figures.forest import Scale
from antral.reports.evidence.plain import short_method
from antral.reports.evidence.roles import ROLES
from antral.reports.figures import Plate, plate

_BESIDE: Final = ROLES["comparator_natural"]
ENOUGH: Final = 10
"""Studies from which on a funnel says something (Sterne 2011, BMJ 343:d4002)."""


def answer_plates(told: Mapping[str, Any]) -> list[Plate]:
    """Forest plot, then what each study weighs in it; none where no study has a number."""
    if not (told["main"]["rows"] or told["spontaneous"]["rows"] or told["others"]):
        return []
    plates = [*compared_plates(told), forest_plate(told)]
    if len(told["main"]["rows"]) > 2:
        plates += [steps_plate(told), baujat_plate(told), *funnel_plates(told)]
    if told["regression"] is not None and told["regression"]["line"]:
        plates.append(bubble_plate(told))
    return [*plates, *network_plates(told)]


def forest_plate(told: Mapping[str, Any]) -> Plate:
    """Studies, pooled results and, below them, the same number elsewhere."""
    scale: Scale = "share" if told["question"]["kind"] == "share" else "number"
    rows = [*_main(told), *_elsewhere(told)]
    band = _band(told)
    caption = f"Squares: studies with {'exact ' if scale == 'share' else ''}95 % intervals. "
    if told["main"]["pooled"] is not None and len(told["main"]["rows"]) > 1:
        caption += f"Diamond: pooled by {short_method(told['main']['pooled']['method'])}. "
        if any(row.kind == "prediction" for row in rows):
            convention = told["main"]["pooled"]["prediction_convention"]
            caption += f"Dotted: 95 % prediction interval of a new study, {short_method(convention)}. "
    if any(row.kind == "beside" for row in rows):
        caption += "Circles: other women, other definitions, other times; beside, not against. "
    if band is not None:
        caption += "Band: share with usual care, with its interval."
    title = told["question"]["title"]
    whole = Forest(
        f"forest-{told['question']['id']}", title, _axis(told), scale, rows, caption.strip(), band,
        0.0 if scale == "number" else None,
    )  # fmt: skip
    return plate(whole.title, whole.caption, lambda width: forest(whole, width=width))


def _axis(told: Mapping[str, Any]) -> str:
    question, window = told["question"], told["asked"]["months"]
    when = "" if window is None else f", {window[0]:g} to {window[1]:g} months"
    if question["kind"] == "share":
        return f"women with {question['what']}{when}"
    return f"{question['what']}, {question['unit']}{when}"


def _study(row: Mapping[str, Any], kind: str, weight: float | None = None) -> ForestRow:
    detail = numbers.of_women(row) if row["events"] is not None else f"n {row['n']}"
    return ForestRow(row["title"], kind, row["value"], row["low"], row["high"], detail, weight)  # type: ignore[arg-type]


def _diamond(found: Mapping[str, Any], label: str, detail: str) -> list[ForestRow]:
    rows = []
    if None not in (found["value"], found["low"], found["high"]):
        rows.append(ForestRow(label, "pooled", found["value"], found["low"], found["high"], detail))
    if None not in (found["prediction_low"], found["prediction_high"]):
        low, high = found["prediction_low"], found["prediction_high"]
        rows.append(ForestRow("in a new study", "prediction", 0.0, low, high))
    return rows


def _main(told: Mapping[str, Any]) -> list[ForestRow]:
    main, rows = told["main"], []
    if told["groups"]:
        for group in told["groups"]:
            rows.append(ForestRow(group["name"], "heading"))
            rows += [_study(row, "study") for row in group["rows"]]
            if len(group["rows"]) > 1 and group["pooled"] is not None:
                rows += _diamond(group["pooled"], f"{group['name']}, pooled", _detail(group))[:1]
        if len(main["rows"]) > 1:
            rows.append(ForestRow("all", "heading"))
    else:
        weights = _weights(main)
        if main["rows"]:
            rows.append(ForestRow(_given(told), "heading"))
        rows += [_study(row, "study", weight) for row, weight in zip(main["rows"], weights, strict=True)]
    if main["pooled"] is not None and len(main["rows"]) > 1:
        rows += _diamond(main["pooled"], "pooled", _detail(main))
    return rows


def _given(told: Mapping[str, Any]) -> str:
    return " and ".join(ROLES[role] for role in told["asked"]["roles"])


def _detail(block: Mapping[str, Any]) -> str:
    return numbers.of_women({"events": block["events"], "n": block["women"]}) if block["events"] is not None else ""


def _weights(block: Mapping[str, Any]) -> Sequence[float | None]:
    found = block["pooled"]
    if found is None or len(block["rows"]) < 2 or len(found["weights"]) != len(block["rows"]):
        return [None] * len(block["rows"])
    return list(found["weights"])


def _elsewhere(told: Mapping[str, Any]) -> list[ForestRow]:
    blocks = [(_BESIDE, told["spontaneous"]), *((ROLES[one["name"]], one) for one in told["others"])]
    rows: list[ForestRow] = []
    for name, block in blocks:
        if block["rows"]:
            rows += [ForestRow(name, "heading"), *(_study(row, "beside") for row in block["rows"])]
    return rows


def _band(told: Mapping[str, Any]) -> tuple[float, float, float, str] | None:
    found = told["spontaneous"]["pooled"]
    if found is None or told["question"]["kind"] != "share" or found["low"] is None:
        return None
    return found["low"], found["value"], found["high"], _BESIDE


def steps_plate(told: Mapping[str, Any]) -> Plate:
    """The pooled number without each study, and as studies were added."""
    scale: Scale = "share" if told["question"]["kind"] == "share" else "number"
    rows = [ForestRow("without", "heading"), *_steps(told["without_each"])]
    rows += [ForestRow("added by year", "heading"), *_steps(told["cumulative"])]
    caption = "Each line is a result by the method of the figure above, without one study or with all up to one."
    whole = Forest(
        f"steps-{told['question']['id']}", "Each study left out, and studies added by year", _axis(told), scale, rows,
        caption, _band(told), 0.0 if scale == "number" else None,
    )  # fmt: skip
    return plate(whole.title, whole.caption, lambda width: forest(whole, width=width))


def _steps(steps: Sequence[Mapping[str, Any]]) -> list[ForestRow]:
    known = [one for one in steps if None not in (one["value"], one["low"], one["high"])]
    return [ForestRow(one["title"], "step", one["value"], one["low"], one["high"]) for one in known]


def baujat_plate(told: Mapping[str, Any]) -> Plate:
    """Which studies make the heterogeneity, and which pull the result."""
    whole = Scatter(
        f"baujat-{told['question']['id']}",
        "Which studies differ, and which pull the result (Baujat plot)",
        "share of the study in Q",
        "pull on the common effect",
        [Point(name, x, y) for name, x, y in told["single"]["points"]],
        f"Under a common effect, {told['single']['scale']}. To the right: studies unlike the others; above: studies "
        "that move the result.",
    )
    return plate(whole.title, whole.caption, lambda width: baujat(whole, width=width))


def funnel_plates(told: Mapping[str, Any]) -> list[Plate]:
    """A funnel where there are enough studies to read one."""
    points, found = told["single"]["effects"], told["main"]["pooled"]
    if len(points) < ENOUGH or found is None:
        return []
    change = told["question"]["kind"] == "change"
    weights = [1.0 / error**2 for _, _, error in points]
    centre = sum(weight * effect for weight, (_, effect, _) in zip(weights, points, strict=True)) / sum(weights)
    whole = Scatter(
        f"funnel-{told['question']['id']}",
        "Are small studies missing? (funnel plot)",
        told["single"]["scale"],
        "standard error",
        [Point(name, effect, error) for name, effect, error in points],
        "Line: common effect by inverse variance; dashed: where 95 % of studies would lie if all had that effect. An "
        "asymmetric funnel has many causes, of which unpublished studies are one.",
    )
    nothing = 0.0 if change else None
    return [plate(whole.title, whole.caption, lambda width: funnel(whole, centre=centre, nothing=nothing, width=width))]


def bubble_plate(told: Mapping[str, Any]) -> Plate:
    """The regression line among the studies."""
    found = told["regression"]
    whole = Scatter(
        f"bubble-{told['question']['id']}",
        f"Regression on {found['field']}",
        f"{found['field']}, {found['unit']}",
        found["scale"],
        [Point(name, x, y, weight) for name, x, y, weight in found["points"]],
        f"Bubbles: studies, larger with more weight. Band: 95 % interval of the line. {found['method']}.",
    )
    x, y, low, high = (list(column) for column in zip(*found["line"], strict=True))
    return plate(whole.title, whole.caption, lambda width: bubble(whole, line=(x, y, low, high), width=width))


def network_plates(told: Mapping[str, Any]) -> list[Plate]:
    """The network and the ranks of its treatments; nothing where no two comparisons share an arm.

    Where every line is a single study there is no picture of ranks: it would be read as an order of treatments.
    """
    found = told["network"]
    if found["reason"]:
        return []
    named = told["question"]["id"]
    whole = Network(
        f"network-{named}",
        "Treatments that studies compared",
        dict(found["women"]),
        [Edge(*edge) for edge in found["edges"]],
        "Circles: treatments, larger with more women. Lines: comparisons within studies.",
    )
    plates = [plate(whole.title, whole.caption, lambda width: network(whole, width=width))]
    if max(studies for _, _, studies, _ in found["edges"]) < 2:
        return plates
    order = Ranks(
        f"ranks-{named}",
        "How sure is their order?",
        {name: chances for name, _, chances in found["ranks"]},
        {name: score for name, score, _ in found["ranks"]},
        "Bars: share of each rank. A first rank says nothing of how large a difference is, nor how good studies are.",
    )
    return [*plates, plate(order.title, order.caption, lambda width: ranks(order, width=width))]


def compared_plates(told: Mapping[str, Any]) -> list[Plate]:
    """Two arms of each study compared, where that was asked for and there is one."""
    measure, found = told["asked"]["measure"], told["compared"]
    if not told["effects"] or found is None:
        return []
    scale: Scale = "number" if measure == "RD" else "ratio"
    several = len(told["effects"]) > 1 and len(found["weights"]) == len(told["effects"])
    weights = found["weights"] if several else [None] * len(told["effects"])
    rows = [
        ForestRow(one["title"], "study", one["value"], one["low"], one["high"], one["detail"], weight)
        for one, weight in zip(told["effects"], weights, strict=True)
    ]
    if len(rows) > 1:
        rows += _diamond(found, "pooled", "")
    whole = Forest(
        f"compared-{told['question']['id']}",
        f"Two arms compared: {told['question']['title']}",
        f"{found['unit']}, treated against control",
        scale,
        rows,
        f"Squares: studies with 95 % intervals by the normal law. Method: {found['method']}.",
        None,
        0.0 if measure == "RD" else 1.0,
    )
    return [plate(whole.title, whole.caption, lambda width: forest(whole, width=width))]
