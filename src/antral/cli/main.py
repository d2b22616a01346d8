"""The program `antral`: parses the command line, calls a verb, prints what it gives.

Exit codes: 0 done; 1 the run found a problem; 2 wrong usage or input, or a place that cannot be written (the same
command then goes on where it stopped); 130 interrupted, 143 terminated.
"""

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from antral.cli import calibration, catalogue, design, evidence, query, registry, run, screening, single, trial_data
from antral.core import InputError, what_to_do

_INTERRUPTED = 130
_TERMINATED = 143


class _Terminated(BaseException):
    """The system or another program asked for an end; raised so that what was begun is put away."""


app = typer.Typer(
    name="antral",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Run a cell-therapy trial in premature ovarian insufficiency before it is run.",
    epilog="Begin with:  antral show NCT03816852   and   antral simulate NCT03816852 --trials 200 --out runs/first",
)
app.command(rich_help_panel="Trials")(run.simulate)
app.command(rich_help_panel="Trials")(design.design)
app.command(rich_help_panel="Trials")(run.runs)
app.command(rich_help_panel="Trials")(query.query)
app.command(rich_help_panel="Trials")(catalogue.show)
app.command(rich_help_panel="Trials")(catalogue.protocols)
app.command(rich_help_panel="Trials")(catalogue.new)
app.command(rich_help_panel="Trials")(catalogue.schema)
app.command(rich_help_panel="Women")(screening.screen)
app.command(rich_help_panel="Women")(screening.match)
app.command(rich_help_panel="Women")(screening.attrition)
app.command(rich_help_panel="Women")(screening.diagnose)
app.command("import", rich_help_panel="Trials")(registry.import_record)
app.command(rich_help_panel="Trials")(registry.fetch)
app.command(rich_help_panel="Trials")(registry.lint)
app.command(rich_help_panel="Data and model")(trial_data.analyse)
app.command(rich_help_panel="Data and model")(trial_data.methods)
app.command(rich_help_panel="Data and model")(single.woman)
app.command(rich_help_panel="Data and model")(single.verify)
app.command(rich_help_panel="Data and model")(single.model)
app.command(rich_help_panel="Data and model")(calibration.calibrate)
app.add_typer(evidence.app, rich_help_panel="Data and model")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"antral {version('antral')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options of the program itself."""


def _give_up_output() -> None:
    """Nobody takes what is still to be printed; without this the interpreter would complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _manners() -> Iterator[None]:
    """Warnings are sentences on standard error, and a request to end is an exception like any other."""

    def terminate(number: int, frame: Any) -> None:
        raise _Terminated

    before = {number: signal.signal(number, terminate) for number in (signal.SIGTERM, signal.SIGHUP)}
    shown = warnings.showwarning
    warnings.showwarning = lambda message, *_args, **_kwargs: print(f"antral: {message}", file=sys.stderr)
    try:
        yield
    finally:
        warnings.showwarning = shown
        for number, handler in before.items():
            signal.signal(number, handler)


def main() -> None:
    """Run the program; a wrong input becomes a message and exit code 2, never a traceback."""
    try:
        with _manners():
            code = app(standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except _Terminated:
        code = _TERMINATED
    except TyperException as error:
        if hasattr(error, "show"):
            error.show()
        sys.exit(getattr(error, "exit_code", 2))
    except InputError as error:
        sys.stderr.write(f"antral: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        # whoever read our output has seen enough
        _give_up_output()
        code = 0
    except OSError as error:
        _give_up_output()
        what = error.filename or "the output"
        sys.stderr.write(f"antral: {what} cannot be used: {error.strerror}. {what_to_do(error)}\n")
        sys.exit(2)
    if code in (_INTERRUPTED, _TERMINATED):
        sys.stderr.write(
            "\nantral: stopped. Without --out nothing was kept; with it, the same command goes on where it stopped.\n"
        )
    sys.exit(code)
