"""The command line: a thin door to `antral.api`.

Takes what a user types; prints what a verb gives.

1. `main` parses, calls a command and turns a wrong input into a message and exit code 2.
2. `run` holds `simulate` and `runs`; `catalogue` holds `protocols`, `show`, `new`, `schema`; `calibration` holds
   `calibrate`; `single` the rest.
3. `terminal` shows progress on standard error, so that standard output stays clean for `--json`.

Commands import their room when they run, so that `antral --help` is instant. A new command is a function in one of
these files and a line in `main`.
"""

from antral.cli.main import main

__all__ = ["main"]
