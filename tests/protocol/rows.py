"""What a table of criteria is written with: records and rules."""

from datetime import date

from .dated import diary, findings, sample

YES, NO, OPEN = "met", "not_met", "unknown"


def drawn(*measurements):
    return {"measurements": measurements}


def born(year, month, number):
    return {"birth_date": date(year, month, number)}


def found(**present):
    return {"findings": findings(**present)}


def finding(name="x", **fields):
    return {"findings": [{"name": name, **fields}]}


def took_only(*medicines):
    return {"medications": medicines}


def unread(about):
    return {"unread": [{"where": "row 4", "why": "no unit", "about": about}]}


def stated(**items):
    return {"statements": items}


X = {"any_of": ["x"]}
XY = {"any_of": ["x", "y"]}
RECENT = {"any_of": ["ovarian_surgery"], "within": "5 years"}
TWICE = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "occasions": 2}
STRICT, LOOSE = {**TWICE, "more_than_apart": "4 weeks"}, {**TWICE, "at_least_apart": "4 weeks"}
MONTH = {**TWICE, "at_least_apart": "1 month"}
AMH = {"analyte": "AMH", "op": "<", "threshold": "5 pmol/L"}
OFF = {**AMH, "off_hormones": True}
AMENORRHOEA = {"pattern": "amenorrhoea", "at_least": "4 months"}
OLIGO = {
    **{"pattern": "oligo_or_amenorrhoea", "at_least": "4 months", "fewer_bleeds_than": 3},
    "cycles_longer_than": "35 days",
}
LONG = diary(-400)
AGES = {"minimum_years": 20, "maximum_years": 40, "maximum_inclusive": False}
WASHED = {"classes": ["sex_hormone"], "none_within": "3 months"}
STEROIDS = {"classes": ["glucocorticoid"], "at_least": "3 weeks", "within": "6 months"}
PILL = {"after": {"oral_contraceptive": "3 months", "depot_progestogen": "6 months"}}
LIMIT_30 = {"op": ">=", "kg_m2": 30}
DIAMETER = {"measure": "mean_diameter_mm", "op": ">", "value": 10}
POI = {
    "age_below_years": 40,
    "bleeding": AMENORRHOEA,
    "fsh": {"analyte": "FSH", "op": ">", "threshold": "25 IU/L"},
}
DOR = {
    "at_least": 2,
    "any": [
        {"age": {"minimum_years": 40}, "findings": {"any_of": ["ovarian_surgery"]}},
        {"findings": {"any_of": ["poor_ovarian_response"]}},
        {"laboratory": [{"analyte": "AFC", "op": "<", "threshold": "7 count"}, {**AMH, "threshold": "1.1 ng/mL"}]},
    ],
}
TSH = {"any_of": ["TSH"], "outside": "either"}
THYROID = {
    **{"any_of": ["hypothyroidism"], "timing": "current"},
    "laboratory": {"any_of": ["TSH"], "outside": "either"},
}
ULN = {"any_of": ["x"], "thresholds": [{"analyte": "ALT", "op": ">", "threshold": "5 ULN"}]}


def tsh(value, at=0, **more):
    return sample("TSH", value, "mIU/L", at, **{"reference_low": 0.4, "reference_high": 4.0, **more})


def afc(value):
    return sample("AFC", value, "count")


def ovary(side, value, at=0, **more):
    return sample(f"OVARY_DIAMETER_{side}", value, "mm", at, **more)
