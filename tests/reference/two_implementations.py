"""The engine beside the plain woman: same parameters, independent chance, other code.

    python -m tests.reference.two_implementations

runs 256 women of each kind for three years by both, which takes some minutes, and rewrites
`src/antral/records/reference/two_implementations.yaml`, which row 24 of `antral verify` reads.
"""

import json
import sys

import numpy as np

from antral.engine import Sampling, Tablets, advance, start
from antral.physiology import typical
from antral.records import path
from antral.therapy import calendars, hormone_parameters, regimen
from antral.verify import made_with

from . import plain_woman as plain
from .plain_outside import Tablets as PlainTablets
from .plain_values import CLIMEN

BURN_IN = 200
YEARS = 3
KINDS = {
    "healthy": {"N": 69_469.0, "q0": 1.0, "sq": 0.0},
    "older": {"N": 17_576.0, "q0": 1.0, "sq": 0.0, "age": 40.0},
    "poi": {"N": 3000.0, "q0": 0.4, "sq": 1.4},
    "climen": {"N": 3000.0, "q0": 0.4, "sq": 1.4},
    "trying": {"N": 69_469.0, "q0": 1.0, "sq": 0.0, "age": 30.0, "wish": 1.0},
}
"""The two last are POI under Climen and healthy women who wish a child."""
MORE = {"poi": 32, "climen": 16, "trying": 8}
"""Women with POI differ so much that it takes more of them: 8192 give their menses with a standard error of 1 %."""
QUANTITIES = {
    "climen": ("menses", "ovulations", "fsh", "follicle"),
    "trying": ("menses", "pregnant", "fsh_mean"),
}
"""Of the other kinds: menses, AMH, FSH."""
USUAL = ("menses", "amh", "fsh")
_MIDNIGHT = Sampling(8, 8)
FITTED = {
    "base_rate": "reserve.base_rate",
    "crowding_rate": "reserve.crowding_rate",
    "crowding_half": "reserve.crowding_half",
    "sigma": "pipeline.survival",
    "tau": "pipeline.stage_days",
    "k0": "pipeline.recruitment_rate",
    "k_gain": "pipeline.recruitment_gain",
    "muA": "pipeline.antral_loss",
    "Nq": "quality.pool_half",
    "hq": "quality.pool_power",
    "years_half": "quality.age_half",
    "years_span": "quality.age_span",
    "years_floor": "quality.age_floor",
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
    "F_free": "follicle.competition_fsh_half",
    "q_viable": "follicle.accept_half",
    "hl": "follicle.luteinisation_rate",
    "d_LUF": "follicle.luteinisation_size",
    "LHl0": "follicle.luteinisation_lh",
    "eLUF": "follicle.luteinised_secretion",
    "tLUF": "follicle.luteinised_days",
    "Eper": "steroids.e2_peripheral",
    "eB": "steroids.e2_per_inhibin",
    "eS": "steroids.e2_follicle",
    "q_floor": "steroids.quality_base",
    "E2_luteal": "steroids.e2_luteal",
    "P4_luteal": "steroids.p4_luteal",
    "P4_per_LUF": "steroids.p4_luteinised",
    "t_rise": "luteal.rise_days",
    "TL": "luteal.lifespan",
    "TLsd": "luteal.lifespan_sd",
    "size_sd": "luteal.size_sd",
    "size_q0": "luteal.size_quality_base",
    "pause_25": "gnrh.rest_share",
    "pause_fall": "gnrh.rest_fall",
    "pause_days": "gnrh.rest_days",
    "pause_longest": "gnrh.rest_longest",
    "pause_depth": "gnrh.rest_depth",
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
    "iS": "inhibin.a_follicle",
    "IA_luteal": "inhibin.a_luteal",
    "cA": "amh.per_follicle",
    "amh_q0": "amh.quality_base",
    "VF": "fsh.synthesis",
    "Gmax": "fsh.drive_most",
    "gfl": "fsh.drive_least",
    "Bref": "fsh.inhibin_half",
    "nB": "fsh.inhibin_power",
    "wA": "fsh.inhibin_a_weight",
    "KE": "fsh.e2_half",
    "fPF": "fsh.p4_floor",
    "r0": "fsh.release_base",
    "r1": "fsh.release_gnrh",
    "rS": "fsh.release_surge",
    "KR": "fsh.release_e2_half",
    "a_half": "pregnancy.age_half",
    "a_scale": "pregnancy.age_scale",
    "oq": "pregnancy.quality_power",
}
"""The plain woman's name of each parameter that a fit may move: she is given the engine's value, not her own."""


def as_the_engine():
    """The engine's parameters by the plain woman's names."""
    p = typical()
    return {name: getattr(getattr(p, key.split(".")[0]), key.split(".")[1]) for name, key in FITTED.items()}


def quantities(kind):
    """What is compared of women of a kind."""
    return QUANTITIES.get(kind, USUAL)


def of_women(course, kept, years, kind):
    """Each quantity of each woman: events a year, mean AMH (ng/mL), share of days pregnant, FSH (IU/L), mean of the
    largest follicle that a scan would show (mm)."""

    def values(name):
        return np.asarray(course[name] if isinstance(course, dict) else getattr(course, name))[:, kept]

    pregnant = "pregnant" if isinstance(course, dict) else "pregnancy_days"
    found = {
        "menses": lambda: values("menses").sum(axis=1) / years,
        "ovulations": lambda: values("ovulations").sum(axis=1) / years,
        "amh": lambda: values("amh_ng_ml").mean(axis=1),
        "pregnant": lambda: (values(pregnant) >= (1 if isinstance(course, dict) else 0)).mean(axis=1),
        "fsh": lambda: np.median(values("fsh_iu_l"), axis=1),
        "follicle": lambda: values("largest_follicle_mm").mean(axis=1),
        "fsh_mean": lambda: values("fsh_iu_l").mean(axis=1),
    }
    return np.stack([found[name]() for name in quantities(kind)], axis=1)


def compare(kind, women, years=YEARS, seed=1):
    """What both give. Two arrays `[woman, quantity]`, the engine's first."""
    days = BURN_IN + round(years * 365)
    p = typical()
    age = KINDS[kind].get("age", 30.0)
    p = p._replace(quality=p.quality._replace(own=KINDS[kind]["q0"], fluctuation=KINDS[kind]["sq"], start_age=age))
    state = start(p, KINDS[kind]["N"], np.arange(women), seed)
    state = state.trying(age, KINDS[kind].get("wish", 0.0))
    state, tablets = under_climen(state) if kind == "climen" else (state, None)
    _, course = advance(state, days, seed=seed, tablets=tablets, sampling=_MIDNIGHT)
    engine = of_women(course, course.t_days > BURN_IN, years, kind)
    theirs = PlainTablets(CLIMEN) if kind == "climen" else None
    loop = plain.run(as_the_engine() | KINDS[kind], days, dt=0.125, seed=seed, women=women, tablets=theirs)
    return engine, of_women(loop, loop["t_days"] > BURN_IN, years, kind)


def under_climen(state):
    """The women, all of average exposure, and their tablets from day 0 on."""
    record, nought = regimen("climen"), np.zeros(len(state), np.int64)
    average = {f"{name}_cv": getattr(record.kinetics, f"{name}_cv").model_copy(update={"value": 0.0})
               for name in ("estradiol", "progestogen")}  # fmt: skip
    even = record.model_copy(update={"kinetics": record.kinetics.model_copy(update=average)})
    taking = state.taking(hormone_parameters([even], nought, 1, nought, state.patients))
    whole = np.ones(len(state))
    return taking, Tablets(*calendars([record]), nought, nought, nought + 10**6, whole)


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
        for i, quantity in enumerate(quantities(kind)):
            lines.append(
                f"  {kind}_{quantity}: {{value: {value[i]:.5f}, low: {value[i] - 1.96 * error[i]:.5f}, "
                f"high: {value[i] + 1.96 * error[i]:.5f}, women: {many}, "
                f"engine: {engine[:, i].mean():.4f}, plain: {loop[:, i].mean():.4f}}}"
            )
    (file or path("reference", "two_implementations.yaml")).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(*(int(n) for n in sys.argv[1:]))
