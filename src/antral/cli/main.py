"""The program `antral`: parses the command line, calls a verb, prints what it gives.

Exit codes: 0 done, 1 the run found a problem, 2 wrong usage or input.
"""

import os
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from antral.cli import catalogue, run, single
from antral.core import InputError

_INTERRUPTED = 130

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
app.command(rich_help_panel="Trials")(catalogue.show)
app.command(rich_help_panel="Trials")(catalogue.protocols)
app.command(rich_help_panel="Trials")(catalogue.new)
app.command(rich_help_panel="Trials")(catalogue.schema)
app.command(rich_help_panel="Data and model")(single.analyse)
app.command(rich_help_panel="Data and model")(single.woman)
app.command(rich_help_panel="Data and model")(single.verify)


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


def main() -> None:
    """Run the program; a wrong input becomes a message and exit code 2, never a traceback."""
    try:
        code = app(standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
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
        sys.stderr.write(f"antral: {what} cannot be used: {error.strerror}. Free some space or choose another place.\n")
        sys.exit(2)
    if code == _INTERRUPTED:
        sys.stderr.write("\nantral: stopped. With --out, the same command goes on where it stopped.\n")
    sys.exit(code)
