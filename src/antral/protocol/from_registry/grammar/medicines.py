"""Medicines and treatments: wash-out, taken now, wanted now, ever."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from antral.protocol.from_registry.grammar.words import EVENT, NUMBER, PERIOD, Fact, Reading, period
from antral.records import load_yaml, path

_BETWEEN: Final = re.compile(r"[\x01\s]*(?:,|/|and/or|and|or|with|the|any|nor|therapy|treatment|use of|of)*[\x01\s,]*")
_LEAD: Final = (
    r"(?: (?:before|prior to|preceding)(?: the)?(?: start of)?(?: the| this)?(?: enrol?lment|"
    r" screening| study| trial| inclusion| entry| start| randomi[sz]ation)*)?"
)
_SPAN: Final = rf"{NUMBER} (?:days?|weeks?|months?|years?)"
_EXPOSURE: Final = re.compile(
    rf"\s*(?:use )?(?:for|during|lasting) (?:at least |more than |over |>=? ?|"
    rf"a minimum of )?(?P<long>{_SPAN})(?: or (?:more|longer))?,? "
    rf"(?:with)?in (?:the )?(?:last|past|previous|preceding)? ?(?P<window>{_SPAN}){_LEAD}"
)
_FOR: Final = re.compile(
    rf"\s*(?:use |treatment |therapy )?(?:for|during) (?:at least |a minimum of |>=? ?)?(?P<long>{_SPAN}){_LEAD}"
)
_WITHIN: Final = re.compile(
    rf"(?:with)?in (?:the )?(?:last|past|previous|preceding|recent)? ?{PERIOD}{EVENT}?"
    rf"|(?:for|during) (?:at least )?(?:the )?(?:last|past|previous|preceding) "
    rf"{PERIOD.replace('amount', 'amount2').replace('unit', 'unit2').replace('single', 'single2')}"
)
_NO: Final = re.compile(r"\b(?:no|not|without|free of|never|off|stopped|discontinued)\b[^.;]*$")
_NOW: Final = re.compile(
    r"\b(?:current(?:ly)?|present(?:ly)?|now|ongoing|concurrent(?:ly)?|concomitant(?:ly)?|"
    r"long-?term|regular(?:ly)?|on)\b(?: (?:receiving|taking|using|undertaking|undergoing|use of|"
    r"treated with|treatment with|treatment|therapy with))?[ ]*$"
)
_TAKING: Final = re.compile(
    r"\b(?:receiv(?:e|es|ing)|taking|take|takes|using|use of|uses|undergoing|(?<!been )treated with|on|"
    r"treatment with|therapy with|administration of)\s*$"
)
_PAST: Final = re.compile(
    r"\b(?:(?:a |any )?(?:past |prior |previous |personal |medical )*history of|previous|prior|"
    r"past|ever had|has had|have had|received|have received|has received|been treated with|undergone)(?: (?:any|a|"
    r"an|use of|treatment with|therapy with|with))*\s*$"
)
_INTERFERING: Final = re.compile(
    r"(?:(?:want(?:s|ing)? to |wish(?:es)? to |plan(?:s|ning)? to )(?:take|receive|undergo) |"
    r"(?:current(?:ly)? |concurrent(?:ly)? )?(?:receiv(?:e|es|ing)|undertaking|undergoing|taking|"
    r"using|on|accepting) )?"
    r"(?:any )?other (?:treatments?|therap(?:y|ies)|medications?|drugs?)(?: or (?:treatments?|"
    r"therap(?:y|ies)|medications?|drugs?))?"
    r"(?: (?:that|which) (?:may|might|could|can|would) (?:affect|influence|interfere with|impact|"
    r"confound) (?:on )?(?:the )?"
    r"(?:(?:efficacy|safety|effect(?:s|iveness)?|results?|outcomes?|evaluation)(?: ?/ ?| and |"
    r" or |, )?)+(?: of (?:the )?(?:stem cells?|study|trial|treatment|cells?|therapy|product))?"
    r"| during (?:the )?(?:follow-?up|study|trial)(?: period)?)"
)  # fmt: skip
_CELLS: Final = ("stem_cell_therapy", "platelet_rich_plasma")


@lru_cache(maxsize=1)
def _classes() -> re.Pattern[str]:
    """One pattern for all classes of the lexicon; a group's name is the class."""
    classes = load_yaml(path("terms", "medicines.yaml"))["classes"]
    ordered = sorted(((word, name) for name, words in classes.items() for word in words), key=lambda one: -len(one[0]))
    return re.compile("|".join(f"(?P<{name}__{n}>\\b(?:{word})(?!\\w))" for n, (word, name) in enumerate(ordered)))


def interfering(reading: Reading) -> None:
    """Other treatments that may affect the trial: the text names none."""
    for found in _INTERFERING.finditer(reading.left):
        reading.add(
            found, "concomitant_excluded", {}, grade="definition_needed",
            why="the text names no treatment", packs=("treatments_that_interfere",),
        )  # fmt: skip


def medicines(reading: Reading) -> None:
    """Classes of medicine, with the time in which they may not, or must, be taken."""
    for run in _runs(reading):
        _fact(reading, run)


def _runs(reading: Reading) -> list[list[re.Match[str]]]:
    """Names of medicines that stand together: `growth hormone and/or estrogen and progesterone`."""
    runs: list[list[re.Match[str]]] = []
    for found in _classes().finditer(reading.left):
        if runs and _BETWEEN.fullmatch(reading.left, runs[-1][-1].end(), found.start()):
            one_kind = (_name(found) in _CELLS) == (_name(runs[-1][-1]) in _CELLS)
            if one_kind:
                runs[-1].append(found)
                continue
        runs.append([found])
    return runs


def _name(found: re.Match[str]) -> str:
    return str(found.lastgroup).split("__", maxsplit=1)[0]


@dataclass
class _Around:
    """The words around names of medicines."""

    no: re.Match[str] | None
    now: re.Match[str] | None
    past: re.Match[str] | None
    taking: re.Match[str] | None
    within: re.Match[str] | None


def _fact(reading: Reading, run: list[re.Match[str]]) -> None:
    """Keep one run of names as a fact, if the words around it say what is meant."""
    text, start, end = reading.left, run[0].start(), run[-1].end()
    before = re.split(r"[.;]", text[:start])[-1]
    behind = _WITHIN.search(text, end)
    if behind is not None and _classes().search(text, end, behind.start()):
        behind = None  # it belongs to the next name
    around = _Around(_NO.search(before), _NOW.search(before), _PAST.search(before), _TAKING.search(before), behind)
    why = f"'{reading.quote(start, end)}' are classes of medicine"
    fact = Fact(start, end, "", {"classes": list(dict.fromkeys(_name(found) for found in run))}, why=why)
    if fact.parameters["classes"][0] in _CELLS and len(fact.parameters["classes"]) == 1 and behind is None:
        understood = _cells(fact, around)
    else:
        understood = _timed(reading, fact, around) or _now(reading, fact, around)
    if not understood:
        return
    if "sex_hormone" in fact.parameters["classes"]:
        fact.grade = "definition_needed"
        fact.why += "; which hormones are meant is not said"
    offset = start - len(before)
    for opening in (around.no, around.now, around.past, around.taking):
        if opening is not None and "\x01" not in opening.group():
            reading.cross(offset + opening.start(), offset + opening.end())
    reading.cross(start, end)
    reading.facts.append(fact)


def _cells(fact: Fact, around: _Around) -> bool:
    """Cells given before, or never."""
    fact.kind, fact.parameters["ever"] = "prior_cell_therapy", around.no is None
    return around.past is not None or around.no is not None


def _timed(reading: Reading, fact: Fact, around: _Around) -> bool:
    """Taken, or not taken, within a time or for a time."""
    exposed, free = (pattern.match(reading.left, fact.end) for pattern in (_EXPOSURE, _FOR))
    if reading.section == "exclusion" and around.no is None and exposed is not None:
        fact.kind = "cumulative_exposure"
        fact.parameters.update(at_least=_written(exposed, "long"), within=_written(exposed, "window"))
        reading.take(exposed)
    elif around.no is not None and around.within is None and free is not None:
        fact.kind, fact.parameters["none_within"] = "washout", _written(free, "long")
        fact.why += "; counted back from screening"
        reading.take(free)
    elif around.within is not None:
        fact.kind, fact.parameters["none_within"] = "washout", _written(around.within)
        fact.negated = around.no is None
        fact.why += "; counted back from screening, as the text gives no other day"
        reading.take(around.within)
    return bool(fact.kind)


def _now(reading: Reading, fact: Fact, around: _Around) -> bool:
    """Taken now, or wanted now."""
    if around.now is not None or around.taking is not None:
        if around.now is not None and re.search("long|regular", around.now.group()):
            fact.grade = "definition_needed"
            fact.why += f"; '{around.now.group().strip()}' has no measure in the text"
        wanted = around.no is None and reading.section == "inclusion"
        fact.kind = "concomitant_required" if wanted else "concomitant_excluded"
        fact.negated = around.no is not None
        return True
    opening = re.split(r"[.;]", reading.text[: fact.start])[-1]
    if re.search(r"allerg|hypersensitiv|intoleran", opening):
        return False  # `hypersensitivity to the study drug or corticosteroids`
    fact.kind, fact.grade = "concomitant_excluded", "definition_needed"
    return around.past is None and around.no is None and reading.section == "exclusion"


def _written(found: re.Match[str], group: str | int = 0) -> str:
    words = found[group]
    inner = re.search(PERIOD, words)
    if inner is None:  # _WITHIN holds a period
        raise ValueError(words)
    return period(inner)
