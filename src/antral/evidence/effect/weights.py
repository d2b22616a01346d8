"""Which printed outcomes speak of the effect of cells, and how far each study may be off."""

from functools import cache
from math import sqrt

from pydantic import BaseModel, ConfigDict, Field

from antral.core import RecordError, Tag
from antral.evidence.replicas import NotSimulated, Replica, Reported, replica
from antral.records import Strict, path, read_model


class Width(Strict):
    """One part of the width that every study has."""

    value: float = Field(ge=0.0)
    unit: str
    tag: Tag
    reason: str


class ByJudgement(Strict):
    """A number for each overall judgement of bias."""

    low: float
    some_concerns: float
    moderate: float
    serious: float
    high: float
    critical: float
    not_judged: float
    tag: Tag
    reason: str


class ByIndication(Strict):
    """A number for each distance of the women."""

    same: float
    near: float
    tag: Tag
    reason: str


class UsedStudy(Strict):
    """The outcomes of a study that count, each woman once."""

    outcomes: tuple[str, ...] = Field(min_length=1)
    reason: str


class Yardstick(UsedStudy):
    """A study of women given no cells: it tells how far the model, and what is printed, are off by themselves."""

    leans: bool
    """Whether it is an open series of some other treatment, so that the lean of reports holds for it as well."""


class Weights(Strict):
    """The record of all studies of cells."""

    heterogeneity: Width
    bias: ByJudgement
    indication: ByIndication
    miss: ByJudgement
    used: dict[str, UsedStudy]
    yardsticks: dict[str, Yardstick]
    left_out: dict[str, str]
    """With the reason."""
    animals: str
    """Why their pooled effects do not count."""


class Used(BaseModel):
    """A study as it enters the likelihood."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    name: str
    replica: Replica
    outcomes: tuple[Reported, ...]
    width: float
    """Of the logit of a share, or of a mean in units of its error."""
    miss: float
    """How likely a sign would have been printed whatever happened."""
    judgement: str
    reason: str
    yardstick: bool = False
    """Whether nobody in it was given cells."""
    leans: bool = False
    """Whether the lean of reports holds for arms without cells, too."""


@cache
def weights() -> Weights:
    """The weights on record."""
    return read_model(Weights, path("effect", "weights.yaml"))


@cache
def used() -> tuple[Used, ...]:
    """The studies that enter the likelihood: those of cells, then the yardsticks, in the order of the record."""
    return tuple(_used(name, one) for name, one in (*weights().used.items(), *weights().yardsticks.items()))


def _used(name: str, entry: UsedStudy) -> Used:
    found, rules = replica(name), weights()
    if isinstance(found, NotSimulated):
        raise RecordError(f"effect/weights.yaml: {name} is used, but is not simulated: {found.reason}")
    distance = found.distance.indication
    if distance not in ("same", "near"):
        raise RecordError(f"effect/weights.yaml: {name} is used, but its women have another condition.")
    yardstick = isinstance(entry, Yardstick)
    if yardstick and any(arm.total_cells for arm in found.protocol.arms.values()):
        raise RecordError(f"effect/weights.yaml: {name} is a yardstick, but an arm of its replica is given cells.")
    outcomes = tuple(found.one(key) for key in entry.outcomes)
    for one in outcomes:
        if one.rule != "anyone" and (one.kind not in ("count", "percent") or one.n is None):
            raise RecordError(
                f"effect/weights.yaml: {name}, {one.key}: only counts of women, or that anyone had an event, enter."
            )
    judgement = "not_judged" if found.study.bias is None else found.study.bias.overall
    parts = (rules.heterogeneity.value, getattr(rules.bias, judgement), getattr(rules.indication, distance))
    return Used(
        name=name,
        replica=found,
        outcomes=outcomes,
        width=sqrt(sum(part**2 for part in parts)),
        miss=getattr(rules.miss, judgement),
        judgement=judgement,
        reason=entry.reason,
        yardstick=yardstick,
        leans=isinstance(entry, Yardstick) and entry.leans,
    )
