"""The rules against hand labels: floors from what was measured, and nothing wrong that is given as certain."""

import pytest
import yaml
from tests.reference.criteria import FOLDER, UNSEEN, score, settled


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
    ("unseen", "exact", "right", "recall"), [(False, 0.95, 0.94, 0.99), (True, 0.8, 0.63, 0.72)], ids=["seen", "unseen"]
)
def test_rules_read_no_less_than_was_measured(unseen, exact, right, recall):
    total = score(unseen=unseen)
    assert total.exact_right / total.exact_lines >= exact
    assert total.all_right / total.lines >= right
    assert sum(total.found.values()) / sum(total.labelled.values()) >= recall
    assert sum(total.found.values()) / sum(total.proposed.values()) >= 0.99


def test_nothing_wrong_is_given_as_certain():
    assert score().certain_wrong == []
