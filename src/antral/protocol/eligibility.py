"""Who may enter: every line of the record with its rule, grade and policy for virtual women."""

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from antral.core import RecordError, Tag
from antral.protocol.base import Strict
from antral.protocol.criteria import KINDS
from antral.protocol.criteria.vectorised import not_simulated
from antral.protocol.definitions import definition
from antral.protocol.merge import merge

Grade = Literal["exact", "definition_needed", "attestation", "mixed", "human_review"]


class Policy(Strict):
    """How a line is decided for a virtual woman: simulated, drawn with a prevalence, or assumed."""

    simulate: Literal[True] | None = None
    """The rule is evaluated on her simulated history."""
    draw: float | None = Field(default=None, ge=0, le=1)
    """Probability that what the line describes holds for a candidate."""
    assume: Literal["met", "not_met"] | None = None
    tag: Tag | None = None
    source: str | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _one_way_and_says_why(self) -> Self:
        ways = [way for way in ("simulate", "draw", "assume") if getattr(self, way) is not None]
        if len(ways) != 1:
            raise ValueError(f"exactly one of simulate, draw, assume is wanted; given: {', '.join(ways) or 'none'}")
        if self.assume is not None and not self.reason:
            raise ValueError("an assumed line needs its reason; add 'reason: ...'")
        if self.draw is not None:
            if self.tag is None:
                raise ValueError("a prevalence needs its tag: published, recalled, fitted or assumed")
            if not (self.reason if self.tag is Tag.ASSUMED else self.source):
                raise ValueError(f"a prevalence tagged {self.tag} needs its source (or, where assumed, its reason)")
        return self

    @property
    def probability_met(self) -> float | None:
        """Probability that the line is met; None where it is simulated."""
        if self.simulate:
            return None
        if self.assume is not None:
            return 1.0 if self.assume == "met" else 0.0
        return self.draw


class Criterion(Strict):
    """One line of the eligibility text with its computable rule. The rule states what the line describes."""

    id: str
    section: Literal["inclusion", "exclusion"]
    origin: Literal["text", "structured"] = "text"
    """Whether the line stands in the text or in the structured fields of the record."""
    text: str
    """Verbatim."""
    kind: str
    grade: Grade
    definition: str | None = None
    """Name of the rule pack in `records/definitions` that gives the line its meaning."""
    parameters: dict[str, Any] = Field(default_factory=dict)
    """Parameters of the kind; they override those of the definition."""
    policy: Policy
    duplicate_of: str | None = None
    """The line that this one repeats or mirrors: it does not count twice in screening."""
    note: str | None = None

    _rule: Strict = PrivateAttr()

    @model_validator(mode="after")
    def _rule_is_complete(self) -> Self:
        if self.kind not in KINDS:
            raise PydanticCustomError(
                "rule",
                "unknown kind of criterion; one of: {kinds}",
                {"kinds": ", ".join(KINDS), "path": "kind", "shown": self.kind},
            )
        given: dict[str, Any] = {}
        if self.definition is not None:
            try:
                pack = definition(self.definition)
            except RecordError as error:
                raise PydanticCustomError(
                    "rule", "{why}", {"why": str(error), "path": "definition", "shown": self.definition}
                ) from error
            if pack.kind != self.kind:
                raise PydanticCustomError(
                    "rule",
                    "this definition is for criteria of kind {wanted}, the line is of kind {came}",
                    {"wanted": pack.kind, "came": self.kind, "path": "definition", "shown": self.definition},
                )
            given = dict(pack.parameters)
        given = merge(given, self.parameters)
        try:
            self._rule = KINDS[self.kind].parameters.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("parameters", *first["loc"]))
            known = ", ".join(KINDS[self.kind].parameters.model_fields)
            extra = {
                "extra_forbidden": f"unknown parameter; those of {self.kind}: {known or 'none'}",
                "missing": f"{self.kind} needs this parameter",
            }
            why = extra.get(first["type"], first["msg"].removeprefix("Value error, "))
            shown = "nothing" if first["type"] == "missing" else first["input"]
            raise PydanticCustomError("rule", "{why}", {"why": why, "path": where, "shown": shown}) from error
        refused = not_simulated(self.kind, self._rule) if self.policy.simulate and self.duplicate_of is None else None
        if refused is not None:
            raise PydanticCustomError("rule", "{why}", {"why": refused, "path": "policy.simulate", "shown": "true"})
        return self

    @property
    def rule(self) -> Strict:
        """The parameters of the kind, definition and own ones merged."""
        return self._rule


class Eligibility(Strict):
    """All lines, in the order of the record."""

    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"criterion ids must be unique; given twice: {', '.join(twice)}")
        for criterion in self.criteria:
            if criterion.duplicate_of is not None and criterion.duplicate_of not in ids:
                raise ValueError(f"{criterion.id} repeats {criterion.duplicate_of!r}, which is no criterion here")
            if criterion.duplicate_of is not None and self[criterion.duplicate_of].duplicate_of is not None:
                raise ValueError(
                    f"{criterion.id} repeats {criterion.duplicate_of}, which itself repeats another line and does not "
                    "count; name the line that counts"
                )
        return self

    def __getitem__(self, name: str) -> Criterion:
        """One line by its id."""
        return next(criterion for criterion in self.criteria if criterion.id == name)

    def _counted(self) -> Iterable[Criterion]:
        return (criterion for criterion in self.criteria if criterion.duplicate_of is None)

    @property
    def simulated(self) -> tuple[Criterion, ...]:
        """Lines that are evaluated on a virtual woman's history."""
        return tuple(c for c in self._counted() if c.policy.probability_met is None)

    @property
    def drawn(self) -> tuple[Criterion, ...]:
        """Lines whose outcome is drawn or assumed for a virtual woman; see `policy.probability_met`."""
        return tuple(c for c in self._counted() if c.policy.probability_met is not None)
