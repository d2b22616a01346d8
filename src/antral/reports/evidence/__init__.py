"""What people read of the evidence: pooled answers, their figures, the page of `antral evidence report`.

`flow_svg` draws the flow of a review as PRISMA 2020 has it, `flow_page` sets it into a page, `flow_sections` tell it.
`studies_sections`, `study_sections`, `meta_analysis_sections`, `lint_sections` and `disease_sections` show the records.
"""

from antral.reports.evidence.disease import disease_sections
from antral.reports.evidence.flow import flow_page, flow_sections, flow_svg
from antral.reports.evidence.records import lint_sections, meta_analysis_sections, studies_sections, study_sections

__all__ = [
    "disease_sections",
    "flow_page",
    "flow_sections",
    "flow_svg",
    "lint_sections",
    "meta_analysis_sections",
    "studies_sections",
    "study_sections",
]
