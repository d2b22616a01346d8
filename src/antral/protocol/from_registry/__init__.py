"""From a registry's record to a draft protocol: what it says, verbatim, and what its criteria seem to ask.

Takes the JSON of ClinicalTrials.gov (API version 2), of any condition and with any module missing; gives a `Draft`.

1. `record` reads the file; a field of another form than expected is left out and listed in `unread`.
2. `lines` cuts the eligibility text into criteria: verbatim, with offset, nothing lost.
3. `grammar` proposes kind and parameters for each line, with a grade and a reason; what no rule understands stays
   `unparsed`. No value is invented, and no definition is chosen.
4. `facts` reads design, arms and outcomes; `doubts` lists contradictions and what a simulation would still need.
5. `keep` lays a new reading over a corrected draft: a person's corrections stay; `written` writes drafts.

To teach a new phrase, see `grammar`.
"""

from antral.protocol.from_registry.fetch import BASE_URL, fetch
from antral.protocol.from_registry.keep import Kept, keep
from antral.protocol.from_registry.read import read_record
from antral.protocol.from_registry.writing import draft_yaml

__all__ = ["BASE_URL", "Kept", "draft_yaml", "fetch", "keep", "read_record"]
