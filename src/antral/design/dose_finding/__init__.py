"""Dose finding: which dose comes next, which is chosen, and how often that is right.

Takes a target chance of toxicity and counts by dose; gives doses, decision tables and operating characteristics.

1. `boin`, `three_plus_three` and `crm` make a design; each is a `Rule` and explains itself when printed.
2. `next_dose` asks a design for the next dose of one trial, `selected` for the dose chosen at the end; a simulation of
   many trials calls `Rule.next_dose` on all at once. Doses are counted from 0, in printed tables from 1.
3. `pathways` shows where every result of the next cohorts leads (dose-transition table).
4. `exact` and `simulated` give the operating characteristics under a true curve of toxicity.
5. `mcp_mod_design`, `mcp_mod_size` and `compare_doses` plan a trial that MCP-Mod will analyse
   (`antral.analysis.methods.dose_response`).

To add a design, write a class with the members of `Rule` and its line in `DESIGNS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.design.dose_finding.boin import BOIN, Boin, boin
from antral.design.dose_finding.crm import CRM, Crm, Model, crm, skeleton
from antral.design.dose_finding.mcp_mod import (
    MCP_MOD_POWER,
    McpModDesign,
    Spacings,
    compare_doses,
    contrast_power,
    mcp_mod_design,
    mcp_mod_size,
    scaled,
)
from antral.design.dose_finding.operating import Operating, exact, simulated
from antral.design.dose_finding.rule import STOP, Rule, next_dose, selected
from antral.design.dose_finding.three_plus_three import THREE_PLUS_THREE, ThreePlusThree, three_plus_three
from antral.design.dose_finding.transitions import Pathway, Pathways, pathways

DESIGNS: Mapping[str, str] = MappingProxyType(
    {"boin": BOIN, "three_plus_three": THREE_PLUS_THREE, "crm": CRM, "mcp_mod_power": MCP_MOD_POWER}
)

__all__ = [
    "DESIGNS",
    "STOP",
    "Boin",
    "Crm",
    "McpModDesign",
    "Model",
    "Operating",
    "Pathway",
    "Pathways",
    "Rule",
    "Spacings",
    "ThreePlusThree",
    "boin",
    "compare_doses",
    "contrast_power",
    "crm",
    "exact",
    "mcp_mod_design",
    "mcp_mod_size",
    "next_dose",
    "pathways",
    "scaled",
    "selected",
    "simulated",
    "skeleton",
    "three_plus_three",
]
