"""One row of the acceptance table: what the literature says, what we get, and the verdict."""

import math
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from antral.core import Tag
from antral.records import Strict, names, path, read_models
from antral.verify.explanation import Explanation
from antral.verify.selection import Selection

Verdict = Literal["pass", "fail", "explained", "reported", "stale"]
Part = Literal["healthy", "poi", "hrt"]
"""Of the calibration, in its order."""
Kind = Literal["target", "follows", "seen", "test", "numerics"]
"""Of a row: fitted to; largely given by rows that are; looked at while values were set by hand; none of these; or no
physiology, but how equations are solved."""


class Target(Strict):
    """What the model is fitted to where a row is a fitting target, and how closely it can be asked to meet it."""

    part: Part
    """Of the calibration."""
    value: float
    source_sd: float = Field(ge=0)
    """Standard error of the source, from its spread and n, or from what several sources say. In the row's unit."""
    discrepancy_sd: float = Field(ge=0)
    """What is not asked of the model: the share of its misfit that is its own. In the row's unit."""
    why: str = Field(min_length=3)
    """Where the two come from."""

    @model_validator(mode="after")
    def _spread(self) -> "Target":
        if self.sd == 0.0:
            raise ValueError("a target needs a spread: source_sd and discrepancy_sd are both 0")
        return self

    @property
    def sd(self) -> float:
        """Standard deviation of the fit, without the Monte-Carlo error of the simulation."""
        return math.hypot(self.source_sd, self.discrepancy_sd)


class Reference(Strict):
    """A reference value and the range in which ours is accepted, as `records/reference/physiology_*.yaml` state it."""

    number: str
    """Number of the row in the acceptance table; several quantities may share it."""
    quantity: str
    unit: str
    reference: str
    """What the source says."""
    source: str = Field(min_length=3)
    tag: Tag
    low: float | None = None
    high: float | None = None
    selection: Selection | Annotated[str, Field(min_length=3)]
    """Whom and when the number describes: in words, or so that women are chosen by it."""
    limits: dict[str, float] = Field(default_factory=dict)
    """Limits that the quantity is about or its women are selected by, by name, in the units of what they limit."""
    explained: Explanation | None = None
    """Why a value outside the range is understood, and up to which value; null where it is a plain failure."""
    target: Target | None = None
    """None where the row is left out of the fit."""
    seen_by: str | None = Field(default=None, min_length=3)
    """Which values were set by hand with the row in view: the records or page that say so; null where none do."""
    follows_from: tuple[str, ...] = ()
    """Keys of targets whose values all but give this one: the same number again, a sum of them, a value between."""
    numerics: bool = False
    """Whether the row tests how equations are solved, and nothing of a woman."""

    @model_validator(mode="after")
    def _range(self) -> "Reference":
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"accepted range {self.low:g} to {self.high:g} is empty")
        if self.explained is not None and self.accepts(self.explained.low) and self.accepts(self.explained.high):
            raise ValueError("what is explained lies inside the accepted range: there is nothing to explain")
        if self.target is not None and self.follows_from:
            raise ValueError("a target follows from no other: it is fitted to itself")
        return self

    @property
    def kind(self) -> Kind:
        """Whether the row is fitted to, follows from such rows, was seen by whoever set values, or tests something."""
        if self.target is not None:
            return "target"
        if self.numerics:
            return "numerics"
        if self.follows_from:
            return "follows"
        return "test" if self.seen_by is None else "seen"

    def accepts(self, value: float) -> bool:
        """Whether a value lies in the accepted range."""
        above = self.low is None or value >= self.low
        return math.isfinite(value) and above and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Estimate:
    """Our value with its 95 % interval."""

    value: float
    low: float | None = None
    high: float | None = None
    women: int | None = None
    """How many women it rests on; None where no woman was drawn."""
    outdated: str = ""
    """Why a recorded value may no longer be ours, and what to do; empty where it is."""


@dataclass(frozen=True)
class Spread:
    """What members of a posterior give, each with women and luck of its own; None where no member has the value."""

    mean: float | None
    low: float | None
    """5 % of the members, chance taken out; None with fewer than two."""
    high: float | None
    """95 %."""
    sd: float | None
    """Between members, without chance."""
    sd_at_most: float | None
    """Its upper 95 % limit: what chance may hide."""
    mcse: float | None
    """Monte-Carlo error of the mean."""
    members: int
    """How many have the value."""


@dataclass(frozen=True)
class Row:
    """A reference beside ours."""

    key: str
    record: Reference
    estimate: Estimate
    spread: Spread | None = None
    """Over members of a posterior, where that was asked for."""

    @property
    def verdict(self) -> Verdict:
        """`reported` where no range is set; outside its range a value is `explained` as far as the record says why.

        A value that was recorded with other code cannot pass: inside its range it is `stale`.
        """
        if self.record.low is None and self.record.high is None:
            return "reported"
        if self.record.accepts(self.estimate.value):
            return "stale" if self.estimate.outdated else "pass"
        explained = self.record.explained
        return "explained" if explained is not None and explained.reaches(self.estimate.value) else "fail"

    @property
    def number(self) -> str:
        """Number of the row in the acceptance table."""
        return self.record.number

    @property
    def fitted(self) -> bool:
        """Whether the calibration fits the model to the row."""
        return self.record.target is not None

    @property
    def kind(self) -> Kind:
        """Whether the row is fitted to, follows from such rows, was seen by whoever set values, or tests something."""
        return self.record.kind

    @property
    def seen_by(self) -> str:
        """Which values were set by hand with the row in view; empty where none were or the row is fitted to."""
        return self.record.seen_by or "" if self.kind in ("seen", "follows") else ""

    @property
    def follows_from(self) -> tuple[str, ...]:
        """Keys of the targets that all but give the row's value."""
        return self.record.follows_from

    @property
    def quantity(self) -> str:
        """What is compared, with its unit."""
        unit = "" if self.record.unit == "1" else f" ({self.record.unit})"
        return f"{self.record.quantity}{unit}"

    @property
    def reference(self) -> str:
        """What the source says."""
        return self.record.reference

    @property
    def source(self) -> str:
        """The source, with the tag that says how it is known."""
        return f"{self.record.tag}: {self.record.source}"

    @property
    def ours(self) -> str:
        """Our value as text."""
        return _text(self.estimate.value)

    @property
    def interval(self) -> str:
        """Our 95 % interval as text; empty where there is none."""
        low, high = self.estimate.low, self.estimate.high
        return "" if low is None or high is None else f"{_text(low)} to {_text(high)}"

    @property
    def over(self) -> str:
        """Mean and 5 to 95 % over members of the posterior as text; empty where none were asked for.

        Where chance hides whatever lies between members, the sd that it may hide stands in place of the interval.
        """
        one = self.spread
        if one is None or one.mean is None:
            return ""
        if one.low is None or one.sd_at_most is None:
            return _text(one.mean)
        if one.sd == 0.0 and one.sd_at_most > 0.0:
            return f"{_text(one.mean)} [sd at most {_text(one.sd_at_most)}]"
        return f"{_text(one.mean)} [{_text(one.low)} to {_text(one.high)}]"

    @property
    def accept(self) -> str:
        """The accepted range as text."""
        low, high = self.record.low, self.record.high
        if low is None and high is None:
            return "no limit"
        if low is None:
            return f"at most {_text(high)}"
        return f"at least {_text(low)}" if high is None else f"{_text(low)} to {_text(high)}"

    @property
    def note(self) -> str:
        """Why a value outside the range is understood, or why not, or may no longer be ours; empty otherwise."""
        return "; ".join(part for part in (self._reason, self.estimate.outdated) if part)

    @property
    def _reason(self) -> str:
        one = self.record.explained
        if one is None or self.verdict not in ("explained", "fail"):
            return ""
        reach = f"{_text(one.low)} to {_text(one.high)}"
        if self.verdict == "explained":
            return f"{one.reason} (explains {reach})"
        return f"the reason on record explains {reach} only: {one.reason}"

    def to_dict(self) -> dict[str, Any]:
        """Everything, for JSON; a value that does not exist is null."""
        e = self.estimate
        return {
            "key": self.key,
            **self.record.model_dump(mode="json", include={"number", "quantity", "unit", "reference", "source", "tag"}),
            "accept_low": self.record.low,
            "accept_high": self.record.high,
            "selection": str(self.record.selection),
            "ours": e.value if math.isfinite(e.value) else None,
            "ci_low": e.low,
            "ci_high": e.high,
            "women": e.women,
            "target": None if self.record.target is None else self.record.target.model_dump(mode="json"),
            "verdict": self.verdict,
            "fitted": self.fitted,
            "kind": self.kind,
            "seen_by": self.record.seen_by,
            "follows_from": list(self.record.follows_from),
            "explained": None if self.record.explained is None else self.record.explained.model_dump(mode="json"),
            "outdated": e.outdated or None,
            "over_posterior": None if self.spread is None else asdict(self.spread),
        }


def _text(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "–"
    if abs(value) >= 1000:
        return f"{value:.0f}"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:.4g}"


@cache
def references() -> dict[str, Reference]:
    """Every reference of the acceptance table, by key, in the order of the row numbers."""
    result: dict[str, Reference] = {}
    for name in names("reference"):
        if name.startswith("physiology_"):
            result |= read_models(Reference, path("reference", f"{name}.yaml"))
    return dict(sorted(result.items(), key=lambda item: _place(item[1].number)))


def _place(number: str) -> tuple[int, str]:
    """Place of a row number: 3 before 3b before 10."""
    digits = "".join(c for c in number if c.isdigit())
    return int(digits), number
