"""What is odd in a publication and stays so: found each time, and told with its reason."""

from pydantic import Field

from antral.records import Strict


class Known(Strict):
    """One finding of `lint` that is no mistake of the record."""

    rule: str
    where: str
    reason: str = Field(min_length=3)
    """Why it stands, and what follows for whoever uses the number."""
