"""The bank: admitted women with their state on the day of randomisation, kept on disk under the hash of its inputs."""

import importlib.metadata
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, InputError, fingerprint, fingerprint_files
from antral.engine import OUTPUTS, State, joined
from antral.kernel import code_fingerprint
from antral.population import clinic, store
from antral.population.asked import BATCH, asked
from antral.population.diagnosis import GUIDELINE
from antral.population.mix import Mix, mix
from antral.population.presented import presented
from antral.population.screen import Summary, Verdicts, judge, refuse_empty, summarise
from antral.protocol import Protocol
from antral.records import in_force, names, path

DEFAULT_SIZE: Final = 2000
"""Admitted women of a bank: some 170 trials of twelve before a woman returns, and a few seconds to make."""

_DRAWN_PER_ADMITTED: Final = 200
"""After so many drawn women for each one wanted, the criteria are taken to admit nobody."""

_ROOMS: Final = ("core", "measurement", "population", "protocol", "protocol/criteria")


@dataclass(frozen=True)
class Bank:
    """Women whom a protocol admits, on the day on which they can be randomised. First axis of every array: woman."""

    fingerprint: str
    """SHA-256 of everything that made it."""
    mix: str
    """Name of the mix of aetiologies from which the candidates were drawn."""
    seed: int
    state: State
    aetiologies: tuple[str, ...]
    """Of the mix."""
    aetiology: NDArray[np.int8]
    """Position of hers among `aetiologies`."""
    age_years: NDArray[np.float64]
    """On that day."""
    years_since_diagnosis: NDArray[np.float64]
    """On that day; NaN without disease."""
    measured: clinic.Measured
    """Results of the visits before randomisation."""
    bleed_row: NDArray[np.int64]
    bleed_day: NDArray[np.float64]
    """Bleeds before randomisation: whose, and on which day (negative)."""
    last_true: NDArray[np.float32]
    """True values on the day before. `[woman, output]`, in the order of `engine.OUTPUTS`."""
    screening: Summary
    patient_years: float
    """Simulated to make it, all drawn women included."""
    from_disk: bool = False

    def __len__(self) -> int:
        """How many women."""
        return len(self.state)

    def true(self, output: str) -> NDArray[np.float32]:
        """A true value on the day before randomisation, such as `true("fsh_iu_l")`. `[woman]`."""
        return self.last_true[:, OUTPUTS.index(output)]


def bank(
    protocol: Protocol,
    *,
    seed: int,
    size: int = DEFAULT_SIZE,
    folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    threads: int | None = None,
) -> Bank:
    """The women a protocol admits: read from disk where the same bank was made before, else drawn and screened.

    Candidates are drawn from the mix of aetiologies that the protocol names, and are diagnosed as long ago as it asks.

    Parameters
    ----------
    size
        Admitted women wanted; a smaller bank of the same seed is the beginning of a larger one.
    folder
        Where banks are kept; the user's cache by default.
    progress
        Called with the number admitted so far and the number wanted.
    """
    if size < protocol.design.participants:
        raise InputError(
            f"a bank of {size} women cannot fill a trial of {protocol.design.participants}; "
            f"ask for at least {protocol.design.participants}, better ten times as many."
        )
    chosen = mix(protocol.candidates.mix)
    name = _name(protocol, chosen, seed, size)
    place = (folder or store.default_folder()) / name[:32]
    kept = _kept(place, name)
    if kept is not None:
        return kept
    made = _make(protocol, chosen, seed=seed, size=size, name=name, progress=progress, threads=threads)
    store.write(place, *_packed(made))
    return made


def _kept(place: Path, name: str) -> Bank | None:
    """The bank of that name on disk; what lies there and is none is taken away, with a warning."""
    stored = store.read(place)
    if stored is not None and stored[1].get("fingerprint") == name:
        try:
            return _unpacked(*stored)
        except (KeyError, TypeError, ValueError):
            pass
    if place.exists():
        warnings.warn(f"the bank in {place} is damaged, or is none; it is made again.", stacklevel=3)
        store.discard(place)
    return None


def _name(protocol: Protocol, chosen: Mix, seed: int, size: int) -> str:
    """The hash of everything that decides who is in the bank."""
    package = Path(__file__).parent.parent
    code = [file for room in _ROOMS for file in (package / room).glob("*.py")]
    facts = [path(kind, f"{name}.yaml") for kind in ("analytes", "parameters") for name in names(kind)]
    facts.append(path("definitions", f"{GUIDELINE}.yaml"))
    return fingerprint(
        protocol.screening_fingerprint,
        chosen.model_dump(mode="json"),
        [one.model_dump(mode="json") for one in chosen.populations],
        seed,
        size,
        importlib.metadata.version("antral"),
        code_fingerprint(),
        fingerprint_files(code),
        fingerprint_files(facts),
        in_force().fingerprint,
    )


@dataclass(frozen=True)
class _Batch:
    """What one batch of drawn women leaves behind: its candidates, and of these the admitted."""

    numbers: NDArray[np.int64]
    """Of every drawn woman."""
    drawn: NDArray[np.int8]
    """Aetiology of every drawn woman."""
    position: NDArray[np.int64]
    """Number of each candidate."""
    aetiology: NDArray[np.int8]
    """Of each candidate."""
    verdicts: Verdicts
    admitted: Bank
    failed_position: NDArray[np.int64]
    """Numbers of drawn women whose simulation failed."""


def _make(
    protocol: Protocol,
    chosen: Mix,
    *,
    seed: int,
    size: int,
    name: str,
    progress: Callable[[int, int], None] | None,
    threads: int | None,
) -> Bank:
    batches: list[_Batch] = []
    women, admitted = asked(protocol.candidates, seed=seed), 0
    while admitted < size:
        if len(batches) * BATCH >= _DRAWN_PER_ADMITTED * size:
            found = _summary(batches, chosen, int(batches[-1].numbers[-1]))
            raise refuse_empty(found, size, protocol.candidates.diagnosed)
        batches.append(_batch(protocol, chosen, seed, next(women), threads))
        admitted += len(batches[-1].admitted)
        if progress is not None:
            progress(min(admitted, size), size)
    return _cut(batches, chosen, size, name)


def _batch(protocol: Protocol, chosen: Mix, seed: int, numbers: NDArray[np.int64], threads: int | None) -> _Batch:
    found = presented(protocol, chosen, numbers, seed=seed, threads=threads)
    women, lives, noted, measured, came = found.women, found.lives, found.noted, found.measured, found.came
    waited = np.float64(-found.first_visit / DAYS_PER_YEAR)
    verdicts = judge(
        protocol.eligibility,
        found.known.take(came),
        women.patients[came],
        seed=seed,
        aetiology=women.aetiology[came],
        aetiologies=chosen.aetiologies,
    )
    rows = came[verdicts.admitted]
    row_of = np.full(len(women), -1)
    row_of[rows] = np.arange(rows.size)
    theirs = row_of[noted.row] >= 0
    kept = Bank(
        fingerprint="",
        mix=chosen.mix,
        seed=seed,
        state=lives.state.take(rows),
        aetiologies=chosen.aetiologies,
        aetiology=women.aetiology[rows],
        age_years=women.age_years[rows] + waited,
        years_since_diagnosis=women.years_since_diagnosis[rows] + waited,
        measured=replace(measured, value=measured.value[rows], censored=measured.censored[rows]),
        bleed_row=row_of[noted.row[theirs]],
        bleed_day=noted.day[theirs],
        last_true=np.ascontiguousarray(lives.course.values[:, rows, -1].T),
        screening=summarise(numbers.size, verdicts),
        patient_years=found.patient_years,
    )
    broken = women.patients[~found.sound]
    return _Batch(numbers, found.drawn.aetiology, women.patients[came], women.aetiology[came], verdicts, kept, broken)


def _summary(batches: list[_Batch], chosen: Mix, last: int) -> Summary:
    """The screening of all drawn women up to the one of a number."""
    position = np.concatenate([one.position for one in batches])
    inside = position <= last
    verdicts = Verdicts(np.concatenate([one.verdicts.failed for one in batches])[inside], batches[0].verdicts.criteria)
    broken = sum(int((one.failed_position <= last).sum()) for one in batches)
    whose = np.concatenate([one.aetiology for one in batches])[inside]
    everybody = np.concatenate([one.drawn[one.numbers <= last] for one in batches])
    counts = {
        name: {
            "drawn": int((everybody == place).sum()),
            "candidates": int((whose == place).sum()),
            "admitted": int((whose[verdicts.admitted] == place).sum()),
        }
        for place, name in enumerate(chosen.aetiologies)
    }
    return summarise(everybody.size, verdicts, failed_runs=broken, by_aetiology=counts)


def _cut(batches: list[_Batch], chosen: Mix, size: int, name: str) -> Bank:
    """The first `size` admitted women, and the screening up to the last of them."""
    parts = [one.admitted for one in batches]
    position = np.concatenate([one.position[one.verdicts.admitted] for one in batches])
    offset = np.cumsum([0, *(len(part) for part in parts[:-1])])
    bleed_row = np.concatenate([part.bleed_row + shift for part, shift in zip(parts, offset, strict=True)])
    theirs = bleed_row < size
    first = parts[0]

    def cut(field: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, field) for part in parts])[:size]

    return replace(
        first,
        fingerprint=name,
        state=joined([part.state for part in parts]).take(np.arange(size)),
        aetiology=cut("aetiology"),
        age_years=cut("age_years"),
        years_since_diagnosis=cut("years_since_diagnosis"),
        measured=replace(
            first.measured,
            value=np.concatenate([part.measured.value for part in parts])[:size],
            censored=np.concatenate([part.measured.censored for part in parts])[:size],
        ),
        bleed_row=bleed_row[theirs],
        bleed_day=np.concatenate([part.bleed_day for part in parts])[theirs],
        last_true=cut("last_true"),
        screening=_summary(batches, chosen, int(position[size - 1])),
        patient_years=sum(part.patient_years for part in parts),
    )


def _packed(made: Bank) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    arrays: dict[str, NDArray[Any]] = {
        "fast": made.state.fast,
        "slow": made.state.slow,
        "patients": made.state.patients,
        "aetiology": made.aetiology,
        "age_years": made.age_years,
        "years_since_diagnosis": made.years_since_diagnosis,
        "value": made.measured.value,
        "censored": made.measured.censored,
        "bleed_row": made.bleed_row,
        "bleed_day": made.bleed_day,
        "last_true": made.last_true,
    }
    screening = made.screening.to_dict()
    del screening["failure_rate"]
    return arrays, {
        "fingerprint": made.fingerprint,
        "mix": made.mix,
        "aetiologies": list(made.aetiologies),
        "seed": made.seed,
        "day": made.state.day,
        "visits": list(made.measured.visits),
        "measures": list(made.measured.measures),
        "screening": screening,
        "patient_years": made.patient_years,
    }


def _unpacked(arrays: dict[str, NDArray[Any]], about: dict[str, Any]) -> Bank:
    return Bank(
        fingerprint=about["fingerprint"],
        mix=about["mix"],
        seed=about["seed"],
        state=State(arrays["fast"], arrays["slow"], arrays["patients"], about["day"]),
        aetiologies=tuple(about["aetiologies"]),
        aetiology=arrays["aetiology"],
        age_years=arrays["age_years"],
        years_since_diagnosis=arrays["years_since_diagnosis"],
        measured=clinic.Measured(tuple(about["visits"]), tuple(about["measures"]), arrays["value"], arrays["censored"]),
        bleed_row=arrays["bleed_row"],
        bleed_day=arrays["bleed_day"],
        last_true=arrays["last_true"],
        screening=Summary(**about["screening"]),
        patient_years=about["patient_years"],
        from_disk=True,
    )
