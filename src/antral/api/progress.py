"""How long work tells how far it is; whoever draws decides what to show."""

from collections.abc import Callable
from typing import Final

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done, 0 to 1."""

COMPILING: Final = "compiling the model, once"


def silent(stage: str, share: float) -> None:
    """Show nothing."""


def compiled(progress: Progress) -> float:
    """Load the engine's compiled code, or make it and say so; seconds it took."""
    from antral.engine import is_compiled, prepare

    if is_compiled():
        return prepare()
    progress(COMPILING, 0.0)
    seconds = prepare()
    progress(COMPILING, 1.0)
    return seconds
