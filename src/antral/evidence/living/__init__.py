"""Living evidence: what was known when it was last looked at, and what has moved since.

Takes results with the fingerprints of what they depend on; gives what changed.

1. `State` holds every result by name; it is one JSON file, shipped in `records/living` and kept in a user's folder.
2. `why` says what changed of all that a result depends on: where nothing did, it is not made again.
3. `moves` says which numbers are others now.

Which results there are, and how they are made, stands in `antral.api.evidence.updating`.
"""

from antral.evidence.living.moved import Move, moves, why
from antral.evidence.living.state import FILE, Item, State, Value, read_state, shipped_folder

__all__ = ["FILE", "Item", "Move", "State", "Value", "moves", "read_state", "shipped_folder", "why"]
