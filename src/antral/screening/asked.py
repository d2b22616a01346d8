"""What a rule asks, in a few words, and which data answer it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from antral.core import InputError
from antral.patient import burden_of, burdens
from antral.protocol import Criterion, Ruled, definition
from antral.screening.plain import joined
from antral.screening.plain import named as title

_HOW_BY_KIND = {
    "gene": "genetics",
    "karyotype": "genetics",
    "aetiology": "genetics",
    "infection_serology": "blood_test",
    "lab_threshold": "blood_test",
    "lab_normal_range": "blood_test",
    "organ_function": "blood_test",
    "anatomy": "scan",
    "ovary_imaging": "scan",
}
"""Where no burden is on record for a datum; everything else is a question."""
_DATA_BY_KIND = {
    "age": ("birth_date",),
    "sex": ("sex",),
    "karyotype": ("karyotype",),
    "bmi": ("BMI",),
    "amenorrhoea": ("diary",),
    "contraception_history": ("medications",),
    "diagnosis_poi": ("diary", "FSH"),
    "diagnosis_dor": ("AFC", "AMH"),
    "family_history": ("family_history",),
    "other_trial": ("trials",),
    "ovary_imaging": ("AFC",),
    "partner": ("partner",),
}


def asked(part: Ruled) -> str:
    """What the rule asks, with its limit: `FSH > 25 IU/L twice, more than 4 weeks apart`."""
    return f"not: {_asked(part)}" if part.negated else _asked(part)


def _asked(part: Ruled) -> str:
    rule: Any = part.rule
    words = _WORDS.get(part.kind) or (_WORDS["attestation"] if hasattr(rule, "item") else None)
    if part.kind in _LIMITS:
        return _LIMITS[part.kind](rule)
    if part.definition is not None:
        return definition(part.definition).title
    if words is not None:
        return words(rule)
    kind = part.kind.replace("_", " ").replace("poi", "POI").replace("dor", "DOR")
    names = getattr(rule, "any_of", None) or getattr(rule, "all_of", None) or getattr(rule, "classes", None)
    return f"{kind}: {_listed([title(one) for one in names])}" if isinstance(names, tuple) else kind


def _imaging(rule: Any) -> str:
    limit = "" if rule.op is None else f" {rule.op} {rule.value:g}"
    return f"scan of the ovaries: {rule.measure.replace('_mm', '').replace('_', ' ')}{limit}"


def _contraceptives(rule: Any) -> str:
    return "; ".join(f"{name.replace('_', ' ')} stopped {period} ago" for name, period in rule.after.items())


def _prior(rule: Any) -> str:
    return f"{'ever' if rule.ever else 'never'} had {_listed(rule.classes)}"


def _bleeding(rule: Any) -> str:
    since = " since diagnosis" if rule.since == "diagnosis" else ""
    pattern = {"oligo_or_amenorrhoea": "oligo- or amenorrhoea", "amenorrhoea": "amenorrhoea"}
    named = pattern.get(rule.pattern, f"{rule.pattern} amenorrhoea")
    return named if rule.at_least is None else f"{named} of at least {rule.at_least}{since}"


def _trial(rule: Any) -> str:
    same = " of the same disease" if rule.same_condition else ""
    return f"another trial{same}{'' if rule.within is None else f' within {rule.within}'}"


def asked_of(line: Criterion) -> str:
    """What all parts of a line ask; parts of parts stand in brackets."""

    def either(word: str) -> Callable[[list[str]], str]:
        return lambda parts: joined([f"({part})" if "; " in part else part for part in parts], word)

    return line.fold(iter([asked(part) for part in line.parts]), either("and"), either("or"))


def _sampled(rule: Any) -> str:
    words = [f"{rule.analyte} {rule.op} {rule.limit}"]
    if rule.occasions == 2:
        words.append(f"twice, {'more than' if rule.more_than_apart is not None else 'at least'} {rule.apart} apart")
    if rule.off_hormones:
        words.append("off hormones")
    if rule.not_older_than is not None:
        words.append(f"not older than {rule.not_older_than}")
    return ", ".join(words)


def _listed(names: Sequence[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


_LIMITS: Final[Mapping[str, Callable[[Any], str]]] = {
    "lab_threshold": _sampled,
    "age": lambda rule: f"age {rule}",
    "bmi": lambda rule: f"body-mass index {rule.op} {rule.kg_m2:g} kg/m²",
    "washout": lambda rule: f"no {_listed(rule.classes)} within {rule.none_within}",
    "ovary_imaging": _imaging,
}
"""Kinds whose limit says more than the title of a definition."""
_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "contraception_history": _contraceptives,
    "cumulative_exposure": lambda rule: f"{_listed(rule.classes)} for {rule.at_least} or more within {rule.within}",
    "other_trial": _trial,
    "prior_cell_therapy": _prior,
    "amenorrhoea": _bleeding,
    "unparsed": lambda rule: "no rule was found for the text",
    "attestation": lambda rule: title(rule.item),
}


def data_of(part: Ruled) -> tuple[str, ...]:
    """Names of the data that the rule reads, as `records/codes` has them."""
    rule: Any = part.rule
    known = _DATA_BY_KIND.get(part.kind)
    if known is not None:
        return known
    if hasattr(rule, "item"):
        return (f"statement {rule.item}",)
    if hasattr(rule, "classes"):
        return ("medications",)
    named = getattr(rule, "any_of", None) or getattr(rule, "all_of", None) or getattr(rule, "analyte", None)
    return named if isinstance(named, tuple) else (str(named or part.kind),)


def how(part: Ruled, data: Sequence[str]) -> str:
    """The heaviest way by which the data are had: question, blood_test, scan, genetics or procedure."""
    weights = burdens()["weights"]
    return max((_how(part, name) for name in data), key=lambda one: weights[one])


def _how(part: Ruled, name: str) -> str:
    if name.startswith("statement "):
        return "question"
    try:
        return burden_of(name)
    except InputError:
        return _HOW_BY_KIND.get(part.kind, "question")
