"""Whose code and records decide what a conducted trial shows: stored trials are named by their hash."""

from typing import Final

ROOMS: Final = (
    "trial",
    "population",
    "measurement",
    "engine",
    "therapy",
    "physiology",
    "kernel",
    "dataset",
    "screening",
    "protocol",
    "patient",
    "records",
    "core",
)
"""The rooms that conduct a trial: `trial`, and every room below it, of which alone it can import."""
NOT_READ: Final = frozenset(
    {
        "calibration",
        "certainty",
        "challenges",
        "design",
        "disease",
        "effect",
        "forecast_register",
        "forecasts",
        "literature",
        "living",
        "meta_analyses",
        "outcomes",
        "posteriors",
        "protocols",
        "questions",
        "reference",
        "registry",
        "replicas",
        "studies",
        "treatments",
    }
)
"""Records that conducting does not read, or that are named apart: protocols by what they say, samples by hash."""
