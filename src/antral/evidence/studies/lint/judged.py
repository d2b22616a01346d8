"""Judgements of bias that do not follow from their domains."""

from collections.abc import Iterator
from typing import Final

from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.study import Study

_RANK: Final = {"low": 0, "some_concerns": 1, "moderate": 1, "serious": 2, "high": 2, "critical": 3}
"""How bad each judgement is, within its tool."""


def bias_below_domains(study: Study) -> Iterator[Odd]:
    """An overall judgement that is better than its worst domain, or low where a domain is not judged.

    Both tools have it so: low in every domain, else no better than the worst (Sterne 2019, BMJ 366:l4898; Sterne 2016,
    BMJ 355:i4919).
    """
    bias = study.bias
    if bias is None or bias.overall == "not_judged":
        return
    judged = {name: _RANK[level] for name, level in bias.domains.items() if level != "not_judged"}
    worse = [name for name, rank in judged.items() if rank > _RANK[bias.overall]]
    open_ = [name for name in bias.domains if name not in judged] if bias.overall == "low" else []
    if worse or open_:
        yield Odd(
            "bias.overall",
            bias.overall,
            f"Worse: {', '.join(worse)}." if worse else f"Not judged: {', '.join(open_)}.",
            "Overall is no better than the worst domain; where it would be low, leave it not_judged until all are.",
        )
