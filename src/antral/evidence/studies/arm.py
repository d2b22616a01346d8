"""One arm of a study: what its women were given."""

from typing import Literal

from pydantic import Field

from antral.records import Strict

Source = Literal[
    "none",
    "adipose",
    "bone_marrow",
    "umbilical_cord",
    "amnion",
    "menstrual_blood",
    "embryonic",
    "mobilised",
    "not_stated",
]
Route = Literal[
    "none",
    "intravenous",
    "intraovarian",
    "ovarian_artery",
    "intraovarian_and_artery",
    "mobilisation",
    "oral",
    "surgical",
    "not_stated",
]


class Arm(Strict):
    """What the women of one arm were given."""

    label: str
    product: str
    """As printed."""
    source: Source
    """Where the cells come from; `none` where none are given."""
    autologous: bool | None = None
    route: Route
    cells: float | None = Field(default=None, gt=0.0)
    """Of one administration, both ovaries together; none where not stated or none are given."""
    doses: int | None = Field(default=None, ge=0)
    """Administrations; none where not stated."""
    comedication: str = ""
    n: int | None = Field(default=None, gt=0)
    """Women; none where not stated."""
    aggregate_of: tuple[str, ...] = ()
    """Arms whose women these are: an aggregate is never added to them."""

    @property
    def has_cells(self) -> bool:
        """Whether cells are given."""
        return self.source not in ("none", "mobilised")
