"""What people read: synopsis, answer, tables, figures, pages. Only this room and the command line draw.

Takes protocols and results; gives sections of text and tables that a terminal or a page shows.

1. `synopsis` says what a protocol is, with its gaps and assumptions; `draft_synopsis` what a registry's record holds.
2. `answer` says in plain words what a trial can show, from the numbers of a run; `as_text` writes it out.
3. `terminal` puts a run on a terminal, `html` into one page that opens offline; `Material` is what the page draws.
4. `woman_table` and `draw_woman`, `analysis_tables`, `verify_table`, `calibration_tables` and `morris_table` serve the
   verbs of these names.
5. `verification_page` is the page of `antral verify`; `Chart` holds what it draws, as arrays that `verify` supplies;
   `oracle_table` and `oracle_page` lay statistics and pooling beside other programs.
6. `model_document` writes out the model from the code that runs and the records it reads.
7. `screened_sections` and `screening_page` show who may enter a trial, and why not; `match_*`, `attrition_*` and
   `diagnosed_sections` serve the other verbs on women.
8. `studies_sections`, `study_sections`, `meta_analysis_sections`, `lint_sections` and
   `disease_sections` show the records of the evidence.
9. `flow_svg` and its sisters show the flow of a search for studies, `treatment_sections` a treatment.
10. `evidence_opening`, `evidence_sections` and `evidence_answer_page` show what the published record says.
   `challenge_sections` and `challenge_page` show a printed result beside the same study repeated without effect.
   `forecast_sections`, `forecasts_sections` and `checked_sections` show forecasts of running trials,
   `updated_sections` what has moved since the evidence was last looked at, `worth_sections` what planned trials could
   teach.
11. `render` puts any sections on a terminal.

To add a part to the synopsis, write a function that gives a `Section` and name it in `synopsis`; to add a table to a
run, write it in `tables` and name it in `terminal` and in the page's template.
"""

from antral.reports.answer import Answer, answer, as_text
from antral.reports.calibration import calibration_tables, morris_table
from antral.reports.designs import designs_sections
from antral.reports.designs_page import designs_page
from antral.reports.diagnosed import diagnosed_sections
from antral.reports.draft_synopsis import draft_synopsis
from antral.reports.evidence import Beside as EvidenceBeside
from antral.reports.evidence import answer_page as evidence_answer_page
from antral.reports.evidence import answer_sections as evidence_sections
from antral.reports.evidence import (
    challenge_page,
    challenge_sections,
    disease_sections,
    effect_plates,
    effect_sections,
    effect_sizes_sections,
    flow_page,
    flow_sections,
    flow_svg,
    lint_sections,
    meta_analysis_sections,
    studies_sections,
    study_sections,
    together_section,
    together_sentence,
    worth_plates,
    worth_sections,
)
from antral.reports.evidence import known as evidence_known
from antral.reports.evidence import opening as evidence_opening
from antral.reports.evidence import report_page as evidence_report_page
from antral.reports.evidence.forecast import checked_sections, forecast_sections, forecasts_sections
from antral.reports.evidence.treatments import treatment_sections, treatments_sections
from antral.reports.evidence.updated import updated_sections
from antral.reports.figures import Band, Chart, Curve, Heat, Ladder, Mark, Panel
from antral.reports.lost import attrition_page, attrition_sections
from antral.reports.matched import match_page, match_sections
from antral.reports.material import ArmFlow, CloseUp, Flow, Material
from antral.reports.model import document as model_document
from antral.reports.oracles import oracle_page, oracle_table
from antral.reports.page import html
from antral.reports.screened import sections as screened_sections
from antral.reports.screening import screening_page
from antral.reports.section import Section, render
from antral.reports.single import analysis_sections, analysis_tables, applied_tables, methods_table
from antral.reports.synopsis import synopsis
from antral.reports.terminal import terminal
from antral.reports.verification import CheckRow, VerificationMaterial, tally, verification_page, verify_table
from antral.reports.woman import draw_woman, woman_months, woman_table

__all__ = [
    "Answer",
    "ArmFlow",
    "Band",
    "Chart",
    "CheckRow",
    "CloseUp",
    "Curve",
    "EvidenceBeside",
    "Flow",
    "Heat",
    "Ladder",
    "Mark",
    "Material",
    "Panel",
    "Section",
    "VerificationMaterial",
    "analysis_sections",
    "analysis_tables",
    "answer",
    "applied_tables",
    "as_text",
    "attrition_page",
    "attrition_sections",
    "calibration_tables",
    "challenge_page",
    "challenge_sections",
    "checked_sections",
    "designs_page",
    "designs_sections",
    "diagnosed_sections",
    "disease_sections",
    "draft_synopsis",
    "draw_woman",
    "effect_plates",
    "effect_sections",
    "effect_sizes_sections",
    "evidence_answer_page",
    "evidence_known",
    "evidence_opening",
    "evidence_report_page",
    "evidence_sections",
    "flow_page",
    "flow_sections",
    "flow_svg",
    "forecast_sections",
    "forecasts_sections",
    "html",
    "lint_sections",
    "match_page",
    "match_sections",
    "meta_analysis_sections",
    "methods_table",
    "model_document",
    "morris_table",
    "oracle_page",
    "oracle_table",
    "render",
    "screened_sections",
    "screening_page",
    "studies_sections",
    "study_sections",
    "synopsis",
    "tally",
    "terminal",
    "together_section",
    "together_sentence",
    "treatment_sections",
    "treatments_sections",
    "updated_sections",
    "verification_page",
    "verify_table",
    "woman_months",
    "woman_table",
    "worth_plates",
    "worth_sections",
]
