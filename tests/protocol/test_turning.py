"""The day on which time alone turns a verdict: expected days counted on a calendar."""

from datetime import date, timedelta

import pytest

from antral.patient import Patient
from antral.protocol import KINDS
from antral.protocol.criteria import all_of, any_of

from .dated import ON, diary, took

WASHED = ("washout", {"classes": ["sex_hormone"], "none_within": "3 months"})
SILENT = ("amenorrhoea", {"pattern": "amenorrhoea", "at_least": "4 months"})
OTHER = ("other_trial", {"within": "3 months"})
PILL = ("contraception_history", {"after": {"oral_contraceptive": "3 months"}})
OLD = ("amenorrhoea", {"pattern": "secondary", "at_least": "1 year", "since": "diagnosis"})


def medicines(*taken):
    return {"medications": taken}


def verdict(kind, parameters, known, on=ON):
    return KINDS[kind].evaluate(Patient(**known), KINDS[kind].parameters.model_validate(parameters), on)


@pytest.mark.parametrize(
    ("rule", "known", "turns"),
    [
        (WASHED, medicines(took("Climen", "sex_hormone", stop=-30)), date(2026, 8, 16)),  # stopped on 16 May
        (WASHED, medicines(*(took("m", "sex_hormone", stop=n) for n in (-60, -30))), date(2026, 8, 16)),
        (WASHED, medicines(took("Climen", "sex_hormone", stop=0)), date(2026, 9, 15)),
        (WASHED, medicines(took("Climen", "sex_hormone")), None),  # she still takes it
        (WASHED, medicines(took("m", "sex_hormone", stop=-30), took("n", "sex_hormone")), None),
        (SILENT, {"last_period": date(2026, 4, 10)}, date(2026, 8, 10)),
        (SILENT, {"last_period": date(2026, 5, 31)}, date(2026, 10, 1)),  # 30 September is four months after the 30th
        (OTHER, {"trials": [{"stop": date(2026, 5, 1)}]}, date(2026, 8, 1)),
        (OTHER, {"trials": [{}]}, None),
        (PILL, medicines(took("Pill", "oral_contraceptive", stop=-14)), date(2026, 9, 2)),  # longer than 3 months
        (
            OLD,
            {"poi_diagnosed": date(2025, 8, 1), "amenorrhoea_type": "secondary", "diary": diary(-4000)},
            date(2026, 8, 1),
        ),
    ],
)
def test_the_day_it_turns(rule, known, turns):
    now = verdict(*rule, known)
    assert now.changes_on == turns
    if turns is not None:
        assert verdict(*rule, known, turns - timedelta(days=1)).status == now.status
        later = {**known, "diary": diary(-4000, to_day=400)} if "diary" in known else known  # kept on, without a bleed
        assert verdict(*rule, later, turns).status not in (now.status, "unknown")


def test_a_line_of_parts_turns_with_the_last_of_those_that_keep_her_out():
    known = {"last_period": date(2026, 4, 10), **medicines(took("Climen", "sex_hormone", stop=-30))}
    parts = [verdict(*WASHED, known), verdict(*SILENT, known)]
    assert all_of(parts).changes_on == date(2026, 8, 16)
    assert all_of([*parts, verdict(*OTHER, known)]).changes_on is None  # the other trials are not known
    assert any_of(parts).changes_on is None
    still = verdict(*WASHED, medicines(took("Climen", "sex_hormone")))
    assert all_of([parts[1], still]).changes_on is None
