"""The rules against hand labels: floors from what was measured, and nothing wrong that is given as certain."""

import pytest
import yaml
from tests.reference.criteria import FOLDER, UNSEEN, joined_as, other_conditions, score, settled

from antral.protocol.from_registry.grammar import propose
from antral.protocol.from_registry.lines import Line


def labels(name: str) -> list[dict]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def test_two_people_labelled_every_line_and_every_difference_has_a_reason():
    first, second, final = labels("first"), labels("second"), settled()
    keys = [[(one["nct_id"], one["line"]) for one in each] for each in (first, second, final)]
    assert keys[0] == keys[1] == keys[2]
    assert len(final) == 182
    assert {one["nct_id"] for one in final} > set(UNSEEN)
    for one, other, agreed in zip(first, second, final, strict=True):
        if sorted(p["kind"] for p in one["parts"]) != sorted(p["kind"] for p in other["parts"]):
            assert agreed["settled"]["reason"]


@pytest.mark.parametrize(
    ("unseen", "exact", "right", "recall"), [(False, 0.95, 0.94, 0.99), (True, 1.0, 0.73, 0.77)], ids=["seen", "unseen"]
)
def test_rules_read_no_less_than_was_measured(unseen, exact, right, recall):
    total = score(unseen=unseen)
    assert total.exact_right / total.exact_lines >= exact
    assert total.all_right / total.lines >= right
    assert sum(total.found.values()) / sum(total.labelled.values()) >= recall
    assert sum(total.found.values()) / sum(total.proposed.values()) >= 0.99


@pytest.mark.parametrize(("half", "exact", "right"), [("first", 22, 39), ("second", 21, 35)])
def test_lines_of_other_conditions_are_read_no_worse_than_was_measured(half, exact, right):
    total = other_conditions(half)
    assert total.lines == 60
    assert total.exact_right >= exact
    assert total.all_right >= right
    assert total.certain_wrong == []


def test_lines_of_other_conditions_are_labelled_once_and_have_their_source():
    labelled = [*labels("other_first"), *labels("other_second")]
    assert len({one["nct_id"] for one in labelled}) == 120
    for one in labelled:
        assert one["section"] in ("inclusion", "exclusion")
        assert one["parts"]
        assert one["grade"] in ("exact", "definition_needed", "attestation", "mixed", "human_review")


def test_parts_that_count_one_by_one_are_not_taken_for_parts_that_count_together():
    proposal = propose(Line("BMI less than 18 or greater than 40", 0, "exclusion"))
    label = {"section": "exclusion", "parts": [{}, {}]}
    assert joined_as(label, proposal)
    assert not joined_as({**label, "combine": "all"}, proposal)


def test_nothing_wrong_is_given_as_certain():
    assert score().certain_wrong == []
