"""Cell products on file: where the cells come from, how they are given, which doses people have received."""

from functools import lru_cache
from typing import Literal

from pydantic import Field

from antral.core import RecordError
from antral.protocol.arms import Route
from antral.protocol.base import Sourced
from antral.protocol.quantity import Dose
from antral.records import Strict, names, path, read_model


class DoseOnRecord(Sourced):
    """One dose that a registered or published trial gives."""

    cells: Dose
    route: Route
    study: str


class CellProduct(Strict):
    """One kind of cells."""

    name: str
    source: str
    """Tissue the cells come from, as other records name it."""
    donor: Literal["allogeneic", "autologous"]
    hgf: bool = False
    """Whether the cells are made to carry the gene of the hepatocyte growth factor."""
    routes: dict[Route, str] = Field(min_length=1)
    """Routes by which it has been given or registered, with a remark."""
    doses_on_record: tuple[DoseOnRecord, ...] = ()
    note: str | None = None


def cell_product_names() -> list[str]:
    """The names of the cell products on file."""
    return names("cell_products")


@lru_cache(maxsize=64)
def cell_product(name: str) -> CellProduct:
    """One cell product by name; a `RecordError` lists those on file."""
    if name not in cell_product_names():
        raise RecordError(f"there is no cell product {name!r}. On file: {', '.join(cell_product_names())}.")
    file = path("cell_products", f"{name}.yaml")
    return read_model(CellProduct, file)


def doses_on_record(name: str, route: str | None = None) -> list[int]:
    """Doses of one product, ascending; of one route where that is given."""
    doses = cell_product(name).doses_on_record
    return sorted({dose.cells for dose in doses if route is None or dose.route == route})
