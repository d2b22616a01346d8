"""Hormones, adverse events, strata and what else a protocol says of the way: what is refused, and with which words."""

import pytest
from pydantic import ValidationError

from antral import protocol
from antral.core import ProtocolError
from antral.protocol import AdverseEvent, Dropout, Monitoring, Stratum

WHY = {"tag": "assumed", "reason": "For the test."}
FEVER = {
    **{"term": "fever", "trigger": "infusion", "probability": 0.1, "grades": {1: 0.8, 2: 0.2}},
    **{"related_share": 0.5, "duration_days": 1, **WHY},
}


def changed(model, base, **changes):
    return model.model_validate({key: value for key, value in {**base, **changes}.items() if value is not None})


def test_an_odds_ratio_of_two_on_one_in_ten_is_two_in_eleven():
    event = changed(AdverseEvent, FEVER, cells_odds_ratio=2, or_source="A paper")
    assert event.probability_after_cells == pytest.approx(2 / 11)  # odds 1/9 become 2/9
    assert changed(AdverseEvent, FEVER).probability_after_cells == pytest.approx(0.1)
    assert changed(AdverseEvent, FEVER, probability=1).probability_after_cells == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"per_woman_year": 0.1}, "needs probability, and no per_woman_year"),
        ({"trigger": "hormones"}, "needs per_woman_year"),
        ({"cells_odds_ratio": 1.61}, "needs its or_source"),
        ({"grades": {1: 0.5}}, "add up to 0.5"),
        ({"grades": {6: 1}}, "from 1 (mild) to 5 (fatal)"),
        ({"onset_days": [3, 1]}, "in order"),
        ({"reason": None}, "needs its reason"),
    ],
)
def test_adverse_event_that_does_not_hang_together(changes, said):
    with pytest.raises(ValidationError) as caught:
        changed(AdverseEvent, FEVER, **changes)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("causes", "said"),
    [({"withdrew_consent": 0.5}, "add up to 0.5"), ({"withdrew_consent": 0.5, "lack_of_effect": 0.5}, "causes_reason")],
)
def test_causes_of_leaving(causes, said):
    with pytest.raises(ValidationError) as caught:
        Dropout(yearly_probability=0.1, causes=causes, **WHY)
    assert said in str(caught.value)


def test_a_belief_of_more_events_than_women_is_none():
    rule = {"window_days": 30, "acceptable_share": 0.1, "certainty": 0.9, "look_every": 1, **WHY}
    assert Monitoring(prior_events=0.1, prior_women=1, **rule)
    with pytest.raises(ValidationError, match="fewer than prior_women"):
        Monitoring(prior_events=2, prior_women=1, **rule)


@pytest.mark.parametrize(("by", "edges"), [("aetiology", [35]), ("age_years", []), ("FSH", [60, 40])])
def test_strata_that_cannot_be(by, edges):
    with pytest.raises(ValidationError):
        Stratum(by=by, edges=edges)


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("arms.low.comedication.regimen=climens", "Did you mean climen? On file: climen"),
        ("rescue_hormones.regimen=premarin", "rescue_hormones.regimen = premarin: there is no such regimen"),
        ("candidates.mix=poi_2017", "Did you mean poi_2017_24?"),
        ("eligibility.criteria.E13.policy.of_aetiology={surgicl: 1}", "Did you mean surgical?"),
        ("adherence=null", "how often a tablet is taken is not said"),
        ("design.allocation.strata=[{by: age_years}]", "a stratum by age_years needs edges, such as [35]"),
        ("adverse_events.fever.grades={1: 0.5}", "add up to 0.5"),
        ("eligibility.criteria.E13.policy={of_aetiology: {chemotherapy: 1}}", "belong together"),
        ("analyses.by_endpoint.log_fsh_12m.covariates=[baseline]", "covariates belong to 'test: ancova'"),
    ],
)
def test_change_that_cannot_be_made(override, said):
    with pytest.raises(ProtocolError) as caught:
        protocol.load("NCT03816852", [override])
    assert said in str(caught.value)


def test_an_adverse_event_is_changed_by_its_term():
    trial = protocol.load("NCT03816852", ["adverse_events.fever.probability=0.2"])
    fever = next(event for event in trial.adverse_events if event.term == "fever")
    assert fever.probability == 0.2
    assert trial.changes[0].after == "0.2"


def test_an_estimand_names_every_intercurrent_event():
    path = "estimands.safety.intercurrent_events={pregnancy: {strategy: treatment_policy, handling: Counted.}}"
    with pytest.raises(ProtocolError) as caught:
        protocol.load("NCT03816852", [path])
    assert "missing: started_hormones, discontinuation, fertility_treatment" in str(caught.value)
