"""What all parts of a study record share."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Frozen; unknown fields and numbers that are not finite are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
