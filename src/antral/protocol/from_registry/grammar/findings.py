"""Diseases, tumours, infections, genes, operations and the like, by the words of the lexicon."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from antral.protocol.from_registry.grammar.words import EVENT, PERIOD, Fact, Reading, period
from antral.records import load_yaml, path

_JOIN: Final = re.compile(
    r"[\x01\s,/;():+]*(?:(?:and/or|and|or|e\.?g\.?|i\.?e\.?|such as|including|included|"
    r"for example|like|as well as|the|an?|of|with|"
    r"history|past|previous|prior|any|either|be|as|have|has)(?!\w)[\x01\s,/;():+]*)*"
)
_SEVERITY: Final = (
    r"(?P<severity>severe|serious|severely|significant|uncontrolled|untreated|active|acute|"
    r"clinical(?:ly significant)?|moderate to severe|stage iii-iv|stage 3-4|major|chronic|"
    r"unstable|poorly controlled)"
)
_TIMING: Final = (
    r"(?P<timing>(?:(?:past|prior|previous|personal|medical|known|positive|have a|has a|with a|"
    r"with|a|any)\s+)*(?:history of,? or evidence of current|history or|history of|past history|(?:current|"
    r"present) (?:or|and) (?:past|previous|prior)|(?:past|previous|prior) (?:or|and) (?:current|"
    r"present)|"
    r"past|prior|previous(?:ly)?|ever had|have undergone|has undergone|had undergone|undergone|"
    r"after|post|currently|current|present))"
)
_BEFORE: Final = re.compile(
    rf"(?:{_TIMING}\s+)?(?:{_SEVERITY}\s+)?(?:(?:suspected|known|confirmed|documented|diagnosed|"
    rf"complication of|seropositivity for|"
    rf"positive (?:serology|tests?|results?|screening) (?:for|of)|sero-?positive for(?: the)?|(?:co-?)?infected "
    rf"with|positive for|"
    rf"infected with|infection with|infected by|carriers? of)\s+)*$"
)
_AFTER: Final = re.compile(
    rf"(?P<negative> (?:sero-?)?negative)?(?:\s+(?:carriers?|positive|patients?))?(?:\s+(?:history|"
    rf"in the past))?(?P<both>,? (?:past and present|past or present|current or past|ever|"
    rf"in the past|at present))?"
    rf"(?P<within>,? (?:with)?in (?:the )?(?:last|past|previous|preceding)? ?{PERIOD}{EVENT}?)?(?P<stage> "
    rf"\(?(?:stages?|grades?) ?[iv\d]+(?: ?(?:-|or|and|to) ?[iv\d]+)?\)?)?"
)
_NOT: Final = re.compile(
    r"\b(?:no|without|free of|absence of|absent|not have|not had|negative for|negative|not|never|neither|"
    r"nor|non)\b(?! only)[^.;]*$"
)
_SITES: Final = (
    r"(?:breast|uterine|uterus|ovarian|ovary|ovaries|cervical|cervix|endometrial|"
    r"gyna?ecologic(?:al)?|genital|pelvic|adnexal|reproductive|estrogen[ -]dependent|hormone[ -]"
    r"(?:dependent|sensitive))"
)
_TUMOUR: Final = re.compile(
    rf"(?P<any>any other |other )?(?P<sort>(?:(?:benign|malignant|borderline)(?:,| or| and| and/or|/)? ?)+)?"
    rf"\b(?P<sites>(?:{_SITES}(?:,? (?:and|or|and/or) | ?/ ?|, | ))+)?(?P<what>tumou?rs?|cancers?|"
    rf"carcinomas?|neoplasms?|neoplasias?|malignanc(?:y|ies)|malignant diseases?)\b"
)
_ORGANS: Final = {
    "pulmonary": r"pulmonary|lung|respiratory", "haematological": r"ha?ematolog(?:ic|ical)", "blood": r"blood",
    "liver": r"liver|hepatic", "kidney": r"kidney|renal", "cardiac": r"cardiac|heart",
    "neurological": r"neurological|cerebral", "adrenal": r"adrenal", "pituitary": r"pituitary",
    "gastrointestinal": r"gastro-?intestinal",
}  # fmt: skip
_ORGAN: Final = "|".join(_ORGANS.values())
_ORGAN_DISEASE: Final = re.compile(
    rf"\b(?P<organs>(?:{_ORGAN})(?:(?:, | and | or |/|, and |, or )(?:{_ORGAN}))*) "
    r"(?:system )?(?P<what>diseases?|disorders?|dysfunctions?|impairments?|insufficiency|failure|"
    r"conditions?|function(?:al)? impairment)\b(?P<patients> patients?)?"
)
_ALLERGY: Final = re.compile(
    r"(?P<severity>serious|severe|life[ -]threatening|known )?\s*(?P<what>(?:drug|medicine|food|"
    r"multiple)s? (?:allerg(?:y|ies|ic)|hypersensitivity)(?: history| reactions?)?|"
    r"(?:(?:allerg(?:y|ies|ic)|hypersensitiv(?:ity|e)|intolerance|sensitivity|anaphyla(?:xis|ctic))(?: history| "
    r"reactions?)?(?:,? or |/| and )?)+ (?:to|"
    r"of|against) (?P<to>(?:any )?gonadotrop(?:h)?in[ -]releasing hormones? \(gnrh\) analog(?:ue)?s?|"
    r"[^,;.()]{3,60}?)(?= or any| and any|[,;.()]|$)|(?P<of>iodine|latex|penicillin|egg|aspirin|heparin|albumin|"
    r"lidocaine|gnrh analog(?:ue)?s?) (?:allerg(?:y|ies)|hypersensitivity)|"
    r"allergic history|history of allerg(?:y|ies)(?! or| and| to|/)|(?:allergic|hypersensitivity|anaphylactic) "
    r"reactions?|allerg(?:y|ies))"
)

_OF_THE_STUDY: Final = re.compile(
    r"\b(?:study|trial|investigational|used|test|protocol|its|their|this|these|the) (?:\w+ )?(?:drugs?|medic\w+|"
    r"products?|treatments?|"
    r"agents?|components?|ingredients?|excipients?|compounds?|substances?|therap(?:y|ies))\b"
)
_ANY_DRUG: Final = re.compile(
    r"(?:(?:any|other|multiple|several|various|certain|known) )*(?:drugs?|medicines?|medications?)"
)


@dataclass(frozen=True)
class _Term:
    kind: str
    name: str
    packs: tuple[str, ...]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[re.Pattern[str], tuple[_Term, ...]]:
    kinds = load_yaml(path("terms", "findings.yaml"))["kinds"]
    entries = [
        (word, _Term(kind, name, tuple(entry.get("packs", ()))))
        for kind, names in kinds.items()
        for name, entry in names.items()
        for word in entry["words"]
    ]
    entries.sort(key=lambda one: -len(one[0]))
    pattern = "|".join(f"(?P<t{n}>(?<!\\w)(?:{word})(?!\\w))" for n, (word, _) in enumerate(entries))
    return re.compile(pattern), tuple(term for _, term in entries)


def tumours(reading: Reading) -> None:
    """`Breast, uterine, ovarian tumours, or any other benign or malignant tumours`."""
    runs: list[tuple[re.Match[str], list[str]]] = []
    for found in _TUMOUR.finditer(reading.left):
        names = _tumour_names(found)
        if runs and _JOIN.fullmatch(reading.left, runs[-1][0].end(), found.start()):
            runs[-1][1].extend(names)
            reading.cross(runs[-1][0].start(), found.end())
        else:
            runs.append((found, names))
    for found, names in runs:
        packs = ("any_tumour",) if any(name.startswith("other_benign") for name in names) else ()
        _add(reading, found.start(), found.end(), "tumour", names, packs)


def _tumour_names(found: re.Match[str]) -> list[str]:
    malignant = found["what"].startswith(("cancer", "carcin", "malig"))
    sorts = [s for s in ("benign", "malignant", "borderline") if s in (found["sort"] or "")]
    sites = [_site(s) for s in re.findall(_SITES, found["sites"] or "")]
    other = "other_" if found["any"] else ""
    if sites:
        noun = "cancer" if malignant or sorts == ["malignant"] else "tumour"
        return [f"{other}{site}_{noun}" for site in sites]
    if sorts:
        return [f"{other}{sort}_tumour" for sort in sorts]
    return [f"{other}malignant_tumour" if malignant else f"{other}tumour"]


def _site(word: str) -> str:
    for name, pattern in (
        ("breast", "breast"), ("uterine", "uter|endometr"), ("ovarian", "ovar"), ("cervical", "cerv"),
        ("hormone_dependent", "estrogen|hormone"), ("gynaecological", ""),
    ):  # fmt: skip
        if re.match(pattern, word):
            return name
    return word


def organs(reading: Reading) -> None:
    """`Severe pulmonary and haematological disease`."""
    for found in _ORGAN_DISEASE.finditer(reading.left):
        words = found["what"]
        noun = (
            "failure"
            if words.startswith(("fail", "insuff"))
            else "impairment"
            if words.startswith(("impair", "dysf", "func"))
            else "disease"
        )
        names = [
            f"{organ}_{noun}" for organ, pattern in _ORGANS.items() if re.search(rf"\b(?:{pattern})", found["organs"])
        ]
        _add(reading, found.start(), found.end(), "condition", names, ())


def allergies(reading: Reading) -> None:
    """`History of serious drug allergy`."""
    for found in _ALLERGY.finditer(reading.left):
        names = _allergy(found)
        name = names[0]
        severe = name == "drug_allergy" and bool(found["severity"]) and not found["severity"].startswith("known")
        packs = ("serious_drug_allergy",) if severe else ("any_drug_allergy",) if name == "drug_allergy" else ()
        fact = _add(reading, found.start("what"), found.end(), "allergy", names, packs)
        fact.parameters.setdefault("timing", "ever")


def _allergy(found: re.Match[str]) -> list[str]:
    """The names of allergies, by what they are to: `iodine_allergy`; one name for each of a list."""
    to = found["to"] or found["of"] or ("drugs" if re.match(r"drug|medicine", found["what"]) else "")
    to = to.replace("\x01", "").strip()
    if not to:
        return ["allergy"]
    if re.search(r"gnrh|gonadotrop(?:h)?in[ -]releasing", to):
        return ["gnrh_analogue_allergy"]
    if _OF_THE_STUDY.search(to):
        return ["study_drug_allergy"]
    names = []
    for one in re.split(r",? (?:and/or|or|and) |, ?", to):
        if _ANY_DRUG.fullmatch(one.strip()):
            names.append("drug_allergy")
        else:
            names.append(f"{re.sub(r'[^a-z0-9]+', '_', one).strip('_')}_allergy")
    return list(dict.fromkeys(names))


def findings(reading: Reading) -> None:
    """Every word of the lexicon; words of one kind that stand together are one fact."""
    pattern, terms = _lexicon()
    runs: list[tuple[int, int, str, list[str], list[str]]] = []
    for found in pattern.finditer(reading.left):
        term = terms[int(str(found.lastgroup)[1:])]
        if runs and runs[-1][2] == term.kind and _JOIN.fullmatch(reading.left, runs[-1][1], found.start()):
            start, before, kind, names, packs = runs[-1]
            if ":" in reading.left[before : found.start()]:
                names, packs = [], []  # a heading of the list, `Infectious diseases: HIV, ...`
            runs[-1] = (start, found.end(), kind, [*names, term.name], [*packs, *term.packs])
        else:
            runs.append((found.start(), found.end(), term.kind, [term.name], list(term.packs)))
    for start, end, kind, names, packs in runs:
        _add(reading, start, end, kind, names, tuple(packs))


def _add(reading: Reading, start: int, end: int, kind: str, names: list[str], packs: tuple[str, ...]) -> Fact:
    """Keep a finding with the severity, timing and negation of the words beside it."""
    parameters = {"any_of": list(dict.fromkeys(names)), **_before(reading, start), **_behind(reading, end)}
    negative = reading.text[end:].lstrip().startswith(("negative", "seronegative"))
    negated = _negated(reading, start) != negative
    grade = "human_review" if kind == "organ_function" else "definition_needed"
    if kind == "pregnancy_lactation":
        parameters.pop("timing", None)  # it is now, whatever the words
        grade = "exact"
        if "within" in parameters or (negated and reading.section == "exclusion"):
            grade = "human_review"  # `breastfeeding within 4 weeks`, `not pregnant` among what excludes
    earlier = [one for one in reading.facts if one.parameters.get("timing") == "ever" and one.end < start]
    if earlier and re.fullmatch(r"[\s,/]+", reading.text[earlier[-1].end : start]):
        parameters.setdefault("timing", "ever")  # `history of malignancy/chemotherapy`
    why = f"'{reading.quote(start, end)}' is named"
    fact = Fact(start, end, kind, parameters, grade, why, negated, tuple(dict.fromkeys(packs)))
    reading.cross(start, end)
    reading.facts.append(fact)
    return fact


def _before(reading: Reading, start: int) -> dict[str, Any]:
    """Timing and severity of the words before a finding."""
    found = _BEFORE.search(reading.left, 0, start)
    parameters: dict[str, Any] = {}
    if found is None:
        return parameters
    if found["timing"]:
        now = re.search(r"^current(?! or| and)|^present(?! or| and)", found["timing"])
        parameters["timing"] = "current" if now else "ever"
    if found["severity"] == "active":
        parameters["timing"] = "current"
    elif found["severity"]:
        parameters["severity"] = found["severity"].replace(" ", "_")
    reading.cross(found.start(), start)
    return parameters


def _behind(reading: Reading, end: int) -> dict[str, Any]:
    """Timing, window and stage of the words behind a finding."""
    found = _AFTER.match(reading.left, end)
    parameters: dict[str, Any] = {}
    if found is None or found.end() == end:
        return parameters
    if "history" in found.group() or "in the past" in found.group():
        parameters["timing"] = "ever"
    if found["both"]:
        parameters["timing"] = "current" if "at present" in found["both"] else "ever"
    inner = re.search(PERIOD, found["within"] or "")
    if inner is not None:
        parameters["within"] = period(inner)
    if found["stage"]:
        parameters["severity"] = re.sub(r"[\s-]+", "_", found["stage"].strip(" ()"))
    reading.cross(end, found.end())
    return parameters


def _negated(reading: Reading, start: int) -> bool:
    """Whether `no`, `without` or the like stands before a finding; the word is crossed out."""
    opening = re.split(r"[.;]", reading.left[:start])[-1]
    no = _NOT.search(opening)
    if no is None:
        return False
    word = re.match(r"\w+(?: of| for| have| had)?", no.group())
    offset = start - len(opening) + no.start()
    reading.cross(offset, offset + (word.end() if word else 0))
    return True
