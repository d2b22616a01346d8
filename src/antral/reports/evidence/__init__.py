"""What people read of the evidence: pooled answers, their figures, the page of `antral evidence report`.

1. `opening` says first on how few women an answer rests; `answer_sections` lays out the rest.
2. `answer_page` is its page, with forest plots beside the spontaneous course.
3. `report_page` puts every question, the studies, published meta-analyses and the certainty into one page.
4. `flow_svg` draws the flow of a review as PRISMA 2020 has it, `flow_page` and `flow_sections` show it.
5. `studies_sections`, `study_sections`, `meta_analysis_sections`, `lint_sections` and `disease_sections` show records.
6. `challenge_sections` and `challenge_page` show a printed result beside the same study repeated without effect,
   `challenge_panel` all of them in one figure, `together_section` all women counted together.
7. `worth_sections` and `worth_plates` show what planned trials could teach of the effect of cells.
"""

from antral.reports.evidence.answer_page import answer_page
from antral.reports.evidence.challenge import challenge_page, challenge_sections
from antral.reports.evidence.challenge import panel as challenge_panel
from antral.reports.evidence.disease import disease_sections
from antral.reports.evidence.effect import effect_plates, effect_sections, effect_sizes_sections
from antral.reports.evidence.flow import flow_page, flow_sections, flow_svg
from antral.reports.evidence.opening import opening
from antral.reports.evidence.records import lint_sections, meta_analysis_sections, studies_sections, study_sections
from antral.reports.evidence.report import Beside, known, report_page
from antral.reports.evidence.sections import answer_sections
from antral.reports.evidence.together import together_section, together_sentence
from antral.reports.evidence.worth import worth_plates, worth_sections

__all__ = [
    "Beside",
    "answer_page",
    "answer_sections",
    "challenge_page",
    "challenge_panel",
    "challenge_sections",
    "disease_sections",
    "effect_plates",
    "effect_sections",
    "effect_sizes_sections",
    "flow_page",
    "flow_sections",
    "flow_svg",
    "known",
    "lint_sections",
    "meta_analysis_sections",
    "opening",
    "report_page",
    "studies_sections",
    "study_sections",
    "together_section",
    "together_sentence",
    "worth_plates",
    "worth_sections",
]
