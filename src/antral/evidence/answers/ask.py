"""What is asked for: the question, the studies, and how they are pooled."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, get_args

from antral.core import InputError
from antral.evidence.answers.changes import HowChanges
from antral.evidence.answers.compared import MEASURES as OF_TWO_ARMS
from antral.evidence.answers.shares import HowShares
from antral.evidence.questions import GROUPS, NUMBERS, Question
from antral.evidence.studies import Indication, Role

ROLES: Final[tuple[Role, ...]] = get_args(Role)
INDICATIONS: Final[tuple[Indication, ...]] = get_args(Indication)


@dataclass(frozen=True)
class Ask:
    """A question with its choices; what is none is as the question's record has it."""

    question: Question
    by: str | None = None
    """Field to group by."""
    on: str | None = None
    """Field to regress on."""
    roles: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    months: tuple[float, float] | None = None
    method: str | None = None
    """How shares are pooled."""
    tau2: str = "REML"
    interval: str | None = None
    measure: str | None = None
    """OR, RR or RD of two arms; MD or SMD of a change; none is the share or the mean change."""

    def __post_init__(self) -> None:
        _known("by", [self.by] if self.by else [], GROUPS)
        _known("on", [self.on] if self.on else [], NUMBERS)
        _known("role", self.roles, ROLES)
        _known("indication", self.indications, INDICATIONS)
        if self.measure in OF_TWO_ARMS and self.question.kind != "share":
            raise InputError(f"{self.measure} compares shares; {self.question.id} is a change: ask for MD or SMD.")
        if self.measure in ("MD", "SMD") and self.question.kind != "change":
            raise InputError(f"{self.measure} is of changes; {self.question.id} is a share: ask for OR, RR or RD.")
        if self.measure is not None and self.measure not in (*OF_TWO_ARMS, "MD", "SMD"):
            raise InputError(f"measure: {self.measure!r} is not known; known are {', '.join(OF_TWO_ARMS)}, MD, SMD.")
        if self.method is not None and self.question.kind != "share":
            raise InputError(f"--method is of shares; {self.question.id} is a change, pooled by inverse variance.")
        self.how  # noqa: B018 -- refuses what the methods do not have

    @property
    def how(self) -> HowShares | HowChanges:
        """How single arms are pooled."""
        if self.question.kind == "share":
            interval = None if self.measure in OF_TWO_ARMS else self.interval
            return HowShares(self.method or "glmm", self.tau2, interval)
        return HowChanges(self.measure or "MD", self.tau2, self.interval or "HKSJ")  # type: ignore[arg-type]

    @property
    def of_roles(self) -> tuple[Role, ...]:
        """Roles of the studies that are pooled."""
        return tuple(role for role in ROLES if role in self.roles) or self.question.roles

    @property
    def of_indications(self) -> tuple[Indication, ...]:
        """Indications that are pooled."""
        return tuple(one for one in INDICATIONS if one in self.indications) or self.question.indications

    @property
    def within(self) -> tuple[float, float] | None:
        """Window, months."""
        return self.months or self.question.months


def _known(what: str, given: Iterable[str], known: Collection[str]) -> None:
    """Refuse a name that is none of those known."""
    for one in given:
        if one not in known:
            raise InputError(f"--{what}: {one!r} is not known; known are {', '.join(known)}.")
