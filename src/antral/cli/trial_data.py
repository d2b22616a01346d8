"""`antral analyse`, `methods`: a real trial's data, without the simulator."""

import json as json_module
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from antral.cli.options import Json, Set
from antral.cli.terminal import console
from antral.core import InputError

_OF_A_METHOD = "With --method: "


def analyse(
    tables: Annotated[Path, typer.Argument(help="observations.csv, a folder with the tables, or any CSV file.")],
    protocol: Annotated[str | None, typer.Option(help="Protocol whose analysis is wanted.")] = None,
    method: Annotated[
        str | None, typer.Option(help="Instead of a protocol: one method, by its name in antral methods.")
    ] = None,
    set: Set = None,
    control: Annotated[str | None, typer.Option(help=f"{_OF_A_METHOD}the arm that others are compared with.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=NAME", help=f"{_OF_A_METHOD}column of a role, such as value=AVAL; repeatable."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=TEXT", help=f"{_OF_A_METHOD}only these rows, such as parameter=FSH; repeatable."),
    ] = None,
    visit: Annotated[str | None, typer.Option(help=f"{_OF_A_METHOD}the visit at which arms are compared.")] = None,
    covariate: Annotated[
        list[str] | None, typer.Option(help=f"{_OF_A_METHOD}a column to adjust for; repeatable.")
    ] = None,
    level: Annotated[float, typer.Option(help=f"{_OF_A_METHOD}level of the interval.")] = 0.95,
    horizon: Annotated[
        float | None, typer.Option(help=f"{_OF_A_METHOD}end of the time looked at, in the file's unit.")
    ] = None,
    seed: Annotated[int, typer.Option(help=f"{_OF_A_METHOD}of methods that draw random numbers.")] = 1,
    log: Annotated[
        bool, typer.Option("--log", help=f"{_OF_A_METHOD}take logarithms, and tell ratios, as for FSH.")
    ] = False,
    adjust: Annotated[
        str | None,
        typer.Option(help=f"{_OF_A_METHOD}adjust p-values for all comparisons: holm, hochberg, hommel, bonferroni."),
    ] = None,
    structure: Annotated[
        str, typer.Option(help="With --method mmrm: covariance to begin with, such as compound_symmetry.")
    ] = "unstructured",
    json: Json = False,
) -> None:
    """Analyse a real trial's data, as a protocol plans or by one method; no simulation is run.

    Example: antral analyse observations.csv --protocol NCT03816852

    With who left and what happened: antral analyse my-trial/ --protocol NCT03816852

    Any trial's table, one method: antral analyse trial.csv --method ancova --control placebo --visit week_24
    """
    from antral import api
    from antral.reports import analysis_tables, applied_tables

    if (protocol is None) == (method is None):
        raise InputError("either --protocol or --method was wanted; antral methods lists the methods.")
    if method is not None:
        if set:
            raise InputError("--set changes a protocol; with --method give the method's own options.")
        found = api.estimate(
            tables,
            method,
            columns=_pairs(column, "--column", "value=AVAL"),
            control=control,
            where=_pairs(where, "--where", "parameter=FSH"),
            visit=visit,
            covariates=covariate or (),
            level=level,
            horizon=horizon,
            seed=seed,
            log=log,
            adjust=adjust,
            structure=structure,
        )
        if json:
            _print_json([{"comparison": one.comparison, **vars(one.result)} for one in found])
        else:
            console().print(applied_tables(found))
        return
    given: dict[str, object] = {
        "--control": control,
        "--column": column,
        "--where": where,
        "--visit": visit,
        "--covariate": covariate,
    }
    given |= {"--log": log, "--horizon": horizon, "--adjust": adjust, "--structure": structure != "unstructured"}
    strange = [name for name, value in given.items() if value]
    if strange:
        raise InputError(f"{strange[0]} goes with --method; a protocol says it itself (change it with --set).")
    results = api.analyse(tables, protocol=str(protocol), set=set or ())
    if json:
        frames = {
            "arms": results.arms,
            "contrasts": results.contrasts,
            "slopes": results.slopes,
            "tests": results.tests,
        }
        estimands = [one.model_dump(mode="json") for one in results.plan.estimands]
        tables_by_name = {name: frame.fill_nan(None).to_dicts() for name, frame in frames.items()}
        _print_json({"estimands": estimands, **tables_by_name})
        return
    console().print(analysis_tables(results))


def methods(
    json: Json = False,
) -> None:
    """List the methods that antral analyse takes: what each asks, and the columns it needs.

    Example: antral methods
    """
    from antral import api
    from antral.reports import methods_table

    names, applications = api.methods()
    if json:
        _print_json(
            {
                name: {"asks": one.asks, "needs": one.needs, "takes": one.uses, "full_name": names.get(name, "")}
                for name, one in applications.items()
            }
        )
        return
    console().print(methods_table(applications))


def _pairs(given: Sequence[str] | None, option: str, example: str) -> dict[str, str]:
    found = {}
    for one in given or ():
        name, sign, text = one.partition("=")
        if not (name and sign and text):
            raise InputError(f"{option} {one}: two words with = between were wanted, such as {option} {example}.")
        found[name.strip()] = text.strip()
    return found


def _print_json(content: Any) -> None:
    typer.echo(json_module.dumps(_plain(content), ensure_ascii=False, allow_nan=False))


def _plain(content: Any) -> Any:
    """The same without numbers that JSON has not: NaN as null, infinities as words."""
    if isinstance(content, Mapping):
        return {str(name): _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None if math.isnan(content) else ("infinite" if content > 0 else "-infinite")
    return content
