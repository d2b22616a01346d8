"""The name of each column in CDISC analysis data sets (ADaM)."""

from collections.abc import Mapping
from types import MappingProxyType

CDISC: Mapping[str, str] = MappingProxyType(
    {
        "participant_id": "USUBJID",
        "arm": "TRTP",
        "visit": "AVISIT",
        "day": "ADY",
        "parameter": "PARAMCD",
        "value": "AVAL",
        "unit": "AVALU",
        "baseline": "BASE",
        "change": "CHG",
        "age_years": "AGE",
        "dose_cells": "DOSEP",
        "stratum": "STRATAR",
        "discontinuation": "DCSREAS",
        "term": "AETERM",
        "serious": "AESER",
        "severity": "AETOXGR",
        "relatedness": "AEREL",
        "outcome": "AEOUT",
        "code": "AEPTCD",
        "end_day": "AENDY",
    }
)
"""Our column: the CDISC variable. `read` accepts either name in a CSV file."""
