"""Rows on age, body, laboratory, bleeding and the diagnosis."""

from datetime import date

from .dated import ON, aged, day, diary, fsh, sample, took
from .rows import (
    AGES,
    AMENORRHOEA,
    AMH,
    DOR,
    LIMIT_30,
    LONG,
    LOOSE,
    MONTH,
    NO,
    OFF,
    OLIGO,
    OPEN,
    POI,
    STRICT,
    TSH,
    TWICE,
    YES,
    afc,
    born,
    drawn,
    found,
    stated,
    took_only,
    tsh,
    unread,
)

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
    ("age", AGES, born(2027, 1, 1), OPEN),  # not born yet
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
    # off hormones: her list of medicines on the day of the sample decides, or contradicts what is noted
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM")), **took_only()}, YES),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM")), **took_only(took("a", "anticoagulant"))}, YES),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM")), **took_only(took("a"))}, OPEN),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM")), **took_only(took("a", "estrogen"))}, OPEN),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM", -9)), **took_only(took("a", "estrogen", start=-8))}, YES),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM", -9)), **took_only(took("a", "estrogen", stop=-9))}, OPEN),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM", -9)), **took_only(took("a", "estrogen", stop=-10))}, YES),
    (
        "lab_threshold",
        OFF,
        {**drawn(sample("AMH", 3, "pM", off_hormones=True)), **took_only(took("a", "estrogen"))},
        OPEN,
    ),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM", off_hormones=True)), **took_only(took("a"))}, YES),
    ("lab_threshold", OFF, {**drawn(sample("AMH", 3, "pM", off_hormones=False)), **took_only()}, OPEN),
    ("lab_threshold", {**AMH, "cycle_days": [2, 4]}, drawn(sample("AMH", 3, "pM", cycle_day=4)), YES),
    ("lab_threshold", {**AMH, "cycle_days": [2, 4]}, drawn(sample("AMH", 3, "pM", cycle_day=5)), OPEN),
    ("lab_threshold", {**AMH, "cycle_days": [2, 4]}, drawn(sample("AMH", 3, "pM")), OPEN),
    # `<=` and `>=`: the truth may be the value itself
    ("lab_threshold", AMH, drawn(sample("AMH", 5, "pmol/L", censored="at_most")), OPEN),
    ("lab_threshold", {**AMH, "op": "<="}, drawn(sample("AMH", 5, "pmol/L", censored="at_most")), YES),
    ("lab_threshold", {**AMH, "op": ">"}, drawn(sample("AMH", 5, "pmol/L", censored="at_most")), NO),
    ("lab_threshold", {**AMH, "op": ">="}, drawn(sample("AMH", 5, "pmol/L", censored="at_most")), OPEN),
    ("lab_threshold", AMH, drawn(sample("AMH", 4, "pmol/L", censored="at_most")), YES),
    ("lab_threshold", {**AMH, "op": ">"}, drawn(sample("AMH", 5, "pmol/L", censored="at_least")), OPEN),
    ("lab_threshold", {**AMH, "op": ">="}, drawn(sample("AMH", 5, "pmol/L", censored="at_least")), YES),
    ("lab_threshold", AMH, drawn(sample("AMH", 5, "pmol/L", censored="at_least")), NO),
    ("lab_threshold", {**AMH, "op": "<="}, drawn(sample("AMH", 5, "pmol/L", censored="at_least")), OPEN),
    # a value that could not be read may be the one that passes, or the latest
    ("lab_threshold", AMH, {**drawn(sample("AMH", 9, "pM")), **unread("AMH")}, OPEN),
    ("lab_threshold", AMH, {**drawn(sample("AMH", 3, "pM")), **unread("AMH")}, YES),
    ("lab_threshold", AMH, {**drawn(sample("AMH", 9, "pM")), **unread("FSH")}, NO),
    ("lab_threshold", STRICT, {**drawn(fsh(26, -80), fsh(20)), **unread("FSH")}, OPEN),
    ("lab_normal_range", TSH, {**drawn(tsh(9)), **unread("TSH")}, OPEN),
    ("lab_normal_range", TSH, {**drawn(tsh(2)), **unread("TSH")}, OPEN),
    ("lab_normal_range", {**TSH, "any_of": ["TSH", "PRL"]}, {**drawn(tsh(9)), **unread("PRL")}, YES),
    ("bmi", LIMIT_30, {**drawn(sample("BMI", 31, "kg/m2")), **unread("WEIGHT")}, OPEN),
    # two values: exactly four weeks; a month from 28 February; three samples
    ("lab_threshold", STRICT, drawn(fsh(26, -29), fsh(26)), YES),
    ("lab_threshold", STRICT, drawn(fsh(26, -28), fsh(26)), OPEN),
    ("lab_threshold", LOOSE, drawn(fsh(26, -28), fsh(26)), YES),
    ("lab_threshold", LOOSE, drawn(fsh(26, -27), fsh(26)), OPEN),
    ("lab_threshold", STRICT, drawn(fsh(25, -40), fsh(26)), OPEN),  # to be repeated
    ("lab_threshold", STRICT, drawn(fsh(26, -40), fsh(25)), NO),  # repeated, and lower
    ("lab_threshold", STRICT, drawn(fsh(8, -2000), fsh(70)), OPEN),
    ("lab_threshold", STRICT, drawn(fsh(70, -2000), fsh(8)), NO),
    ("lab_threshold", STRICT, drawn(fsh(30, -40), fsh(35, -20), fsh(10)), OPEN),  # the second has no repeat yet
    ("lab_threshold", STRICT, drawn(fsh(20, -40), fsh(20)), NO),
    ("lab_threshold", STRICT, drawn(fsh(26, -40), fsh(20, -20), fsh(26)), YES),
    ("lab_threshold", STRICT, drawn(fsh(26, -10), fsh(26), fsh(20, -60)), OPEN),
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
]
