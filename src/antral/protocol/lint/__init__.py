"""What a reader should look at in a protocol before it is used.

Takes a `Protocol` or a `Draft`; gives findings with level, line and what to do.

1. `limits` looks at single rules: units, limits no woman can pass, windows, doses.
2. `lines` looks at lines that nobody can compute, that keep nearly everybody out, or that should not be asked.
3. `together` looks at lines side by side: repeated, mirrored, contrary.
4. `elsewhere` looks at the other trials on file: a disease that is wanted here and excluded there.

To add a check, write a function of the study and name it in `CHECKS`.
"""

from collections.abc import Callable, Iterable
from typing import Final

from antral.protocol.lint.elsewhere import elsewhere
from antral.protocol.lint.finding import Finding
from antral.protocol.lint.limits import limits
from antral.protocol.lint.lines import lines
from antral.protocol.lint.together import together
from antral.protocol.study import Study

CHECKS: Final[tuple[Callable[[Study], Iterable[Finding]], ...]] = (limits, lines, together, elsewhere)
_ORDER: Final = ("error", "warning", "note")


def lint_study(study: Study) -> list[Finding]:
    """Every finding, errors first, each level in the order of the lines."""
    found = [finding for check in CHECKS for finding in check(study)]
    return sorted(dict.fromkeys(found), key=lambda finding: _ORDER.index(finding.level))


__all__ = ["CHECKS", "Finding", "lint_study"]
