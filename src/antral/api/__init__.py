"""The verbs, as Python functions; the command line is another door to the same ones.

Takes names, paths and numbers as a user writes them; gives runs, tables and synopses.

1. `protocols` and `show` say what there is; `new` and `schema` help to write a protocol of one's own.
2. `simulate` runs a trial before it is run and gives a `Run`: `run.summary()`, `run.report("report.html")`; `runs`
   lists those that were kept, `remove_run` takes one away, `query` answers SQL over all of them.
   `design` lays designs of one trial side by side.
3. `woman` shows months of one virtual woman; `analyse` applies a protocol's analysis to a trial's tables,
   `estimate` one method to any trial's file.
4. `verify` lays the model's numbers beside published ones, and the statistics beside other programs; `model` writes
   out its equations and values.
5. `screen` says who may enter a trial, why not, and what would decide; `match` holds one woman against every trial;
   `attrition` shows where a protocol loses women, real or virtual; `diagnose` says what the guidelines say of a woman.
6. `read_record` makes a draft of a registry's record, `fetch` gets one, `import_record` writes and rewrites drafts,
   `lint` says what to look at in a protocol.
7. `calibrate` fits a part of the model to its targets, `morris` says which target answers to which number.

Wrong input is an `antral.core.InputError` whose message says what to do. To add a verb: its file here, its line in
`VERBS`, its command in `cli`.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from antral.api.calibration import calibrate, morris
    from antral.api.catalogue import new, protocols, schema, show
    from antral.api.designing import Designs, design
    from antral.api.diagnosing import Diagnoses, diagnose
    from antral.api.losses import Lost, attrition
    from antral.api.matching import Matches, match
    from antral.api.model_document import model
    from antral.api.one_woman import Woman, woman
    from antral.api.querying import answered, query, views, write_answer
    from antral.api.registry import fetch, import_record, lint, read_record
    from antral.api.run import Run
    from antral.api.run_list import Kept, remove_run, runs
    from antral.api.screening import Screened, screen
    from antral.api.simulation import simulate
    from antral.api.trial_data import analyse, estimate, methods
    from antral.api.verification import Verification, verify
    from antral.api.verification_oracles import OracleVerification

VERBS: Final = MappingProxyType(
    {
        # each is loaded when first used, so that `antral --help` is instant
        "Designs": "designing",
        "Diagnoses": "diagnosing",
        "Kept": "run_list",
        "Lost": "losses",
        "Matches": "matching",
        "Run": "run",
        "Screened": "screening",
        "OracleVerification": "verification_oracles",
        "Verification": "verification",
        "Woman": "one_woman",
        "analyse": "trial_data",
        "attrition": "losses",
        "match": "matching",
        "model": "model_document",
        "calibrate": "calibration",
        "design": "designing",
        "diagnose": "diagnosing",
        "estimate": "trial_data",
        "fetch": "registry",
        "import_record": "registry",
        "lint": "registry",
        "methods": "trial_data",
        "morris": "calibration",
        "new": "catalogue",
        "protocols": "catalogue",
        "query": "querying",
        "answered": "querying",
        "views": "querying",
        "write_answer": "querying",
        "read_record": "registry",
        "remove_run": "run_list",
        "runs": "run_list",
        "schema": "catalogue",
        "screen": "screening",
        "show": "catalogue",
        "simulate": "simulation",
        "verify": "verification",
        "woman": "one_woman",
    }
)

__all__ = [
    "VERBS",
    "Designs",
    "Diagnoses",
    "Kept",
    "Lost",
    "Matches",
    "OracleVerification",
    "Run",
    "Screened",
    "Verification",
    "Woman",
    "analyse",
    "answered",
    "attrition",
    "calibrate",
    "design",
    "diagnose",
    "estimate",
    "fetch",
    "import_record",
    "lint",
    "match",
    "methods",
    "model",
    "morris",
    "new",
    "protocols",
    "query",
    "read_record",
    "remove_run",
    "runs",
    "schema",
    "screen",
    "show",
    "simulate",
    "verify",
    "views",
    "woman",
    "write_answer",
]


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used."""
    if name in VERBS:
        return getattr(import_module(f"antral.api.{VERBS[name]}"), name)
    raise AttributeError(f"antral.api has no {name!r}; it has: {', '.join(VERBS)}")


def __dir__() -> list[str]:
    """The verbs, so that editors complete them."""
    return sorted(__all__)
