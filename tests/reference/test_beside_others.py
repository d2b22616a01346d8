"""Every value of another program, paper or algorithm beside ours: `records/reference/statistics` and `evidence`."""

import pytest

from antral.analysis.methods import METHODS
from antral.design import DESIGNS
from antral.evidence import bayesian, network, pooling, spontaneous
from antral.verify import evidence, statistics
from antral.verify.oracles import Subject

SUBJECTS = {"statistics": statistics.SUBJECT, "evidence": evidence.SUBJECT}
NAMES = {
    "statistics": {*METHODS, *DESIGNS},
    "evidence": {*pooling.METHODS, *network.METHODS, *spontaneous.METHODS, *bayesian.METHODS},
}
CASES = [(name, topic, case) for name, of in SUBJECTS.items() for topic in of.topics for case in of.cases(topic)]
of_each = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=lambda subject: subject.name)


@pytest.mark.parametrize(("subject", "topic", "name"), CASES, ids=lambda part: part)
def test_case__oracle(subject: str, topic: str, name: str) -> None:
    of = SUBJECTS[subject]
    case = of.cases(topic)[name]
    wrong = [value for value in of.values(topic, name, case) if not value.holds]
    shown = [f"{one.row}, {one.quantity}: ours {one.ours!r}, oracle {one.oracle!r}" for one in wrong]
    assert not wrong, f"{case.source}: {'; '.join(shown)}"


@of_each
def test_what_a_case_covers_exists(subject: Subject) -> None:
    assert subject.covered() <= NAMES[subject.name]


@of_each
def test_every_method_has_an_oracle_or_says_why(subject: Subject) -> None:
    assert NAMES[subject.name] - subject.covered() - set(subject.uncovered()) == set()


@of_each
def test_what_has_no_oracle_says_why(subject: Subject) -> None:
    for name, why in subject.uncovered().items():
        assert name in NAMES[subject.name]
        assert len(why) > 20
        assert name not in subject.covered(), f"{name} has an oracle"


@of_each
def test_what_has_an_own_program_only_is_told(subject: Subject) -> None:
    outside = {name for topic in subject.topics for case in subject.cases(topic).values() if case.oracle != "NUM"
               for name in case.covers}  # fmt: skip
    assert set(subject.own_only()) == subject.covered() - outside
    assert all(subject.own_only().values())


def test_priors_and_predictions_have_an_own_program_only() -> None:
    """No R package at hand has them; the likelihoods of metafor stand beside ours, CM.EL needs BiasedUrn."""
    found = evidence.own_only()
    assert {"posterior_effects", "posterior_proportion", "against_predicted", "beta_binomial_odds_ratio"} <= set(found)
    assert {"odds_ratio_glmm_cm_el", "prediction_k_2", "proportion_glmm_profile"} <= set(found)
    assert not {"random_effects_reml", "interval_hksj_adhoc", "odds_ratio_glmm_um_fs", "peto"} & set(found)
