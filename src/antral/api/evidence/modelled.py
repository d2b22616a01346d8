"""Counts after cells, all studies together, against the modelled course; counts without cells beside them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.evidence import questions, replicas, spontaneous

QUESTIONS: Final = ("menses_resumed", "ovulation", "pregnancy")
"""Those of which counts after cells are repeated."""
_CELLS: Final = ("cell_therapy",)
_WITHOUT: Final = (
    "comparator_natural",
    "comparator_placebo",
    "comparator_hrt",
    "comparator_sham_like",
    "comparator_prp",
    "comparator_other",
)
"""Roles of studies whose women were given no cells."""
_Told = Mapping[str, Any]
Asked = replicas.Replica | replicas.NotSimulated


def together(told: Sequence[_Told], asked: Mapping[str, Asked]) -> list[dict[str, Any]]:
    """One line for each question: what women with cells had, and those without, against what the model gives alone.

    Parameters
    ----------
    told
        Repeated studies, as `antral evidence challenge --json` has them.
    asked
        Their replicas by name, and studies that have none: a count of theirs is listed as left out, with the reason.

    Returns
    -------
    Questions of which a count after cells is repeated. `without` and its parts `by_role` are the yardstick: how far
    the model lies from women who were given no cells. A woman counts once.
    """
    outcomes = {(one["study"], outcome["key"]): _in_women(outcome) for one in told for outcome in one["outcomes"]}
    return [line for name in QUESTIONS if (line := _line(questions.question(name), outcomes, asked)) is not None]


def modelled_course(name: str, shipped: _Told) -> dict[str, Any] | None:
    """The line of one question in the shipped challenges (`antral.api.evidence.challenges()`); none where it has none.

    Nothing is simulated. `antral.reports.together_sentence` says it in words, `together_section` in a table.
    """
    found: dict[str, Any] | None = next((one for one in shipped.get("together", ()) if one["question"] == name), None)
    return found


def _line(
    of: questions.Question, outcomes: Mapping[tuple[str, str], _Told], asked: Mapping[str, Asked]
) -> dict[str, Any] | None:
    cells, left = _counts(of, _CELLS, outcomes, asked)
    if not cells:
        return None
    without, more = _counts(of, _WITHOUT, outcomes, asked)
    apart = {role: [one for one in without if asked[one.study].study.role == role] for role in _WITHOUT}
    return {
        "question": of.id,
        "title": of.title,
        "what": of.what,
        "cells": _group(cells, outcomes),
        "without": _group(without, outcomes) if without else None,
        "by_role": [{"role": role, **_group(counts, outcomes)} for role, counts in apart.items() if counts],
        "left_out": [*left, *more],
    }


def _counts(
    of: questions.Question,
    roles: Sequence[Any],
    outcomes: Mapping[tuple[str, str], _Told],
    asked: Mapping[str, Asked],
) -> tuple[list[questions.Count], list[dict[str, str]]]:
    """Counts that are repeated, an aggregate without its parts, and those that are not."""
    among = {name: one.study for name, one in asked.items()}
    found = questions.select(of, among, roles=roles, indications=of.indications, months=of.months)
    repeated = [one for one in found.counts if (one.study, one.keys[0]) in outcomes]
    left = [
        {"study": one.study, "title": one.title, "key": one.keys[0], "reason": _why(one, asked[one.study])}
        for one in found.counts
        if one not in repeated
    ]
    return repeated, left


def _in_women(outcome: _Told) -> _Told:
    """Means of replicates that print a percentage, as women."""
    if outcome["kind"] != "percent":
        return outcome
    women = outcome["n"] / 100.0
    told = [_scaled(one, women) for one in (outcome, *outcome["definitions"])]
    return {**told[0], "definitions": told[1:]}


def _scaled(one: _Told, by: float) -> _Told:
    scaled = {**one, **{name: one[name] * by for name in ("mean", "mean_mcse")}}
    if one.get("fixed"):
        scaled["fixed"] = {**one["fixed"], **{name: one["fixed"][name] * by for name in ("mean", "mean_mcse")}}
        scaled["by_vector"] = {name: [value * by for value in row] for name, row in one["by_vector"].items()}
    return scaled


def _why(one: questions.Count, made: Asked) -> str:
    return (
        made.reason
        if isinstance(made, replicas.NotSimulated)
        else made.not_simulated.get(one.keys[0], "not repeated this time")
    )


def _group(counts: Sequence[questions.Count], outcomes: Mapping[tuple[str, str], _Told]) -> dict[str, Any]:
    """Some counts together, as their studies were mapped, and by the definitions that expect fewest and most.

    Over the vectors of the physiology, each of which moves all studies, where studies were repeated under some; `fixed`
    then holds the same at the values on record.
    """
    mapped = [outcomes[one.study, one.keys[0]] for one in counts]
    by_mean = [sorted((of, *of["definitions"]), key=lambda told: float(told["mean"])) for of in mapped]
    ends = [_against(counts, [told[place] for told in by_mean]) for place in (0, -1)]
    varied = all(of.get("fixed") for of in mapped)
    return {
        "studies": [
            {
                "study": one.study,
                "title": one.title,
                "key": one.keys[0],
                "events": one.events,
                "n": one.n,
                "expected": of["mean"],
                "mcse": of["mean_mcse"],
            }
            for one, of in zip(counts, mapped, strict=True)
        ],
        "women": sum(one.n for one in counts),
        **_against(counts, mapped),
        "fixed": _fixed(counts, [{**of, **of["fixed"]} for of in mapped]) if varied else None,
        "other_definitions": [{name: end[name] for name in ("expected", "ratio", "at_least")} for end in ends],
    }


def _against(counts: Sequence[questions.Count], told: Sequence[_Told]) -> dict[str, Any]:
    """Events against what the model expects, with what is not known of the physiology where that was simulated."""
    if not all(of.get("by_vector") for of in told):
        return {**_fixed(counts, told), "between_sd": None, "between_sd_at_most": None}
    found = spontaneous.against_vectors([_varied(one, of) for one, of in zip(counts, told, strict=True)])
    return {
        **_plain(found.predicted),
        "expected_mcse": found.expected_error,
        "between_sd": found.between_sd,
        "between_sd_at_most": found.between_sd_at_most,
    }


def _fixed(counts: Sequence[questions.Count], told: Sequence[_Told]) -> dict[str, Any]:
    """The same at the values on record."""
    found = spontaneous.against_repeated([_repeated(one, of) for one, of in zip(counts, told, strict=True)])
    return {**_plain(found), "expected_mcse": sum(float(of["mean_mcse"]) for of in told)}


def _plain(found: spontaneous.Predicted) -> dict[str, Any]:
    return {
        "observed": found.observed,
        "expected": found.expected,
        "usual_low": found.usual_low,
        "usual_high": found.usual_high,
        "ratio": found.ratio,
        "ratio_low": found.low,
        "ratio_high": found.high,
        "at_least": found.mid_p,
        "at_most": 1.0 - found.mid_p,
        "mcse": found.error,
        "level": found.level,
        "method": found.method,
    }


def _repeated(one: questions.Count, told: _Told) -> spontaneous.Repeated:
    return spontaneous.Repeated(one.title, one.events, one.n, told["mean"], told["mean_mcse"], told["replicates"])


def _varied(one: questions.Count, told: _Told) -> spontaneous.Varied:
    by = told["by_vector"]
    return spontaneous.Varied(
        one.title, one.events, one.n, tuple(by["mean"]), tuple(by["mcse"]), int(told["replicates"])
    )
