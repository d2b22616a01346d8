"""`effect`: what a simulation may assume of cells, from a prior and every study repeated in silico."""

import hashlib
import io
import json
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.whole_file import ready, write_whole
from antral.core import RunError, package_fingerprint, write_aside
from antral.records import path

if TYPE_CHECKING:
    import polars as pl

REPEATED: Final = "repeated"
SUMMARY: Final = "effect.json"
SAMPLE: Final = "effect.parquet"
_SHIPPED: Final = "posteriors"
_LARGEST_SEED: Final = 2**31


@dataclass(frozen=True)
class Effect:
    """A posterior of the effect of cells."""

    sample: "pl.DataFrame"
    """One row a set of parameters; `simulate --effect evidence` draws a row for each trial from the one shipped."""
    summary: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        return self.summary


def effect(
    *,
    particles: int = 20_000,
    women: int = 16_000,
    seed: int = 1,
    out: str | Path | None = None,
    record: bool = False,
    threads: int | None = None,
    progress: Progress = silent,
) -> Effect:
    """Update the prior of what cells do by repeating every study of cells in POI under it.

    Command: `antral evidence effect`.

    Parameters
    ----------
    particles
        Sets of parameters that are weighed.
    women
        Simulated of each study and of each of three seeds, at least, without effect; the same again with one.
    out
        Folder that keeps what every study printed, and the result; the same call goes on there.
    record
        Whether the posterior becomes the one that is shipped and that the scenario `evidence` uses.

    Raises
    ------
    InputError
        Where a value or the folder cannot be used.
    """
    particles, women = whole(particles, "particles", 1000, 200_000), whole(women, "women", 100, 100_000)
    seed = whole(seed, "seed", 0, _LARGEST_SEED)
    from antral.evidence import effect as of_cells

    studies, law, weights = of_cells.used(), of_cells.prior(), of_cells.weights()
    folder = ready(out, REPEATED)
    compiled(progress)
    begun = time.monotonic()
    found = of_cells.estimate(
        law,
        studies,
        particles=particles,
        women=women,
        seed=seed,
        folder=None if folder is None else folder / REPEATED,
        threads=threads,
        progress=lambda text: progress(text, 0.0),
    )
    table = found.posterior.table()
    summary = {
        "command": f"antral evidence effect --particles {particles} --women {women} --seed {seed}",
        "version": version("antral"),
        "code_and_records": package_fingerprint()[:16],
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "seconds": round(time.monotonic() - begun, 1),
        "seed": seed,
        "particles": particles,
        "women": women,
        **found.told,
        "left_out": {**weights.left_out, "animals": weights.animals},
        "prior": law.model_dump(mode="json", exclude_defaults=True),
    }
    content = _parquet(table)
    if folder is not None:
        _write(folder / SAMPLE, content, summary)
        write_whole(folder / SUMMARY, json.dumps(summary, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if record:
        _write(path(_SHIPPED, SAMPLE), content, summary)
    return Effect(table, summary)


def shipped_effect() -> dict[str, Any]:
    """What is on record of the posterior that the scenario `evidence` uses: as `Effect.to_dict` gives it."""
    from antral.records import load_yaml

    return load_yaml(path(_SHIPPED, SAMPLE).with_suffix(".yaml"))


def effect_sizes(*, women: int = 600, draws: int = 200, seed: int = 1, record: bool = False) -> dict[str, Any]:
    """What effects of several sizes do within a year, and what the prior says of menses at several scales.

    Command: `antral evidence effect-sizes`. By this the scale of the prior was chosen.

    Parameters
    ----------
    women
        Of each row, the same with and without the effect.
    draws
        Of the prior, each with a third of the women.
    record
        Whether it becomes the record that documents the choice, `records/effect/sizes.yaml`.
    """
    women, draws = whole(women, "women", 30, 1000), whole(draws, "draws", 10, 10_000)
    seed = whole(seed, "seed", 0, _LARGEST_SEED)
    from antral.evidence import effect as of_cells

    quality = [{"quality_gain": gain} for gain in (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5)]
    antral = [{"antral_gain": gain} for gain in (0.15, 0.5, 1.0)]
    found = {
        "command": f"antral evidence effect-sizes --women {women} --draws {draws} --seed {seed}",
        "version": version("antral"),
        "code_and_records": package_fingerprint()[:16],
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "held": of_cells.held([*quality, *antral], women=women, seed=seed),
        "prior": [
            {
                "factor": factor,
                **of_cells.predicted(
                    of_cells.prior().with_scale("quality_gain", factor), draws=draws, women=women // 3, seed=seed
                ),
            }
            for factor in (0.5, 1.0, 2.0)
        ],
    }
    if record:
        write_whole(path("effect", "sizes.yaml"), _yaml(found))
    return found


def _parquet(table: "pl.DataFrame") -> bytes:
    content = io.BytesIO()
    table.write_parquet(content, compression="zstd", statistics=False)
    return content.getvalue()


def _write(file: Path, content: bytes, summary: dict[str, Any]) -> None:
    """The sample, and beside it what made it; each whole or not at all."""
    text = _yaml({**summary, "sha256": hashlib.sha256(content).hexdigest()})
    try:
        write_aside(file, content)
        write_aside(file.with_suffix(".yaml"), text.encode())
    except OSError as error:
        raise RunError(f"{file} cannot be written: {error.strerror}. Choose another place.") from error


def _yaml(content: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    text, yaml = io.StringIO(), YAML()
    yaml.default_flow_style = None
    yaml.width = 120
    yaml.dump(content, text)
    return text.getvalue()
