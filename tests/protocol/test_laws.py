"""Laws of screening: what holds of every woman and every rule."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from antral import protocol
from antral.patient import Cohort, Patient
from antral.protocol import KINDS, Criterion, Eligibility, Status, Verdict, definition, definition_names
from antral.protocol.criteria import all_of, all_of_many, any_of, any_of_many
from antral.protocol.criteria.diagnosis import DiagnosisPOI
from antral.protocol.criteria.laboratory import LabThreshold
from antral.screening import from_records, judge

from .dated import ON, fsh, sample
from .kinds import ROWS
from .rows import AMH, STRICT

CODES = {Status.MET: 1, Status.NOT_MET: 0, Status.UNKNOWN: -1}
RULES = {kind: {} for kind in KINDS}
for name, parameters, *_ in ROWS:
    RULES[name].setdefault(str(parameters), KINDS[name].parameters.model_validate(parameters))
for name in definition_names():
    pack = definition(name)
    RULES[pack.kind][name] = KINDS[pack.kind].parameters.model_validate(pack.parameters)

# near the bounds of the rules in the table: months, weeks, five years, today and tomorrow
NEAR = [0, 1, -1, -9, -10, -27, -28, -29, -31, -32, -60, -91, -92, -93, -119, -120, -121, -162, -163, -182, -400, -1826]
days = st.sampled_from([ON + timedelta(days=n) for n in NEAR])
maybe_day = st.none() | days
NAMES = [
    "x",
    "y",
    "thyroid_dysfunction",
    "hypothyroidism",
    "ovary_visible_left",
    "ovary_injectable_left",
    "partner_azoospermia",
    "poor_ovarian_response",
]
CLASSES = [
    "sex_hormone",
    "hormonal_contraceptive",
    "anticoagulant",
    "glucocorticoid",
    "oral_contraceptive",
    "stem_cell_therapy",
    "chemotherapy",
]
UNITS = {
    **{"FSH": "IU/L", "AMH": "ng/mL", "TSH": "mIU/L", "ALT": "U/L", "AFC": "count", "BMI": "kg/m2", "WEIGHT": "kg"},
    **{"HEIGHT": "cm", "OVARY_DIAMETER_LEFT": "mm", "OVARY_DIAMETER_RIGHT": "mm", "EGFR": "mL/min/{1.73_m2}"},
}
UNREAD = [[], [], [], ["FSH"], ["TSH", "AFC"], ["WEIGHT"]]
VALUES = [0.1, 0.5, 0.7, 1.1, 4.0, 5.0, 7.0, 10.0, 10.1, 14.9, 25.0, 26.0, 30.0, 76.8, 160.0, 210.0]


@st.composite
def measurements(draw):
    analyte = draw(st.sampled_from(list(UNITS)))
    high = draw(st.sampled_from([None, 4.0, 40.0]))
    return {
        **{"analyte": analyte, "value": draw(st.sampled_from(VALUES)), "date": draw(days)},
        **{"unit": draw(st.sampled_from([UNITS[analyte]] * 4 + ["pmol/L", "furlong"]))},
        **{"off_hormones": draw(st.sampled_from([True, True, False, None]))},
        **{"censored": draw(st.sampled_from([None] * 4 + ["below", "above", "at_most", "at_least"]))},
        **{"cycle_day": draw(st.sampled_from([None, 2, 4, 5])), "hour": draw(st.sampled_from([None, 8.0]))},
        **{"reference_high": high, "reference_low": draw(st.sampled_from([None, 0.4]))},
    }


def spans(draw, **fields):
    start, stop = draw(maybe_day), draw(maybe_day)
    if start is not None and stop is not None and stop < start:
        start, stop = stop, start
    return {"start": start, "stop": stop, **fields}


@st.composite
def finding(draw, name):
    span = spans(draw)
    return {
        **{"name": name, "present": draw(st.sampled_from([True, True, False, None])), "recorded": draw(maybe_day)},
        **{"onset": span["start"], "ended": span["stop"]},
        **{"severity": draw(st.sampled_from([None, "mild", "severe"]))},
        **{"certainty": draw(st.sampled_from(["definite", "definite", "suspected"]))},
    }


@st.composite
def medicine(draw):
    classes = draw(st.lists(st.sampled_from(CLASSES), max_size=2, unique=True))
    return spans(draw, name="m", drug_classes=classes)


@st.composite
def bleeding(draw):
    first, last = sorted((draw(days), draw(days)))
    inside = [ON + timedelta(days=n) for n in range(0, -200, -17) if first <= ON + timedelta(days=n) <= last]
    noted = draw(st.lists(st.sampled_from(inside), max_size=6, unique=True)) if inside else []
    spontaneous = draw(st.sampled_from([True, True, True, False]))
    return {
        **{"from_date": first, "to_date": last},
        "bleeds": [{"date": day, "spontaneous": spontaneous} for day in noted],
    }


@st.composite
def records(draw):
    """The fields of a woman's record, most of them known."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    said = st.booleans() | st.fixed_dictionaries({"value": st.booleans(), "date": maybe_day})
    relative = st.fixed_dictionaries(
        {"finding": st.sampled_from(["x", "ovarian_cancer"]), "degree": st.sampled_from([None, 1, 2])}
    )
    operation = st.fixed_dictionaries(
        {"name": st.sampled_from(["hysterectomy", "ovariectomy", "ovarian_surgery"]), "date": maybe_day}
    )
    trial = st.fixed_dictionaries({"stop": maybe_day, "condition": st.sampled_from([None, "asthma"])})
    birth = st.sampled_from([date(1986, 6, 15), date(1986, 6, 16), date(1996, 2, 29), date(1985, 6, 15)])
    fields = {
        "birth_date": draw(birth),
        "sex": draw(st.sampled_from(["female", "male", None])),
        "menarche_age_years": draw(st.sampled_from([None, 12.0])),
        "amenorrhoea_type": draw(st.sampled_from([None, "primary", "secondary"])),
        "last_period": draw(maybe_day),
        "usual_cycle_days": draw(st.sampled_from([None, 35.0, 36.0])),
        "diary": draw(st.none() | bleeding()),
        "measurements": draw(st.lists(measurements(), max_size=8)),
        "findings": [draw(finding(name)) for name in names],
        "medications": draw(st.none() | st.lists(medicine(), max_size=4)),
        "procedures": draw(st.none() | st.lists(operation, max_size=2)),
        "family_history": draw(st.none() | st.lists(relative, max_size=3)),
        "trials": draw(st.none() | st.lists(trial, max_size=2)),
        "karyotype": draw(st.sampled_from([None, {"result": "46,XX"}, {"result": "45,X"}])),
        "poi_diagnosed": draw(maybe_day),
        "unread": [{"where": "x", "why": "y", "about": one} for one in draw(st.sampled_from(UNREAD))],
        "statements": draw(st.dictionaries(st.sampled_from(["it", "NCT1_E9", "informed_consent"]), said)),
    }
    if draw(st.booleans()):
        age = {"age_years": draw(st.sampled_from([19.0, 38.0, 39.0, 39.4, 40.0])), "age_recorded": draw(days)}
        fields = {**fields, "birth_date": None, **age}
    return fields


ALL = [(kind, rule) for kind, rules in RULES.items() for rule in rules.values()]
"""Every rule of the table and every rule pack."""


@settings(max_examples=60, deadline=None)
@given(women=st.lists(records(), min_size=1, max_size=6))
def test_one_by_one_and_together_are_the_same(women):
    patients = [Patient(**fields) for fields in women]
    cohort = Cohort.of(patients, ON)
    for kind, rule in ALL:
        each = [CODES[KINDS[kind].evaluate(one, rule, ON).status] for one in patients]
        assert KINDS[kind].evaluate_many(cohort, rule).tolist() == each, (kind, rule)


QUESTIONS = [
    *(("birth_date", "age_years", "age_recorded"), ("sex",), ("family_history",), ("trials",), ("karyotype",)),
    *(("last_period", "usual_cycle_days", "diary", "menarche_age_years", "amenorrhoea_type"), ("poi_diagnosed",)),
    *(("medications", "procedures"), ("statements",)),
]
"""Fields that answer one question together."""


@st.composite
def before_and_after(draw):
    """Two records of one woman: in the first some questions were not asked that the second answers."""
    after = {"age_years": None, "age_recorded": None, **draw(records())}
    silent = [name for fields in draw(st.sets(st.sampled_from(QUESTIONS))) for name in fields]
    before = {**after, **dict.fromkeys(silent)}
    analytes = draw(st.sets(st.sampled_from(list(UNITS))))
    before["measurements"] = [one for one in after["measurements"] if one["analyte"] not in analytes]
    before["findings"] = [one for one in after["findings"] if draw(st.booleans())]
    return {**before, "statements": before["statements"] or {}}, after


def may_be_withdrawn(rule):
    """Whether an answer may contradict another, so that the line is open again; see the examples below."""
    samples = [rule.fsh] if isinstance(rule, DiagnosisPOI) else [rule] if isinstance(rule, LabThreshold) else []
    return any(one.off_hormones for one in samples) or getattr(rule, "laboratory", None) is not None


@settings(max_examples=120, deadline=None)
@given(both=before_and_after())
def test_a_new_answer_never_makes_a_decided_verdict_unknown(both):
    before, after = (Patient(**fields) for fields in both)
    for kind, rule in ALL:
        if may_be_withdrawn(rule):
            continue
        if KINDS[kind].evaluate(before, rule, ON).status is not Status.UNKNOWN:
            assert KINDS[kind].evaluate(after, rule, ON).status is not Status.UNKNOWN, (kind, rule)


@st.composite
def fewer_and_more(draw):
    """Two records of one woman: in the first samples are missing, or the diary begins later."""
    more = draw(records())
    fewer = {**more, "measurements": [one for one in more["measurements"] if draw(st.booleans())]}
    diary, kept = more["diary"], draw(days)
    if diary is not None and diary["from_date"] <= kept <= diary["to_date"]:
        bleeds = [one for one in diary["bleeds"] if one["date"] >= kept]
        fewer["diary"] = draw(st.sampled_from([None, {**diary, "from_date": kept, "bleeds": bleeds}]))
    for name in ("usual_cycle_days", "last_period"):
        if draw(st.booleans()):
            fewer[name] = None
    return fewer, more


def asks_one_thing(kind, rule):
    if kind == "lab_normal_range":
        return len(rule.any_of) == 1
    if kind == "amenorrhoea":
        return rule.pattern in ("amenorrhoea", "oligo_or_amenorrhoea") and rule.since == "screening"
    if kind == "lab_threshold" and rule.occasions == 2:
        return False  # one more that passes is to be repeated
    return kind in ("lab_threshold", "bmi") or (kind == "ovary_imaging" and rule.measure == "AFC")


@settings(max_examples=120, deadline=None)
@given(both=fewer_and_more())
def test_more_samples_and_a_longer_diary_never_make_a_decided_verdict_unknown(both):
    fewer, more = (Patient(**fields) for fields in both)
    for kind, rule in ALL:
        if asks_one_thing(kind, rule) and KINDS[kind].evaluate(fewer, rule, ON).status is not Status.UNKNOWN:
            assert KINDS[kind].evaluate(more, rule, ON).status is not Status.UNKNOWN, (kind, rule)


def tsh(value, on):
    return {"analyte": "TSH", "value": value, "unit": "mIU/L", "date": on, "reference_high": 4.0}


@pytest.mark.parametrize(
    ("kind", "parameters", "before", "more"),
    [
        # a present finding of no recorded severity contradicts the earlier no: 'severe' is open again
        (
            *("condition", {"any_of": ["x"], "severity": "severe"}),
            {"findings": [{"name": "x", "present": False, "recorded": "2020-01-01"}]},
            {"findings": [{"name": "x", "present": False, "recorded": "2020-01-01"}, {"name": "x"}]},
        ),
        # the newest value decides; once it is normal, the other one is missing
        (
            *("lab_normal_range", {"any_of": ["TSH", "PRL"], "outside": "above"}),
            {"measurements": [tsh(9, date(2026, 1, 1))]},
            {"measurements": [tsh(9, date(2026, 1, 1)), tsh(2, ON)]},
        ),
        # high for the first time after two low ones: to be repeated
        (
            *("lab_threshold", STRICT),
            {"measurements": [fsh(8, -900), fsh(9, -90)]},
            {"measurements": [fsh(8, -900), fsh(9, -90), fsh(70)]},
        ),
        # noted as off hormones, and her medicines say otherwise
        (
            *("lab_threshold", {**AMH, "off_hormones": True}),
            {"measurements": [sample("AMH", 3, "pM", off_hormones=True)]},
            {
                "measurements": [sample("AMH", 3, "pM", off_hormones=True)],
                "medications": [{"name": "m", "drug_classes": ["estrogen"]}],
            },
        ),
        # a recorded no, and the laboratory says otherwise
        (
            *("condition", {"any_of": ["x"], "laboratory": {"any_of": ["TSH"], "outside": "above"}}),
            {"findings": [{"name": "x", "present": False}]},
            {"findings": [{"name": "x", "present": False}], "measurements": [tsh(9, ON)]},
        ),
        # a list of medicines is complete; one more of no known class contradicts it
        (
            *("washout", {"classes": ["sex_hormone"], "none_within": "3 months"}),
            {"medications": []},
            {"medications": [{"name": "m"}]},
        ),
    ],
)
def test_what_changes_an_answer_may_open_the_verdict_again(kind, parameters, before, more):
    rule = KINDS[kind].parameters.model_validate(parameters)
    assert KINDS[kind].evaluate(Patient(**before), rule, ON).status is not Status.UNKNOWN
    assert KINDS[kind].evaluate(Patient(**more), rule, ON).status is Status.UNKNOWN


@pytest.mark.parametrize("length", [1, 2, 3])
def test_kleene(length):
    for parts in product((1, 0, -1), repeat=length):
        # unknown may turn out either way: the whole is known where both ways agree
        ways = list(product(*([(part,) if part >= 0 else (0, 1) for part in parts])))
        both, either = {min(way) for way in ways}, {max(way) for way in ways}
        wanted = [found.pop() if len(found) == 1 else -1 for found in (both, either)]
        verdicts = [Verdict({1: Status.MET, 0: Status.NOT_MET, -1: Status.UNKNOWN}[part], "") for part in parts]
        assert [CODES[combine(verdicts).status] for combine in (all_of, any_of)] == wanted
        columns = [np.array([part], np.int8) for part in parts]
        assert [combine(columns).tolist()[0] for combine in (all_of_many, any_of_many)] == wanted


EXTREMES = [date.min, date(1, 1, 31), date(1900, 2, 28), date(9999, 12, 31)]


@settings(max_examples=60, deadline=None)
@given(fields=records(), data=st.data())
def test_dates_beyond_all_calendars_are_no_error(fields, data):
    def moved(value):
        if isinstance(value, date):
            return data.draw(st.sampled_from([value, *EXTREMES]))
        if isinstance(value, dict):
            return {key: moved(one) for key, one in value.items()}
        return [moved(one) for one in value] if isinstance(value, list) else value

    try:
        patient = Patient(**moved(fields))
    except ValidationError:
        return  # a span that ends before it begins
    cohort = Cohort.of([patient], ON)
    for kind, rule in ALL:
        KINDS[kind].evaluate(patient, rule, ON)
        KINDS[kind].evaluate_many(cohort, rule)


LINES = [
    Criterion.model_validate(
        {
            **{"id": f"L{place}", "section": "exclusion" if place % 3 else "inclusion", "text": "x", "grade": "exact"},
            **{"kind": kind, "parameters": parameters},
        }
    )
    for place, (kind, parameters, *_) in enumerate(ROWS[::9])
]


@settings(max_examples=25, deadline=None)
@given(women=st.lists(records(), min_size=1, max_size=4), lines=st.permutations(LINES), some=st.integers(1, len(LINES)))
def test_the_order_of_criteria_changes_nothing_and_many_are_screened_as_one(women, lines, some):
    patients = [Patient(**fields) for fields in women]
    chosen = lines[:some]
    trial = protocol.load("NCT03816852")
    mixed, straight = (
        trial.model_copy(update={"eligibility": Eligibility(criteria=tuple(order))})
        for order in (chosen, sorted(chosen, key=lambda line: line.id))
    )
    outcomes = [protocol.screen(mixed, one, on=ON).outcome for one in patients]
    assert outcomes == [protocol.screen(straight, one, on=ON).outcome for one in patients]
    together = judge(mixed, from_records(Cohort.of(patients, ON)))
    names = {1: "eligible", 0: "ineligible", -1: "undetermined"}
    assert [names[int(code)] for code in together.outcome] == outcomes
    for one, reasons in zip(
        patients, [set(protocol.screen(mixed, one, on=ON).reasons) for one in patients], strict=True
    ):
        assert reasons == set(protocol.screen(straight, one, on=ON).reasons)
