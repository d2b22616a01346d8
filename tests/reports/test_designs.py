"""The figures of the page of designs hold the numbers of the results: values, bands, level, fronts, differences."""

import copy
import re
from typing import Any

import pytest

from antral.reports import designs_page
from antral.reports.designs_figures import designs_figures, difference_panels, ladder_rows
from antral.reports.designs_lines import along, fronts, interim_looks, power_curves
from antral.reports.figures import NARROW, Line, LinePanel, Lines, lines

SCENARIOS = ("evidence", "none", "target")


def share(value: float, mcse: float, difference: float = 0.0) -> dict[str, Any]:
    return {"value": value, "mcse": mcse, "difference": difference, "difference_mcse": 0.01}


def scenario(name: str, n: int, test: str) -> dict[str, Any]:
    value = {"none": 0.05, "evidence": 0.1, "target": n / 100}[name] + (0.02 if test == "mmrm" else 0.0)
    price = {"women": n, "months": n / 2 + 12, "cost": 60_000 + 1000 * n}
    about = {"test": test, "label": f"FSH at 12 months: {test}", "endpoint": "log_fsh_12m", "level": 0.05}
    counted = {name: {"value": float(one), "mcse": 0.0, "unit": "EUR"} for name, one in price.items()}
    return {
        "power": about | share(value, 0.03, value - 0.05),
        "naive_claims": {"before_after_any_hormone": {"label": "better than before"} | share(n / 80, 0.02)},
        "correct_dose": {},
        "conduct": counted | {name: {"value": 1.0, "mcse": 0.0} for name in ("screened", "infused")},
    }


def made(axes: dict[str, list[str]]) -> dict[str, Any]:
    """Results of designs that vary these fields."""
    designs: list[dict[str, str]] = [{}]
    for field, values in axes.items():
        designs = [one | {field: value} for one in designs for value in values]
    points = []
    for number, values in enumerate(designs):
        n, test = int(values.get("n", 12)), values.get("test", "ancova")
        points.append(
            {
                "point": number, "values": values, "label": ", ".join(f"{k} {v}" for k, v in values.items()),
                "screening": {"candidates": 150, "admitted": 60, "failure_rate": 0.6},
                "command": f"antral simulate X --set n={n}",
                "python": f"from antral import api\nrun = api.simulate({n})\n",
                "scenarios": {name: scenario(name, n, test) for name in SCENARIOS},
            }
        )  # fmt: skip
    last = len(points) - 1
    return {
        "protocol": "X", "title": "A trial", "version": "0", "trials": 200, "command": "antral design X",
        "reference": 0,
        "reference_is_protocol": False, "left_out": [{"values": {"n": "2"}, "reason": "more arms than women."}],
        "varied": [
            {"field": field, "meaning": f"meaning of {field}", "values": values, "not_tried": [], "why": ""}
            for field, values in axes.items()
        ],
        "points": points, "pareto": {"target": {price: [0, last] for price in ("women", "months", "cost", "all")}},
        "examples": [
            {"kind": "missed", "scenario": "target", "trial": 7, "p_value": 0.31, "python": "import antral\none = 7\n"}
        ],
        "costs": [
            {"name": "start", "value": 6e4, "unit": "EUR", "low": 2e4, "high": 2.5e5, "meaning": "once",
             "tag": "assumed", "reason": "no quotation"}
        ],
    }  # fmt: skip


@pytest.fixture
def sizes() -> dict[str, Any]:
    return made({"test": ["ancova", "mmrm"], "n": ["12", "24", "48"]})


def test_curves_hold_the_shares_with_bands_and_the_level(sizes: dict[str, Any]) -> None:
    chart = power_curves(sizes)
    assert chart is not None
    assert [panel.title for panel in chart.panels] == ["cells without any effect", "effect evidence", "effect target"]
    assert {panel.level for panel in chart.panels} == {0.05}
    assert {panel.top for panel in chart.panels} == {0.8}, "one scale"
    naive, ancova, mmrm = chart.panels[2].lines
    assert (ancova.label, mmrm.label) == ("test ancova", "test mmrm")
    assert list(ancova.x) == [12, 24, 48]
    assert list(ancova.y) == pytest.approx([0.12, 0.24, 0.48])
    assert list(mmrm.y) == pytest.approx([0.14, 0.26, 0.5])
    assert list(ancova.low) == pytest.approx([0.0612, 0.1812, 0.4212])
    assert list(ancova.high) == pytest.approx([0.1788, 0.2988, 0.5388])
    assert naive.dashed, "one curve of claims for both tests: no test changes them"
    assert list(naive.y) == pytest.approx([0.15, 0.3, 0.6])
    assert chart.panels[0].lines[1].low[0] == 0.0, "no band goes below nothing"


def test_six_curves_with_the_reference_and_the_most_power(sizes: dict[str, Any]) -> None:
    many = made({"eligibility": [f"-E{n}" for n in range(8)], "n": ["12", "24"]})
    for point in many["points"]:
        rank = int(point["values"]["eligibility"][2:])
        point["scenarios"]["target"]["power"]["value"] = 0.1 + 0.05 * rank
    chart = power_curves(many)
    assert chart is not None
    drawn = [line.label for line in chart.panels[0].lines if not line.dashed]
    assert drawn == [f"eligibility -E{n}" for n in (0, 3, 4, 5, 6, 7)]
    assert "eligibility -E1; eligibility -E2." in chart.caption


@pytest.mark.parametrize(
    ("axes", "field", "x"),
    [
        ({"dose": ["3e7", "9e7"]}, "dose", [3e7, 9e7]),
        ({"infusions": ["0", "0/28", "0/28/56"]}, "infusions", [1, 2, 3]),
        ({"day": ["168", "364"], "per_arm": ["4", "8"]}, "per_arm", [4, 8]),
        ({"infusions": ["0/28", "0/56"]}, None, []),
        ({"test": ["ancova", "mmrm"]}, None, []),
    ],
)
def test_what_curves_are_drawn_along(axes: dict[str, list[str]], field: str | None, x: list[float]) -> None:
    over = along(made(axes))
    assert (over and over.field) == field
    assert list(over.x.values() if over else ()) == x


def test_the_front_is_joined_and_the_others_are_grey(sizes: dict[str, Any]) -> None:
    chart = fronts(sizes)
    assert chart is not None
    assert [panel.title for panel in chart.panels] == ["against women", "against months", "against cost"]
    for panel, x in zip(chart.panels, ((12, 48), (18, 36), (72, 108)), strict=True):
        others, front = panel.lines
        assert others.hue is None
        assert not others.joined
        assert front.joined
        assert list(front.names) == ["ancova 12", "mmrm 48"]
        assert list(front.x) == list(x)
        assert list(front.y) == pytest.approx([0.12, 0.5])
        assert len(others.x) == 4
        assert others.names[1:3] == ["ancova 24", "mmrm 24"], "names stand beside their own points"
        assert panel.top == 0.6
    del sizes["pareto"]["target"]
    assert fronts(sizes) is None


def test_differences_have_paired_intervals(sizes: dict[str, Any]) -> None:
    panels = difference_panels(sizes)
    assert [panel.scenario for panel in panels] == ["none", "evidence", "target"]
    assert [row.label for row in panels[2].rows] == [point["label"] for point in sizes["points"][1:]]
    row = panels[2].rows[1]
    assert (row.value, row.low, row.high) == pytest.approx((0.43, 0.4104, 0.4496))
    assert difference_panels(made({"n": [str(n) for n in range(4, 31)]})) == []


def test_looks_show_critical_values_and_where_trials_stop(sizes: dict[str, Any]) -> None:
    assert interim_looks(sizes) is None
    sizes["sequential"] = {"shares": [0.5, 1.0], "rule": "obrien_fleming"}
    for place, point in enumerate(sizes["points"]):
        told = [
            {"women": 6, "nominal_p": 0.005, "stops": 0.1, "mcse": 0.02},
            {"women": 12, "nominal_p": 0.048, "stops": 0.9, "mcse": 0.02},
        ]
        for one in point["scenarios"].values():
            one["sequential"] = {"looks": told} if place else {"reason": "too few women"}
    chart = interim_looks(sizes)
    assert chart is not None
    bounds, none, *_ = chart.panels
    assert len(bounds.lines) == 5
    assert bounds.level == 0.05
    assert list(bounds.lines[0].y) == [0.005, 0.048]
    assert "stops: cells without any effect" in none.title
    stop = none.lines[0]
    assert (list(stop.x), list(stop.y)) == ([6.0], [0.1]), "the last look ends every trial: it says nothing"
    assert list(stop.high) == pytest.approx([0.1392])
    assert {panel.top for panel in chart.panels[1:]} == {0.2}


def test_without_a_number_there_are_rows(sizes: dict[str, Any]) -> None:
    assert ladder_rows(sizes) == []
    plain = made({"test": ["ancova", "mmrm"]})
    assert power_curves(plain) is None
    rows = ladder_rows(plain)
    assert [row.label for row in rows] == ["test ancova", "test mmrm"]
    assert [(rate.scenario, rate.value) for rate in rows[1].rates] == [
        ("none", pytest.approx(0.07)),
        ("evidence", pytest.approx(0.12)),
        ("target", pytest.approx(0.14)),
    ]
    assert designs_figures(plain)[0].title == "Power of each design"


def test_designs_without_a_test_have_no_figures(sizes: dict[str, Any]) -> None:
    none = copy.deepcopy(sizes)
    none["pareto"] = {}
    for point in none["points"]:
        for one in point["scenarios"].values():
            one["power"], one["naive_claims"] = None, {}
    assert designs_figures(none) == []
    assert "<svg" not in designs_page(none)


def test_the_page_says_what_belongs_to_a_comparison(sizes: dict[str, Any]) -> None:
    text = designs_page(sizes).replace("\u00a0", " ")
    assert text.count("<svg") == 2 * 3, "three figures, each wide and narrow"
    assert "http" not in re.sub(r"http-equiv|http://www\.w3\.org", "", text)
    for words in (
        "Most power, effect target: 50 ± 3 % (test mmrm, n 48); without any effect it rejects in 7 ± 3 % of trials.",
        "more arms than women.",
        "What was left out",
        "antral simulate X --set n=48",
        "run = api.simulate(48)",
        "one = 7",
        "20,000 to 250,000",
        "assumed",
        "Nothing here shows that cells work",
    ):
        assert words in text


def test_a_name_hides_no_other() -> None:
    crowded = Line("front", [1.0] * 12, [0.5] * 12, names=[f"design {n}" for n in range(12)])
    drawing = lines(Lines("crowd", "", [LinePanel("", "", [crowded])], ""), width=NARROW)
    assert 0 < sum(f">design {n}<" in drawing.svg for n in range(12)) < 12


def test_designs_that_admit_other_women_are_not_said_to_have_the_same(sizes: dict[str, Any]) -> None:
    same, apart = "the same women and luck", "the same luck, but not the same women"
    assert designs_page(sizes).count(same) == 3
    sizes["points"][-1]["screening"] = {"candidates": 151, "admitted": 60, "failure_rate": 91 / 151}
    page = designs_page(sizes)
    assert page.count(same) == 0
    assert page.count(apart) == 3
