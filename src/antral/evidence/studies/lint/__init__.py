"""What cannot be true of a record, and what needs a look.

Takes study records; gives findings: study, field, what came, why, what to do.

1. `lint_study` applies every rule of `RULES` to one study, and those of `RULES_BETWEEN` to it and the others.
2. `lint_meta_analysis` applies `RULES_POOLED` to one meta-analysis, and looks what else on record it contradicts.
3. A finding that the record lists under `known` has the level `known` and its reason; one listed that is not found is
   an error itself, so that the list cannot outlive its cause.

To add a rule: a function of one study in the file of its noun, its line here, its test on an invented record.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from antral.evidence.studies.known import Known
from antral.evidence.studies.lint import (
    arms,
    counts,
    doses,
    intervals,
    judged,
    naming,
    pooled,
    pools,
    spreads,
    times,
    twins,
)
from antral.evidence.studies.lint.finding import Finding, Odd, Rule, RuleBetween
from antral.evidence.studies.meta_analysis import MetaAnalysis
from antral.evidence.studies.study import Study

RULES: Final[Mapping[str, Rule[Study]]] = MappingProxyType(
    {
        "unknown_outcome": Rule("error", naming.unknown_outcome),
        "wrong_unit": Rule("error", naming.wrong_unit),
        "unit_not_stated": Rule("warning", naming.unit_not_stated),
        "missing_locator": Rule("error", naming.missing_locator),
        "direction_value": Rule("error", naming.direction_value),
        "impossible_value": Rule("error", naming.impossible_value),
        "entry_against_outcome": Rule("error", naming.entry_against_outcome),
        "events_above_n": Rule("error", counts.events_above_n),
        "count_not_whole": Rule("error", counts.count_not_whole),
        "percent_outside": Rule("error", counts.percent_outside),
        "percent_without_count": Rule("error", counts.percent_without_count),
        "printed_percent_differs": Rule("error", counts.printed_percent_differs),
        "mean_without_total": Rule("warning", counts.mean_without_total),
        "n_above_arm": Rule("error", counts.n_above_arm),
        "not_of_women": Rule("warning", counts.not_of_women),
        "narrower_above_wider": Rule("error", counts.narrower_above_wider),
        "part_above_whole": Rule("error", counts.part_above_whole),
        "event_at_start": Rule("error", counts.event_at_start),
        "falls_with_time": Rule("warning", counts.falls_with_time),
        "count_against_p": Rule("warning", counts.count_against_p),
        "estimate_outside": Rule("error", intervals.estimate_outside),
        "interval_lopsided": Rule("warning", intervals.interval_lopsided),
        "interval_against_p": Rule("error", intervals.interval_against_p),
        "sd_looks_like_se": Rule("warning", spreads.sd_looks_like_se),
        "se_looks_like_sd": Rule("warning", spreads.se_looks_like_sd),
        "sd_too_wide": Rule("warning", spreads.sd_too_wide),
        "spread_against_p": Rule("error", spreads.spread_against_p),
        "aggregate_unmarked": Rule("error", arms.aggregate_unmarked),
        "aggregate_sum": Rule("error", arms.aggregate_sum),
        "arms_above_enrolled": Rule("error", arms.arms_above_enrolled),
        "subset_unmarked": Rule("error", arms.subset_unmarked),
        "impossible_dose": Rule("error", doses.impossible_dose),
        "cells_of_none": Rule("error", doses.cells_of_none),
        "source_against_text": Rule("error", doses.source_against_text),
        "route_against_text": Rule("error", doses.route_against_text),
        "beyond_follow_up": Rule("error", times.beyond_follow_up),
        "year_to_come": Rule("error", times.year_to_come),
        "bias_below_domains": Rule("error", judged.bias_below_domains),
    }
)
"""Rules of one study."""
RULES_POOLED: Final[Mapping[str, Rule[MetaAnalysis]]] = MappingProxyType(
    {
        "unknown_outcome": Rule("error", pooled.unknown_outcome),
        "missing_locator": Rule("error", pooled.missing_locator),
        "outside_its_scale": Rule("error", pooled.outside_its_scale),
        "estimate_outside": Rule("error", pooled.estimate_outside),
        "interval_lopsided": Rule("warning", pooled.interval_lopsided),
        "interval_against_p": Rule("error", pooled.interval_against_p),
        "printed_percent_differs": Rule("error", pooled.printed_percent_differs),
        "proportion_without_count": Rule("error", pooled.proportion_without_count),
        "fewer_women_than_studies": Rule("error", pooled.fewer_women_than_studies),
        "result_twice": Rule("error", pooled.result_twice),
        "effect_too_large": Rule("warning", pooled.effect_too_large),
        "corrected": Rule("warning", pooled.corrected),
    }
)
"""Rules of one published meta-analysis."""
RULES_BETWEEN: Final[Mapping[str, RuleBetween]] = MappingProxyType(
    {
        "same_identifier": RuleBetween("error", twins.same_identifier),
        "same_group": RuleBetween("warning", twins.same_group),
    }
)
"""Rules of a study and the others."""
DISAGREE: Final = "pools_disagree"
AGAINST_STUDIES: Final = "against_studies"
"""Rules of a meta-analysis and what else is on record; each gives a warning."""
NOT_FOUND: Final = "known_not_found"


def lint_study(study: Study, others: Mapping[str, Study]) -> list[Finding]:
    """Every finding in one study, errors first.

    Parameters
    ----------
    others
        The studies on record, by name, among which it may stand twice; the study itself may be one of them.
    """
    found = [(name, rule.level, odd) for name, rule in RULES.items() for odd in rule.find(study)]
    between = [(name, rule.level, odd) for name, rule in RULES_BETWEEN.items() for odd in rule.find(study, others)]
    return told(study.id, [*found, *between], study.known)


def lint_meta_analysis(
    record: MetaAnalysis, others: Mapping[str, MetaAnalysis], studies: Mapping[str, Study]
) -> list[Finding]:
    """Every finding in one published meta-analysis, errors first.

    Parameters
    ----------
    others, studies
        The meta-analyses and studies on record, by name, which it may contradict.
    """
    found: list[tuple[str, str, Odd]]
    found = [(name, rule.level, odd) for name, rule in RULES_POOLED.items() for odd in rule.find(record)]
    found += [(DISAGREE, "warning", odd) for odd in pools.pools_disagree(record, others)]
    found += [(AGAINST_STUDIES, "warning", odd) for odd in pools.against_studies(record, studies)]
    return told(record.id, found, record.known)


def told(record: str, found: Iterable[tuple[str, str, Odd]], known: Iterable[Known]) -> list[Finding]:
    """Findings with their level: what the record lists as known is, what it lists for nothing is an error."""
    reasons = {(one.rule, one.where): one.reason for one in known}
    findings, used = [], set()
    for rule, level, odd in found:
        reason = reasons.get((rule, odd.where))
        used.add((rule, odd.where))
        if reason is not None:
            findings.append(Finding("known", rule, record, odd.where, odd.came, odd.why, reason))
        elif level == "error":
            findings.append(Finding("error", rule, record, *odd))
        else:
            findings.append(Finding("warning", rule, record, *odd))
    for rule, where in reasons:
        if (rule, where) not in used:
            why = "The record lists it as known, and it is not found."
            findings.append(Finding("error", NOT_FOUND, record, where, rule, why, "Take it out of `known`."))
    order = ("error", "warning", "known")
    return sorted(findings, key=lambda one: order.index(one.level))


__all__ = [
    "AGAINST_STUDIES",
    "DISAGREE",
    "NOT_FOUND",
    "RULES",
    "RULES_BETWEEN",
    "RULES_POOLED",
    "Finding",
    "Odd",
    "Rule",
    "lint_meta_analysis",
    "lint_study",
    "told",
]
