"""The engine beside the plain woman: same parameters, independent chance, other code.

    python -m tests.reference.two_implementations

runs 256 women of each kind for three years by both, which takes some minutes, and rewrites
`src/antral/records/reference/two_implementations.yaml`, which row 24 of `antral verify` reads.
"""

import json
import sys

import numpy as np

from antral.engine import advance, start
from antral.physiology import typical
from antral.records import path
from antral.verify import made_with

from . import plain_woman as plain

BURN_IN = 200
YEARS = 3
KINDS = {
    "healthy": {"N": 69_469.0, "q0": 1.0, "sq": 0.0},
    "older": {"N": 17_576.0, "q0": 1.0, "sq": 0.0},
    "poi": {"N": 3000.0, "q0": 0.4, "sq": 1.4},
}
MORE = {"poi": 32}
"""Women with POI differ so much that it takes more of them: 8192 give their menses with a standard error of 1 %."""
QUANTITIES = ("menses", "amh", "fsh")
FITTED = {
    "base_rate": "reserve.base_rate",
    "crowding_rate": "reserve.crowding_rate",
    "crowding_half": "reserve.crowding_half",
    "sigma": "pipeline.survival",
    "tau": "pipeline.stage_days",
    "k0": "pipeline.recruitment_rate",
    "muA": "pipeline.antral_loss",
    "Nq": "quality.pool_half",
    "hq": "quality.pool_power",
    "tauq": "quality.fluctuation_days",
    "gamma": "follicle.growth",
    "kappa": "follicle.competition",
    "Xmax": "follicle.fastest",
    "eta": "follicle.independence",
    "eta_size": "follicle.independence_size",
    "s_mean": "follicle.threshold",
    "s_sd": "follicle.threshold_sd",
    "U2_threshold": "follicle.surge_threshold",
    "commit_to_ovulation": "follicle.ovulation_days",
    "tauE": "follicle.secretion_end_days",
    "hl": "follicle.luteinisation_rate",
    "LHl0": "follicle.luteinisation_lh",
    "eLUF": "follicle.luteinised_secretion",
    "tLUF": "follicle.luteinised_days",
    "Eper": "steroids.e2_peripheral",
    "eB": "steroids.e2_per_inhibin",
    "eS": "steroids.e2_follicle",
    "E2_luteal": "steroids.e2_luteal",
    "P4_luteal": "steroids.p4_luteal",
    "TL": "luteal.lifespan",
    "TLsd": "luteal.lifespan_sd",
    "VL": "lh.tonic",
    "VL2": "lh.surge",
    "aL": "lh.withdrawal",
    "KL": "lh.withdrawal_e2",
    "fPL": "lh.p4_floor",
    "kU": "lh.feedback_rate",
    "EU": "lh.surge_e2",
    "Bmax": "inhibin.most",
    "KB": "inhibin.half",
    "hB": "inhibin.power",
    "KF": "inhibin.fsh_half",
    "cA": "amh.per_follicle",
    "VF": "fsh.synthesis",
    "Gmax": "fsh.drive_most",
    "gfl": "fsh.drive_least",
    "Bref": "fsh.inhibin_half",
    "nB": "fsh.inhibin_power",
    "KE": "fsh.e2_half",
    "fPF": "fsh.p4_floor",
    "r0": "fsh.release_base",
    "r1": "fsh.release_gnrh",
    "rS": "fsh.release_surge",
    "KR": "fsh.release_e2_half",
}
"""The plain woman's name of each parameter that a fit may move: she is given the engine's value, not her own."""


def as_the_engine():
    """The engine's parameters by the plain woman's names."""
    p = typical()
    return {name: getattr(getattr(p, key.split(".")[0]), key.split(".")[1]) for name, key in FITTED.items()}


def of_women(course, kept, years):
    """Menses per year, mean AMH (ng/mL) and median FSH (IU/L) of each woman. `[woman, quantity]`"""

    def values(name):
        return np.asarray(course[name] if isinstance(course, dict) else getattr(course, name))[:, kept]

    menses = values("menses").sum(axis=1) / years
    return np.stack([menses, values("amh_ng_ml").mean(axis=1), np.median(values("fsh_iu_l"), axis=1)], axis=1)


def compare(kind, women, years=YEARS, seed=1):
    """What both give. Two arrays `[woman, quantity]`, the engine's first."""
    days = BURN_IN + round(years * 365)
    p = typical()
    p = p._replace(quality=p.quality._replace(own=KINDS[kind]["q0"], fluctuation=KINDS[kind]["sq"]))
    _, course = advance(start(p, KINDS[kind]["N"], np.arange(women), seed), days, seed=seed)
    engine = of_women(course, course.t_days > BURN_IN, years)
    loop = plain.run(as_the_engine() | KINDS[kind], days, dt=0.125, seed=seed, women=women)
    return engine, of_women(loop, loop["t_days"] > BURN_IN, years)


def difference(engine, loop):
    """Relative difference of the means and its standard error. `[quantity]` each."""
    a, b = engine.mean(axis=0), loop.mean(axis=0)
    spread = np.hypot(engine.std(axis=0, ddof=1) / a, loop.std(axis=0, ddof=1) / b) / np.sqrt(len(engine))
    return a / b - 1, spread * a / b


def write(women=256, file=None):
    """Run everything and rewrite the record."""
    lines = [
        "# Relative differences of the engine to a plain loop that was written from the same page by another hand.",
        "# Written by `python -m tests.reference.two_implementations`; means over three years after 200 days.",
        "# `women` are those of each kind but POI, which takes more.",
        f"women: {women}",
        f"made_with: {json.dumps(made_with())}",
        "differences:",
    ]
    for kind in KINDS:
        many = women * MORE.get(kind, 1)
        engine, loop = compare(kind, many)
        value, error = difference(engine, loop)
        for i, quantity in enumerate(QUANTITIES):
            lines.append(
                f"  {kind}_{quantity}: {{value: {value[i]:.5f}, low: {value[i] - 1.96 * error[i]:.5f}, "
                f"high: {value[i] + 1.96 * error[i]:.5f}, women: {many}, "
                f"engine: {engine[:, i].mean():.4f}, plain: {loop[:, i].mean():.4f}}}"
            )
    (file or path("reference", "two_implementations.yaml")).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(*(int(n) for n in sys.argv[1:]))
