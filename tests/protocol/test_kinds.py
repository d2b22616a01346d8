"""Every kind of criterion, one woman and many at once, against the table of `kinds.py`."""

from pathlib import Path

import pytest

from antral.patient import Cohort, Patient
from antral.protocol import KINDS

from .dated import ON
from .kinds import NO, OPEN, ROWS, YES

CODES = {YES: 1, NO: 0, OPEN: -1}


@pytest.mark.parametrize(("kind", "parameters", "known", "status"), ROWS)
def test_the_verdict(kind, parameters, known, status):
    rule = KINDS[kind].parameters.model_validate(parameters)
    patient = Patient(**known)
    verdict = KINDS[kind].evaluate(patient, rule, ON)
    assert verdict.status == status, verdict.reason
    assert verdict.reason
    assert bool(verdict.missing_data) == (status == OPEN)
    assert KINDS[kind].evaluate_many(Cohort.of([Patient(), patient], ON), rule).tolist()[1] == CODES[status]


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_has_every_kind_met_not_met_and_unknown(kind):
    assert {status for name, *_, status in ROWS if name == kind} == {YES, NO, OPEN}


@pytest.mark.parametrize("kind", KINDS)
def test_all_rows_of_a_kind_at_once(kind):
    rows = [row for row in ROWS if row[0] == kind]
    women = [Patient(**known) for _, _, known, _ in rows]
    cohort = Cohort.of(women, ON)
    for _, parameters, _, _ in rows:
        rule = KINDS[kind].parameters.model_validate(parameters)
        each = [CODES[KINDS[kind].evaluate(one, rule, ON).status] for one in women]
        assert KINDS[kind].evaluate_many(cohort, rule).tolist() == each


def test_there_are_the_forty_kinds_of_the_vocabulary_and_one_for_what_is_not_parsed():
    assert len(KINDS) == 41


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_its_parameters_are_explained(kind):
    page = (Path(__file__).parents[2] / "docs/rooms/protocol.md").read_text()
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{kind}` |")]
    assert [name for name in KINDS[kind].parameters.model_fields if f"`{name}`" not in row] == []
