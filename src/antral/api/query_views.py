"""The tables that SQL sees: what every run of a folder is made of, what it stored, and what its analysis found."""

import json
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import polars as pl

from antral.api.folder import RESULTS, SHARDS, manifest_of
from antral.api.run_list import Kept, runs
from antral.core import RunError, fingerprint, sealed
from antral.dataset import EVENTS, OBSERVATIONS, PARTICIPANTS

_RUN: Final = ("run", "VARCHAR", "name of the run: its place in the folder of runs")
_SCENARIO: Final = ("scenario", "VARCHAR", "what the cells are taken to do")

Columns = tuple[tuple[str, str, str], ...]
"""Name, type and meaning of each column."""


def _stored(columns: Sequence[Any]) -> Columns:
    types: dict[pl.DataType, str] = {
        pl.Int64(): "BIGINT",
        pl.Int32(): "INTEGER",
        pl.Int16(): "SMALLINT",
        pl.Int8(): "TINYINT",
        pl.Float64(): "DOUBLE",
        pl.Boolean(): "BOOLEAN",
        pl.String(): "VARCHAR",
    }
    told = ((one.name, types[one.dtype], f"{one.meaning}{f' ({one.unit})' if one.unit else ''}") for one in columns)
    return (_RUN, _SCENARIO, *told)


STORED: Final = MappingProxyType(
    {
        "participants": _stored(PARTICIPANTS),
        "observations": _stored(OBSERVATIONS),
        "events": _stored(EVENTS),
        "yearly": (
            _RUN,
            _SCENARIO,
            ("arm", "VARCHAR", "arm, as the protocol names it"),
            ("year", "INTEGER", "whole years since randomisation"),
            ("n", "BIGINT", "women"),
            ("primordial", "DOUBLE", "sum over them of the true resting follicles at the end of the year"),
            ("log_primordial", "DOUBLE", "sum over them of its natural logarithm"),
            ("ovulating", "BIGINT", "women who ovulated in the year"),
            ("menses", "BIGINT", "women who bled spontaneously in the year"),
            ("exhausted", "BIGINT", "women whose reserve is spent"),
        ),
    }
)
"""Tables that lie in the shards of a run."""

FOUND: Final = MappingProxyType(
    {
        "runs": (
            _RUN,
            ("folder", "VARCHAR", "where it lies"),
            ("protocol", "VARCHAR", "protocol of its last analysis"),
            ("protocol_hash", "VARCHAR", "hash of what that protocol says"),
            ("conduct", "VARCHAR", "hash of what conducting a trial sees of it"),
            ("changes", "VARCHAR", "what was changed with --set"),
            ("trials", "INTEGER", "replicates"),
            ("seed", "BIGINT", "seed"),
            ("women", "INTEGER", "women in the bank"),
            ("effects", "VARCHAR", "scenarios"),
            ("truth", "BOOLEAN", "whether every woman was simulated in every arm"),
            ("state", "VARCHAR", "whole, or how many shards are there"),
            ("shards", "INTEGER", "shards on disk"),
            ("shards_wanted", "INTEGER", "shards of the whole run"),
            ("size_bytes", "BIGINT", "size on disk"),
            ("changed", "VARCHAR", "when it was last written"),
        ),
        "tests": (
            _RUN,
            _SCENARIO,
            ("test", "VARCHAR", "name of the test"),
            ("endpoint", "VARCHAR", "endpoint that is tested"),
            ("label", "VARCHAR", "the same in words"),
            ("rejection_rate", "DOUBLE", "share of trials in which it rejects: power, or type I error without effect"),
            ("mcse", "DOUBLE", "Monte-Carlo error of that share"),
            ("not_testable", "DOUBLE", "share of trials in which nothing can be tested"),
            ("method", "VARCHAR", "full name of the method"),
        ),
        "arms": (
            _RUN,
            _SCENARIO,
            ("arm", "VARCHAR", "arm, as the protocol names it"),
            ("endpoint", "VARCHAR", "endpoint that is estimated"),
            ("unit", "VARCHAR", "unit of the estimate"),
            ("n", "DOUBLE", "women with a value, mean over trials"),
            ("estimate", "DOUBLE", "mean over trials"),
            ("ci_low", "DOUBLE", "lower limit"),
            ("ci_high", "DOUBLE", "upper limit"),
            ("mcse", "DOUBLE", "Monte-Carlo error of the estimate"),
            ("true_effect", "DOUBLE", "what the cells truly did"),
            ("bias", "DOUBLE", "estimate against the truth"),
            ("coverage", "DOUBLE", "share of intervals that hold the truth"),
            ("method", "VARCHAR", "full name of the method"),
        ),
        "claims": (
            _RUN,
            _SCENARIO,
            ("claim", "VARCHAR", "name of a naive claim"),
            ("label", "VARCHAR", "the same in words"),
            ("rate", "DOUBLE", "share of trials in which it would be made"),
            ("mcse", "DOUBLE", "Monte-Carlo error of that share"),
        ),
    }
)
"""Tables made from manifests and results."""


class Part(NamedTuple):
    """The files of one scenario in one shard."""

    run: str
    scenario: str
    place: Path


@dataclass(frozen=True)
class Source:
    """The runs that a query sees, by their names."""

    runs: dict[str, Kept]

    @classmethod
    def of(cls, places: Sequence[str | Path]) -> "Source":
        """The runs of some folders; one that is named twice counts once."""
        found: dict[str, Kept] = {}
        for place in places:
            for one in runs(place):
                name = str(one.folder.relative_to(place))
                name = one.folder.resolve().name if name == "." else name
                if name in found and found[name].folder.resolve() != one.folder.resolve():
                    name = str(one.folder)
                found[name] = one
        if not found:
            raise RunError(f"no run is in {', '.join(map(str, places))}; antral simulate --out FOLDER keeps one.")
        return cls(found)

    def parts(self) -> list[Part]:
        """Every scenario of every whole shard; one that is damaged is told of and left out."""
        found = []
        for name, one in self.runs.items():
            key = fingerprint((manifest_of(one.folder) or {}).get("inputs"))
            for place in sorted((one.folder / SHARDS).glob("[!.]*")):
                about = sealed(place)
                if about is None or about.get("made_of") != key:
                    warnings.warn(f"{place} is damaged, or of another run; it is left out.", stacklevel=2)
                    continue
                found += [Part(name, scenario, place.resolve() / scenario) for scenario in about["scenarios"]]
        return found

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of one of the tables `FOUND`."""
        return [row for name, one in self.runs.items() for row in _ROWS[table](name, one)]


def _runs(name: str, one: Kept) -> Iterator[dict[str, Any]]:
    manifest = manifest_of(one.folder) or {}
    told = {**manifest.get("inputs", {}), **(manifest.get("analysis") or {})}
    lists = {"effects": ", ".join(one.effects), "changes": ", ".join(told.get("changes") or ())}
    yield {**told, **one.to_dict(), **lists, "run": name}


def _results(one: Kept) -> Iterator[tuple[str, dict[str, Any]]]:
    """The scenarios of a run's results; none where there are none yet."""
    try:
        found = json.loads((one.folder / RESULTS).read_text(encoding="utf-8"))["scenarios"]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError):
        warnings.warn(f"{one.folder / RESULTS} cannot be read; it is left out.", stacklevel=2)
        return
    yield from found.items()


def _tests(name: str, one: Kept) -> Iterator[dict[str, Any]]:
    for scenario, found in _results(one):
        for test, told in found["tests"].items():
            yield {**told, "run": name, "scenario": scenario, "test": test}


def _arms(name: str, one: Kept) -> Iterator[dict[str, Any]]:
    for scenario, found in _results(one):
        for arm, told in found["arms"].items():
            for endpoint, estimate in told["endpoints"].items():
                yield {**estimate, "run": name, "scenario": scenario, "arm": arm, "endpoint": endpoint}


def _claims(name: str, one: Kept) -> Iterator[dict[str, Any]]:
    for scenario, found in _results(one):
        for claim, told in found["naive_claims"].items():
            yield {**told, "run": name, "scenario": scenario, "claim": claim}


_ROWS: Final = MappingProxyType({"runs": _runs, "tests": _tests, "arms": _arms, "claims": _claims})
