"""Rows on findings, scans, medicines, other people and statements."""

from datetime import date

from .dated import ON, day, sample, took
from .rows import (
    DIAMETER,
    NO,
    OPEN,
    PILL,
    RECENT,
    STEROIDS,
    THYROID,
    TSH,
    ULN,
    WASHED,
    XY,
    YES,
    X,
    afc,
    drawn,
    finding,
    found,
    ovary,
    stated,
    took_only,
    tsh,
    unread,
)

ROWS = [
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
    ("condition", {**X, "also": ["wide"]}, found(wide=True), YES),
    ("condition", {**X, "also": ["wide"]}, found(wide=True, x=False), YES),
    ("condition", {**X, "also": ["wide"]}, found(wide=False), OPEN),
    ("condition", {**X, "also": ["wide"]}, found(x=False), NO),
    ("condition", X, {}, OPEN),
    ("condition", {**X, "laboratory": TSH}, drawn(tsh(9)), YES),
    ("condition", {**X, "laboratory": TSH}, drawn(tsh(2)), NO),
    ("condition", {**X, "laboratory": TSH}, {**drawn(tsh(9)), **found(x=False)}, OPEN),  # they disagree
    ("condition", {**X, "laboratory": TSH}, {**drawn(tsh(2)), **found(x=False)}, NO),
    ("condition", {**X, "laboratory": TSH}, {**drawn(tsh(2)), **found(x=True)}, YES),
    ("condition", THYROID, {**drawn(tsh(2)), **found(thyroid_dysfunction=True)}, OPEN),  # the wider name
    ("condition", THYROID, {**drawn(tsh(9)), **found(thyroid_dysfunction=True)}, YES),
    ("condition", THYROID, {**drawn(tsh(2)), **found(thyroid_nodule=True)}, NO),  # a thyroid disease, no dysfunction
    ("condition", THYROID, {**drawn(tsh(50)), **finding("hypothyroidism", ended=day(-4000))}, OPEN),
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
    ("ovary_imaging", {"measure": "AFC", "op": "<", "value": 5}, {**drawn(afc(4)), **unread("AFC")}, OPEN),
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
    ("contraception_history", PILL, took_only(took("Some", "sex_hormone", "hormonal_contraceptive")), OPEN),
    ("contraception_history", PILL, took_only(took("Some", "hormonal_contraceptive", stop=-400)), YES),
    (
        *("contraception_history", {"after": {"depot_progestogen": "6 months"}}),
        *(took_only(took("Pill", "hormonal_contraceptive", "oral_contraceptive")), YES),
    ),
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
