"""How each endpoint is derived from the tables, one kind a file.

To add an endpoint, add a file with its code, unit, confounders and `derive`, and its line in `ENDPOINTS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.endpoints.change import CHANGE
from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question, Reason
from antral.analysis.endpoints.log_change import LOG_CHANGE
from antral.analysis.endpoints.menses_resumed import MENSES_RESUMED
from antral.analysis.endpoints.menses_sustained import MENSES_SUSTAINED
from antral.analysis.endpoints.ovulation import OVULATION, OVULATION_TWICE
from antral.analysis.endpoints.serious_event import SERIOUS_EVENT

ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        "log_change": LOG_CHANGE,
        "change": CHANGE,
        "menses_resumed": MENSES_RESUMED,
        "menses_sustained": MENSES_SUSTAINED,
        "ovulation": OVULATION,
        "ovulation_twice": OVULATION_TWICE,
        "serious_event": SERIOUS_EVENT,
    }
)

__all__ = ["ENDPOINTS", "Derived", "Endpoint", "Histories", "Question", "Reason"]
