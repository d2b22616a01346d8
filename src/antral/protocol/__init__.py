"""A trial's protocol: read, checked, changed, and its criteria applied to a woman.

Takes the name of a shipped protocol or a YAML file; gives a frozen `Protocol` that `trial` can run.

1. `available` lists what there is; `load` reads one, with `overrides` such as `arms.high.dose_cells=1.2e8`.
2. `Protocol` holds candidates, design, arms with their hormones, visits, eligibility, adverse events, the rule for
   harm, endpoints, estimands, analyses; what the source leaves open is a `Gap`, a change by the user a `Change`.
3. `screen` judges one woman on a day: eligible, ineligible or undetermined;
   `statuses` one line for thousands of virtual women.
4. `diagnose` says of one woman what the guidelines say: disease, stage, other causes, tests that are missing.
5. `Protocol.followed` is the same trial watched for years.
6. `written_in` reads a protocol that stands in a part of another record, such as that of a study repeated in silico.
   `load_study` reads a `Draft` as well: a registry's record whose lines can be screened (`from_registry` makes them).
7. `Protocol.conduct_fingerprint` names what conducting the trial sees: trials are stored under it.
8. `template` is a commented protocol to start from; `json_schema` is for editors.

To add a trial, add its YAML file to `records/protocols`; to add a kind of criterion, see `criteria`.
"""

from antral.protocol import criteria
from antral.protocol.arms import Arm, Comedication, Product
from antral.protocol.candidates import Candidates
from antral.protocol.catalogue import Entry, available, registered, runnable
from antral.protocol.cell_products import CellProduct, cell_product, cell_product_names, doses_on_record
from antral.protocol.conduct_part import ASKED_AFTERWARDS, TOLD
from antral.protocol.course import (
    Adherence,
    Cause,
    Conception,
    Dropout,
    FertilityTreatment,
    MissedVisits,
    RescueHormones,
)
from antral.protocol.criteria import KINDS, MET, NOT_MET, UNKNOWN, Status, Statuses, Verdict
from antral.protocol.definitions import Definition, definition, definition_names
from antral.protocol.design import Allocation, Blinding, Design, Enrolment, Stratum, Unblinding
from antral.protocol.diagnosis import Diagnosis, diagnose
from antral.protocol.draft import Draft, Missing, Registered
from antral.protocol.eligibility import Criterion, Eligibility, Part, Ruled
from antral.protocol.endpoints import METHODS_FOR, Derivation, Endpoint, Methods
from antral.protocol.estimands import Analysis, AnalysisPlan, Estimand, IntercurrentEvent
from antral.protocol.gaps import Assumption, Change, Gap
from antral.protocol.lint import Finding, lint_study
from antral.protocol.policy import Policy
from antral.protocol.protocol import Protocol
from antral.protocol.quantity import Period, nice_number, short_number
from antral.protocol.reading import load, load_study, not_runnable, written_in
from antral.protocol.safety import AdverseEvent, Monitoring, Trigger
from antral.protocol.schema import json_schema
from antral.protocol.screening import Screened, Screening, evaluate, screen
from antral.protocol.study import Contradiction, RegistryFacts, Study
from antral.protocol.template import template
from antral.protocol.virtual import luck_of_part, statuses
from antral.protocol.visits import Measure, Visit

__all__ = [
    "ASKED_AFTERWARDS",
    "KINDS",
    "MET",
    "METHODS_FOR",
    "NOT_MET",
    "TOLD",
    "UNKNOWN",
    "Adherence",
    "AdverseEvent",
    "Allocation",
    "Analysis",
    "AnalysisPlan",
    "Arm",
    "Assumption",
    "Blinding",
    "Candidates",
    "Cause",
    "CellProduct",
    "Change",
    "Comedication",
    "Conception",
    "Contradiction",
    "Criterion",
    "Definition",
    "Derivation",
    "Design",
    "Diagnosis",
    "Draft",
    "Dropout",
    "Eligibility",
    "Endpoint",
    "Enrolment",
    "Entry",
    "Estimand",
    "FertilityTreatment",
    "Finding",
    "Gap",
    "IntercurrentEvent",
    "Measure",
    "Methods",
    "MissedVisits",
    "Missing",
    "Monitoring",
    "Part",
    "Period",
    "Policy",
    "Product",
    "Protocol",
    "Registered",
    "RegistryFacts",
    "RescueHormones",
    "Ruled",
    "Screened",
    "Screening",
    "Status",
    "Statuses",
    "Stratum",
    "Study",
    "Trigger",
    "Unblinding",
    "Verdict",
    "Visit",
    "available",
    "cell_product",
    "cell_product_names",
    "criteria",
    "definition",
    "definition_names",
    "diagnose",
    "doses_on_record",
    "evaluate",
    "json_schema",
    "lint_study",
    "load",
    "load_study",
    "luck_of_part",
    "nice_number",
    "not_runnable",
    "registered",
    "runnable",
    "screen",
    "short_number",
    "statuses",
    "template",
    "written_in",
]
