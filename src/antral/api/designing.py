"""`design`: designs of one trial laid side by side."""

import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from antral.api.designs_work import POINTS, Compared, all_trials, shares_of
from antral.api.folder import RESULTS, Folder
from antral.api.inputs import effects, whole
from antral.api.progress import Progress, compiled, silent
from antral.api.results import finite
from antral.api.simulation import LARGEST_SEED, MOST_TRIALS, common_inputs
from antral.api.work import usual_workers
from antral.api.workers import cores
from antral.core import package_fingerprint
from antral.design import Costs, Found, Grid, Simulation, grid, simulations, told_beside, told_costs, women_per_arm
from antral.population import DEFAULT_SIZE, Summary, bank
from antral.protocol import Protocol


@dataclass(frozen=True)
class Designs:
    """What `design` gives back."""

    results: dict[str, Any]
    """The object that `--json` prints; its form stands in `design`."""
    folder: Path | None = None


def design(
    protocol: str | Path,
    vary: Sequence[str],
    *,
    trials: int = 200,
    seed: int = 1,
    effect: Sequence[str] | str | None = None,
    set: Sequence[str] = (),
    out: str | Path | None = None,
    women: int | None = None,
    threads: int | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> Designs:
    """Lay designs of one trial side by side: what each would show, and how they differ.

    Parameters
    ----------
    protocol
        Name of a shipped protocol, or path of a YAML file.
    vary
        `FIELD=VALUES`, one for each field; the designs are their product. VALUES: `4..60` (every whole number that the
        allocation can hold, at most some 20 of them), `4..60:4`, or `a,b,c`. FIELD: a plain name
        (`antral.design.compare.FIELDS`) or any path that `set` takes.
    trials, seed, effect, women, threads, workers
        As `simulate` takes them. All designs have the same women and luck, so that they differ by design alone.
    set
        Changes of the protocol that hold in every design.
    out
        Folder that keeps what was found; a comparison that was stopped goes on where it was.

    Returns
    -------
    `results`, all of it JSON:

    - `protocol`, `title`, `version`, `trials`, `seed`, `women` (in the bank), `effects`, `set`, `command`, `hashes`.
    - `varied`: for each field `field`, `meaning`, `values`, `not_tried` (values of a range left out) and `why`.
    - `left_out`: designs that cannot be, `values` and `reason`.
    - `reference`: number of the point with which the others are compared; `reference_is_protocol`: whether it is the
      protocol as it is.
    - `points`, in the order of the grid: `point` (number from 0), `values` (by field, as text), `label`, `set` (the
      changes), `command` and `python` (they reproduce the rates of this point), `women` (planned), `arms` (women of
      each), `simulation` (points with the same number share simulated trials), `simulated_women` (of its largest),
      `screening` (`candidates`, `admitted`, `failure_rate`), and `scenarios`, by name:

      - `power`: of the test of the first judged endpoint, with `test`, `label`, `endpoint`; null where none is tested.
        Without an effect of the cells it is the type I error.
      - `tests`, `naive_claims`, `bias`, `coverage`, `correct_dose`: by name; `conduct`: `women`, `screened`, `infused`,
        `stopped`, `months`, `cost`.

      Each number is an object with `value`, `mcse` (Monte-Carlo standard error, clustered on the woman), `difference`
      from the reference and `difference_mcse` (its own, from pairs of trials with the same women and luck; null where
      the reference has no such number), beside what describes it: `label`, `unit`, `endpoint`, `rule`, ...
    - `costs`: the assumed unit costs: `name`, `value`, `unit`, `low`, `high`, `meaning`, `tag`, `reason`.
    - `cost`: `seconds` and `workers`.

    Raises
    ------
    InputError
        Where the protocol, a field, a value or the folder cannot be used.
    """
    began = time.perf_counter()
    trials = whole(trials, "trials", 2, MOST_TRIALS)
    seed = whole(seed, "seed", 0, LARGEST_SEED)
    for value, name in ((threads, "threads"), (workers, "workers")):
        if value is not None:
            whole(value, name, 1, 1024)
    if isinstance(vary, str):
        vary = [vary]
    wanted = grid(protocol, vary, set=set)
    points = [point.protocol for point in wanted.points]
    chosen = _effects(effect, points)
    fewest = max(one.design.participants for one in points)
    women = whole(max(DEFAULT_SIZE, fewest) if women is None else women, "women (--women)", fewest, 1_000_000)
    folder = None
    if out is not None:
        about = common_inputs(trials, seed, women, chosen)
        asked = about | {"designs_of": str(protocol), "vary": list(vary), "set": list(set)}
        folder = Folder.opened(Path(out), asked, points[wanted.reference].content())
        (folder.path / POINTS).mkdir(exist_ok=True)
    compiled(progress)
    together = simulations(points)
    banks = _banks(together, seed, women, threads, progress)
    if workers is None:
        workers = min(threads or cores(), usual_workers(len(shares_of(together, trials)), trials))
    kept = None if folder is None else folder.path / POINTS
    work = Compared(together, chosen, seed, women, 1 if workers > 1 else threads, kept)
    found = all_trials(work, trials, workers=workers, progress=lambda share: progress("running trials", share))
    costs = Costs.assumed()
    one_of = {number: banks[place] for place, one in enumerate(together) for number in one.designs}
    all_found = [
        Found(protocol, found.pop(number), costs, one_of[number].failure_rate, seed)
        for number, protocol in enumerate(points)
    ]
    results = _header(protocol, wanted, trials, seed, women, chosen, set, vary) | {
        "points": _points(protocol, wanted, together, all_found, one_of, trials, seed, women, set, progress),
        "costs": told_costs(),
        "cost": {"seconds": time.perf_counter() - began, "workers": workers},
    }
    results = {name: finite(value) for name, value in results.items()}
    if folder is not None:
        folder.check()
        folder.write_json(RESULTS, results)
    return Designs(results, None if folder is None else folder.path)


def _effects(chosen: Sequence[str] | str | None, points: Sequence[Protocol]) -> tuple[str, ...]:
    """The scenarios of any of the designs."""
    asked = (chosen,) if isinstance(chosen, str) else chosen or None
    return tuple(dict.fromkeys(name for protocol in points for name in effects(asked, protocol)))


def _banks(
    together: Sequence[Simulation], seed: int, women: int, threads: int | None, progress: Progress
) -> list[Summary]:
    """Make the bank of every simulation, so that it lies on disk; their screening."""
    found: dict[str, Summary] = {}
    for place, one in enumerate(together):
        key = one.protocol.screening_fingerprint
        if key not in found:

            def show(done: int, wanted: int, place: int = place) -> None:
                progress("screening women", (place + min(done / wanted, 1.0)) / len(together))

            found[key] = bank(one.protocol, seed=seed, size=women, threads=threads, progress=show).screening
    return [found[one.protocol.screening_fingerprint] for one in together]


def _header(
    name: str | Path,
    wanted: Grid,
    trials: int,
    seed: int,
    women: int,
    chosen: Sequence[str],
    common: Sequence[str],
    vary: Sequence[str],
) -> dict[str, Any]:
    """What was asked for."""
    reference = wanted.points[wanted.reference]
    words = ["antral", "design", str(name)]
    for one in vary:
        words += ["--vary", one]
    return {
        "protocol": reference.protocol.id,
        "title": reference.protocol.title,
        "version": version("antral"),
        "trials": trials,
        "seed": seed,
        "women": women,
        "effects": list(chosen),
        "set": list(common),
        "command": shlex.join(words + _options(trials, seed, women, chosen, common)),
        "hashes": {"protocol": reference.protocol.fingerprint[:16], "code_and_records": package_fingerprint()[:16]},
        "varied": [axis._asdict() | {"values": list(axis.values)} for axis in wanted.axes],
        "left_out": [one._asdict() for one in wanted.left_out],
        "reference": wanted.reference,
        "reference_is_protocol": wanted.reference_is_protocol,
    }


def _options(trials: int, seed: int, women: int, chosen: Sequence[str], changes: Sequence[str]) -> list[str]:
    """What `design` and `simulate` are asked alike."""
    words = ["--trials", str(trials), "--seed", str(seed), "--women", str(women)]
    for name in chosen:
        words += ["--effect", name] if name != "none" else []
    for change in changes:
        words += ["--set", change]
    return words


def _points(
    name: str | Path,
    wanted: Grid,
    together: Sequence[Simulation],
    found: Sequence[Found],
    screening: dict[int, Summary],
    trials: int,
    seed: int,
    women: int,
    common: Sequence[str],
    progress: Progress,
) -> list[dict[str, Any]]:
    """What each design would show."""
    simulation = {number: place for place, one in enumerate(together) for number in one.designs}
    result = []
    for number, (point, one) in enumerate(zip(wanted.points, found, strict=True)):
        progress("summing up", number / len(found))
        chosen = one.scenarios
        changes = (*common, *point.set)
        options = _options(trials, seed, women, chosen, changes)
        effect = [scenario for scenario in chosen if scenario != "none"]
        asked = f"trials={trials}, seed={seed}, women={women}, effect={effect!r}, set={list(changes)!r}"
        result.append(
            {
                "point": number,
                "values": dict(point.values),
                "label": point.label,
                "set": list(point.set),
                "command": shlex.join(["antral", "simulate", str(name), *options, "--no-sensitivity"]),
                "python": f"from antral import api\n\nrun = api.simulate({str(name)!r}, {asked}, sensitivity=False)",
                "women": point.protocol.design.participants,
                "arms": women_per_arm(point.protocol),
                "simulation": simulation[number],
                "simulated_women": together[simulation[number]].protocol.design.participants,
                "screening": {
                    "candidates": screening[number].candidates,
                    "admitted": screening[number].admitted,
                    "failure_rate": screening[number].failure_rate,
                },
                "scenarios": {scenario: told_beside(one, scenario, found[wanted.reference]) for scenario in chosen},
            }
        )
    progress("summing up", 1.0)
    return result
