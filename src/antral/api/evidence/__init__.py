"""The verbs of `antral evidence`, as Python functions.

Takes names of studies and outcomes, and files; gives records, pooled effects and simulated replicas.

To add a verb: its file here, its line in `VERBS`, its command in `cli/evidence`.
"""

from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

VERBS: Final = MappingProxyType[str, str](
    {
        "effect": "effect",
        "effect_sizes": "effect",
        "shipped_effect": "effect",
        "add": "adding",
        "disease": "recording",
        "Challenges": "challenging",
        "challenge": "challenging",
        "challenges": "challenging",
        "check_forecast": "forecasting",
        "forecast": "forecasting",
        "forecast_register": "forecasting",
        "forecasts": "forecasting",
        "lint": "linting",
        "record_forecasts": "forecasting",
        "show": "recording",
        "studies": "recording",
        "template": "adding",
        "decide_references": "literature",
        "import_references": "literature",
        "correct_search": "literature",
        "link_reference": "literature",
        "read_review": "literature",
        "review_flow": "literature",
        "review_status": "literature",
        "settle_pair": "literature",
        "start_review": "literature",
        "take_decisions": "literature",
        "write_screening_sheet": "literature",
        "modelled_course": "modelled",
        "pool": "pooling",
        "report": "reporting",
        "treatment": "treating",
        "treatments": "treating",
        "update": "updating",
        "shipped_worth": "planned",
        "worth": "planned",
    }
)
"""Names and the file of each; loaded when first used."""


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used."""
    if name in VERBS:
        return getattr(import_module(f"antral.api.evidence.{VERBS[name]}"), name)
    raise AttributeError(f"antral.api.evidence has no {name!r}; it has: {', '.join(VERBS)}")
