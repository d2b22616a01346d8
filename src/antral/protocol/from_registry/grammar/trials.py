"""Kinds with few words of their own: diagnosis, karyotype, imaging, partner, family, other trials, aetiology."""

import re
from typing import Any, Final

from antral.protocol.from_registry.grammar.words import EVENT, NUMBER, OPERATOR, PERIOD, Fact, Reading, operator, period

_POI: Final = (
    r"(?:premature ovarian (?:failure|insufficiency)(?: ?/ ?premature ovarian (?:failure|"
    r"insufficiency))?|primary ovarian (?:failure|insufficiency)|"
    r"premature menopause|pof|poi|early ovarian failure)(?: \((?:pof|poi)\))?"
)
_DIAGNOSIS: Final = re.compile(
    rf"(?:(?:patients?|women|those|who|are|is|with|have|been|has|clinically|a|the|clinical|"
    rf"documented|established|confirmed|clear|definite|diagnosed|diagnosis|diagnostic criteria|"
    rf"meet(?:s|ing)?|of|for|as) )*"
    rf"(?P<poi>{_POI})(?: patients?| women)?"
)
_GUIDELINE: Final = re.compile(
    r"(?:women who )?(?:meet(?:s|ing)?|fulfil+(?:s|ing)?|satisf(?:y|ies)|according to|based on|"
    r"by) (?:the )?(?:diagnostic |diagnosis )?(?:criteria |guidelines? )?(?:of |by |"
    r"from )?(?:the )?"
    r"(?:eshre|european society (?:of|for) human reproduction and embryology)(?: ?\(?eshre\)"
    r"?)?(?: (?:diagnostic )?(?:criteria|guidelines?))?(?: ?\(?(?:of )?(?P<year>20\d\d)\)"
    r"?)?(?: (?:diagnostic )?(?:criteria|guidelines?))?(?: (?:for|of) (?:poi|pof|"
    r"premature ovarian insufficiency))?"
)
_DOR: Final = re.compile(
    r"(?:diagnosed with |diagnosis of )?(?:diminished|decreased|poor|reduced|"
    r"low) ovarian reserve(?: \(?dor\)?)?|\bdor\b|poor ovarian respon(?:se|ders?)"
)
_NORMAL: Final = re.compile(
    r"(?:(?:with|have|having|has|a) )*\b(?:normal (?:female )?(?:karyotypes?|chromosomes?|"
    r"chromosomal analysis|karyotyping)(?: ?\(?46,? ?xx\)?)?|"
    r"(?:karyotypes? )?46,? ?xx(?: karyotypes?)?)"
)
_ABNORMAL: Final = re.compile(
    r"(?:abnormal (?:karyotyp(?:es?|ing)|chromosomes?|chromosomal (?:analysis|karyotypes?))|"
    r"(?:karyotyp(?:es?|ic|ing)|chromosom(?:e|al)s?) (?:abnormalit(?:y|ies)|abnormal|anomal(?:y|"
    r"ies)|aberrations?|disorders?))"
)
_VISIBLE: Final = re.compile(
    r"(?:bilateral|both|at least one|one|two|the) ovar(?:y|ies) (?:are |is |can be )?(?:visible|"
    r"visuali[sz]ed|seen|identified|detectable|present)(?: (?:by|on|at|in|with|"
    r"under) (?:transvaginal )?(?:ultrasound|ultrasonography|sonography|b-?ultrasound))?"
)
_SIZE: Final = re.compile(
    rf"(?P<each>(?:each|both|bilateral|either) )?(?:mean |average )?(?:ovar(?:y|ies|ian)) (?:mean |"
    rf"average )?(?:diameters?|volumes?|size)"
    rf"(?P<each2> (?:of|in|for) (?:each|both) ovar(?:y|ies))? ?(?P<op>{OPERATOR}) ?(?P<value>\d+(?:"
    rf"\.\d+)?) ?(?P<unit>mm|cm)\b"
    r"(?P<each3> (?:of|in|for) (?:each|both) ovar(?:y|ies))?"
)
_AFC: Final = re.compile(
    rf"(?:antral follic(?:le|ular) counts?(?: \(?afc\)?)?|afc)[ :,]*(?P<op>(?:is |of )*{OPERATOR}) ?(?P<value>\d+)"
)
_MASS: Final = re.compile(r"(?:adnexal|ovarian|pelvic) (?:mass(?:es)?)")
_ORGANS: Final = r"(?: ?(?:the |a |an |and |, |with |at least one |both )*(?:uterus|ovar(?:y|ies)|fallopian tubes?))+"
_PRESENT: Final = re.compile(
    rf"presence of (?P<what>{_ORGANS})|(?P<what2>{_ORGANS}) (?:are |is |be )?(?:present|intact|in place)"
)
_SPERM: Final = re.compile(r"(?:husband|partner|spouse)(?:'s)?(?: (?:who )?(?:has|have|having|with))? sperms?")
_FACTOR: Final = re.compile(r"severe male factor$")
_AZOO: Final = re.compile(
    r"(?:(?:male )?(?:partners?|husbands?|spouses?) (?:with|has|have|"
    r"having) )?(?P<what>(?:(?:severe )?(?:male (?:factor )?infertility|oligo(?:zoo)?-?spermia|"
    r"oligo-?astheno-?(?:terato-?)?zoospermia)|azoo-?spermia)(?:(?:,| or|"
    r" and) (?:severe )?(?:azoo-?spermia|oligo(?:zoo)?-?spermia))*)(?: (?:in|"
    r"of) (?:the )?(?:male )?(?:partner|husband))?"
)
_TRIAL: Final = re.compile(
    rf"(?:(?P<no>not|no|never) )?(?:(?:currently |have |has |been |is |are |"
    rf"in the )*(?:participat(?:e[ds]?|ing|ion)|enrol+(?:ed|ment|ing)?|involved|taking part|"
    rf"took part|taken part) ?)?(?:in|of|into)? ?"
    rf"(?:any |an |a )?(?:an)?other (?:clinical |interventional |drug |investigational |"
    rf"research )*(?:trials?|stud(?:y|ies))"
    rf"(?:,? (?:with)?in (?:the )?(?:last|past|previous|preceding)? ?{PERIOD})?(?: (?:prior to|"
    rf"before)(?: the)?(?: start of)?(?: (?:this|the))?(?: trial| study| enrol?lment| screening)?)?"
)
_FAMILY: Final = re.compile(
    r"(?P<own>(?:previous|personal|past|own|prior) (?:and/or|and|or) )?family (?:medical )?history (?:of|with) "
    r"(?P<what>[^.;]+)|(?P<what2>[^.;,]+?) (?:in|of) (?:first|1st)[- ]degree relatives?"
)
_CAUSE: Final = re.compile(
    r",? ?(?:that|which) (?:clearly |may |definitely |can )?(?:cause[sd]?|lead(?:s)? to|result(?:s)? in) [\w /]*[;.]?$"
)
_FILLER: Final = re.compile(r"\b(?:a|an|the|or|and|in|of|degree|first|1st|relatives?|first-degree)\b")
_WORD: Final = re.compile(r"[^\W_]+")
_IDIOPATHIC: Final = re.compile(
    r"\b(?P<what>idiopathic|iatrogenic|autoimmune|spontaneous|unexplained|drug[ -]"
    r"induced)(?= (?:premature|poi\b|pof\b|primary ovarian|ovarian failure))"
)

_TOOK_PART: Final = re.compile(
    rf"(?:(?:prior|previous|current) )?(?:(?:have|has|had) )?(?:participat(?:e[ds]?|ing|ion)|enrol+(?:ed|ment)|"
    rf"taken part|took part) in "
    rf"(?:any|an?) (?:other )?(?:(?:clinical|interventional|drug|investigational|research|therapeutic) "
    rf")+(?:trials?|stud(?:y|ies))"
    rf"(?: (?:with|of|involving|using) (?:an? )?(?:investigational|experimental) (?:drugs?|products?|agents?|"
    rf"medicinal products?|devices?)"
    rf"(?: or (?:drugs?|devices?))?)?,? (?:with)?in (?:the )?(?:last|past|previous|preceding)? ?{PERIOD}{EVENT}?"
)


def diagnosis(reading: Reading) -> None:
    """The disease by name, and the guideline where the text names it."""
    cause = _CAUSE.search(reading.left)
    if cause is not None and re.search(_POI, cause.group()):
        reading.take(cause)
        for fact in reading.facts:
            fact.why += f"; {reading.quote(*cause.span())}"
            if fact.parameters.get("any_of") == ["genetic_deficiency"]:
                fact.kind, fact.parameters, fact.packs = "aetiology", {"any_of": ["genetic"]}, ("enzyme_deficiency",)
    for found in _IDIOPATHIC.finditer(reading.left):
        reading.add(
            found, "aetiology", {"any_of": [re.sub(r"\W", "_", found["what"])]}, grade="definition_needed",
            why="a cause of the disease is asked for",
        )  # fmt: skip
    _disease(reading)
    _at_diagnosis(reading)
    for found in _DOR.finditer(reading.left):
        reading.add(found, "diagnosis_dor", {}, grade="definition_needed", why="the text names no limit of reserve")
        break


def _disease(reading: Reading) -> None:
    """The disease by name, or by the guideline that defines it."""
    guideline = _GUIDELINE.search(reading.left)
    if guideline is not None:
        reading.take(guideline)
    found = _DIAGNOSIS.search(reading.left) or guideline
    if found is None:
        return
    packs: tuple[str, ...] = ("eshre_2016", "eshre_2024")
    why = "the text names the disease and no definition"
    if guideline is not None and guideline["year"]:
        year = guideline["year"]
        why, packs = f"the text names the guideline of {year}", tuple(p for p in packs if p.endswith(year))
    elif guideline is not None:
        why = "the text names the guideline and no year"
    reading.add(found, "diagnosis_poi", {}, grade="definition_needed", why=why, packs=packs)


def _at_diagnosis(reading: Reading) -> None:
    """What stands behind `diagnosis of POF:` defines it: age, bleeding and FSH of that time."""
    for fact in reading.facts:
        if fact.kind != "diagnosis_poi" or not reading.text[fact.end : fact.end + 2].strip().startswith((":", "(")):
            continue
        behind = {one.kind: one for one in reading.facts if one.start >= fact.end and one is not fact}
        years, bleeding, limit = (behind.get(kind) for kind in ("age", "amenorrhoea", "lab_threshold"))
        if years is not None:
            years.parameters["at"] = "diagnosis"
        below = (
            years is not None
            and years.parameters.get("maximum_inclusive") is False
            and "minimum_years" not in years.parameters
        )
        if years is None or bleeding is None or limit is None or not below or limit.parameters["analyte"] != "FSH":
            continue
        fact.parameters = {
            "age_below_years": years.parameters["maximum_years"],
            "bleeding": bleeding.parameters, "fsh": limit.parameters,
        }  # fmt: skip
        fact.grade = "exact" if bleeding.grade == limit.grade == "exact" else "definition_needed"
        fact.packs, fact.end = (), max(bleeding.end, limit.end)
        fact.why = "age, bleeding and FSH that follow define the disease"
        gone = [years, bleeding, limit]
        pregnancy = behind.get("pregnancy_lactation")
        if pregnancy is not None and pregnancy.negated:
            fact.why += "; bleeding that pregnancy explains does not count"
            gone.append(pregnancy)
        reading.facts = [one for one in reading.facts if not any(one is other for other in gone)]
        return


def karyotype(reading: Reading) -> None:
    """Normal or abnormal chromosomes."""
    for pattern, normal in ((_NORMAL, True), (_ABNORMAL, False)):
        for found in pattern.finditer(reading.left):
            opening = re.split(r"[.;,]", reading.left[: found.start()])[-1]
            no = re.search(r"\b(no|without|absence of)\s+$", opening)
            if no is not None and not normal:
                offset = found.start() - len(opening)
                reading.left = (
                    reading.left[: offset + no.start()]
                    + "\x01" * (no.end() - no.start())
                    + reading.left[offset + no.end() :]
                )
            pack = "normal_karyotype" if normal else "abnormal_karyotype"
            reading.add(
                found, "karyotype", {"normal": normal if no is None or normal else True},
                why=f"'{reading.quote(*found.span())}' is a report of chromosomes", packs=(pack,),
            )  # fmt: skip
            break


def imaging(reading: Reading) -> None:
    """Ultrasound of the ovaries."""
    for found in _PRESENT.finditer(reading.left):
        words = found["what"] or found["what2"]
        signs = {
            "uterus": "uterus",
            "any_ovary": "one ovary",
            "both_ovaries": "both ovar",
            "fallopian_tubes": "fallopian",
        }
        organs = [name for name, sign in signs.items() if sign in words]
        if organs and ("ovar" not in words or {"any_ovary", "both_ovaries"} & set(organs)):
            reading.add(
                found, "anatomy", {"all_of": organs}, grade="definition_needed", why="organs that must be there"
            )
    for found in _VISIBLE.finditer(reading.left):
        both = bool(re.match(r"bilateral|both|two", found.group()))
        reading.add(
            found, "ovary_imaging", {"measure": "visible", "each_ovary": both},
            why=f"'{reading.quote(*found.span())}' is seen on a scan",
        )  # fmt: skip
    for found in _SIZE.finditer(reading.left):
        factor = 10 if found["unit"] == "cm" else 1
        parameters: dict[str, Any] = {
            "measure": "mean_diameter_mm",
            "op": operator(found["op"]),
            "value": float(found["value"]) * factor,
        }
        if found["each"] or found["each2"] or found["each3"]:
            parameters["each_ovary"] = True
        grade = "definition_needed" if "volume" in found.group() else "exact"
        reading.add(
            found, "ovary_imaging", parameters, grade=grade, why=f"'{reading.quote(*found.span())}' states the limit"
        )
    for found in _AFC.finditer(reading.left):
        parameters = {"measure": "AFC", "op": operator(found["op"]), "value": float(found["value"])}
        reading.add(found, "ovary_imaging", parameters, why=f"'{reading.quote(*found.span())}' states the limit")
    for found in _MASS.finditer(reading.left):
        reading.add(
            found, "ovary_imaging", {"measure": "adnexal_mass"}, grade="definition_needed", why="the text gives no size"
        )


def partner(reading: Reading) -> None:
    """The partner's semen."""
    for found in _SPERM.finditer(reading.left):
        reading.add(
            found, "partner", {"any_of": ["azoospermia"]}, negated=True, grade="definition_needed",
            why="sperm that are there are no azoospermia; the text gives no count",
        )  # fmt: skip
    for found in _FACTOR.finditer(reading.left.rstrip(" .;")):
        reading.add(
            found, "partner", {"any_of": ["severe_male_factor"]}, grade="definition_needed",
            why="the text names no measure of semen", packs=("severe_male_factor",),
        )  # fmt: skip
    for found in _AZOO.finditer(reading.left):
        names = ["azoospermia"] if "azoo" in found["what"] else []
        names += (
            ["severe_oligozoospermia" if "severe" in found["what"] else "oligozoospermia"]
            if "oligo" in found["what"]
            else []
        )
        names += ["male_infertility"] if "infertility" in found["what"] else []
        reading.add(
            found, "partner", {"any_of": names}, grade="definition_needed", why="the partner's semen is asked for"
        )


def other_trials(reading: Reading) -> None:
    """Taking part in another trial, now or within a time."""
    if reading.section == "exclusion":
        for found in _TOOK_PART.finditer(reading.left):
            reading.add(
                found, "other_trial", {"within": period(found)}, why="counted back from screening",
            )  # fmt: skip
    for found in _TRIAL.finditer(reading.left):
        parameters: dict[str, Any] = {}
        inner = re.search(PERIOD, found.group())
        if inner is not None:
            parameters["within"] = period(inner)
        reading.add(
            found, "other_trial", parameters, negated=found["no"] is not None,
            why="counted back from screening" if parameters else "taking part now",
        )  # fmt: skip


def family(reading: Reading) -> None:
    """Family history: taken whole, so that a relative's disease is never hers."""
    for found in _FAMILY.finditer(reading.left):
        what = (found["what"] or found["what2"]).strip()
        inner = Reading(what, reading.section)
        from antral.protocol.from_registry.grammar.findings import findings, tumours

        tumours(inner)
        findings(inner)
        names = [name for fact in inner.facts for name in fact.parameters["any_of"]]
        if not names or _WORD.search(_FILLER.sub(" ", inner.left)):
            continue
        degree = {"degree": 1} if "first" in found.group() or "1st" in found.group() else {}
        reading.add(
            found,
            "family_history",
            {"any_of": names, **degree},
            grade="definition_needed",
            why="a disease of relatives",
        )
        if found["own"]:
            for fact in inner.facts:
                start, end = found.span("what")
                own = Fact(start, end, fact.kind, {**fact.parameters, "timing": "ever"}, fact.grade, fact.why)
                reading.facts.append(own)


__all__ = ["NUMBER", "diagnosis", "family", "imaging", "karyotype", "other_trials", "partner"]
