"""`update`: living evidence. What changed since it was last looked at is made again, and what moved is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from antral.api.inputs import whole
from antral.api.progress import Progress, silent
from antral.api.simulation import LARGEST_SEED, MOST_TRIALS
from antral.api.whole_file import write_whole
from antral.core import InputError, RunError, fingerprint, fingerprint_files, rooms_fingerprint
from antral.evidence import Study, living, meta_analyses, questions, studies, study_names
from antral.records import path

PARTS: Final = ("pooled", "meta_analyses", "challenge", "power", "effect")
EFFECTS: Final = ("none", "evidence", "target")
_TRIALS: Final = 200
"""Where no state says how many."""
_FEWEST: Final = 20
_POOLING: Final = ("evidence/pooling", "evidence/answers", "evidence/questions", "evidence/studies")
_EFFECT: Final = "effect/posterior"
_SHIPPED: Final = "the shipped posterior"
_LONG: Final = "it takes long, and is made again with --effect only"


@dataclass(frozen=True)
class Updated:
    """What an update did."""

    before: str | None
    """When the state was made that it compares with; None where there was none."""
    state: living.State
    place: Path | None
    """Where the new state was written."""
    made_again: Mapping[str, Sequence[str]]
    """By result, what changed."""
    stale: Mapping[str, Sequence[str]]
    """Results left as they were though something changed."""
    moved: tuple[living.Move, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        return {
            "before": self.before,
            "made": self.state.made,
            "trials": self.state.trials,
            "results": len(self.state.items),
            "made_again": {name: list(changed) for name, changed in self.made_again.items()},
            "stale": {name: list(changed) for name, changed in self.stale.items()},
            "moved": [asdict(one) | {"beyond_chance": one.beyond_chance} for one in self.moved],
            "state": None if self.place is None else str(self.place),
        }


@dataclass(frozen=True)
class _Wanted:
    """A result: all that it depends on, and how it is made."""

    depends: dict[str, str]
    make: Callable[[], dict[str, living.Value]]
    quick: bool = True
    """Whether it is made again without being asked for."""


def update(
    *,
    records: str | Path | None = None,
    out: str | Path | None = None,
    trials: int | None = None,
    seed: int | None = None,
    parts: Sequence[str] = PARTS,
    effect: bool = False,
    record: bool = False,
    progress: Progress = silent,
) -> Updated:
    """Make again what changed since the evidence was last looked at, and say what moved.

    Parameters
    ----------
    records
        A folder of your own study records, beside the shipped ones.
    out
        A folder that keeps the state; the next update with it compares with that one. Without it the update compares
        with the state that is shipped, and keeps nothing.
    trials, seed
        Of what is simulated; as in the state that is compared with, by default.
    parts
        Of the evidence: some of `PARTS`. What belongs to the others stays as recorded.
    effect
        Whether the posterior of the effect, which takes long, is made again where something it depends on changed.
    record
        Whether the new state becomes the one that is shipped.

    Raises
    ------
    InputError
        Where a value, a record or the folder cannot be used.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise InputError(f"part {', '.join(unknown)} is not known; known are {', '.join(PARTS)}.")
    if record and (records is not None or out is not None):
        raise InputError("--record ships the state of the shipped records: without --records and --out.")
    folder = None if out is None else Path(out)
    before = (None if folder is None else living.read_state(folder)) or living.read_state(living.shipped_folder())
    trials = whole(trials or (before.trials if before else _TRIALS), "trials", _FEWEST, MOST_TRIALS)
    seed = whole((before.seed if before else 1) if seed is None else seed, "seed", 0, LARGEST_SEED)
    among = studies(extra=None if records is None else Path(records))
    old = dict(before.items) if before else {}
    wanted = _wanted(among, trials, seed, parts, progress)
    if "effect" in parts:
        wanted |= _effect(old.get(_EFFECT), record, progress)
    items = {name: item for name, item in old.items() if name.partition("/")[0] not in parts}
    made_again: dict[str, list[str]] = {}
    stale: dict[str, list[str]] = {}
    for name, one in wanted.items():
        changed = living.why(old.get(name), one.depends)
        if not changed:
            items[name] = old[name]
        elif name == _EFFECT and not effect and not one.quick:
            items[name], stale[name] = old[name], [*changed, _LONG]
        else:
            progress(f"making again {name}", 0.0)
            made_again[name] = changed
            items[name] = living.Item(depends=one.depends, values=one.make())
    moved = [
        move for name in dict.fromkeys([*old, *items]) for move in living.moves(name, old.get(name), items.get(name))
    ]
    as_it_was = before is not None and items == before.items and (trials, seed) == (before.trials, before.seed)
    state = living.State(
        made=before.made if before is not None and as_it_was else date.today().isoformat(),
        version=version("antral"),
        trials=trials,
        seed=seed,
        items=dict(sorted(items.items())),
    )
    place = living.shipped_folder() if record else folder
    return Updated(
        None if before is None else before.made,
        state,
        None if place is None else _write(place, state),
        made_again,
        stale,
        tuple(moved),
    )


def _write(folder: Path, state: living.State) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{folder} cannot be made: {error.strerror}. Choose a folder you may write to.") from error
    return write_whole(folder / living.FILE, state.document())


def _wanted(
    among: Mapping[str, Study], trials: int, seed: int, parts: Sequence[str], progress: Progress
) -> dict[str, _Wanted]:
    """Every result of the parts."""
    found: dict[str, _Wanted] = {}
    if "pooled" in parts:
        found |= {f"pooled/{name}": _pooled(one, among) for name, one in questions.questions().items()}
    if "meta_analyses" in parts:
        for name, record in meta_analyses().items():
            kept = {
                f"{nth}. {one.outcome}, {one.measure}": living.Value(value=one.estimate)
                for nth, one in enumerate(record.results, start=1)
            }
            depends = {f"meta-analysis {name}": _hash(record.model_dump(mode="json"))}
            found[f"meta_analyses/{name}"] = _Wanted(depends, partial(dict, kept))
    if "challenge" in parts:
        found |= _challenged(among, trials, seed, progress)
    if "power" in parts:
        found |= _powers(trials, seed, progress)
    return found


def _hash(*parts: Any) -> str:
    return fingerprint(*parts)[:16]


def _of_study(one: Study) -> str:
    return _hash(one.model_dump(mode="json"))


def _pooled(question: questions.Question, among: Mapping[str, Study]) -> _Wanted:
    """It depends on the studies that print one of its outcomes, whatever they treat."""
    speak = [one for one in among.values() if any(outcome.outcome in question.outcomes for outcome in one.outcomes)]
    depends = {
        "the question": _hash(question.model_dump(mode="json")),
        "the code of pooling": rooms_fingerprint(_POOLING)[:16],
        **{f"study {one.id}": _of_study(one) for one in speak},
    }

    def make() -> dict[str, living.Value]:
        from antral.evidence import answers

        found = answers.answer(answers.Ask(question), among)
        values = {}
        for name, block in (("cells", found.main), ("spontaneous course", found.spontaneous)):
            values[f"{name}: studies"] = living.Value(value=float(block.studies))
            values[f"{name}: women"] = living.Value(value=float(block.women))
            if block.pooled is not None:
                told = block.pooled.plain()
                values |= {f"{name}: pooled {end}": living.Value(value=told[end]) for end in ("value", "low", "high")}
        return values

    return _Wanted(depends, make)


def _challenged(among: Mapping[str, Study], trials: int, seed: int, progress: Progress) -> dict[str, _Wanted]:
    """Studies that can be repeated; one of the user's has no replica."""
    from antral.evidence import replicas

    def make(name: str) -> dict[str, living.Value]:
        from antral.api.evidence.challenging import challenge

        (told,) = challenge(name, trials=trials, seed=seed, progress=progress).studies
        values = {}
        for one in told["outcomes"]:
            tail = one[one["better"] or "at_least"]
            values[f"{one['key']}: as good or better without effect"] = living.Value(value=tail["p"], mcse=tail["mcse"])
        return values

    found = {}
    for name in study_names():
        made = replicas.replica(name)
        if isinstance(made, replicas.NotSimulated):
            continue
        depends = {
            f"study {name}": _of_study(among[name]),
            f"its replica {name}": _hash(made.protocol.content(), [str(one) for one in made.reported]),
            "the model's code and records": replicas.code_of_replicates()[:16],
            "trials and seed": f"{trials}, {seed}",
        }
        found[f"challenge/{name}"] = _Wanted(depends, partial(make, name))
    return found


def _powers(trials: int, seed: int, progress: Progress) -> dict[str, _Wanted]:
    """Registered protocols that can be run, variants apart."""
    from antral.api.conducting import conducting_code
    from antral.protocol import available, load
    from antral.therapy import Scenario, sample_hashes, scenario

    def _told(one: Scenario) -> dict[str, Any]:
        return one.model_dump(mode="json", exclude={"sample"})

    def make(name: str) -> dict[str, living.Value]:
        from antral.api.simulation import simulate

        run = simulate(name, trials=trials, seed=seed, effect=EFFECTS[1:], sensitivity=False, progress=progress)
        return {
            f"{effect}: {test}": living.Value(value=told["rejection_rate"], mcse=told["mcse"])
            for effect in EFFECTS
            for test, told in run.results["scenarios"][effect]["tests"].items()
        }

    samples = sample_hashes(EFFECTS)
    found = {}
    for entry in available():
        if not entry.computable or entry.variant_of is not None:
            continue
        depends = {
            f"protocol {entry.name}": load(entry.name).fingerprint[:16],
            **{f"scenario {one}": _hash(_told(scenario(one)), samples.get(one)) for one in EFFECTS},
            "the model's code and records": conducting_code(),
            "the code of analysis": rooms_fingerprint(("analysis", "design"))[:16],
            "trials and seed": f"{trials}, {seed}",
        }
        found[f"power/{entry.name}"] = _Wanted(depends, partial(make, entry.name))
    return found


def _effect(old: living.Item | None, record: bool, progress: Progress) -> dict[str, _Wanted]:
    """The posterior that the scenario `evidence` uses: read where another one is shipped, else estimated anew."""
    place = path("posteriors", "effect.yaml")
    if not place.exists():
        return {}
    from antral.api import evidence
    from antral.evidence import effect, replicas

    shipped = evidence.shipped_effect()
    depends = {
        _SHIPPED: str(shipped["sha256"])[:16],
        "the prior": fingerprint_files([path("effect", "prior.yaml")])[:16],
        "the weights of studies": fingerprint_files([path("effect", "weights.yaml")])[:16],
        **{f"study {one.name}": _of_study(one.replica.study) for one in effect.used()},
        "the code of the effect": rooms_fingerprint(("evidence/effect",))[:16],
        "the model's code and records": replicas.code_of_replicates()[:16],
    }
    if old is None or old.depends.get(_SHIPPED) != depends[_SHIPPED]:
        return {_EFFECT: _Wanted(depends, lambda: _told_effect(shipped))}

    def make() -> dict[str, living.Value]:
        asked = {name: shipped[name] for name in ("particles", "women", "seed")}
        return _told_effect(evidence.effect(**asked, record=record, progress=progress).to_dict())

    return {_EFFECT: _Wanted(depends, make, quick=False)}


def _told_effect(told: Mapping[str, Any]) -> dict[str, living.Value]:
    spike = told["spike"]
    overlaps = {f"overlap of prior and posterior, {one['name']}": one["overlap"] for one in told["parameters"]}
    return {
        "weight of no effect": living.Value(value=spike["weight"], mcse=spike["se"]),
        **{name: living.Value(value=overlap) for name, overlap in overlaps.items()},
    }
