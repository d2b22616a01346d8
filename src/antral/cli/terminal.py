"""Progress on standard error, and the console that prints on standard output."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console() -> "Console":
    """Where results are printed; where that is no terminal, wide enough for tables or as wide as COLUMNS says."""
    from rich.console import Console

    found = Console(highlight=False)
    columns = os.environ.get("COLUMNS", "")
    return found if found.is_terminal else Console(highlight=False, width=int(columns) if columns.isdigit() else 120)


@contextmanager
def progress(quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error that names what is being done; nothing when quiet or no terminal reads it."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    errors = Console(stderr=True)
    if quiet:
        yield lambda stage, share: None
        return
    if not errors.is_terminal:
        said: set[str] = set()

        def say(stage: str, share: float) -> None:
            if stage not in said:
                said.add(stage)
                errors.print(f"{stage} …", highlight=False)

        yield say
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, share: float) -> None:
            if stage not in tasks:
                for other in tasks.values():
                    bar.update(other, visible=False)
                tasks[stage] = bar.add_task(stage, total=1.0)
            bar.update(tasks[stage], completed=share)

        yield show
