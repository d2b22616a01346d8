"""Where a dose goes first, by route."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.records import parameters
from antral.therapy.cells import CellParameters


class Delivered(NamedTuple):
    """Cells that a dose brings at once to lung and ovaries."""

    lung: NDArray[np.float64]
    ovary: NDArray[np.float64]


def _intravenous(dose: NDArray[np.float64], p: CellParameters) -> Delivered:
    lodging = parameters_of_delivery()["intravenous_lung"]
    return Delivered(lodging * dose, (1.0 - lodging) * dose * p.ovarian_share * p.homing)


def _intra_arterial(dose: NDArray[np.float64], p: CellParameters) -> Delivered:
    stays = parameters_of_delivery()["intra_arterial_ovary"]
    rest = _intravenous((1.0 - stays) * dose, p)
    return Delivered(rest.lung, stays * dose + rest.ovary)


def _intraovarian(dose: NDArray[np.float64], p: CellParameters) -> Delivered:
    return Delivered(np.zeros_like(dose), parameters_of_delivery()["intraovarian_ovary"] * dose)


ROUTES: Final = MappingProxyType[str, Callable[[NDArray[np.float64], CellParameters], Delivered]](
    {
        "intravenous": _intravenous,
        "intra_arterial": _intra_arterial,
        "intraovarian_laparoscopic": _intraovarian,
        "intraovarian_transvaginal": _intraovarian,
    }
)


def parameters_of_delivery() -> dict[str, float]:
    """The shares of `records/therapy/delivery.yaml`."""
    return {name: entry.value for name, entry in parameters("delivery", folder="therapy").items()}


def donor_loss(donor: str) -> float:
    """How much faster cells of this donor, `autologous` or `allogeneic`, are lost from the ovary."""
    return parameters("donor", folder="therapy")[donor].value


def delivered(route: str, dose_cells: ArrayLike, p: CellParameters) -> Delivered:
    """Cells that reach lung and ovaries from a dose by a route of `ROUTES`; more cells never bring fewer.

    Parameters
    ----------
    dose_cells
        Cells given. `[patient]` or a number
    p
        Kinetics; numbers or arrays `[patient]`.
    """
    if route not in ROUTES:
        raise ValueError(f"route {route!r} is unknown; known routes: {', '.join(ROUTES)}")
    return ROUTES[route](np.asarray(dose_cells, dtype=np.float64), p)
