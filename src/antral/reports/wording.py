"""How numbers are written for people: always with their error, never with more digits than they deserve."""

import math
import re
from collections.abc import Sequence

from antral.core import DAYS_PER_YEAR

MISSING = "not estimable"
EXACT_LIMIT = "limit of the exact two-sided 95 % interval"
"""What every limit after none (or all) of some women or trials is."""
_DAYS_SHORT = 8.0
"""A trial's year may be so much shorter: two years of 52 weeks are 728 days."""
_SPACE = "\u00a0"
"""Between a number and its unit, so that no line breaks there."""
_NORMAL_95 = 1.96
"""Standard errors on each side of an estimate in an interval that holds the truth in 95 of 100 cases."""
_MINUS = re.compile(r"(?<!e)-")
"""A minus sign, save that of a power of ten."""


def known(value: float | None) -> bool:
    """Whether there is a number at all."""
    return value is not None and math.isfinite(value)


def share(value: float | None) -> str:
    """A share as a percentage: `4.5 %`, `62 %`, `0.13 %`."""
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{_percent(100 * value)}{_SPACE}%"


def _percent(number: float) -> str:
    if number == 0 or abs(number) >= 99.95:
        return f"{number:.0f}"
    if abs(number) < 1:
        return f"{number:.2g}"
    return f"{number:.1f}".removesuffix(".0")


def whole_share(value: float | None) -> str:
    """A share in whole percents, for sentences that give no error; below one percent as `share` has it."""
    if value is None or not math.isfinite(value) or abs(value) < 0.01:
        return share(value)
    return f"{100 * value:.0f}{_SPACE}%"


def share_with_error(value: float | None, mcse: float | None) -> str:
    """A simulated share with its Monte-Carlo standard error, `4.8 ± 1.2 %`; bare where none or all had it."""
    if value is None or not math.isfinite(value):
        return MISSING
    if mcse is None or not math.isfinite(mcse) or mcse <= 0:
        return share(value)
    digits = _places(100 * mcse)
    return f"{100 * value:.{digits}f}{_SPACE}±{_SPACE}{100 * mcse:.{digits}f}{_SPACE}%"


def share_as_known(value: float | None, mcse: float | None) -> str:
    """A simulated share with the digits that its Monte-Carlo error allows, the error itself unsaid."""
    if value is None or not math.isfinite(value):
        return MISSING
    if mcse is None or not math.isfinite(mcse) or mcse <= 0:
        return share(value)
    return f"{100 * value:.{_places(100 * mcse)}f}{_SPACE}%"


def _places(error: float) -> int:
    """Decimals of an estimate and its error: the error keeps one digit, two where the first would be 1."""
    rounded = float(f"{error:.1e}")
    first, exponent = f"{rounded:.1e}"[0], math.floor(math.log10(rounded) + 1e-9)
    return max(0, -exponent + (first == "1"))


def points_between(value: float, mcse: float) -> str:
    """A difference of simulated shares and its 95 % interval: `+11 points, 95 % interval 9 to 13`."""
    half, digits = _NORMAL_95 * mcse, _places(100 * mcse) if mcse > 0 else 1
    mean, low, high = (f"{100 * one:.{digits}f}".replace("-", "−") for one in (value, value - half, value + half))
    return f"{'+' if value > 0 else ''}{mean}{_SPACE}points, 95{_SPACE}% interval {low} to {high}"


def spaced(text: str) -> str:
    """Percent signs apart from their number, as everywhere in a report: `24 %`."""
    return re.sub(r"(\d)%", rf"\1{_SPACE}%", text)


def number(value: float | None) -> str:
    """Any other number with two or three digits that count, whole numbers in full."""
    if value is None or not math.isfinite(value):
        return MISSING
    size = abs(value)
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 else f"{value:.2g}"


def number_with_error(value: float | None, mcse: float | None) -> str:
    """A simulated number with its Monte-Carlo standard error and the digits that it allows: `0.72 ± 0.01`."""
    if value is None or not math.isfinite(value):
        return MISSING
    if mcse is None or not math.isfinite(mcse) or mcse <= 0:
        return number(value)
    digits = _places(mcse)
    return f"{value:,.{digits}f}{_SPACE}±{_SPACE}{mcse:,.{digits}f}"


def mean_count(value: float | None) -> str:
    """A mean number of women or events in one trial: one decimal, two where it is small."""
    if value is None or not math.isfinite(value):
        return MISSING
    if value and abs(value) < 0.095:
        return f"{value:.2g}"
    return f"{value:.1f}".removesuffix(".0")


def times_entry(value: float | None, unit: str) -> str:
    """A value at follow-up: of ratios how many times that at entry, else with its unit."""
    return f"{number(value)}{_SPACE}times entry" if unit == "ratio" and value is not None else with_unit(value, unit)


def with_unit(value: float | None, unit: str) -> str:
    """A number and its unit; a share as a percentage."""
    if is_share(unit):
        return share(value)
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{number(value)}{_SPACE}{unit}".rstrip()


def difference(value: float | None, unit: str) -> str:
    """A difference or an effect with its sign; of ratios the ratio, of shares percentage points."""
    if value is None or not math.isfinite(value):
        return MISSING
    if unit == "ratio":
        return f"×{_SPACE}{number(value)}"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if is_share(unit):
        return f"{sign}{_percent(abs(100 * value))}{_SPACE}points"
    return f"{sign}{number(abs(value))}"


def is_share(unit: str) -> bool:
    """Whether numbers of this unit are shares of women or trials."""
    return unit in ("yes or no", "share", "probability")


def interval(low: float | None, high: float | None, unit: str) -> str:
    """A range, its unit once."""
    if not (known(low) and known(high)):
        return "no range"
    ends = f"{_percent(100 * (low or 0))} to {share(high)}" if is_share(unit) else f"{number(low)} to {number(high)}"
    return _MINUS.sub("−", ends)


def decapitalised(text: str) -> str:
    """A label inside a sentence: first letter small, unless it begins an abbreviation such as FSH."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    """A label at the head of a sentence or row."""
    return text[:1].upper() + text[1:]


def short(label: str) -> str:
    """A label inside a sentence without what follows its first comma: `FSH at 12 months`."""
    return decapitalised(label.split(",", maxsplit=1)[0])


def none_or_all(trials: int) -> str:
    """What a bare 0 or 100 % means: the limit of the exact two-sided 95 % interval for none of so many trials."""
    if not trials:
        return ""
    away = share(round(1 - 0.025 ** (1 / trials), 3))
    return (
        f"0 % or 100 % means none or all of {trials:,} trials: the true share then lies within {away} of it "
        f"({EXACT_LIMIT})."
    )


def duration(days: float | None) -> str:
    """A time as people say it: `24 weeks`, `12 months`, `10 years`."""
    if days is None:
        return "follow-up"
    if days >= 2 * DAYS_PER_YEAR - _DAYS_SHORT:
        return counted(round(days / DAYS_PER_YEAR, 1), "year")
    if days % 7 == 0 and days < DAYS_PER_YEAR / 2:
        return counted(days // 7, "week")
    return counted(round(12 * days / DAYS_PER_YEAR), "month")


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def count(number: float) -> str:
    """A number of women; a mean over trials keeps one decimal."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def counted(number: float, one: str, many: str | None = None) -> str:
    """`1 woman`, `12 women`, `3.3 women`."""
    text = count(number)
    return f"{text} {one if text == '1' else many or one + 's'}"


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in one."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def in_brief(reason: str) -> str:
    """A reason without its figures: what stands before the first colon, and the last clause."""
    head, _, rest = reason.partition(":")
    return "; ".join(dict.fromkeys(part.strip() for part in (head, rest.split(";")[-1]) if part.strip()))
