"""Who may enter: every line of the record with its rule, grade and policy for virtual women."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, NoReturn, Self, TypeVar

import numpy as np
from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from antral.core import RecordError
from antral.protocol.criteria import KINDS, MET, NOT_MET, UNKNOWN, Status, Statuses, Verdict, all_of, any_of
from antral.protocol.criteria.simulated import not_simulated
from antral.protocol.criteria.statuses import turned
from antral.protocol.criteria.verdict import not_of
from antral.protocol.definitions import definition
from antral.protocol.merge import merge
from antral.protocol.policy import Policy
from antral.records import Strict

OnMissing = Literal["assume_met", "assume_not_met"]
Grade = Literal["exact", "definition_needed", "attestation", "mixed", "human_review"]

T = TypeVar("T")

COMPOSITE: Final = "composite"
"""The kind of a line that has parts."""


class Ruled(Strict):
    """A rule of one kind, and how it is decided for a virtual woman. The rule states what the line describes."""

    kind: str
    definition: str | None = None
    """Name of the rule pack in `records/definitions` that gives the words their meaning."""
    parameters: dict[str, Any] = Field(default_factory=dict)
    """Parameters of the kind; they override those of the definition."""
    negated: bool = False
    """The text describes that this is not so (`no history of`): the verdict on the rule is turned."""
    policy: Policy | None = None
    """Wanted in a protocol that is simulated."""
    on_missing: OnMissing | None = None
    """What silence is taken for; without it, missing data leave the rule unknown."""
    note: str | None = None

    _rule: Strict = PrivateAttr()

    @model_validator(mode="after")
    def _rule_is_complete(self) -> Self:
        if self.kind == COMPOSITE:
            return self
        if self.kind not in KINDS:
            _refuse(f"unknown kind of criterion; one of: {', '.join(KINDS)}", "kind", self.kind)
        given: dict[str, Any] = {}
        if self.definition is not None:
            try:
                pack = definition(self.definition)
            except RecordError as error:
                _refuse(str(error), "definition", self.definition)
            if pack.kind != self.kind:
                why = f"this definition is for criteria of kind {pack.kind}, the line is of kind {self.kind}"
                _refuse(why, "definition", self.definition)
            given = dict(pack.parameters)
        try:
            self._rule = KINDS[self.kind].parameters.model_validate(merge(given, self.parameters))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("parameters", *first["loc"]))
            known = ", ".join(KINDS[self.kind].parameters.model_fields)
            extra = {
                "extra_forbidden": f"unknown parameter; those of {self.kind}: {known or 'none'}",
                "missing": f"{self.kind} needs this parameter",
            }
            why = extra.get(first["type"], first["msg"].removeprefix("Value error, "))
            _refuse(why, where, "nothing" if first["type"] == "missing" else first["input"])
        refused = not_simulated(self.kind, self._rule) if self.simulated and self._counts else None
        if self.negated and self.simulated:
            refused = "a negated rule is not simulated; draw or assume it"
        if refused is not None:
            _refuse(refused, "policy.simulate", "true")
        return self

    @property
    def _counts(self) -> bool:
        return True

    @property
    def rule(self) -> Strict:
        """The parameters of the kind, definition and own ones merged."""
        return self._rule

    @property
    def simulated(self) -> bool:
        """Whether the rule is evaluated on a virtual woman's history."""
        return self.policy is not None and bool(self.policy.simulate)

    def settled(self, verdict: Verdict) -> Verdict:
        """The verdict, turned where the line is negated, with silence taken as `on_missing` says, and told."""
        if self.negated:
            verdict = not_of(verdict)
        if self.on_missing is None or verdict.status is not Status.UNKNOWN:
            return verdict
        status = Status.MET if self.on_missing == "assume_met" else Status.NOT_MET
        said = f"{verdict.reason}; taken as {status.replace('_', ' ')}, as the protocol says"
        return replace(verdict, status=status, reason=said, missing_data=())

    def settled_many(self, statuses: Statuses) -> Statuses:
        """`settled` for many women."""
        if self.negated:
            statuses = turned(statuses, keep=False)
        if self.on_missing is None:
            return statuses
        return np.where(statuses == UNKNOWN, MET if self.on_missing == "assume_met" else NOT_MET, statuses)

    def probability(self, aetiology: str | None = None) -> float:
        """Probability that what is described holds for a woman of an aetiology; NaN where it is simulated."""
        share = None if self.policy is None else self.policy.probability(aetiology)
        return math.nan if share is None else share


def _refuse(why: str, path: str, shown: Any) -> NoReturn:
    raise PydanticCustomError("rule", "{why}", {"why": why, "path": path, "shown": shown})


class Joined(Ruled):
    """A rule, or several that are asked together."""

    kind: str = COMPOSITE
    grade: Grade
    all: "tuple[Part, ...]" = ()
    """Parts that must all hold."""
    any: "tuple[Part, ...]" = ()
    """Parts of which one is enough."""

    @model_validator(mode="after")
    def _simple_or_composite(self) -> Self:
        given = len(self.all) + len(self.any)
        if self.kind != COMPOSITE:
            if given:
                raise ValueError("a line has a kind of its own, or 'all' or 'any' with parts; both are given")
            return self
        if (not self.all) == (not self.any) or given < 2:
            raise ValueError("a line needs a kind, or two parts or more under 'all' or under 'any'")
        own = (self.policy, self.definition, self.on_missing)
        if self.parameters or self.negated or any(one is not None for one in own):
            raise ValueError(
                "a line with parts has no policy, definition, parameters, on_missing or negation of its own; "
                "its parts have"
            )
        return self

    @property
    def is_composite(self) -> bool:
        """Whether it has parts."""
        return self.kind == COMPOSITE

    def fold(self, leaves: Iterator[T], all_of: Callable[[list[T]], T], any_of: Callable[[list[T]], T]) -> T:
        """One value from those of its simple parts, in their order."""
        if not self.is_composite:
            return next(leaves)
        return (all_of if self.all else any_of)([part.fold(leaves, all_of, any_of) for part in self.all or self.any])


class Part(Joined):
    """One of several things that a line asks together; it may have parts itself, which have none."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")

    @model_validator(mode="after")
    def _parts_are_simple(self) -> Self:
        if any(part.is_composite for part in self.all or self.any):
            raise ValueError("a part of a part cannot have parts")
        return self


class Criterion(Joined):
    """One line of the eligibility text with its computable rule, or with the parts it asks together."""

    id: str
    section: Literal["inclusion", "exclusion"]
    origin: Literal["text", "structured"] = "text"
    """Whether the line stands in the text or in the structured fields of the record."""
    text: str
    """Verbatim."""
    offset: int | None = Field(default=None, ge=0)
    """Where the text begins in the record's eligibility text, in characters."""
    why: str | None = None
    """Why this rule was proposed for the text."""
    proposed: str | None = None
    """Fingerprint of what was proposed; a line that differs from it was changed by a person."""
    duplicate_of: str | None = None
    """The line that this one repeats or mirrors: it does not count twice in screening."""

    @property
    def words(self) -> str:
        """The text as it is shown: without the registry's escapes and line breaks."""
        return " ".join(re.sub(r"\\([^\w\s])", r"\1", self.text).split())

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [part.name for top in self.all or self.any for part in (top, *(top.all or top.any))]
        if len(set(names)) < len(names):
            raise ValueError("the parts of a line must have different names")
        return self

    @property
    def _counts(self) -> bool:
        return self.duplicate_of is None

    @property
    def parts(self) -> tuple[Ruled, ...]:
        """Its simple parts, those of its parts among them, in order; a line without parts is its own one."""
        if not self.is_composite:
            return (self,)
        tops = self.all or self.any
        return tuple(part for top in tops for part in (top.all or top.any or (top,)))

    def combined(self, verdicts: Sequence[Verdict]) -> Verdict:
        """The verdict on the line from those on its parts (Kleene)."""
        return self.fold(iter(verdicts), all_of, any_of)


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
        """Lines of which at least a part is evaluated on a virtual woman's history."""
        return tuple(c for c in self._counted() if any(part.simulated for part in c.parts))

    @property
    def drawn(self) -> tuple[Criterion, ...]:
        """Lines whose outcome is drawn or assumed for a virtual woman."""
        return tuple(c for c in self._counted() if not any(part.simulated for part in c.parts))
