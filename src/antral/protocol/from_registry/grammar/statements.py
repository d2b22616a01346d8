"""What a person says or judges: consent, wishes, visits, the investigator, marriage; and references outside the text."""

import re
from typing import Any, Final, NamedTuple

from antral.protocol.from_registry.grammar.words import Fact, Reading


class _Statement(NamedTuple):
    kind: str
    words: str
    parameters: dict[str, Any]
    grade: str
    why: str
    packs: tuple[str, ...] = ()


def _said(item: str, equals: bool = True) -> dict[str, Any]:
    return {"item": item, "equals": equals}


_JUDGE: Final = (
    r"(?:attending |treating |study |responsible )?(?:investigators?|researchers?|doctors?|physicians?|clinicians?)"
)
_CONSENT: Final = r"(?:(?:voluntar(?:y|ily)|written|signed|freely|to provide|provide|to give|give|giving|to sign|sign|signing|the|an|a|have|has|obtained?|read|and|to) ?)*informed consents?(?: ?/ ?assent)?(?: forms?)?(?: before any procedures? (?:are|is) performed(?: in (?:this|the) (?:trial|study))?)?"
_STATEMENTS: Final = (
    _Statement("consent", rf"(?:do(?:es)? not understand or without|do(?:es)? not|(?:inability|unwillingness|failure) to|refus(?:e|es|al) to|unwilling to|unable to|cannot|can not|without|not willing to) (?:understand (?:and|or) )?(?:sign(?:ed)? |give |provide )?(?:{_CONSENT}|consent\b)", _said("informed_consent", False), "attestation", "consent that is not given"),
    _Statement("consent", rf"(?:(?:patients?|women|those|who|are|is|be|must|able|capable of|agree(?:s|d)?|willing(?:ness)?|voluntar(?:y|ily)|participation in the (?:study|trial) with|understand(?:s|ing)?|and|to|who) )*{_CONSENT}", _said("informed_consent"), "attestation", "consent is recorded, not measured"),
    _Statement("fertility_wish", r"(?:the )?intention of pregnant women", _said("fertility_wish"), "attestation", "read as women who intend to become pregnant"),
    _Statement("fertility_wish", r"(?:(?:have|has|with|having|a|an|who|are|is|strong) )*(?:fertility (?:requirements?|wish(?:es)?|desires?|demands?|needs?|intentions?)|(?:desir(?:e|es|ing)|wish(?:es|ing)?|want(?:s|ing)?|intend(?:s|ing)?|intention|willing|hop(?:e|es|ing)|plan(?:s|ning)?|request)(?: (?:to|for|of|a))* (?:conceiv(?:e|ing)(?: a (?:baby|child))?|become pregnant|get pregnant|be(?:come)? pregnant|have (?:a )?(?:baby|child(?:ren)?)|child(?:ren)?|pregnancy|childbearing|fertility))", _said("fertility_wish"), "attestation", "a wish is recorded, not measured"),
    _Statement("attestation", r"(?:unable|inability|not able|unwilling(?:ness)?|not willing|refus(?:e|es|al)|cannot|can not|incapable|(?:do(?:es)?|will|would) not)(?: or (?:unable|unwilling(?:ness)?|inability))?(?: to| of)? (?:follow(?:ing)?|comply(?:ing)?(?: with)?|take|complete|receive|attend|adhere to|accept)(?: the| all)? (?:treatment observation process|follow[ -]?up(?: schedules?| visits?| examinations?)?|study (?:protocol|procedures|requirements|schedule)|protocol|visits?|examinations?)(?: (?:and|or) (?:visits?|follow-?up|examinations?))?(?: required by (?:the|this) (?:trial|study))?", _said("able_to_follow_the_visits", False), "attestation", "whether she can come is asked, not measured"),
    _Statement("attestation", r"(?:(?:are|is|be|able|agree(?:s)?|willing(?:ness)?|ability|accept(?:s)?|good|compliance|and|to|can) )*(?:receive|attend|accept|comply with|complete|adhere to|undergo|participate in|take part in|be followed|follow)\b(?: the| all| regular| any)* (?:study )?(?:follow[ -]?ups?|follow[ -]?up (?:visits?|schedules?|examinations?)|(?:study|trial|protocol) (?:procedures|requirements|visits|schedule)|up)(?: (?:and|or) (?:visits?|examinations?|procedures))?", _said("will_attend_follow_up"), "attestation", "whether she will come is asked, not measured"),
    _Statement("attestation", r"(?:willing(?:ness)?|agree(?:s)?|voluntar(?:y|ily)|volunteer(?:s)?)(?: to)? participat(?:e|ion|ing)(?: in (?:this|the) (?:trial|study|clinical trial))?", _said("willing_to_participate"), "attestation", "a wish is recorded, not measured"),
    _Statement("attestation", r"(?:(?:able|ability|can|must|be|agree(?:s)?|to) )*(?:to )?(?:(?:read|speak|understand|communicate|write)(?: and | or |, | in )?)+ ?(?:english|spanish|french|arabic|chinese|mandarin|persian|the (?:local )?language)", _said("understands_the_language"), "attestation", "a statement of the woman"),
    _Statement("attestation", r"(?:(?:willing(?:ness)?|agree(?:s)?|must|will|to) )+(?:immediately )?(?:report|notify|inform)[\w ]{0,30} (?:any )?pregnanc(?:y|ies)(?: to [\w ]{3,30})?", _said("reports_pregnancy"), "attestation", "a statement of the woman"),
    _Statement("investigator_discretion", rf"^any (?:other )?(?:conditions?|reasons?|factors?|diseases?|circumstances?|illness|situation)[^.;]* (?:opinion|judge?ment|discretion|view) of (?:the |an )?{_JUDGE}[^.;]*$|^any (?:other )?(?:conditions?|reasons?|factors?|diseases?|circumstances?|illness|situation)[^.;]*{_JUDGE}(?:'s?)? (?:opinion|judge?ment|discretion|believ|consider|deem|think)[^.;]*$", _said("physician_judges_unsuitable"), "human_review", "the text leaves it to a physician's judgement"),
    _Statement("investigator_discretion", rf"(?:(?:any )?other (?:criteria|conditions?|reasons?|situations?|circumstances?|factors?),? (?:that |which |as )?)?(?:(?:in the )?(?:opinion|judge?ment|discretion) of (?:the |an )?{_JUDGE}|(?:the |an )?{_JUDGE} (?:consider(?:s|ed)?|believ(?:es?|ed)|think(?:s)?|judg(?:es?|ed)|deem(?:s|ed)?|determin(?:es?|ed))(?: that)?)(?: (?:it|they|the patient|the subject|she|patients?|to|be|is|are|not|as|un(?:suitable|fit)|suitable|improper|inappropriate|inadequate|ineligible|for|inclusion|participat(?:e|ion|ing)|participant|take|taking|part|in|this|the|trial|study|enrol?lment|appropriate|eligible|should|excluded|from|unable))+", _said("physician_judges_unsuitable"), "human_review", "the text leaves it to a physician's judgement"),
    _Statement("investigator_discretion", rf"(?:not suitable|unsuitable|inappropriate|unfit|considered unsuitable|judged unsuitable)(?: for| to)?(?: inclusion| participation| participate| enrol?lment| the study| this study| the trial| this trial| in)*(?: (?:by|in the opinion of) (?:the )?{_JUDGE})?", _said("physician_judges_unsuitable"), "human_review", "the text leaves it to a physician's judgement"),
    _Statement("marital_status", r"\bunmarried(?: wom[ae]n)?|\bnot married|\bsingle wom[ae]n", _said("married", False), "attestation", "marital status says nothing of health; in many places it may not be asked"),
    _Statement("marital_status", r"\bmarried(?: wom[ae]n| couples?)?", _said("married"), "attestation", "marital status says nothing of health; in many places it may not be asked"),
    _Statement("prior_treatment_failure", r"(?:patients? )?(?:show(?:s|ed)?|have|has|had|with)? ?(?:no|poor|lack of|inadequate|failed) respon(?:se|d(?:ed)?|sive)(?: to| of)? (?:the |prior |previous )?(?:drugs?|medical|hormon(?:e|al)|medication|conventional|standard)? ?(?:treatments?|therap(?:y|ies)|drugs?)|(?:resistant|refractory) to (?:drugs?|medical|conventional|standard|hormon(?:e|al))? ?(?:treatments?|therap(?:y|ies)|drugs?)|failure of (?:previous|prior|conventional|medical|drug|standard)? ?(?:treatments?|therap(?:y|ies))", {"item": "no_response_to_drug_treatment", "equals": True}, "human_review", "the text names neither drug nor dose nor what a response is"),
    _Statement("site_reference", r"(?:by|according to) (?:a )?(?:professional|specialist|experienced) doctors?|(?:according to|meet(?:s|ing)?|per|of) (?:the )?(?:hospital|site|centre|center|institution(?:al)?|local)(?:'s)? (?:criteria|standards?|protocols?|guidelines?|requirements?)(?: (?:for|of) [\w ]{3,40})?", {"item": "as_a_specialist_or_the_site_decides", "equals": True}, "human_review", "what is meant does not stand in the record"),
    _Statement("open_list", r"(?:or |and )?any other things?|(?:,|and|or)? ?etc\b\.?|\.\.\.+|,? ?and so on|(?:or |and )any other (?:serious |severe )?(?:diseases?|conditions?|disorders?|illness(?:es)?|reasons?|causes?|abnormalit(?:y|ies))(?! (?:that|which))|(?:or|and) others?\b(?! \w)", {"item": "anything_else_the_list_means", "equals": True}, "human_review", "the list is open; a person judges what else it means"),
    _Statement("contraindication", r"(?:medical |absolute )*contra-?indications? (?:for|to|of|against) (?:any )?(?:pregnanc(?:y|ies)|gestation|childbearing)|pregnancy contra-?indications?", {"to": "pregnancy"}, "definition_needed", "the text names no contraindication"),
    _Statement("contraindication", r"contra-?indications? (?:for|to|of|against) (?:any )?(?:hormon(?:e|al)[ -]replacement(?: therapy| treatment)?|hrt|hormones?(?: therapy)?|o?estrogens?)|(?:hormone[ -]replacement(?: therapy)?|hrt) contra-?indications?", {"to": "hrt"}, "definition_needed", "the text names no contraindication"),
    _Statement("contraindication", r"contra-?indications? (?:for|to|of|against) (?:any )?(?:lipo-?suction|lipo-?aspiration)(?: procedures?)?|lipo-?suction contra-?indications?", {"to": "liposuction"}, "definition_needed", "the text names no contraindication"),
)  # fmt: skip
_COMPILED: Final = tuple((one, re.compile(one.words)) for one in _STATEMENTS)


def statements(reading: Reading) -> None:
    """Every statement of the table."""
    for one, pattern in _COMPILED:
        for found in pattern.finditer(reading.left):
            if found.group().strip():
                parameters = dict(one.parameters)
                if one.kind == "investigator_discretion" and re.search("investigator|researcher", found.group()):
                    parameters["item"] = "investigator_judges_unsuitable"
                if parameters.get("item") == "able_to_follow_the_visits" and re.search("follow[ -]?up", found.group()):
                    parameters["item"] = "will_attend_follow_up"
                fact = reading.add(found, one.kind, parameters, grade=one.grade, why=one.why, packs=one.packs)
                if found.group().endswith("pregnant women"):
                    reading.facts.append(
                        Fact(fact.start, fact.end, "sex", {"value": "female"}, why="the line speaks of women")
                    )
                break
