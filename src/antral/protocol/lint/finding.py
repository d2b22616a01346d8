"""One thing to look at."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing to look at: `error` cannot be meant, `warning` needs a decision, `note` should be known."""

    level: Literal["error", "warning", "note"]
    where: str
    """The line's id, with the name of the part; or the field."""
    what: str
    do: str
