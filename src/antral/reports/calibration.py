"""The tables of a calibration on the terminal: targets, numbers, correlations, and elementary effects."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

_PAIRS: Final = 8
"""Correlated pairs that are printed."""
_NUMBERS_A_TARGET: Final = 4
"""Numbers that are printed for each target."""


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _table(*names: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        table.add_column(name, overflow="fold", vertical="top")
    return table


def _outside(targets: Mapping[str, Any]) -> str:
    """Targets whose median the row would not accept, with the range: a wide error hides that from the misfit."""
    words = []
    for key, one in targets.items():
        low, high = one["accepted"]["low"], one["accepted"]["high"]
        if not one["accepted"]["inside"]:
            reach = f"{_text(low)} to {_text(high)}"
            if low is None or high is None:
                reach = f"at most {_text(high)}" if low is None else f"at least {_text(low)}"
            words.append(f"{key} ({_text(one['after']['median'])}, accepted {reach})")
    return ", ".join(words)


def calibration_tables(found: Mapping[str, Any]) -> "Group":
    """Targets before and after, numbers before and after, what goes together, and how far to trust it."""
    from rich.console import Group
    from rich.text import Text

    targets = _table("row", "target", "wanted", "on record", "after [5 to 95 %]", "misfit")
    for one in found["targets"].values():
        after = one["after"]
        misfit = one["misfit_after"]
        bad = misfit is None or abs(misfit) > 3.0
        targets.add_row(
            one["number"],
            Text(one["quantity"]),
            f"{_text(one['wanted'])} ± {_text(one['sd'])}",
            _text(one["before"]),
            f"{_text(after['median'])} [{_text(after['q05'])} to {_text(after['q95'])}]".replace("[", "\\["),
            Text("–" if misfit is None else f"{misfit:+.1f}", style="bold red" if bad else ""),
        )
    numbers = _table("number", "on record", "prior, 5 to 95 %", "posterior [5 to 95 %]", "width")
    for name, one in found["parameters"].items():
        prior, after = one["prior"], one["posterior"]
        numbers.add_row(
            name,
            _text(one["on_record"]),
            f"{_text(prior['q05'])} to {_text(prior['q95'])}",
            f"{_text(after['median'])} [{_text(after['q05'])} to {_text(after['q95'])}]".replace("[", "\\["),
            f"{one['width_ratio']:.2f}",
        )
    pairs = "; ".join(
        f"{' and '.join(one['pair'])} {one['correlation']:+.2f}" for one in found["correlations"]["strong"][:_PAIRS]
    )
    weights = found["weights"]
    counted = (
        f"{weights['effective_members']:.0f} of {found['members']} members count, weights to the power "
        f"{weights['exponent']:.2f}"
        if weights["exponent"]
        else f"{found['members']} members count alike"
    )
    notes = [
        f"\nWidth: posterior over prior standard deviation; near 1, the targets say nothing of the number.\n"
        f"Numbers that go together: {pairs or 'none above 0.5'}.",
        f"{found['evaluations']} evaluations of {found['women']} women of each group, {found['refused']} refused; "
        f"{counted}. Other parts: {found['carried_values']}.",
        f"Missed by more than three of its errors: {', '.join(found['missed']) or 'none'}.",
        f"Median outside the range in which the row is accepted: {_outside(found['targets']) or 'none'}.",
    ]
    return Group(targets, Text(""), numbers, *(Text(note) for note in notes))


def morris_table(found: Mapping[str, Any]) -> "Group":
    """For each target the numbers it answers to most: mean size of the effect, its sign, and its spread."""
    from rich.console import Group
    from rich.text import Text

    effects = found["effects"]
    table = _table("target", "answers to (mean effect, ± spread between places)")
    for target in next(iter(effects.values())):
        known = [(name, one[target]) for name, one in effects.items() if one[target]["mean_size"] is not None]
        known.sort(key=lambda pair: -pair[1]["mean_size"])
        shown = [f"{name} {one['mean']:+.2f} ± {_text(one['spread'])}" for name, one in known[:_NUMBERS_A_TARGET]]
        table.add_row(target, Text("; ".join(shown) or "nothing"))
    weak = [
        name
        for name, by_target in effects.items()
        if max((one["mean_size"] or 0.0 for one in by_target.values()), default=0.0) < 0.5
    ]
    note = (
        f"\nIn standard deviations of the target for one prior standard deviation of the number; "
        f"{found['evaluations']} evaluations of {found['women']} women of each group.\n"
        f"Move no target by half a standard deviation: {', '.join(weak) or 'none'}."
    )
    return Group(table, Text(note))
