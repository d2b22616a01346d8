"""`design`: designs of one trial laid side by side."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from antral.api.conducting import common_inputs
from antral.api.designs_asked import Asked
from antral.api.designs_looks import add_looks, partly
from antral.api.designs_search import size_of
from antral.api.designs_work import POINTS, Means, Studied, studied
from antral.api.folder import REPORT, RESULTS, Folder
from antral.api.inputs import effects, whole
from antral.api.progress import Progress, compiled, silent
from antral.api.results import finite
from antral.api.simulation import LARGEST_SEED, MOST_TRIALS, MOST_VECTORS
from antral.api.whole_file import GOES_ON, write_whole
from antral.core import InputError, RunError, package_fingerprint
from antral.design import FIELDS, Beside, Grid, examples, fronts, grid, told_costs, wanted_power, women_per_arm
from antral.design import looks as looks_of
from antral.population import DEFAULT_SIZE
from antral.protocol import Protocol

_LARGE_SHARE: Final = 0.2
"""Of the bank: in a larger trial the clustered error is too small."""


@dataclass(frozen=True)
class Designs:
    """What `design` gives back."""

    results: dict[str, Any]
    """The object that `--json` prints; its form stands in `design`."""
    folder: Path | None = None

    def report(self, path: str | Path | None = None) -> Path:
        """Write the self-contained HTML report; into the folder unless a path is given."""
        from antral.reports import designs_page

        if path is None and self.folder is None:
            raise RunError("this comparison has no folder; give a path: found.report('designs.html').")
        text = designs_page(self.results)
        if path is not None:
            return write_whole(Path(path), text)
        return write_whole(Path(str(self.folder)) / REPORT, text, GOES_ON)


def design(
    protocol: str | Path,
    vary: Sequence[str] = (),
    *,
    search: str | None = None,
    assurance: int = 0,
    posterior: str | Path | None = None,
    looks: str | None = None,
    spending: str = "obrien_fleming",
    trials: int = 200,
    seed: int = 1,
    effect: Sequence[str] | str | None = None,
    set: Sequence[str] = (),
    out: str | Path | None = None,
    women: int | None = None,
    threads: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
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
    search
        `power=0.8`: also look for the smallest number of women with this power, for each design of the grid (which then
        may not vary it), under the scenario `target` where it is among the effects, else under the last one.
    assurance
        Vectors of the posterior over which the power of every design is averaged, too; each has women and luck of its
        own, and an equal share of as many trials again. 0 is none.
    posterior
        Parquet file of `calibrate`; by default the one shipped with antral.
    looks, spending
        `0.5,1`: shares of the women after which the trials are looked at, and the rule by which they stop (a name of
        `antral.design.sequential.FAMILIES`). Nothing is simulated for it.
    trials, seed, effect, women, threads, workers, cluster
        As `simulate` takes them. All designs have the same women and luck, so that they differ by design
        alone; where who is admitted is varied, the same luck.
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

      - `power`: of the test of the first judged endpoint (against control where it can be; of the one named where
        `test` is varied), with `test`, `label`, `endpoint`; null where none is tested.
        Without an effect of the cells it is the type I error.
      - `power_given_effect`: the same in those trials alone for which the scenario drew an effect, with
        `share_of_trials`; null where it always has one, or never.
      - `tests`, `naive_claims`, `bias`, `coverage`, `correct_dose`: by name; `conduct`: `women`, `screened`, `infused`,
        `stopped`, `months`, `cost`.

      Each number is an object with `value`, `mcse` (Monte-Carlo standard error, clustered on the woman), `difference`
      from the reference and `difference_mcse` (its own, from pairs of trials with the same women and luck; null where
      the reference has no such number), beside what describes it: `label`, `unit`, `endpoint`, `rule`, ...
      Shares also have `at_most` (where no trial has it) or `at_least` (where all have it): the one-sided 95 %
      Clopper-Pearson limit, trials taken as independent; tests have `reason` where they cannot reject at all: their
      value is 0 and no limit stands beside it.
    - `warnings`: what must be known of the errors, as sentences.
    - `pareto`: by scenario with an effect and price (`women`, `months`, `cost`, or `all` of them), the points that no
      other one beats in power and price.
    - `examples`: single trials of the reference: `kind` (`found`, `missed`, `false_alarm`), `scenario`, `trial`,
      `test`, `p_value`, and `python`, which conducts and analyses that trial again.
    - `search`, where it was asked for, one for each point: `values`, `label`, `scenario`, `test`, `wanted`, `n` (null
      where it was not found, with the `reason`), `arms`, `power` and `without` (the same test without any effect) with
      `n`, `value`, `mcse`, `neighbours` (the sizes tried next to it), `from_n` to `to_n` (sizes that two Monte-Carlo
      errors allow), `tried`, `trials`, `command`.
    - `assurance`, where it was asked for: `vectors`, `trials_each`, `women_each`, `posterior`; and in `scenarios` of
      each point `assurance` with `power` and `power_given_effect` averaged over the vectors: `value`, `mcse`,
      `between_sd` (how far vectors lie apart beyond chance; null where chance hides it, then `between_sd_at_most`),
      `q05` and `q95` over vectors, `vectors`, `difference`, `difference_mcse`.
    - `sequential`, where looks were asked for: `shares` and `rule`; and in `scenarios` of each point `sequential` with
      `rejects`, `women_analysed`, `women_enrolled`, `months` (differences are from the same design without interim
      looks) and `looks`: `women`, `nominal_p`, `stops`, `mcse`; or a `reason` why it cannot be looked at.
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
    varied = (vary,) if isinstance(vary, str) else tuple(vary)
    if not varied and search is None:
        fields = ", ".join(FIELDS)
        raise InputError(
            f"--vary FIELD=VALUES was wanted, such as --vary n=4..60, or --search power=0.8. Fields: {fields}."
        )
    whole(assurance, "assurance", 0, MOST_VECTORS)
    power = None if search is None else wanted_power(search)
    looked = None if looks is None else looks_of(looks, spending)
    wanted = grid(protocol, varied, set=set)
    sizes = {"n", "per_arm", "design.participants"} & {axis.field for axis in wanted.axes}
    if power is not None and sizes:
        raise InputError(f"--search looks for the number of women itself; leave --vary {sizes.pop()} out.")
    points = [point.protocol for point in wanted.points]
    chosen = _effects(effect, points)
    fewest = max(one.design.participants for one in points)
    women = whole(max(DEFAULT_SIZE, fewest) if women is None else women, "women (--women)", fewest, 1_000_000)
    asked = Asked(str(protocol), varied, tuple(set), trials, seed, women, chosen, search, assurance)
    if looked is not None:
        asked = replace(asked, looks=looks, spending=spending)
    parts = partly(asked, wanted.points, looked)
    folder, home = None, None
    if out is not None:
        home = Path(out).resolve() if cluster else Path(out)
        about = common_inputs(trials, seed, women, chosen)
        about |= {
            "code_and_records": package_fingerprint()[:16],
            "designs_of": asked.name,
            "vary": list(varied),
            "set": list(set),
            "search": search,
            "assurance": assurance,
            "looks": [looks, spending] if looked is not None else None,
        }
        folder = Folder.opened(home, about, {"protocol": points[wanted.reference].content()})
        (home / POINTS).mkdir(exist_ok=True)
    compiled(progress)
    means = Means(threads, workers, None if home is None else home / POINTS, progress, cluster)
    done = studied(asked, [*points, *parts.designs], means, trials=trials, stage="running trials")
    told = _points(asked, wanted, done, progress)
    if looked is not None:
        add_looks(told, done.found[: len(points)], done.found[len(points) :], parts, looked)
    known = None
    if assurance:
        known = _assured(asked, wanted, posterior, means)
        for point, one in zip(told, known["points"], strict=True):
            for name, over in one.items():
                point["scenarios"][name]["assurance"] = over
    changes = wanted.points[wanted.reference].set
    results = _header(asked, wanted) | {
        "points": told,
        "warnings": _warnings(asked, points),
        "pareto": fronts(told),
        "examples": [
            one | {"python": asked.replay(changes, trial=one["trial"], scenario=one["scenario"])}
            for one in examples(done.found[wanted.reference])
        ],
        **({} if power is None else {"search": [size_of(asked, one, power, means) for one in wanted.points]}),
        **({} if known is None else {"assurance": known["about"]}),
        **({} if looked is None else {"sequential": {"shares": list(looked.shares), "rule": looked.rule}}),
        "costs": told_costs(),
        "cost": {"seconds": time.perf_counter() - began, "workers": done.workers},
    }
    results = {name: finite(value) for name, value in results.items()}
    if folder is not None:
        folder.check()
        folder.write_json(RESULTS, results)
    return Designs(results, home)


def _assured(asked: Asked, wanted: Grid, posterior: str | Path | None, means: Means) -> dict[str, Any]:
    """The assurance of every design; the rooms it needs are many: whoever does not ask does not wait for them."""
    from antral.api.designs_assurance import assurance_of
    from antral.api.uncertainty import chosen_posterior

    hormones = any(arm.comedication is not None for point in wanted.points for arm in point.protocol.arms.values())
    return assurance_of(asked, wanted.points, wanted.reference, chosen_posterior(posterior, hormones=hormones), means)


def _warnings(asked: Asked, points: Sequence[Protocol]) -> list[str]:
    """Where the errors are too small: they take the bank as large, beside the women of a trial."""
    largest = max(one.design.participants for one in points)
    if largest <= _LARGE_SHARE * asked.women:
        return []
    return [
        f"A trial of {largest} women takes a large part of the bank of {asked.women:,}: trials are more alike than "
        f"their errors say. Raise --women to {round(largest / _LARGE_SHARE):,} or more."
    ]


def _effects(chosen: Sequence[str] | str | None, points: Sequence[Protocol]) -> tuple[str, ...]:
    """The scenarios of any of the designs."""
    asked = (chosen,) if isinstance(chosen, str) else chosen or None
    return tuple(dict.fromkeys(name for protocol in points for name in effects(asked, protocol)))


def _header(asked: Asked, wanted: Grid) -> dict[str, Any]:
    """What was asked for."""
    reference = wanted.points[wanted.reference]
    return {
        "protocol": reference.protocol.id,
        "title": reference.protocol.title,
        "version": version("antral"),
        "trials": asked.trials,
        "seed": asked.seed,
        "women": asked.women,
        "effects": list(asked.effects),
        "set": list(asked.set),
        "command": asked.command,
        "hashes": {"protocol": reference.protocol.fingerprint[:16], "code_and_records": package_fingerprint()[:16]},
        "varied": [axis._asdict() for axis in wanted.axes],
        "left_out": [one._asdict() for one in wanted.left_out],
        "reference": wanted.reference,
        "reference_is_protocol": wanted.reference_is_protocol,
    }


def _points(asked: Asked, wanted: Grid, done: Studied, progress: Progress) -> list[dict[str, Any]]:
    """What each design would show."""
    simulation = {number: place for place, one in enumerate(done.simulations) for number in one.designs}
    beside = {scenario: Beside(done.found[wanted.reference], scenario) for scenario in asked.effects}
    result = []
    for number, (point, one) in enumerate(zip(wanted.points, done.found, strict=False)):  # looks stand behind
        progress("summing up", number / len(wanted.points))
        screening = done.screening[simulation[number]]
        result.append(
            {
                "point": number,
                "values": dict(point.values),
                "label": point.label,
                "set": list(point.set),
                "command": asked.simulate(point.set),
                "python": asked.python(point.set),
                "women": point.protocol.design.participants,
                "arms": women_per_arm(point.protocol),
                "simulation": simulation[number],
                "simulated_women": done.simulations[simulation[number]].protocol.design.participants,
                "screening": {
                    "candidates": screening.candidates,
                    "admitted": screening.admitted,
                    "failure_rate": screening.failure_rate,
                },
                "scenarios": {scenario: reference.told(one) for scenario, reference in beside.items()},
            }
        )
    progress("summing up", 1.0)
    return result
