"""Coefficients of effects that depend on one another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coefficients:
    """Estimates with standard errors that allow for dependence; one a coefficient, the intercept first."""

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    se: tuple[float, ...]
    df: tuple[float | None, ...]
    """Of the t distribution; None for the normal."""
    low: tuple[float, ...]
    high: tuple[float, ...]
    p: tuple[float, ...]
    level: float
    method: str
    effects: int
    clusters: int
    """Studies, or other units that are independent."""
    notes: tuple[str, ...] = ()
