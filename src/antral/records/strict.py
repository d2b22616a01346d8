"""What all that is read from a file shares."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Frozen; an unknown field and a number that is not finite are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
