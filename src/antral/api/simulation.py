"""`simulate`: run a trial before it is run."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from antral.api.conducting import made_of
from antral.api.folder import UNCERTAINTY, Folder
from antral.api.inputs import effects, whole
from antral.api.material import courses, drawn_women
from antral.api.object_store import place_of
from antral.api.progress import Progress, compiled, silent
from antral.api.results import finite, moves_of, refused, results_of
from antral.api.run import Run
from antral.api.shards import shares
from antral.api.work import Kept, Sharing, Work, portions_of, usual_workers
from antral.api.workers import cores
from antral.core import package_fingerprint
from antral.population import DEFAULT_SIZE, bank
from antral.protocol import Protocol, load
from antral.trial import check

MOST_TRIALS: Final = 100_000
MOST_VECTORS: Final = 10_000
LARGEST_SEED: Final = 2**32 - 1


def simulate(
    protocol: str | Path | Protocol,
    *,
    trials: int = 200,
    seed: int = 1,
    effect: Sequence[str] | str | None = None,
    set: Sequence[str] = (),
    out: str | Path | None = None,
    women: int | None = None,
    threads: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    years: float | None = None,
    truth: bool = False,
    sensitivity: bool = True,
    uncertainty: int = 0,
    posterior: str | Path | None = None,
    progress: Progress = silent,
) -> Run:
    """Run a trial many times before it is run, and say what it can show.

    Parameters
    ----------
    protocol
        Name of a shipped protocol, path of a YAML file, or a loaded protocol.
    trials
        Replicates of the trial.
    seed
        Same inputs and seed, same bits, on any number of threads and workers.
    effect
        Scenarios of what the cells do, beside `none`, which is always simulated: `evidence` and `target` by default,
        in a trial with hormones also `target_link_off`. Each brings its own scenario without cells along.
    set
        Changes of the protocol, such as `arms.high.dose_cells=1.2e8`.
    out
        Folder that keeps the run, or address in an object store such as `s3://bucket/run` (extra `cluster`). A run that
        was stopped goes on where it was. Opened again with another endpoint, estimand, analysis or test, its trials are
        analysed again and none is simulated.
    women
        Women in the bank from which every trial enrols; 2000 by default.
    threads
        Processor cores to use; all by default.
    workers
        Processes that share the trials out; by default one a core, in runs long enough for it.
    cluster
        Address of a Dask scheduler, such as `tcp://10.0.0.1:8786`, whose workers share the trials out instead; they
        must see the folder of the run.
    years
        Years for which women are followed; as long as the protocol says by default.
    truth
        Whether every woman is also simulated in every arm, nobody leaving: then true effects are those between arms,
        not only those against herself without cells. Takes several times as long.
    sensitivity
        Whether each assumed number is moved to the ends of its range.
    uncertainty
        Vectors of the posterior under which the trial is also run, each with women and luck of its own and an equal
        share of as many trials again; 0 is none.
    posterior
        Parquet file of `calibrate`; by default the one shipped with antral.

    Raises
    ------
    InputError
        Where the protocol, a value or the folder cannot be used; nothing is left half-written.
    """
    began = time.perf_counter()
    trials = whole(trials, "trials", 1, MOST_TRIALS)
    seed = whole(seed, "seed", 0, LARGEST_SEED)
    trial_protocol = protocol if isinstance(protocol, Protocol) else load(protocol, overrides=list(set))
    if years is not None:
        trial_protocol = trial_protocol.followed(years)
    chosen = effects((effect,) if isinstance(effect, str) else effect or None, trial_protocol)
    for value, name in ((threads, "threads"), (workers, "workers")):
        if value is not None:
            whole(value, name, 1, 1024)
    whole(uncertainty, "uncertainty", 0, MOST_VECTORS)
    beliefs = None
    if uncertainty:  # the rooms it needs are many: whoever does not ask does not wait for them
        from antral.api.uncertainty import chosen_posterior, uncertainty_of

        beliefs = chosen_posterior(
            posterior, hormones=any(arm.comedication is not None for arm in trial_protocol.arms.values())
        )
    check(trial_protocol)
    fewest = trial_protocol.design.participants
    women = whole(DEFAULT_SIZE if women is None else women, "women (--women)", fewest, 1_000_000)
    folder = None
    if out is not None:
        about = made_of(trial_protocol, trials=trials, seed=seed, women=women, effects=chosen, truth=truth)
        place = place_of(out)
        about["shards"] = len(shares(trials, trial_protocol))
        folder = Folder.opened(
            place.resolve() if cluster and isinstance(place, Path) else place, about, asked(trial_protocol)
        )
    compile_seconds = compiled(progress)
    pool = bank(
        trial_protocol,
        seed=seed,
        size=women,
        threads=threads,
        progress=lambda done, wanted: progress("screening women", min(done / wanted, 1.0)),
    )
    moves = moves_of(trial_protocol, chosen, trials, seed) if sensitivity else None
    if workers is None:
        items = len(shares(trials, trial_protocol)) + len(portions_of(moves))
        workers = min(threads or cores(), usual_workers(items, trials))
    kept = None if folder is None else Kept(folder.path, folder.key)
    work = Work(trial_protocol, pool, chosen, seed, kept, truth, 1 if workers > 1 or cluster else threads, moves)
    with Sharing(work, trials, workers=workers, cluster=cluster) as sharing:
        doing = "reading stored trials" if sharing.all_stored else "running trials"
        found = sharing.gathered(lambda share: progress(doing, share))
        results = results_of(trial_protocol, pool, found, trials, seed, progress)
        if sensitivity:
            swings = sharing.sensitivity(lambda share: progress("moving assumptions", share))
            results["sensitivity"] = [finite(swing) for swing in swings]
        drawn = drawn_women(sharing.first_trial())
    if beliefs is not None:
        found_over = uncertainty_of(
            trial_protocol,
            chosen,
            beliefs,
            vectors=uncertainty,
            trials=trials,
            seed=seed,
            women=women,
            threads=threads,
            workers=workers,
            cluster=cluster,
            folder=None if folder is None else folder.path / UNCERTAINTY,
            progress=lambda share: progress("running over the posterior", share),
        )
        results["uncertainty"] = finite(found_over) | {"file": None if posterior is None else str(posterior)}
    results["cost"] = {
        "patient_years": sum(one.patient_years for one in found.values()) + pool.patient_years,
        "seconds": time.perf_counter() - began,
        "compile_seconds": compile_seconds,
        "bank_size": len(pool),
        "bank_from_disk": pool.from_disk,
        **sharing.counts,
        "workers": workers,
        "failed_simulations": sum(one.failed for one in found.values()),
        "refused_recruits": refused(pool),
    }
    run = Run(
        results=results,
        protocol=trial_protocol,
        bank=pool,
        quantiles=courses(found),
        women=drawn,
        flows={name: one.flow for name, one in found.items()},
        given=trial_protocol.id if isinstance(protocol, Protocol) else str(protocol),
        folder=folder.path if folder is not None else None,
        years=years,
    )
    if folder is not None:
        progress("writing", 0.0)
        folder.finish(results)
        progress("writing", 1.0)
    return run


def asked(protocol: Protocol) -> dict[str, Any]:
    """What is asked of the trials, for the manifest: which analysis, by which code, and all that the protocol says."""
    return {
        "analysis": {
            "protocol": protocol.id,
            "protocol_hash": protocol.fingerprint[:16],
            "changes": [f"{change.path}={change.after}" for change in protocol.changes],
            "code_and_records": package_fingerprint()[:16],
        },
        "protocol": protocol.content(),
    }
