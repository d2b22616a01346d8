"""What people read of the evidence: pooled answers, their figures, the page of `antral evidence report`.

`flow_svg` draws the flow of a review as PRISMA 2020 has it, `flow_page` sets it into a page, `flow_sections` tell it.
"""

from antral.reports.evidence.flow import flow_page, flow_sections, flow_svg

__all__ = ["flow_page", "flow_sections", "flow_svg"]
