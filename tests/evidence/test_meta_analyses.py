"""Published meta-analyses: all are there as printed, and what contradicts itself is found and stays visible."""

from copy import deepcopy

import pytest

from antral.core import InputError
from antral.evidence import studies
from antral.evidence.studies import MetaAnalysis, meta_analyses, meta_analysis
from antral.evidence.studies.lint import AGAINST_STUDIES, DISAGREE, RULES_POOLED, lint_meta_analysis
from antral.evidence.studies.lint.pools import direction
from antral.evidence.studies.vocabulary import outcome_names


def result(outcome="fsh", measure="SMD", estimate=-0.5, low=-0.8, high=-0.2, **more):
    return {
        "outcome": outcome, "measure": measure, "estimate": estimate, "low": low, "high": high,
        "population": "POI", "locator": "abstract", **more,
    }  # fmt: skip


def share(estimate, **more):
    return result("pregnancy", "crude_proportion", estimate, None, None, **more)


SOUND = [
    result(p=0.001, k=5, n=200),  # z = 0.5 / 0.153 = 3.27, p = 0.001
    result("fever", "OR", 2.0, 1.0, 4.0, p=0.05),  # symmetric as a logarithm
    result("pregnancy", "proportion", 0.07, 0.04, 0.12),  # symmetric as a logit
    result("live_birth", "proportion", 0.09, 0.03, 0.15),  # symmetric as it is
    share(0.1, n=50, events=5, printed_percent=10),
]


def found(*added):
    made = {"id": "invented", "title": "Invented 2020", "scope": "cells", "results": [*deepcopy(SOUND), *added]}
    return lint_meta_analysis(MetaAnalysis.model_validate(made), {}, {})


def test_a_record_in_order_gives_nothing():
    assert found() == []


CASES = {
    "unknown_outcome": (result("fsch"), "fsch.outcome", "fsh"),
    "missing_locator": (result("lh", locator="?"), "lh.locator", "look"),
    "outside_its_scale": (result("lh", i2=120), "lh.i2", "100"),
    "estimate_outside": (result("lh", estimate=-3.47, low=-2.0, high=-1.26), "lh.interval", "minus sign"),
    "interval_lopsided": (result("lh", "OR", 1.75, 1.26, 2.24), "lh.interval", "not as of a ratio"),
    "interval_against_p": (result("lh", "OR", 2.0, 1.2, 3.33, p=0.4), "lh.p", "excludes 1"),
    "printed_percent_differs": (
        share(0.1149, n=522, events=60, printed_percent=11.7), "pregnancy#3.printed_percent", "11.49 %"),
    "proportion_without_count": (share(0.33, n=10, months=1), "pregnancy#3.estimate", "3/10 = 0.3000, 4/10 = 0.4000"),
    "fewer_women_than_studies": (result("lh", k=40, n=12), "lh.n", "40 studies"),
    "result_twice": (result(estimate=-0.6, low=-0.9, high=-0.3), "fsh#2", "the same"),
    "effect_too_large": (result("lh", estimate=14.8, low=9.8, high=19.8), "lh.estimate", "Standard errors"),
    "corrected": (
        result("lh", estimate=-3.47, low=-5.68, high=-1.26, corrected={"field": "low", "printed": 5.68}),
        "lh.low", "does not hold"),
}  # fmt: skip


def test_every_rule_has_its_case():
    assert set(CASES) == set(RULES_POOLED)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_its_case(rule):
    added, where, said = CASES[rule]
    hits = [one for one in found(added) if one.rule == rule]
    assert [one.where for one in hits] == [where]
    assert said in " ".join((hits[0].came, hits[0].why, hits[0].do))
    assert hits[0].level == RULES_POOLED[rule].level


def test_every_published_result_is_there():
    shipped = meta_analyses()
    assert len(shipped) == 15
    assert sum(len(one.results) for one in shipped.values()) == 81
    assert sum(one.species == "animal" for made in shipped.values() for one in made.results) == 23
    assert {one.outcome for made in shipped.values() for one in made.results} <= set(outcome_names())


def test_every_shipped_one_passes_and_its_contradictions_stay_visible():
    all_found = [
        one for made in meta_analyses().values() for one in lint_meta_analysis(made, meta_analyses(), studies())
    ]
    assert {one.level for one in all_found} == {"known"}
    told = {(one.record, one.rule) for one in all_found}
    assert told >= {
        ("umer2024", "interval_against_p"),  # p = 0.185 beside 0.76 to 3.92
        ("umer2024", "interval_lopsided"),
        ("liu2019_kuntai", "corrected"),
        ("seyihoglu2025", "printed_percent_differs"),
        ("msc_safety2023", "interval_lopsided"),
        ("prp2024", DISAGREE),  # FSH falls with PRP in one pool and not in another
        ("prp_por_7cohorts", DISAGREE),
        ("umer2024", AGAINST_STUDIES),  # AMH falls after cells, and rises in the studies
    }


def test_the_lost_sign_is_named():
    umer = meta_analysis("umer2024").model_copy(update={"known": ()})
    (lopsided,) = [one for one in lint_meta_analysis(umer, {}, {}) if one.rule == "interval_lopsided"]
    assert "low -0.76" in lopsided.do  # (-0.76 + 3.92) / 2 = 1.58, and p = 0.185 then
    assert lopsided.level == "warning"


def test_a_correction_that_nothing_calls_for_is_told():
    (one,) = found(result("lh", estimate=-3, low=-5, high=-1, corrected={"field": "low", "printed": -5.5}))
    assert "no correction is called for" in one.why


def test_women_and_animals_are_kept_apart():
    animal = result(species="animal")
    with pytest.raises(ValueError, match="animals"):
        MetaAnalysis.model_validate({"id": "x", "title": "X", "scope": "cells", "results": [animal]})


def test_an_unknown_one_is_an_error_that_names_those_there_are():
    with pytest.raises(InputError, match="umer2024"):
        meta_analysis("nobody")


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        (result(), -1),
        (result(positive_means="fall"), 1),
        (result(low=-1.2, high=0.2), 0),
        (result("fever", "OR", 2.0, 1.2, 3.33), 1),
        (result("fever", "OR", 0.9, 0.6, 1.35), 0),
        (share(0.1), None),
    ],
)
def test_the_direction_of_a_pooled_effect(fields, wanted):
    made = {"id": "x", "title": "X", "scope": "cells", "results": [fields]}
    assert direction(MetaAnalysis.model_validate(made).results[0]) == wanted


def test_only_pools_of_one_treatment_are_held_against_each_other():
    def pool(name, scope, **more):
        made = {"id": name, "title": name, "scope": scope, "results": [result(**more)]}
        return MetaAnalysis.model_validate(made)

    none = pool("none", "prp", low=-1.2, high=0.2)
    others = {
        "same": pool("same", "prp"),
        "alike": pool("alike", "prp", low=-1.3, high=0.3),
        "herbs": pool("herbs", "herbs"),
    }
    (one,) = lint_meta_analysis(none, others, {})
    assert (one.rule, one.where) == (DISAGREE, "fsh")
    assert "same" in one.why


def test_an_effect_against_every_study_is_told():
    made = {"id": "x", "title": "X", "scope": "cells", "results": [result("amh")]}
    falls = MetaAnalysis.model_validate(made)
    (one,) = lint_meta_analysis(falls, {}, studies())
    assert one.rule == AGAINST_STUDIES
    assert "zafardoust2023" in one.why
    assert "pacu2021" not in one.why  # PRP, no cells
    rises = MetaAnalysis.model_validate(made | {"results": [result("fsh", estimate=0.5, low=0.2, high=0.8)]})
    assert lint_meta_analysis(rises, {}, studies()) == []  # one study alone (ascot_poi_ivi) says that it falls
    risen = MetaAnalysis.model_validate(made | {"results": [result("amh", estimate=0.5, low=0.2, high=0.8)]})
    assert lint_meta_analysis(risen, {}, studies()) == []
