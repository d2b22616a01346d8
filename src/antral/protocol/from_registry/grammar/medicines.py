"""Medicines and treatments: wash-out, taken now, wanted now, ever."""

import re
from functools import lru_cache
from typing import Any, Final

from antral.protocol.from_registry.grammar.words import NUMBER, PERIOD, Reading, period
from antral.records import load_yaml, path

_BETWEEN: Final = re.compile(r"[\x01\s]*(?:,|/|and/or|and|or|with|the|any|nor|therapy|treatment|use of|of)*[\x01\s,]*")
_LEAD: Final = r"(?: (?:before|prior to|preceding)(?: the)?(?: start of)?(?: the| this)?(?: enrol?lment| screening| study| trial| inclusion| entry| start| randomi[sz]ation)*)?"
_SPAN: Final = rf"{NUMBER} (?:days?|weeks?|months?|years?)"
_EXPOSURE: Final = re.compile(
    rf"\s*(?:use )?(?:for|during|lasting) (?:at least |more than |over |>=? ?|a minimum of )?(?P<long>{_SPAN})(?: or (?:more|longer))?,? "
    rf"(?:with)?in (?:the )?(?:last|past|previous|preceding)? ?(?P<window>{_SPAN}){_LEAD}"
)
_FOR: Final = re.compile(
    rf"\s*(?:use |treatment |therapy )?(?:for|during) (?:at least |a minimum of |>=? ?)?(?P<long>{_SPAN}){_LEAD}"
)
_WITHIN: Final = re.compile(
    rf"(?:with)?in (?:the )?(?:last|past|previous|preceding|recent)? ?{PERIOD}"
    rf"(?: (?:before|prior to|preceding|of|from)(?: the)?(?: start of)?(?: the| this)?(?: enrol?lment| screening| study| trial| inclusion| entry| start| randomi[sz]ation)*)?"
    rf"|(?:for|during) (?:at least )?(?:the )?(?:last|past|previous|preceding) {PERIOD.replace('amount', 'amount2').replace('unit', 'unit2').replace('single', 'single2')}"
)
_NO: Final = re.compile(r"\b(?:no|not|without|free of|never|off|stopped|discontinued)\b[^.;]*$")
_NOW: Final = re.compile(
    r"\b(?:current(?:ly)?|present(?:ly)?|now|ongoing|concurrent(?:ly)?|concomitant(?:ly)?|long-?term|regular(?:ly)?|on)\b(?: (?:receiving|taking|using|undertaking|undergoing|use of|treated with|treatment with|treatment|therapy with))?[ ]*$"
)
_TAKING: Final = re.compile(
    r"\b(?:receiv(?:e|es|ing)|taking|take|takes|using|use of|uses|undergoing|treated with|on|treatment with|therapy with|administration of)\s*$"
)
_PAST: Final = re.compile(
    r"\b(?:(?:a |any )?(?:past |prior |previous |personal |medical )*history of|previous|prior|past|ever had|has had|have had|received|have received|has received|undergone)(?: (?:any|a|an|use of|treatment with|therapy with|with))*\s*$"
)
_INTERFERING: Final = re.compile(
    r"(?:(?:want(?:s|ing)? to |wish(?:es)? to |plan(?:s|ning)? to )(?:take|receive|undergo) |(?:current(?:ly)? |concurrent(?:ly)? )?(?:receiv(?:e|es|ing)|undertaking|undergoing|taking|using|on|accepting) )?"
    r"(?:any )?other (?:treatments?|therap(?:y|ies)|medications?|drugs?)(?: or (?:treatments?|therap(?:y|ies)|medications?|drugs?))?"
    r"(?: (?:that|which) (?:may|might|could|can|would) (?:affect|influence|interfere with|impact|confound) (?:on )?(?:the )?"
    r"(?:(?:efficacy|safety|effect(?:s|iveness)?|results?|outcomes?|evaluation)(?: ?/ ?| and | or |, )?)+(?: of (?:the )?(?:stem cells?|study|trial|treatment|cells?|therapy|product))?"
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


def _fact(reading: Reading, run: list[re.Match[str]]) -> None:
    text = reading.left
    start, end = run[0].start(), run[-1].end()
    before = re.split(r"[.;]", text[:start])[-1]
    classes = list(dict.fromkeys(_name(found) for found in run))
    behind = _WITHIN.search(text, end)
    within = behind if behind is not None and not _classes().search(text, end, behind.start()) else None
    no, now, past, taking = (p.search(before) for p in (_NO, _NOW, _PAST, _TAKING))
    parameters: dict[str, Any] = {"classes": classes}
    grade, kind, absent, why = "exact", "", False, f"'{reading.quote(start, end)}' are classes of medicine"
    if classes[0] in _CELLS and len(classes) == 1 and within is None:
        kind, parameters["ever"] = "prior_cell_therapy", not no
        if not (past or no):
            return
    elif reading.section == "exclusion" and no is None and (exposed := _EXPOSURE.match(text, end)):
        kind = "cumulative_exposure"
        parameters["at_least"], parameters["within"] = (_written(exposed, group) for group in ("long", "window"))
        reading.take(exposed)
    elif no is not None and within is None and (free := _FOR.match(text, end)):
        kind, parameters["none_within"] = "washout", _written(free, "long")
        why += "; counted back from screening"
        reading.take(free)
    elif within is not None:
        kind = "washout"
        parameters["none_within"] = _written(within)
        absent = no is None
        why += "; counted back from screening, as the text gives no other day"
        reading.take(within)
    elif now or taking:
        if now is not None and re.search("long|regular", now.group()):
            grade = "definition_needed"
            parameters["classes"] = [f"{name}_long_term" for name in classes]
            why += f"; '{now.group().strip()}' has no measure in the text"
        if no is None and reading.section == "inclusion":
            kind = "concomitant_required"
        else:
            kind, absent = "concomitant_excluded", no is not None
    elif past or no:
        return
    else:
        kind, grade = "concomitant_excluded", "definition_needed"
        if reading.section == "inclusion":
            return
    if kind == "washout" and any(word.group().startswith(("hormon", "hormone")) for word in run):
        grade = "definition_needed"
        why += "; which hormones are meant is not said"
    for other in run:
        reading.take(other)
    for opening in (no, now, past, taking):
        if opening is not None and "\x01" not in opening.group():
            offset = start - len(before)
            _take_span(reading, offset + opening.start(), offset + opening.end())
    fact = reading.add(run[0], kind, parameters, grade=grade, why=why, absent=absent)
    fact.end = end
    _take_span(reading, start, end)


def _take_span(reading: Reading, start: int, end: int) -> None:
    reading.left = reading.left[:start] + "\x01" * (end - start) + reading.left[end:]


def _written(found: re.Match[str], group: str | int = 0) -> str:
    words = found[group]
    inner = re.search(PERIOD, words)
    if inner is None:  # _WITHIN holds a period
        raise ValueError(words)
    return period(inner)
