"""What is kept of some trials of one design: a few numbers a trial, as plain arrays that a file holds."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import Plan, Results, Valued, analysed, naive_claims, plan, tests_of, valued
from antral.core import DAYS_PER_MONTH
from antral.dataset import Tables
from antral.design import monitoring, truth
from antral.protocol import Protocol
from antral.therapy import scenario as scenario_named
from antral.therapy import strength
from antral.trial import Conducted

Arrays = dict[str, NDArray[Any]]
"""By name; names begin with the scenario's, as in `target/reject`. Those of women begin with `people`."""

_SOME_TRIALS = np.arange(1, 65)
_PAIRED_WOMEN = 6_000
"""Participants whose two values are kept, of endpoints that are estimated by a median."""
TRUTHS = {
    "effects": ("endpoint", "arm", "n", "effect"),
    "truths": ("trial", "endpoint", "arm", "true"),
    "pairs": ("endpoint", "arm", "given", "other"),
}
"""What is kept of the tables of `truth.Found`; each woman is compared with herself without cells."""


def kept_of(designs: Mapping[int, Protocol], conducted: Mapping[str, Conducted], *, seed: int) -> dict[int, Arrays]:
    """What is kept of the same trials under several designs that differ in their size and analysis alone.

    Parameters
    ----------
    designs
        By number; none larger than the trials conducted.
    conducted
        Trials of the largest design under each scenario; a smaller trial is its first women.
    """
    found: dict[int, Arrays] = {}
    known: dict[str, dict[str, Valued]] = {}
    plans = {number: plan(protocol) for number, protocol in designs.items()}
    for number in sorted(designs, key=lambda number: _derived_as(plans[number])):
        protocol, wanted, key = designs[number], plans[number], _derived_as(plans[number])
        if key not in known:  # designs with the same endpoints share those of every woman
            known = {key: {name: valued(one.tables, wanted) for name, one in conducted.items()}}
        women = protocol.design.participants
        results = {name: analysed(one.first(women), wanted, seed=seed) for name, one in known[key].items()}
        arrays = _people(results["none"])
        for name, one in results.items():
            tables = _first(conducted[name].tables, women)
            of_scenario = {
                **_analysis(protocol, one),
                **_conduct(protocol, tables),
                **_truth(name, results, protocol, seed),
            }
            arrays |= {f"{name}/{what}": values for what, values in of_scenario.items()}
        found[number] = arrays
    return found


def _derived_as(wanted: Plan) -> str:
    """What decides the endpoints of a woman, whatever is estimated or tested of them.

    A test decides by what it needs beside the value: the log-rank test by the time to the event, a mixed model by its
    visits, which stand in the question.
    """
    questions = [
        replace(one, estimate="", test=one.test if one.test == "log_rank" else None, covariates=())
        for one in wanted.questions
    ]
    return repr((wanted.doses, questions, wanted.baseline_visits, wanted.calendars))


def joined_parts(parts: list[Arrays]) -> Arrays:
    """The parts of one design, in the order of their trials: trials stand on the last axis."""
    return {
        name: parts[0][name] if name.endswith("_names") else np.concatenate([part[name] for part in parts], axis=-1)
        for name in parts[0]
    }


def chosen_arms(wanted: Plan) -> list[str]:
    """The arms among which a dose is chosen, by rising dose; none where there are not two doses."""
    treated = [arm for arm in wanted.doses if arm not in wanted.controls]
    return treated if len({wanted.doses[arm] for arm in treated}) > 1 else []


def _first(tables: Tables, women: int) -> Tables:
    """The tables of the first so many participants of each trial."""
    mine = pl.col("participant_id") <= women
    return Tables(tables.participants.filter(mine), tables.observations.head(0), tables.events.filter(mine))


def _people(results: Results) -> Arrays:
    persons = results.valued.persons
    return {
        "people/trial": persons["trial"].to_numpy().astype(np.int32),
        "people/woman": persons["woman"].fill_null(0).to_numpy().astype(np.uint32),
    }


def _analysis(protocol: Protocol, results: Results) -> Arrays:
    """What the analysis of each trial says: p-values, estimates with their limits, claims, the dose chosen."""
    wanted, trials = results.plan, len(results.valued.trials)
    tests = tests_of(wanted)
    p = [results.tests.filter(test=test.name)["p_value"].fill_null(np.nan).to_numpy() for test in tests]
    estimates, names = [], []
    for kind, frame in (("slope", results.slopes), ("contrast", results.contrasts)):
        by = "endpoint" if kind == "slope" else "contrast"
        for name in frame[by].unique(maintain_order=True).to_list():
            names.append(f"{kind}/{name}")
            rows = frame.filter(pl.col(by) == name)
            estimates.append(rows.select("estimate", "ci_low", "ci_high").fill_null(np.nan).to_numpy().T)
    claims = naive_claims(results)
    said = claims.select("claim", "text").unique(maintain_order=True)
    claimed = [claims.filter(claim=claim)["claimed"].cast(pl.Float32).fill_null(np.nan) for claim in said["claim"]]
    chosen = [_chosen(results, name) for name in protocol.judged_by]
    return {
        "trial": np.asarray(results.valued.trials, np.int32),
        "p": np.array(p).reshape(len(tests), trials),
        "estimates": np.array(estimates, np.float32).reshape(len(names), 3, trials),
        "estimates_names": np.array(names, str),
        "claims": np.array(claimed, np.float32).reshape(len(said), trials),
        "claims_names": said.to_numpy().astype(str),
        "chosen": np.array(chosen, np.int8).reshape(len(chosen), trials),
    }


def _chosen(results: Results, endpoint: str) -> NDArray[np.int8]:
    """The arm, by its place among the doses, with the best estimate of an endpoint; -1 where none can be told.

    Of arms with the same estimate the lowest dose.
    """
    question = results.plan.question(endpoint)
    better = 1.0 if question.direction == "increase" else -1.0
    trials = len(results.valued.trials)
    best, place = np.full(trials, -np.inf), np.full(trials, -1, np.int8)
    for number, arm in enumerate(chosen_arms(results.plan)):
        rows = results.arms.filter(arm=arm, endpoint=endpoint)
        value = better * rows["estimate"].fill_null(np.nan).to_numpy()
        wins = value > best
        best, place = np.where(wins, value, best), np.where(wins, np.int8(number), place)
    return place


def _conduct(protocol: Protocol, tables: Tables) -> Arrays:
    """Women enrolled and given cells until each trial ends, by plan or by the rule for harm, and how long it takes."""
    people = tables.participants.select("trial", "participant_id", pl.col("enrolled_day").fill_null(0.0))
    infused = tables.events.filter(pl.col("kind") == "infusion").select("trial", "participant_id").unique()
    cells = [arm for arm, one in protocol.arms.items() if one.total_cells > 0]
    infused = infused.join(
        tables.participants.filter(pl.col("arm").is_in(cells)).select("trial", "participant_id"),
        on=["trial", "participant_id"],
        how="semi",
    )
    given = infused.group_by("trial").agg(pl.len().alias("infused"))
    each = people.group_by("trial", maintain_order=True).agg(
        pl.len().alias("women"), pl.col("enrolled_day").max().alias("last")
    )
    each = each.join(given, on="trial", how="left", maintain_order="left").with_columns(pl.col("infused").fill_null(0))
    end = each["last"].to_numpy() + protocol.follow_up_days
    women, exposed = (each[name].to_numpy().astype(np.float64) for name in ("women", "infused"))
    stopped = np.zeros(len(each))
    stops = monitoring.stops(protocol, tables)
    if not stops.is_empty():
        rows = each.join(stops, on="trial", how="left", maintain_order="left", suffix="_by_stop")
        stopped = rows["stopped"].cast(pl.Float64).fill_null(0.0).to_numpy()
        day = rows["day"].fill_null(np.inf).to_numpy()
        end = np.minimum(end, day)
        exposed = np.where(stopped > 0, rows["women_by_stop"].fill_null(0).to_numpy(), exposed)
        by_then = people.join(stops.select("trial", "day"), on="trial").filter(
            pl.col("day").is_null() | (pl.col("enrolled_day") <= pl.col("day"))
        )
        counted = by_then.group_by("trial").agg(pl.len().alias("so_far"))
        rows = each.join(counted, on="trial", how="left", maintain_order="left")
        women = rows["so_far"].fill_null(0).to_numpy().astype(np.float64)
    return {
        "women": women.astype(np.float32),
        "infused": exposed.astype(np.float32),
        "stopped": stopped.astype(np.float32),
        "months": (end / DAYS_PER_MONTH).astype(np.float32),
        "enrolment_months": (np.minimum(each["last"].to_numpy(), end) / DAYS_PER_MONTH).astype(np.float32),
    }


def _truth(name: str, results: Mapping[str, Results], protocol: Protocol, seed: int) -> Arrays:
    """What the cells did in truth: each woman against herself without them."""
    zero = scenario_named(name).zero
    true = truth.nothing()
    if zero != name and zero in results:
        drawn = bool(np.ptp(strength(scenario_named(name), seed, _SOME_TRIALS)) > 0.0)
        how = truth.Kept(max(1, _PAIRED_WOMEN // protocol.design.participants), drawn)
        true = truth.from_twins(results[name].plan, results[name].valued, results[zero].valued, how)
    found: Arrays = {}
    places = {"endpoint": [one.name for one in results[name].plan.questions], "arm": list(results[name].plan.doses)}
    for table, columns in TRUTHS.items():
        frame: pl.DataFrame = getattr(true, table)
        for column in columns:
            if column in places:  # names by their place in the plan: a byte each
                names = places[column]
                coded = frame[column].replace_strict(names, list(range(len(names))), return_dtype=pl.UInt8)
                found[f"{table}/{column}"] = coded.to_numpy()
            else:
                found[f"{table}/{column}"] = frame[column].to_numpy()
    return found


def truth_tables(wanted: Plan, of: Mapping[str, NDArray[Any]]) -> dict[str, pl.DataFrame]:
    """The tables of the truth as they were, from what is kept of one scenario."""
    names = {"endpoint": [one.name for one in wanted.questions], "arm": list(wanted.doses)}
    tables = {}
    for table, columns in TRUTHS.items():
        series = {column: pl.Series(of[f"{table}/{column}"]) for column in columns}
        for column, known in names.items():
            series[column] = pl.Series(known, dtype=pl.String).gather(series[column].cast(pl.UInt32))
        tables[table] = pl.DataFrame(series).with_columns(pl.lit(truth.TWIN).alias("against"))
    return tables
