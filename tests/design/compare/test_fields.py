"""Every plain name of `--vary`: what it changes, and that the change is what `--set` would do."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from antral.analysis import plan
from antral.core import InputError
from antral.design import FIELDS, grid
from antral.design.compare.analysable import can_be_analysed
from antral.protocol import Protocol, load, template
from antral.protocol.candidates import usual

NAME = "NCT03816852"


def arms(protocol: Protocol, what: str) -> list[Any]:
    return [getattr(arm, what) for arm in protocol.arms.values()]


CASES: dict[str, tuple[str, Callable[[Protocol], Any], Any]] = {
    "n": ("24", lambda p: p.design.participants, 24),
    "per_arm": ("5", lambda p: p.design.participants, 15),
    "control": (
        "with",
        lambda p: (list(p.arms), p.design.allocation.block_sizes),
        (["low", "medium", "high", "untreated"], (8,)),
    ),
    "ratio": ("1:1:2", lambda p: p.design.allocation.ratio, {"low": 1, "medium": 1, "high": 2}),
    "dose": ("1.8e8", lambda p: arms(p, "dose_cells"), [60_000_000, 120_000_000, 180_000_000]),
    "route": ("intraovarian_transvaginal", lambda p: set(arms(p, "route")), {"intraovarian_transvaginal"}),
    "infusions": ("0/28", lambda p: set(arms(p, "infusion_days")), {(0.0, 28.0)}),
    "comedication": ("climen", lambda p: {one.regimen for one in arms(p, "comedication")}, {"climen"}),
    "endpoint": ("amh_6m", lambda p: p.judged_by, ("amh_6m",)),
    "day": ("336", lambda p: p.endpoint("log_fsh_12m").day, 336.0),
    "test": ("rank_trend", lambda p: p.analyses.by_endpoint["log_fsh_12m"].test, "rank_trend"),
    "follow_up": ("182", lambda p: (p.follow_up_days, p.visits[-1].day), (182.0, 168.0)),
    "calendar": ("91", lambda p: [v.day for v in p.visits if v.day > 0], [84.0, 168.0, 280.0, 364.0]),
    "years_since_diagnosis": ("5-15", lambda p: p.candidates.years_since_diagnosis, (5.0, 15.0)),
    "eligibility": ("-I3", lambda p: [c.id for c in p.eligibility.criteria if c.id in ("I3", "E17")], []),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_changes_what_it_says_and_no_other_way_than_set(field: str) -> None:
    value, seen, wanted = CASES[field]
    point = grid(NAME, [f"{field}={value}"]).points[0]
    assert seen(point.protocol) == wanted
    assert load(NAME, list(point.set)).fingerprint == point.protocol.fingerprint


def test_each_arm_has_its_dose_by_rising_dose() -> None:
    point = grid(NAME, ["dose=1e7/5e7/9e7"]).points[0]
    assert arms(point.protocol, "dose_cells") == [10_000_000, 50_000_000, 90_000_000]


def test_arms_change_before_the_women_in_them() -> None:
    found = grid(NAME, ["per_arm=4", "control=with,without"])
    assert [point.protocol.design.participants for point in found.points] == [16, 12]


def test_an_arm_without_cells_goes_with_its_share() -> None:
    point = grid("NCT03816852-control", ["control=without"]).points[0]
    assert all(arm.role != "control" for arm in point.protocol.arms.values())
    assert set(point.protocol.design.allocation.ratio) == set(point.protocol.arms)


def test_endpoints_beyond_a_shorter_follow_up_move_and_say_so() -> None:
    protocol = grid(NAME, ["follow_up=182"]).points[0].protocol
    fsh, menses = protocol.endpoint("log_fsh_12m"), protocol.endpoint("menses_resumed")
    assert (fsh.day, menses.day) == (168.0, 182.0)  # the last visit that measures it; bleeds count to the end
    assert fsh.label.endswith("(here: day 168)")


@pytest.mark.parametrize(
    ("vary", "says"),
    [
        ("ratio=1:2", "low:medium:high"),
        ("ratio=1:0:1", "from 1 on"),
        ("calendar=1000", "longer than the follow-up"),
        ("endpoint=serious_event", "no power"),
        ("control=maybe", "'with' or 'without'"),
        ("dose=3e7/6e7", "3 arms"),
        ("dose=-1", "above 0"),
        ("infusions=0+28", "0/28/56"),
        ("endpoint=fsh", "log_fsh_12m"),
        ("follow_up=728", "a protocol of its own"),
        ("eligibility=E6", "-E6-E13"),
        ("eligibility=-E99", "there is no line E99"),
        ("comedication=clymen", "climen"),
        ("day=300", "no visit on day 300"),
        ("years_since_diagnosis=5-1", "the smaller first"),
        ("years_since_diagnosis=-1-5", "such as 0-1 or 5-15"),
        ("years_since_diagnosis=5", "such as 0-1 or 5-15"),
        ("years_since_diagnosis=12-20", "begin below 12"),
    ],
)
def test_an_impossible_value_is_told(vary: str, says: str) -> None:
    field, _, _ = vary.partition("=")
    good = CASES[field][0]
    found = grid(NAME, [f"{vary},{good}"])
    assert [point.values[field] for point in found.points] == [good]
    assert says in found.left_out[0].reason


def test_all_women_come_or_those_of_some_years() -> None:
    field = "candidates.years_since_diagnosis"
    found = grid(NAME, ["years_since_diagnosis=0-1,all"], set=[f"{field}=[1, 5]"])
    assert [point.set for point in found.points] == [(f"{field}=[0, 1]",), (f"{field}=null",)]
    assert found.points[1].protocol.fingerprint == load(NAME).fingerprint
    assert grid(NAME, ["years_since_diagnosis=0-1,all"]).points[1].set == ()


def test_a_protocol_that_names_no_candidates_keeps_the_usual_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(template(), encoding="utf-8")
    point = grid(own, ["years_since_diagnosis=0-1"]).points[0]
    assert point.protocol.candidates == usual().model_copy(update={"years_since_diagnosis": (0.0, 1.0)})
    assert load(own, list(point.set)).fingerprint == point.protocol.fingerprint


def test_a_design_that_cannot_be_analysed_is_left_out() -> None:
    found = grid(NAME, ["control=with", "endpoint=menses_sustained,menses_resumed", "test=log_rank"])
    assert [point.values["endpoint"] for point in found.points] == ["menses_resumed"]
    assert "does not suit" in found.left_out[0].reason


def test_what_the_analysis_refuses_is_known_before_anything_is_simulated() -> None:
    """A covariate of which only the analysis can say that it does not fit."""
    wanted = plan(load(NAME, ["analyses.by_endpoint.log_fsh_12m.test=ancova"]))
    (fsh,) = (one for one in wanted.questions if one.name == "log_fsh_12m")
    odd = replace(wanted, questions=(replace(fsh, covariates=("weight",)),))
    known: list[str] = []
    can_be_analysed(wanted, known)
    with pytest.raises(InputError, match="covariate 'weight'"):
        can_be_analysed(odd, known)
    assert known == [repr(wanted)]


@pytest.mark.parametrize(
    "vary",
    [
        ["n=6,12", "per_arm=2,4"],
        ["design.participants=6", "n=6"],
        ["ratio=1:1:2", "design.allocation.ratio={}"],
        ["years_since_diagnosis=0-1", "candidates.years_since_diagnosis=[0, 2]"],
    ],
)
def test_two_fields_that_set_the_same_thing_are_refused(vary: list[str]) -> None:
    with pytest.raises(InputError, match="set the same thing"):
        grid(NAME, vary)


def test_messages_count_designs_as_people_do() -> None:
    with pytest.raises(InputError, match=r"asks for 10,000 designs"):
        grid(NAME, ["n=1..10000:1"])
    with pytest.raises(InputError, match=r"^the design is not possible, because: 2 women"):
        grid(NAME, ["n=2"])
    with pytest.raises(InputError, match=r"^none of the 2 designs is possible; the first, because: "):
        grid(NAME, ["n=2,2.0"])
