"""How each endpoint is derived from the tables, one kind a file.

To add an endpoint, add a file with its code, unit, confounders, strategies and `derive`, and its line in `ENDPOINTS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.endpoints.adverse_event import ADVERSE_EVENT, RELATED_EVENT, SERIOUS_EVENT
from antral.analysis.endpoints.any_visit import ABOVE, RISE
from antral.analysis.endpoints.bled import BLED
from antral.analysis.endpoints.change import CHANGE
from antral.analysis.endpoints.conception import CONCEIVED, LIVE_BIRTH
from antral.analysis.endpoints.definition import CONFOUNDERS, Derived, Endpoint, Happened, Histories, Question, Reason
from antral.analysis.endpoints.follicle_growth import FOLLICLE_GROWTH
from antral.analysis.endpoints.log_change import LOG_CHANGE
from antral.analysis.endpoints.menses_resumed import MENSES_RESUMED
from antral.analysis.endpoints.menses_sustained import MENSES_SUSTAINED
from antral.analysis.endpoints.ovulation import OVULATION, OVULATION_TWICE
from antral.analysis.endpoints.ovulation_confirmed import OVULATION_CONFIRMED

ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        "log_change": LOG_CHANGE,
        "change": CHANGE,
        "bled": BLED,
        "menses_resumed": MENSES_RESUMED,
        "menses_sustained": MENSES_SUSTAINED,
        "ovulation": OVULATION,
        "ovulation_twice": OVULATION_TWICE,
        "ovulation_confirmed": OVULATION_CONFIRMED,
        "follicle_growth": FOLLICLE_GROWTH,
        "above": ABOVE,
        "rise": RISE,
        "conceived": CONCEIVED,
        "live_birth": LIVE_BIRTH,
        "adverse_event": ADVERSE_EVENT,
        "serious_event": SERIOUS_EVENT,
        "related_event": RELATED_EVENT,
    }
)

__all__ = ["CONFOUNDERS", "ENDPOINTS", "Derived", "Endpoint", "Happened", "Histories", "Question", "Reason"]
