"""One line of an eligibility text to a proposal: rules take words out of it, and what is left is said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from antral.protocol.from_registry.grammar import bleeding, findings, labs, medicines, statements, trials
from antral.protocol.from_registry.grammar.age import age, sex
from antral.protocol.from_registry.grammar.body import body_mass
from antral.protocol.from_registry.grammar.consent import consent
from antral.protocol.from_registry.grammar.contraception import contraception
from antral.protocol.from_registry.grammar.pregnancy import pregnancy_test
from antral.protocol.from_registry.grammar.proposal import Proposal
from antral.protocol.from_registry.grammar.words import Fact, Reading
from antral.protocol.from_registry.headings import NO_SECTION, unclear
from antral.protocol.from_registry.lines import Line

RULES: Final[tuple[Callable[[Reading], None], ...]] = (
    trials.family,
    consent,
    contraception,
    pregnancy_test,
    statements.statements,
    age,
    labs.limits,
    labs.ranges,
    body_mass,
    bleeding.amenorrhoea,
    trials.imaging,
    trials.partner,
    trials.other_trials,
    medicines.interfering,
    findings.allergies,
    findings.tumours,
    findings.findings,
    trials.karyotype,
    medicines.medicines,
    findings.organs,
    trials.diagnosis,
    sex,
)
"""In order: what an earlier rule has taken a later one does not see."""

UNPARSED: Final = "unparsed"
_FILLER: Final = re.compile(
    r"\b(?:a|an|the|of|in|on|at|by|for|to|as|is|are|was|were|be|been|being|has|have|had|having|"
    r"who|whom|which|that|this|these|those|"
    r"and|or|with|patients?|subjects?|participants?|wom[ae]n|individuals?|persons?|people|she|her|they|their|"
    r"suffer(?:s|ing)? from|presence of|present|known|diagnosed|diagnosis|eg|e\.g|i\.e|ie|such as|"
    r"including|includes?|following|must|should|will|other|adults?|inclusive|"
    r"history|there|it|females?|mothers?|all|any|subject|documented|status|clinical(?!ly))\b|\bsuffering\b|\bcriteria\b"
)
_WORD: Final = re.compile(r"[^\W_]+|[<>+]=?")
_CLAUSE: Final = re.compile(r"[,;:]\s*(?:and |or )?|\.\s|\s(?:and/or|or|and)\s|\s?/\s?")
_TURNING: Final = re.compile(
    r"\b(?:no|not|never|without|normal|willing|agree|able|adequate|negative|absence|controlled|report|avoid|use|"
    r"contraception|stop|discontinued?|after|before|since|during|treated|cured|that|which|"
    r"who (?:has|have|had)|within|allowed|permitted|"
    r"acceptable|allowable|limited to|defined|following|excluding|exclu(?:sions?|de[ds]?)|inclu(?:sions?|ded))\b|[<>]"
)
"""Words that turn what stands beside them: with one of them left over, nothing of the line is trusted."""
_LIMITS: Final = ("lab_threshold", "bmi", "age", "amenorrhoea", "ovary_imaging")
_OR: Final = re.compile(r"\b(?:or|and/or)\b")
_AND: Final = re.compile(r"\b(?:and|with|plus|but)\b")
_CONDITIONAL: Final = re.compile(
    r"\b(?:unless|except(?:ing|ion)?|other than|if|provided|only when|only if|excluding|"
    r"apart from|until|when|in case|"
    r"(?:for|in) (?:patients?|subjects?|participants?|those|persons?|individuals?|wom[ae]n) (?:with|who|whose|"
    r"under|over|on)|"
    r"(?:cohorts?|arms?|parts?|groups?) (?:\d+|[a-e]|i+))\b"
)
_WANTED: Final = re.compile(r"\b(?:must|should|shall|needs? to|required to|has to|have to)\b")
_SPARED: Final = re.compile(
    r"\bnot (?:be |been |being )?(?:excluded|exclusionary|an? exclusion|exclude)\b"
    r"|\b(?:are|is|be|remain) (?:eligible|allowed|permitted|acceptable)\b"
)
_ANY_ABOVE: Final = re.compile(r"\b(?:one|any|either|at least (?:one|1|two|2))\b", re.IGNORECASE)
_LONGEST: Final = 1_500
"""Longer lines are paragraphs that nobody should trust a rule with."""


def propose(line: Line) -> Proposal:
    """The rule that a line seems to ask; what is not understood stays a part for a person."""
    doubt = _beyond_rules(line)
    if doubt is not None:
        return _unread(doubt)
    reading = Reading(line.text, line.section)
    if (turned := _turned(reading)) is not None:
        return _unread(turned)
    condition = _CONDITIONAL.search(reading.text)
    for rule in RULES:
        rule(reading)
    if not reading.facts:
        return _unread("no rule understands it")
    if condition is not None and "\x01" not in reading.left[condition.start() : condition.end()]:
        return _unread(f"'{condition.group()}' makes an exception or a condition; a person reads it")
    facts, rest = _trusted(reading, sorted(reading.facts, key=lambda fact: fact.start))
    return _composed(reading, facts, rest) if facts else _unread(f"not understood completely: {', '.join(rest)}")


def _beyond_rules(line: Line) -> str | None:
    """Why a line is left to a person whatever it says."""
    if line.below:
        return "items stand below the line; a person says how they belong together"
    if len(line.text) > _LONGEST:
        return "the line is a paragraph; a person reads it"
    if unclear(line.under, line.section):
        return f"the heading '{line.under}' {NO_SECTION}; a person says what it asks"
    if line.under and line.section == "inclusion" and _ANY_ABOVE.search(line.under):
        return f"it stands under '{line.under}'; a person says how the items belong together"
    return None


def _turned(reading: Reading) -> str | None:
    """Why the section does not say how the line counts: a wish among exclusions, or somebody who may enter."""
    spared = _SPARED.search(reading.text)
    if spared is not None:
        return f"'{spared.group()}' says who may enter; a person reads it"
    wanted = _WANTED.search(reading.text) if reading.section == "exclusion" else None
    if wanted is not None:
        return f"'{wanted.group()}' among the exclusions: a person says whether it is wanted or excluded"
    return None


def _trusted(reading: Reading, facts: list[Fact]) -> tuple[list[Fact], list[str]]:
    """The facts of clauses that are understood whole, and the words of the clauses that are not."""
    spans = [(fact.start, fact.end) for fact in facts]
    cuts = [
        found.span()
        for found in _CLAUSE.finditer(reading.text)
        if not any(start < found.end() and found.start() < end for start, end in spans)
    ]
    bounds = [0, *(point for span in cuts for point in span), len(reading.text)]
    doubtful = [
        (start, end)
        for start, end in zip(bounds[::2], bounds[1::2], strict=True)
        if _WORD.search(_FILLER.sub(" ", reading.left[start:end]))
    ]
    risky = [reading.text[start:end].strip(" ,;.") for start, end in doubtful]
    if any(_TURNING.search(reading.text[start:end]) for start, end in doubtful):
        return [], risky
    return [fact for fact in facts if not any(fact.start < end and start < fact.end for start, end in doubtful)], risky


def _unread(why: str) -> Proposal:
    return Proposal(UNPARSED, "human_review", why)


def _composed(reading: Reading, facts: Sequence[Fact], rest: list[str]) -> Proposal:
    facts = [fact for at, fact in enumerate(facts) if not any(_same(fact, one) for one in facts[:at])]
    facts = _merged(facts)
    parts = [_part(fact) for fact in facts]
    if rest:
        quoted = ", ".join(f"'{words}'" for words in rest)
        parts.append(Proposal(UNPARSED, "human_review", f"not understood: {quoted}", name="rest"))
    if len(parts) == 1:
        return parts[0]
    named = tuple(_named(parts))
    either, why = _joined(reading, facts)
    grade = _grade([part.grade for part in named])
    if either is None:
        return _unread(why)
    if either:
        return Proposal("composite", grade, why, any=named)
    return Proposal("composite", grade, why, all=named)


def _merged(facts: Sequence[Fact]) -> list[Fact]:
    """`Non-pregnant and non-lactating` is one fact: neither."""
    merged: list[Fact] = []
    for fact in facts:
        last = merged[-1] if merged else fact
        if fact is not last and fact.negated and last.negated and _but_names(fact) == _but_names(last):
            names = [*last.parameters["any_of"], *fact.parameters["any_of"]]
            merged[-1] = replace(last, end=fact.end, parameters={**last.parameters, "any_of": names})
        else:
            merged.append(fact)
    return merged


def _but_names(fact: Fact) -> tuple[object, ...]:
    """What two facts must share to be one; a fact that names nothing shares it with none."""
    if "any_of" not in fact.parameters:
        return (fact.kind, id(fact))
    return (fact.kind, fact.grade, {key: value for key, value in fact.parameters.items() if key != "any_of"})


def _same(one: Fact, other: Fact) -> bool:
    return (one.kind, one.parameters, one.negated) == (other.kind, other.parameters, other.negated)


def _part(fact: Fact) -> Proposal:
    return Proposal(fact.kind, fact.grade, fact.why, fact.parameters, fact.negated, fact.packs)


def _named(parts: Sequence[Proposal]) -> list[Proposal]:
    """The parts with names of their own."""
    seen: dict[str, int] = {}
    named = []
    for part in parts:
        base = part.name or part.kind
        seen[base] = seen.get(base, 0) + 1
        named.append(replace(part, name=base if seen[base] == 1 else f"{base}_{seen[base]}"))
    return named


def _joined(reading: Reading, facts: Sequence[Fact]) -> tuple[bool | None, str]:
    """Whether one of the facts is enough, and why so; None where nobody can tell."""
    between = [reading.text[one.end : other.start] for one, other in pairwise(facts)]
    either = any(_OR.search(words) for words in between)
    both = any(_AND.search(words) for words in between if not _OR.search(words))
    negated = bool(facts) and all(fact.negated for fact in facts)
    if either and negated:
        return False, "'no ... or ...': none of them"
    if reading.section == "exclusion":
        if both and not either and sum(fact.kind in _LIMITS for fact in facts) > 1:
            return None, "'and' between the limits of an exclusion: each may exclude, or only both together"
        listed = "'and' in an exclusion is read as a list: " if both and not either else ""
        return True, f"{listed}each excludes"
    if either and not both:
        return True, "'or' between them: one is enough"
    if either:
        return False, "'and' and 'or' between them; read as all, for a person to check"
    return False, "all are asked for"


def _grade(grades: Sequence[str]) -> str:
    """The grade of a line from those of its parts."""
    if all(one == "human_review" for one in grades):
        return "human_review"
    for worst in ("human_review", "mixed"):
        if worst in grades:
            return "mixed"
    if "definition_needed" in grades:
        return "definition_needed"
    return "attestation" if all(one == "attestation" for one in grades) else "exact"
