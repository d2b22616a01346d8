"""The rules by which a group-sequential trial may stop, and the boundaries they give."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from scipy.special import ndtr

from antral.core import InputError
from antral.design.sequential.bounds import Looks, beta_spending, rejections, shaped, spending
from antral.design.sequential.spending import NEEDS_PARAMETER, SPENDING, spent

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "obrien_fleming": "O'Brien-Fleming",
        "pocock": "Pocock",
        "wang_tsiatis": "Wang-Tsiatis",
        "haybittle_peto": "Haybittle-Peto",
        "lan_demets_obrien_fleming": "Lan-DeMets, O'Brien-Fleming-like spending",
        "lan_demets_pocock": "Lan-DeMets, Pocock-like spending",
        "kim_demets": "Kim-DeMets power spending",
        "hwang_shih_decani": "Hwang-Shih-DeCani spending",
        "user_spending": "spending given by the user",
        "given_z": "boundaries given as Z",
    }
)
"""Name of a rule of efficacy, and the name that is printed."""


@dataclass(frozen=True)
class Rule:
    """How a boundary is set."""

    name: str
    """For efficacy a name of `FAMILIES`; for futility a spending function, or `fixed`."""
    parameter: float | None = None
    """Delta of `wang_tsiatis`, Z at the interim looks of `haybittle_peto` (usually 3), power of `kim_demets`,
    gamma of `hwang_shih_decani`."""
    values: tuple[float, ...] | None = None
    """Error spent until each look for `user_spending`; Z at each look for `given_z`, whose alpha is then only a name; Z
    at each interim look for futility that is `fixed`, minus infinity for none."""


@dataclass(frozen=True)
class Boundaries:
    """Where a trial stops, look by look."""

    information: tuple[float, ...]
    """At each look, as a share of what is planned in all."""
    efficacy: tuple[float, ...]
    """Z at each look at or above which there is an effect; on either side of a two-sided test."""
    futility: tuple[float, ...]
    """Z at each interim look at or below which the trial stops without effect; minus infinity where it never does."""
    alpha: float
    sides: int
    binding: bool
    """Whether efficacy counts on the trial stopping for futility. If not, it may go on without harm to its level."""
    spent: tuple[float, ...]
    """Type I error spent until each look."""
    rule: Rule
    futility_rule: Rule | None = None
    drift: float = math.nan
    """Expected Z at full information under the effect for which a spent type II error was set; else NaN."""

    @property
    def looks(self) -> Looks:
        """When, and on how many sides."""
        return Looks(self.information, self.sides)

    @property
    def nominal(self) -> tuple[float, ...]:
        """The one-sided p-value that each boundary of efficacy stands for."""
        return tuple(float(ndtr(-b)) for b in self.efficacy)

    @property
    def name(self) -> str:
        """As it is printed."""
        low = (
            f"; {'' if self.binding else 'non-'}binding futility: {named(self.futility_rule)}"
            if self.futility_rule
            else ""
        )
        return f"{named(self.rule)}, {'one' if self.sides == 1 else 'two'}-sided {self.alpha:g}{low}"

    @property
    def table(self) -> list[str]:
        """A line of headings and a line a look."""
        lines = ["look  information  efficacy Z  one-sided p  futility Z     spent"]
        for k, t in enumerate(self.information):
            low = self.futility[k] if k < len(self.futility) else self.efficacy[k]
            shown = f"{low:.4f}" if math.isfinite(low) and self.futility_rule else "-"
            upper = f"{self.efficacy[k]:10.4f}  {self.nominal[k]:11.6f}"
            lines.append(f"{k + 1:4d}  {t:11.4f}  {upper}  {shown:>10}  {self.spent[k]:8.6f}")
        return lines

    def __str__(self) -> str:
        """Name and table."""
        return "\n".join([self.name, *self.table])


def named(rule: Rule) -> str:
    """A rule with its parameter."""
    name = FAMILIES.get(rule.name, "fixed Z" if rule.name == "fixed" else rule.name)
    return f"{name} ({rule.parameter:g})" if rule.parameter is not None else name


def boundaries(
    information: Sequence[float],
    efficacy: Rule,
    *,
    alpha: float = 0.025,
    sides: int = 1,
    futility: Rule | None = None,
    binding: bool = False,
    beta: float = 0.1,
    final: bool = True,
) -> Boundaries:
    """Boundaries of efficacy, and of futility where it is asked for.

    Parameters
    ----------
    information
        `[look]`, rising, as a share of the information planned in all. Where a trial has another information than
        planned, give what was observed: error is spent by that, and the correlation of the looks follows it.
    alpha
        Type I error in all, of both sides together for a two-sided test.
    beta
        Type II error that a spending rule of futility spends.
    final
        Whether the last look is the last of the trial, so that all error left is spent there, also when less
        information was reached than planned. Spending rules only can do without.

    Raises
    ------
    InputError
        For looks that do not rise, an alpha outside 0 to 0.5, a rule that does not exist or lacks its parameter.
    """
    looks = Looks(_checked(information), sides)
    _check(alpha, sides, efficacy, futility, beta)
    n = len(looks.information)
    none = (-math.inf,) * (n - 1)
    fixed = none if futility is None or futility.name != "fixed" else _fixed(futility, n)
    counted_on = fixed if binding else none
    spends = efficacy.name in SPENDING or efficacy.name == "user_spending"
    if spends:
        error = _spent(efficacy, looks.information, alpha, sides, final)
        upper = spending(looks, error, counted_on)
    elif efficacy.name == "given_z":
        upper = _given(efficacy, n)
    elif not final:
        raise InputError(f"{FAMILIES[efficacy.name]} needs every look to the last; a spending rule does not.")
    else:
        upper = shaped(looks, alpha, shape(efficacy, looks), counted_on)
    lower, drift = fixed, math.nan
    if futility is not None and futility.name != "fixed":
        if not spends and binding:
            raise InputError("binding futility by spending needs a spending rule of efficacy as well.")
        beta_error = _spent(futility, looks.information, beta, 1, final)
        error = error if spends else ()
        found = beta_spending(looks, error, beta_error, alpha, efficacy=None if binding else upper)
        upper, lower, drift = found
    if any(a > b for a, b in zip(lower, upper, strict=False)):
        raise InputError(f"futility {lower} lies above efficacy {upper}: lower it.")
    counted_on = lower if binding else none
    levels = rejections(looks, upper, counted_on)
    used = tuple(sum(levels[: k + 1]) for k in range(n))
    return Boundaries(looks.information, upper, lower, alpha, sides, binding, used, efficacy, futility, drift)


def shape(rule: Rule, looks: Looks) -> Callable[[float, int], float]:
    """A boundary from the family's constant and the number of the look."""
    if rule.name == "haybittle_peto":
        interim, last = rule.parameter or 0.0, len(looks.information) - 1
        return lambda c, k: c if k == last else interim
    delta = {"obrien_fleming": 0.0, "pocock": 0.5}.get(rule.name, rule.parameter or 0.0)
    full = looks.information[-1]
    return lambda c, k: c * (looks.information[k] / full) ** (delta - 0.5)


def constant_of(rule: Rule, looks: Looks, look: int, z: float) -> float | None:
    """The constant with which a family's boundary at a look is Z; none for a rule that spends error.

    Parameters
    ----------
    look
        The first is 0.
    """
    if rule.name in SPENDING or rule.name == "user_spending":
        return None
    if rule.name == "haybittle_peto":
        return z
    return z / shape(rule, looks)(1.0, look)


def _spent(rule: Rule, information: Sequence[float], error: float, sides: int, final: bool) -> tuple[float, ...]:
    name = "user" if rule.name == "user_spending" else rule.name
    shares = [*information[:-1], 1.0] if final else information
    found = spent(name, shares, error, parameter=rule.parameter, values=rule.values, sides=sides)
    return found


def _fixed(rule: Rule, looks: int) -> tuple[float, ...]:
    if rule.values is None or len(rule.values) != looks - 1:
        raise InputError(f"fixed futility needs a Z for each of the {looks - 1} interim looks; -inf for none.")
    return tuple(float(z) for z in rule.values)


def _given(rule: Rule, looks: int) -> tuple[float, ...]:
    if rule.values is None or len(rule.values) != looks:
        raise InputError(f"given_z needs a Z for each of the {looks} looks.")
    return tuple(float(z) for z in rule.values)


def _checked(information: Sequence[float]) -> tuple[float, ...]:
    found = tuple(float(t) for t in information)
    steps = [b - a for a, b in zip((0.0, *found), found, strict=False)]
    if not found or not all(step >= 1e-3 for step in steps) or not math.isfinite(found[-1]):
        raise InputError(
            f"information must rise by at least 0.001 of what is planned from look to look, as 0.5, 1; got {found}."
        )
    return found


def _check(alpha: float, sides: int, efficacy: Rule, futility: Rule | None, beta: float) -> None:
    if sides not in (1, 2):
        raise InputError(f"a test has 1 or 2 sides, not {sides}.")
    if not 0.0 < alpha < 0.5 or not 0.0 < beta < 1.0 - alpha:
        raise InputError(f"alpha must lie between 0 and 0.5 and beta between 0 and 1 - alpha; got {alpha}, {beta}.")
    if efficacy.name not in FAMILIES:
        raise InputError(f"there is no rule {efficacy.name!r}; there are: {', '.join(FAMILIES)}.")
    if efficacy.name in NEEDS_PARAMETER and efficacy.parameter is None:
        raise InputError(f"{efficacy.name} needs its parameter: Rule({efficacy.name!r}, NUMBER).")
    if futility is not None and sides == 2:
        raise InputError("futility is offered for one-sided tests; test each side at half the level instead.")
    if futility is not None and futility.name not in (*SPENDING, "user_spending", "fixed"):
        raise InputError(f"futility can be {', '.join(SPENDING)}, user_spending or fixed, not {futility.name!r}.")
