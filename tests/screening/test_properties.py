"""Laws of screening: order is irrelevant, data never undecide, redaction changes no verdict."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.baselines.screening import ON, record

from antral.patient import Cohort
from antral.protocol import Eligibility, load, screen
from antral.screening import attrition, from_records, judge, scrubbed

TRIALS = [load(name) for name in ("NCT03816852", "NCT07115082")]
women = st.integers(0, 10_000).map(record)
trials = st.sampled_from(TRIALS)
orders = st.randoms(use_true_random=False)


def shuffled(trial, order):
    lines = list(trial.eligibility.criteria)
    order.shuffle(lines)
    return trial.model_copy(update={"eligibility": Eligibility(criteria=tuple(lines))})


@settings(max_examples=25, deadline=None)
@given(trials, st.lists(women, min_size=1, max_size=6), orders)
def test_the_order_of_lines_changes_no_verdict_and_no_loss(trial, some, order):
    answer = from_records(Cohort.of(some, ON))
    one, other = attrition(trial, [answer]), attrition(shuffled(trial, order), [answer])
    assert one.counts == other.counts

    def loss(found):
        return {
            each.line: (each.keeps_out, each.unknown, each.only_here, each.eligible_without) for each in found.losses
        }

    assert loss(one) == loss(other)
    assert sum(each.kept_out_here for each in one.losses) == one.counts["ineligible"]


@settings(max_examples=25, deadline=None)
@given(trials, women)
def test_a_scrubbed_record_has_the_same_verdicts(trial, woman):
    one, other = screen(trial, woman, on=ON), screen(trial, scrubbed(woman, 1), on=ON)
    assert [line.verdict.status for line in one.lines] == [line.verdict.status for line in other.lines]


@settings(max_examples=25, deadline=None)
@given(trials, st.lists(women, min_size=1, max_size=6, unique_by=lambda one: one.id))
def test_one_by_one_and_together_agree_on_any_day(trial, some):
    names = {1: "eligible", 0: "ineligible", -1: "undetermined"}
    for day in (ON, ON - timedelta(days=100), ON + timedelta(days=200)):
        many = judge(trial, from_records(Cohort.of(some, day)))
        assert [names[one] for one in many.outcome.tolist()] == [screen(trial, one, on=day).outcome for one in some]
