"""How quick the statistics are, beside other programs in the same run where they are installed.

python -m tests.baselines.statistics             print
python -m tests.baselines.statistics --record    print, and record as the new baseline

MMRM: unstructured covariance, three arms of 12 women, 6 visits, some missing, baseline by visit, Kenward-Roger; beside
nlme::gls in R, which has no Kenward-Roger. Both are counted in converged fits a processor second, on one thread.

Exact tests of two shares: 10,000 trials with 26 to 30 women in each arm, so that sizes differ between trials; seconds
of one thread for Fisher, mid-p and Boschloo together.

Continuous endpoints: 10,000 trials of 36 women (covariance) or 24 (ranks), in processor seconds of one thread.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

RECORD: Final = Path(__file__).parent / "statistics.json"
MANY: Final = 600
"""Trials that we fit."""
FEW: Final = 40
"""Trials that R fits, the first of them."""
ARMS: Final = ("control", "low", "high")


def trials(number: int) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Response `[trial, person, visit]`, arms, baseline `[trial, person]`."""
    luck = np.random.default_rng(1)
    women, visits = 36, 6
    lag = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    deviation = 10 + np.arange(visits)
    root = np.linalg.cholesky((0.4 + 0.6 * 0.6**lag) * np.outer(deviation, deviation))
    baseline = luck.normal(size=(number, women))
    response = luck.normal(size=(number, women, visits)) @ root.T + 5 * baseline[..., np.newaxis]
    leaves = luck.geometric(0.03, size=(number, women))
    missed = (np.arange(visits) >= leaves[..., np.newaxis]) | (luck.random(response.shape) < 0.02)
    return np.where(missed, np.nan, response), [ARMS[k % 3] for k in range(women)], baseline


def mmrm() -> dict[str, float]:
    """Fits a second of ours, and of R's on the same first trials."""
    from antral.analysis.methods.mmrm import mmrm_many

    response, arm, baseline = trials(MANY)
    mmrm_many(response[:8], arm, control="control", baseline=baseline[:8])
    began, busy = time.perf_counter(), time.process_time()
    ours = mmrm_many(response, arm, control="control", baseline=baseline, fallback=False)
    spent, seconds = time.process_time() - busy, time.perf_counter() - began
    converged = int(np.count_nonzero(ours.structure == 0))
    found = {"MMRM, converged": converged / MANY, "MMRM, fits a processor second": converged / spent}
    found["MMRM, fits a second"] = converged / seconds
    theirs = gls(response[:FEW], arm, baseline[:FEW])
    if theirs is not None:
        well = theirs[:, 1] == 1
        found["gls, converged"] = float(well.mean())
        found["gls, fits a processor second"] = float(well.sum() / theirs[:, 2].sum())
        found["gls, fits a second"] = float(well.sum() / theirs[:, 3].sum())
        found["MMRM / gls"] = found["MMRM, fits a processor second"] / found["gls, fits a processor second"]
        apart = np.abs(theirs[well, 4] - ours.estimate[:FEW, 1][well]) / ours.error[:FEW, 1][well]
        found["largest difference of estimates, standard errors"] = float(np.nanmax(apart))
    return found


def gls(response: np.ndarray, arm: list[str], baseline: np.ndarray) -> np.ndarray | None:
    """Trial, converged, processor seconds, seconds and estimate of R's fits; None without R."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "trials.csv"
        with table.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["trial", "id", "visit", "baseline", "low", "high", "y"])
            for k, i, j in np.argwhere(np.isfinite(response)).tolist():
                centred = baseline[k, i] - baseline[k].mean()
                rows.writerow([k, i, j + 1, centred, int(arm[i] == "low"), int(arm[i] == "high"), response[k, i, j]])
        program = Path(__file__).parent / "gls.R"
        said = subprocess.run(["Rscript", str(program), str(table)], stdout=subprocess.PIPE, text=True, check=True)
    return np.array([[float(x) if x != "NA" else np.nan for x in line.split()] for line in said.stdout.splitlines()])


def exact_tests() -> dict[str, float]:
    """Seconds for 10,000 trials, nothing computed before."""
    from antral.analysis.methods import binary

    luck = np.random.default_rng(1)
    women = luck.integers(26, 31, (2, 10_000))
    events = luck.binomial(women, [[0.5], [0.25]])
    began, busy = time.perf_counter(), time.process_time()
    p = (binary.fisher_p(events, women), binary.fisher_p(events, women, mid=True), binary.boschloo_p(events, women))
    spent, seconds = time.process_time() - busy, time.perf_counter() - began
    found = {"exact tests of 10,000 trials, processor seconds": spent, "exact tests of 10,000 trials, seconds": seconds}
    names = ("Fisher", "mid-p", "Boschloo")
    return found | {f"{name}, rejects": float(np.mean(one <= 0.05)) for name, one in zip(names, p, strict=True)}


def continuous_endpoints() -> dict[str, float]:
    """Processor seconds of 10,000 trials: covariance with usual and HC3 errors, rank sums, values below detection."""
    from antral.analysis.methods import ancova, continuous

    luck, number, women = np.random.default_rng(2), 10_000, 36
    arms = [np.repeat((np.arange(women) % 3 == k)[:, np.newaxis], number, axis=1).astype(float) for k in (1, 2)]
    baseline, values = luck.normal(size=(2, women, number))
    columns, known = np.stack([baseline, *arms]), np.ones(values.shape, dtype=bool)
    two = values[:24]
    work: dict[str, Callable[[], object]] = {
        "ANCOVA, 36 women": lambda: ancova(columns, values, known, 2),
        "ANCOVA with HC3, 36 women": lambda: ancova(columns, values, known, 2, robust=True),
        "exact rank sum, 24 women": lambda: continuous.rank_sum(two[:12], two[12:]),
        "exact rank sum with ties, 24 women": lambda: continuous.rank_sum(np.round(two[:12], 1), np.round(two[12:], 1)),
        "Gehan's scores, 24 women": lambda: continuous.gehan(np.maximum(two, -0.3), two < -0.3, 12),
    }
    found = {}
    for name, run in work.items():
        busy = time.process_time()
        run()
        found[f"{name}, processor seconds"] = time.process_time() - busy
    return found


LINES: Final[tuple[Callable[[], dict[str, float]], ...]] = (mmrm, exact_tests, continuous_endpoints)
"""What is measured; each gives numbers by name."""


def main() -> None:
    """Measure and print, with what is on record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true")
    record = parser.parse_args().record
    before: dict[str, float] = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    found = {name: value for line in LINES for name, value in line().items()}
    for name, value in ({name: float("nan") for name in before} | found).items():
        print(f"{name:52} {value:10.4g}   recorded {before.get(name, float('nan')):.4g}")
    if record:
        rounded = {name: float(f"{value:.4g}") for name, value in (before | found).items()}
        RECORD.write_text(json.dumps(rounded, indent=1) + "\n")


if __name__ == "__main__":
    main()
