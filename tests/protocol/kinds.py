"""A table of criteria: kind, parameters, what is known of a woman on 15 June 2026, and the verdict found by hand."""

from datetime import date

from .dated import ON, aged, day, diary, findings, fsh, sample, took

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


def stated(**items):
    return {"statements": items}


X = {"any_of": ["x"]}
XY = {"any_of": ["x", "y"]}
RECENT = {"any_of": ["ovarian_surgery"], "within": "5 years"}
TWICE = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "occasions": 2}
STRICT, LOOSE = {**TWICE, "more_than_apart": "4 weeks"}, {**TWICE, "at_least_apart": "4 weeks"}
MONTH = {**TWICE, "at_least_apart": "1 month"}
AMH = {"analyte": "AMH", "op": "<", "threshold": "5 pmol/L"}
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
ULN = {"any_of": ["x"], "thresholds": [{"analyte": "ALT", "op": ">", "threshold": "5 ULN"}]}


def tsh(value, at=0, **more):
    return sample("TSH", value, "mIU/L", at, **{"reference_low": 0.4, "reference_high": 4.0, **more})


def afc(value):
    return sample("AFC", value, "count")


def ovary(side, value, at=0, **more):
    return sample(f"OVARY_DIAMETER_{side}", value, "mm", at, **more)


ROWS = [
    # age: from the day of a birthday; a bound that counts or not; completed years
    ("age", AGES, born(2006, 6, 15), YES),  # 20 today
    ("age", AGES, born(2006, 6, 16), NO),
    ("age", AGES, born(1986, 6, 16), YES),  # 40 tomorrow
    ("age", AGES, born(1986, 6, 15), NO),
    ("age", {"maximum_years": 40}, born(1986, 6, 15), YES),
    ("age", {"maximum_years": 40}, born(1986, 6, 14), NO),
    ("age", {"maximum_years": 40, "completed_years": True}, born(1985, 6, 16), YES),  # 41 tomorrow
    ("age", {"maximum_years": 40, "completed_years": True}, born(1985, 6, 15), NO),
    ("age", {"minimum_years": 18, "minimum_inclusive": False}, born(2008, 6, 15), NO),
    ("age", {"minimum_years": 18, "minimum_inclusive": False}, born(2008, 6, 14), YES),
    ("age", AGES, aged(39), YES),  # completed years: below 40 in any case
    ("age", {"maximum_years": 39}, aged(39), OPEN),
    ("age", {"minimum_years": 39}, aged(39), YES),
    ("age", {"minimum_years": 40}, aged(39), NO),
    ("age", {"minimum_years": 39.5}, aged(39), OPEN),
    ("age", AGES, {"age_years": 39, "age_recorded": day(-200)}, OPEN),
    ("age", AGES, {"age_years": 39.2, "age_recorded": day(-200)}, YES),
    ("age", AGES, {}, OPEN),
    ("age", {**AGES, "at": "diagnosis"}, born(1984, 6, 15), OPEN),
    ("age", {**AGES, "at": "diagnosis"}, {**born(1984, 6, 15), "poi_diagnosed": date(2024, 6, 14)}, YES),
    ("age", {**AGES, "at": "diagnosis"}, {**born(1984, 6, 15), "poi_diagnosed": date(2024, 6, 15)}, NO),
    ("age", {**AGES, "at": "diagnosis"}, {**born(1990, 6, 15), "poi_diagnosed": day(1)}, OPEN),
    (
        *("age", {**AGES, "at": "consent"}),
        {**born(1986, 6, 1), **stated(informed_consent={"value": True, "date": date(2026, 5, 31)})},
        YES,
    ),
    ("age", {**AGES, "at": "consent"}, {**born(1986, 6, 1), **stated(informed_consent=True)}, OPEN),
    ("sex", {"value": "female"}, {"sex": "female"}, YES),
    ("sex", {"value": "female"}, {"sex": "male"}, NO),
    ("sex", {"value": "female"}, {}, OPEN),
    # bmi: recorded, or from height and weight; 30 exactly
    ("bmi", LIMIT_30, drawn(sample("BMI", 30, "kg/m2")), YES),
    ("bmi", LIMIT_30, drawn(sample("BMI", 29.9, "kg/m2")), NO),
    ("bmi", LIMIT_30, drawn(sample("HEIGHT", 160, "cm", -900), sample("WEIGHT", 76.8, "kg")), YES),  # 30.0
    ("bmi", LIMIT_30, drawn(sample("HEIGHT", 1.6, "m", -900), sample("WEIGHT", 76700, "g")), NO),
    ("bmi", LIMIT_30, drawn(sample("WEIGHT", 90, "kg")), OPEN),
    (
        "bmi",
        LIMIT_30,
        drawn(sample("BMI", 31, "kg/m2", -90), sample("HEIGHT", 160, "cm"), sample("WEIGHT", 70, "kg")),
        NO,
    ),
    ("bmi", LIMIT_30, drawn(sample("BMI", 31, "kg/m2"), sample("HEIGHT", 160, "cm"), sample("WEIGHT", 70, "kg")), YES),
    ("bmi", LIMIT_30, drawn(sample("BMI", 31, "kg/m2"), sample("WEIGHT", 70, "stone")), YES),
    ("bmi", LIMIT_30, {}, OPEN),
    # one laboratory value: the limit itself, units, detection limits, hormones, time, day of the cycle
    ("lab_threshold", {**AMH, "op": "<="}, drawn(sample("AMH", 5, "pM")), YES),
    ("lab_threshold", AMH, drawn(sample("AMH", 5, "pmol/L")), NO),
    ("lab_threshold", AMH, drawn(sample("AMH", 0.7, "ng/mL")), YES),  # 4.998 pmol/L
    ("lab_threshold", AMH, drawn(sample("AMH", 0.71, "ng/mL")), NO),
    ("lab_threshold", AMH, drawn(sample("AMH", 0.1, "ng/mL", censored="below")), YES),
    ("lab_threshold", AMH, drawn(sample("AMH", 5, "pmol/L", censored="below")), YES),  # less than 5
    ("lab_threshold", AMH, drawn(sample("AMH", 6, "pmol/L", censored="below")), OPEN),
    ("lab_threshold", {**AMH, "op": ">"}, drawn(sample("AMH", 6, "pmol/L", censored="below")), OPEN),
    ("lab_threshold", {**AMH, "op": ">"}, drawn(sample("AMH", 0.1, "ng/mL", censored="below")), NO),
    ("lab_threshold", {**AMH, "op": ">="}, drawn(sample("AMH", 5, "pmol/L", censored="below")), NO),
    ("lab_threshold", AMH, drawn(sample("AMH", 20, "ng/mL", censored="above")), NO),
    ("lab_threshold", {**AMH, "op": ">"}, drawn(sample("AMH", 4, "pmol/L", censored="above")), OPEN),
    ("lab_threshold", {**AMH, "op": ">"}, drawn(sample("AMH", 5, "pmol/L", censored="above")), YES),
    ("lab_threshold", AMH, drawn(sample("AMH", 3, "IU/L")), OPEN),  # not a unit of AMH
    ("lab_threshold", AMH, drawn(sample("AMH", 3, "IU/L"), sample("AMH", 9, "pM", -9)), NO),  # as if not drawn
    ("lab_threshold", AMH, drawn(sample("AMH", 3, "pM", 1)), OPEN),  # tomorrow
    ("lab_threshold", AMH, {}, OPEN),
    ("lab_threshold", {**AMH, "threshold": None, "threshold_number": 5}, drawn(sample("AMH", 3, "pM")), OPEN),
    ("lab_threshold", {**AMH, "not_older_than": "3 months"}, drawn(sample("AMH", 3, "pM", -92)), YES),  # 15 March
    ("lab_threshold", {**AMH, "not_older_than": "3 months"}, drawn(sample("AMH", 3, "pM", -93)), OPEN),
    ("lab_threshold", {**AMH, "off_hormones": True}, drawn(sample("AMH", 3, "pM", off_hormones=True)), YES),
    ("lab_threshold", {**AMH, "off_hormones": True}, drawn(sample("AMH", 3, "pM", off_hormones=False)), OPEN),
    ("lab_threshold", {**AMH, "off_hormones": True}, drawn(sample("AMH", 3, "pM")), OPEN),
    ("lab_threshold", {**AMH, "cycle_days": [2, 4]}, drawn(sample("AMH", 3, "pM", cycle_day=4)), YES),
    ("lab_threshold", {**AMH, "cycle_days": [2, 4]}, drawn(sample("AMH", 3, "pM", cycle_day=5)), OPEN),
    ("lab_threshold", {**AMH, "cycle_days": [2, 4]}, drawn(sample("AMH", 3, "pM")), OPEN),
    # two values: exactly four weeks; a month from 28 February; three samples
    ("lab_threshold", STRICT, drawn(fsh(26, -29), fsh(26)), YES),
    ("lab_threshold", STRICT, drawn(fsh(26, -28), fsh(26)), OPEN),
    ("lab_threshold", LOOSE, drawn(fsh(26, -28), fsh(26)), YES),
    ("lab_threshold", LOOSE, drawn(fsh(26, -27), fsh(26)), OPEN),
    ("lab_threshold", STRICT, drawn(fsh(25, -40), fsh(26)), NO),
    ("lab_threshold", STRICT, drawn(fsh(26, -40), fsh(20, -20), fsh(26)), YES),
    ("lab_threshold", STRICT, drawn(fsh(26, -10), fsh(26), fsh(20, -60)), NO),
    ("lab_threshold", STRICT, drawn(fsh(26, -40, unit="mIU/mL"), fsh(26, unit="U/L")), YES),
    ("lab_threshold", STRICT, drawn(fsh(26, -40), fsh(26, unit="ng/mL")), OPEN),
    ("lab_threshold", STRICT, drawn(fsh(26)), OPEN),
    ("lab_threshold", MONTH, drawn(fsh(26, -106), fsh(26, -78)), OPEN),  # 1 and 29 March
    ("lab_threshold", MONTH, drawn(fsh(26, -107), fsh(26, -79)), YES),  # 28 February and 28 March
    ("lab_threshold", MONTH, drawn(fsh(26, -107), fsh(26, -76)), YES),  # 28 February and 31 March
    ("lab_threshold", MONTH, drawn(fsh(26, -108), fsh(26, -80)), YES),  # 27 February and 27 March
    ("lab_threshold", {**TWICE, "more_than_apart": "1 month"}, drawn(fsh(26, -31), fsh(26)), OPEN),  # 15 May to 15 June
    ("lab_threshold", {**TWICE, "more_than_apart": "1 month"}, drawn(fsh(26, -32), fsh(26)), YES),
    # a value against the laboratory's own range: the latest that can be judged
    ("lab_normal_range", TSH, drawn(tsh(4.1)), YES),
    ("lab_normal_range", TSH, drawn(tsh(4.0)), NO),
    ("lab_normal_range", TSH, drawn(tsh(0.4)), NO),
    ("lab_normal_range", TSH, drawn(tsh(0.39)), YES),
    ("lab_normal_range", {**TSH, "outside": "above"}, drawn(tsh(0.1)), NO),
    ("lab_normal_range", {**TSH, "outside": "below"}, drawn(tsh(9)), NO),
    ("lab_normal_range", TSH, drawn(tsh(9, -9), tsh(2)), NO),
    ("lab_normal_range", TSH, drawn(tsh(2, -9), tsh(9)), YES),
    ("lab_normal_range", TSH, drawn(tsh(9, -9), tsh(2, reference_low=None, reference_high=None)), YES),
    ("lab_normal_range", TSH, drawn(tsh(2, reference_low=None)), OPEN),
    ("lab_normal_range", TSH, drawn(tsh(5, reference_low=None)), YES),
    ("lab_normal_range", TSH, drawn(tsh(0.4, censored="below")), YES),
    ("lab_normal_range", TSH, drawn(tsh(0.5, censored="below")), OPEN),
    ("lab_normal_range", {"any_of": ["TSH", "PRL"], "outside": "above"}, drawn(tsh(2)), OPEN),
    ("lab_normal_range", {"any_of": ["TSH", "PRL"], "outside": "above"}, drawn(tsh(9)), YES),
    ("lab_normal_range", TSH, {}, OPEN),
    (
        *("lab_normal_range", {"any_of": ["CA125"], "outside": "above", "upper_limits": {"CA125": "35 U/mL"}}),
        *(drawn(sample("CA125", 35, "U/mL")), NO),
    ),
    # bleeding: 4 months before 15 June is 15 February (-120 days); the day itself lies outside the stretch
    ("amenorrhoea", AMENORRHOEA, {"diary": LONG}, YES),
    ("amenorrhoea", AMENORRHOEA, {"diary": diary(-400, [-120])}, YES),
    ("amenorrhoea", AMENORRHOEA, {"diary": diary(-400, [-119])}, NO),
    ("amenorrhoea", AMENORRHOEA, {"diary": diary(-400, [-50], spontaneous=False)}, YES),
    ("amenorrhoea", AMENORRHOEA, {"diary": diary(-120)}, YES),
    ("amenorrhoea", AMENORRHOEA, {"diary": diary(-119)}, OPEN),
    ("amenorrhoea", AMENORRHOEA, {"diary": diary(-400, to_day=-1)}, OPEN),
    ("amenorrhoea", AMENORRHOEA, {"last_period": day(-120)}, YES),
    ("amenorrhoea", AMENORRHOEA, {"last_period": day(-119)}, NO),
    ("amenorrhoea", AMENORRHOEA, {"last_period": day(-150), "diary": diary(-60)}, YES),
    ("amenorrhoea", AMENORRHOEA, {"last_period": day(-150), "diary": diary(-60, [-30])}, NO),
    ("amenorrhoea", AMENORRHOEA, {"usual_cycle_days": 60}, OPEN),
    ("amenorrhoea", AMENORRHOEA, {}, OPEN),
    ("amenorrhoea", OLIGO, {"diary": diary(-400, [-100, -60])}, YES),  # fewer than 3
    ("amenorrhoea", OLIGO, {"diary": diary(-400, [-108, -72, -36])}, YES),  # every cycle longer than 35 days
    ("amenorrhoea", OLIGO, {"diary": diary(-400, [-107, -72, -36])}, NO),  # one of exactly 35
    ("amenorrhoea", OLIGO, {"diary": diary(-100, [-90, -60, -30])}, NO),  # too short a diary, yet enough bleeds
    ("amenorrhoea", OLIGO, {"diary": diary(-100, [-90, -30])}, OPEN),
    ("amenorrhoea", OLIGO, {"last_period": day(-10), "diary": diary(-400, [-80, -50], to_day=-10)}, NO),
    ("amenorrhoea", OLIGO, {"last_period": day(-10), "diary": diary(-400, [-80], to_day=-10)}, YES),
    ("amenorrhoea", OLIGO, {"last_period": day(-10), "diary": diary(-400, [-80], to_day=-11)}, OPEN),
    ("amenorrhoea", OLIGO, {"last_period": day(-10)}, OPEN),
    ("amenorrhoea", OLIGO, {"last_period": day(-10), "usual_cycle_days": 36}, YES),
    ("amenorrhoea", OLIGO, {"last_period": day(-10), "usual_cycle_days": 35}, NO),
    ("amenorrhoea", {**OLIGO, "at_least": "7 months"}, {"last_period": day(-10), "usual_cycle_days": 36}, OPEN),
    ("amenorrhoea", {"pattern": "primary"}, {"amenorrhoea_type": "primary"}, YES),
    ("amenorrhoea", {"pattern": "primary"}, {"amenorrhoea_type": "secondary"}, NO),
    ("amenorrhoea", {"pattern": "primary"}, {"menarche_age_years": 12}, NO),
    ("amenorrhoea", {"pattern": "primary"}, {"last_period": day(-2000)}, NO),
    ("amenorrhoea", {"pattern": "primary"}, {}, OPEN),
    ("amenorrhoea", {"pattern": "secondary"}, {"amenorrhoea_type": "secondary"}, YES),
    ("amenorrhoea", {"pattern": "secondary"}, {"menarche_age_years": 12}, OPEN),  # is she without bleeds now?
    ("amenorrhoea", {**AMENORRHOEA, "pattern": "secondary"}, {"last_period": day(-130)}, YES),
    ("amenorrhoea", {**AMENORRHOEA, "pattern": "secondary"}, {"last_period": day(-100)}, NO),
    ("amenorrhoea", {**AMENORRHOEA, "pattern": "secondary"}, {"diary": LONG, "amenorrhoea_type": "primary"}, NO),
    ("amenorrhoea", {**AMENORRHOEA, "since": "diagnosis"}, {"diary": LONG, "poi_diagnosed": day(-120)}, YES),
    ("amenorrhoea", {**AMENORRHOEA, "since": "diagnosis"}, {"diary": LONG, "poi_diagnosed": day(-119)}, NO),
    ("amenorrhoea", {**AMENORRHOEA, "since": "diagnosis"}, {"diary": LONG}, OPEN),
    # the diagnosis: all three, at the age of diagnosis where that is known
    ("diagnosis_poi", POI, {**born(1990, 1, 1), "diary": LONG, **drawn(fsh(26))}, YES),
    ("diagnosis_poi", POI, {**born(1990, 1, 1), "diary": LONG, **drawn(fsh(25))}, NO),
    ("diagnosis_poi", POI, {**born(1986, 6, 15), "diary": LONG, **drawn(fsh(26))}, OPEN),  # 40; how old at diagnosis?
    ("diagnosis_poi", POI, {**born(1986, 6, 15), "diary": LONG, **drawn(fsh(26)), "poi_diagnosed": ON}, NO),
    ("diagnosis_poi", POI, {**born(1986, 6, 15), "diary": LONG, **drawn(fsh(26)), "poi_diagnosed": day(-1)}, YES),
    ("diagnosis_poi", POI, {**aged(39), "diary": LONG, **drawn(fsh(26))}, YES),
    ("diagnosis_poi", {**POI, "age_below_years": 39.5}, {**aged(39), "diary": LONG, **drawn(fsh(26))}, OPEN),
    ("diagnosis_poi", POI, {"diary": LONG, **drawn(fsh(26))}, OPEN),
    ("diagnosis_poi", POI, {"diary": diary(-400, [-10])}, NO),
    # low reserve: two of three signs (Bologna)
    ("diagnosis_dor", DOR, {**aged(42), **drawn(afc(6))}, YES),
    ("diagnosis_dor", DOR, {**aged(30), **found(ovarian_surgery=True, poor_ovarian_response=True)}, YES),
    ("diagnosis_dor", DOR, {**aged(30), **found(ovarian_surgery=False, poor_ovarian_response=False)}, NO),
    ("diagnosis_dor", DOR, {**aged(42), **drawn(afc(7), sample("AMH", 1.0, "ng/mL"))}, YES),
    ("diagnosis_dor", DOR, {**aged(42), **drawn(afc(7), sample("AMH", 2.0, "ng/mL"))}, OPEN),
    (
        "diagnosis_dor",
        DOR,
        {**aged(42), **drawn(afc(7), sample("AMH", 2, "ng/mL")), **found(poor_ovarian_response=False)},
        NO,
    ),
    ("diagnosis_dor", DOR, {}, OPEN),
    # findings: the same rule for all these kinds
    *((kind, X, found(x=True), YES) for kind in ("aetiology", "allergy", "gene", "gonadotoxic", "infection_serology")),
    *((kind, X, found(x=False), NO) for kind in ("aetiology", "allergy", "gene", "gonadotoxic", "infection_serology")),
    *((kind, X, found(x=None), OPEN) for kind in ("aetiology", "allergy", "gene", "gonadotoxic", "infection_serology")),
    *((kind, XY, found(x=True), YES) for kind in ("organ_function", "pregnancy_lactation", "surgery", "tumour")),
    *(
        (kind, XY, found(x=False, y=False), NO)
        for kind in ("organ_function", "pregnancy_lactation", "surgery", "tumour")
    ),
    *((kind, XY, found(x=False), OPEN) for kind in ("organ_function", "pregnancy_lactation", "surgery", "tumour")),
    ("condition", X, finding(onset=day(-900), ended=day(-800)), YES),
    ("condition", {**X, "timing": "current"}, finding(onset=day(-900), ended=day(-800)), NO),
    ("condition", {**X, "timing": "current"}, finding(ended=ON), YES),
    ("condition", {**X, "timing": "current"}, finding(ended=day(-1)), NO),
    ("condition", {**X, "within": "5 years"}, finding(ended=date(2021, 6, 15)), YES),
    ("condition", {**X, "within": "5 years"}, finding(ended=date(2021, 6, 14)), NO),
    ("surgery", RECENT, {"procedures": [{"name": "ovarian_surgery", "date": date(2021, 6, 15)}]}, YES),
    (
        "surgery",
        RECENT,
        {"procedures": [{"name": "ovarian_surgery", "date": date(2021, 6, 14)}]},
        NO,
    ),  # over on its day
    ("surgery", RECENT, {"procedures": [{"name": "ovarian_surgery"}]}, OPEN),
    ("surgery", {**RECENT, "within": None}, {"procedures": [{"name": "ovarian_surgery"}]}, YES),
    ("condition", {**X, "severity": "moderate"}, finding(severity="severe"), YES),
    ("condition", {**X, "severity": "moderate"}, finding(severity="mild"), NO),
    ("condition", {**X, "severity": "moderate"}, finding(), OPEN),
    ("condition", X, finding(certainty="suspected"), OPEN),
    ("condition", X, {}, OPEN),
    ("condition", {**X, "laboratory": TSH}, drawn(tsh(9)), YES),
    ("condition", {**X, "laboratory": TSH}, drawn(tsh(2)), NO),
    ("condition", {**X, "laboratory": TSH}, {**drawn(tsh(9)), **found(x=False)}, NO),  # the record goes first
    ("condition", {**X, "laboratory": TSH}, {}, OPEN),
    ("organ_function", ULN, drawn(sample("ALT", 201, "U/L", reference_high=40)), YES),
    ("organ_function", ULN, drawn(sample("ALT", 200, "U/L", reference_high=40)), OPEN),  # rules nothing out
    ("organ_function", ULN, drawn(sample("ALT", 900, "U/L")), OPEN),  # no upper limit given
    ("organ_function", ULN, {**drawn(sample("ALT", 201, "U/L", reference_high=40)), **found(x=False)}, YES),
    ("gonadotoxic", {"any_of": ["chemotherapy"]}, took_only(took("Endoxan", "chemotherapy", start=-900)), YES),
    ("gonadotoxic", {"any_of": ["chemotherapy"]}, {"procedures": []}, NO),
    ("surgery", {"any_of": ["ovarian_surgery"]}, {"procedures": [{"name": "unilateral_ovariectomy"}]}, YES),
    ("thrombosis_coagulation", {"any_of": ["venous_thromboembolism"]}, found(pulmonary_embolism=True), YES),
    ("thrombosis_coagulation", {"any_of": ["pulmonary_embolism"]}, found(venous_thromboembolism=False), NO),
    ("thrombosis_coagulation", {"any_of": ["pulmonary_embolism"]}, found(venous_thromboembolism=True), OPEN),
    ("contraindication", {**X, "to": "hrt"}, found(x=True), YES),
    ("contraindication", {**X, "to": "pregnancy"}, found(x=False), NO),
    ("contraindication", {**X, "to": "liposuction"}, {}, OPEN),
    ("anatomy", {"any_of": ["uterine_malformation"]}, found(uterine_malformation=True), YES),
    ("anatomy", {"any_of": ["uterine_malformation"]}, found(uterine_malformation=False), NO),
    ("anatomy", {"all_of": ["uterus", "ovary"]}, found(uterus=True, ovary=True), YES),
    ("anatomy", {"all_of": ["uterus", "ovary"]}, {"procedures": [{"name": "hysterectomy"}]}, NO),
    ("anatomy", {"all_of": ["uterus", "ovary"]}, found(uterus=True), OPEN),
    ("karyotype", {"normal": True}, {"karyotype": {"result": "46,XX"}}, YES),
    ("karyotype", {"normal": True}, {"karyotype": {"result": "45,X/46,XX"}}, NO),
    ("karyotype", {"normal": True}, {"karyotype": {"result": "46,XX", "date": day(1)}}, OPEN),
    ("karyotype", {"normal": False}, found(abnormal_karyotype=True), YES),
    ("karyotype", {"normal": False}, {}, OPEN),
    # the scan: each ovary or either
    ("ovary_imaging", {"measure": "visible"}, found(ovary_visible_left=True, ovary_visible_right=True), YES),
    ("ovary_imaging", {"measure": "visible"}, found(ovary_visible_left=True, ovary_visible_right=False), NO),
    ("ovary_imaging", {"measure": "visible"}, found(ovary_visible_left=True), OPEN),
    ("ovary_imaging", {"measure": "visible"}, drawn(ovary("LEFT", 20), ovary("RIGHT", 18)), YES),
    ("ovary_imaging", {"measure": "injectable", "each_ovary": False}, found(ovary_injectable_left=True), YES),
    ("ovary_imaging", DIAMETER, drawn(ovary("LEFT", 10.1), ovary("RIGHT", 11)), YES),
    ("ovary_imaging", DIAMETER, drawn(ovary("LEFT", 10), ovary("RIGHT", 11)), NO),
    ("ovary_imaging", DIAMETER, drawn(ovary("LEFT", 11)), OPEN),
    ("ovary_imaging", {**DIAMETER, "each_ovary": False}, drawn(ovary("LEFT", 11)), YES),
    ("ovary_imaging", DIAMETER, drawn(ovary("LEFT", 9, -9), ovary("LEFT", 11), ovary("RIGHT", 11)), YES),
    ("ovary_imaging", {"measure": "AFC", "op": "<", "value": 5}, drawn(afc(4)), YES),
    ("ovary_imaging", {"measure": "AFC", "op": "<", "value": 5}, drawn(afc(5)), NO),
    ("ovary_imaging", {"measure": "AFC", "op": "<", "value": 5}, {}, OPEN),
    ("ovary_imaging", {"measure": "adnexal_mass"}, found(adnexal_mass=True), YES),
    # other trials: 3 months before 15 June is 15 March (-92)
    ("other_trial", {}, {"trials": [{"start": day(-90)}]}, YES),
    ("other_trial", {}, {"trials": [{"stop": day(-1)}]}, NO),
    ("other_trial", {}, {"trials": []}, NO),
    ("other_trial", {}, {}, OPEN),
    ("other_trial", {"within": "3 months"}, {"trials": [{"stop": day(-91)}]}, YES),
    ("other_trial", {"within": "3 months"}, {"trials": [{"stop": day(-92)}]}, NO),
    ("other_trial", {"within": "3 months"}, {"trials": [{"start": day(1)}]}, NO),
    ("other_trial", {"same_condition": True}, {"trials": [{"condition": "premature_ovarian_insufficiency"}]}, YES),
    ("other_trial", {"same_condition": True}, {"trials": [{"condition": "asthma"}]}, NO),
    ("other_trial", {"same_condition": True}, {"trials": [{}]}, OPEN),
    # medicines
    ("washout", WASHED, took_only(took("Climen", "sex_hormone", stop=-92)), YES),  # on 15 March, three months ago
    ("washout", WASHED, took_only(took("Climen", "sex_hormone", stop=-91)), NO),
    ("washout", WASHED, took_only(took("Climen", "sex_hormone")), NO),
    ("washout", WASHED, took_only(took("Climen", "sex_hormone", start=1)), YES),
    ("washout", WASHED, took_only(took("Something")), OPEN),
    ("washout", WASHED, took_only(took("Something", stop=-200)), YES),
    ("washout", WASHED, took_only(), YES),
    ("washout", WASHED, {}, OPEN),
    *(
        (kind, {"classes": ["anticoagulant"]}, known, status)
        for kind in ("concomitant_excluded", "concomitant_required")
        for known, status in (
            (took_only(took("Heparin", "anticoagulant", start=-9)), YES),
            (took_only(took("Heparin", "anticoagulant", stop=0)), YES),  # her last day
            (took_only(took("Heparin", "anticoagulant", stop=-1)), NO),
            (took_only(took("Heparin", "anticoagulant", start=1)), NO),
            (took_only(took("Something")), OPEN),
            (took_only(), NO),
            ({}, OPEN),
        )
    ),
    (
        "prior_cell_therapy",
        {"classes": ["stem_cell_therapy"]},
        took_only(took("Cells", "stem_cell_therapy", stop=-900)),
        YES,
    ),
    ("prior_cell_therapy", {"classes": ["stem_cell_therapy"]}, took_only(), NO),
    ("prior_cell_therapy", {"classes": ["stem_cell_therapy"], "ever": False}, took_only(), YES),
    (
        "prior_cell_therapy",
        {"classes": ["stem_cell_therapy"]},
        {"procedures": [{"name": "bone_marrow_transplant"}]},
        YES,
    ),
    ("prior_cell_therapy", {"classes": ["stem_cell_therapy"]}, took_only(took("Something")), OPEN),
    ("prior_cell_therapy", {"classes": ["stem_cell_therapy"]}, {}, OPEN),
    # 21 days in all, the first and the last counted; 6 months before is 15 December (-182)
    ("cumulative_exposure", STEROIDS, took_only(took("a", "glucocorticoid", start=-30, stop=-10)), YES),
    ("cumulative_exposure", STEROIDS, took_only(took("a", "glucocorticoid", start=-30, stop=-11)), NO),
    (
        *("cumulative_exposure", STEROIDS),
        took_only(took("a", "glucocorticoid", start=-30, stop=-20), took("b", "glucocorticoid", start=-19, stop=-10)),
        YES,
    ),
    (
        *("cumulative_exposure", STEROIDS),
        took_only(took("a", "glucocorticoid", start=-30, stop=-20), took("b", "glucocorticoid", start=-20, stop=-11)),
        NO,  # one day is counted once
    ),
    ("cumulative_exposure", STEROIDS, took_only(took("a", "glucocorticoid", start=-400, stop=-162)), YES),
    ("cumulative_exposure", STEROIDS, took_only(took("a", "glucocorticoid", start=-400, stop=-163)), NO),
    ("cumulative_exposure", STEROIDS, took_only(took("a", "glucocorticoid", stop=-100)), OPEN),
    ("cumulative_exposure", STEROIDS, took_only(took("a", "glucocorticoid", stop=-170)), NO),
    ("cumulative_exposure", STEROIDS, took_only(took("a", start=-40)), OPEN),
    ("cumulative_exposure", STEROIDS, took_only(), NO),
    ("cumulative_exposure", STEROIDS, {}, OPEN),
    ("contraception_history", PILL, took_only(took("Pill", "oral_contraceptive", stop=-93)), YES),
    ("contraception_history", PILL, took_only(took("Pill", "oral_contraceptive", stop=-92)), NO),  # not more than
    ("contraception_history", PILL, took_only(took("Depot", "depot_progestogen", stop=-93)), NO),
    ("contraception_history", PILL, took_only(took("Something", stop=-93)), OPEN),
    ("contraception_history", PILL, took_only(), YES),
    ("contraception_history", PILL, {}, OPEN),
    # other people
    ("family_history", {"any_of": ["ovarian_tumour"]}, {"family_history": [{"finding": "ovarian_cancer"}]}, YES),
    ("family_history", {"any_of": ["ovarian_tumour"]}, {"family_history": [{"finding": "asthma"}]}, NO),
    ("family_history", {**X, "degree": 1}, {"family_history": [{"finding": "x", "degree": 1}]}, YES),
    ("family_history", {**X, "degree": 1}, {"family_history": [{"finding": "x", "degree": 2}]}, NO),
    ("family_history", {**X, "degree": 1}, {"family_history": [{"finding": "x"}]}, OPEN),
    ("family_history", X, {"family_history": [{"finding": "x"}, {"finding": "not_listed"}]}, YES),
    ("family_history", X, {"family_history": [{"finding": "not_listed"}]}, OPEN),
    ("family_history", X, {}, OPEN),
    ("family_history", {"any_of": ["genetic_disorder"]}, {"family_history": [{"finding": "fmr1_premutation"}]}, YES),
    ("partner", {"any_of": ["azoospermia"]}, found(partner_azoospermia=True), YES),
    ("partner", {"any_of": ["azoospermia"]}, found(partner_azoospermia=False), NO),
    ("partner", {"any_of": ["azoospermia"]}, {}, OPEN),
    # statements
    *(
        (kind, {"item": "it", "equals": wanted}, stated(it=said) if said is not None else {}, status)
        for kind in (
            *("attestation", "consent", "fertility_wish", "investigator_discretion", "marital_status", "open_list"),
            *("prior_treatment_failure", "site_reference"),
        )
        for wanted, said, status in (
            *((True, True, YES), (True, False, NO), (False, True, NO), (False, False, YES), (True, None, OPEN)),
        )
    ),
    ("consent", {"item": "it"}, stated(it={"value": True, "date": day(1)}), OPEN),
    ("unparsed", {"item": "NCT1_E9"}, stated(NCT1_E9=True), YES),
    ("unparsed", {"item": "NCT1_E9"}, stated(NCT1_E9=False), NO),
    ("unparsed", {"item": "NCT1_E9"}, {}, OPEN),
]
