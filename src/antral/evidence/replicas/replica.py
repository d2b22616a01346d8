"""A study as a protocol that can be simulated, and what each of its printed outcomes is in it."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from antral.core import InputError, convert
from antral.evidence.replicas.record import Asked, Distance, Mapped, ReplicaRecord, Rule, Taken, file_of, record
from antral.evidence.studies import Outcome, Study, study, study_names
from antral.protocol import Assumption, Eligibility, Protocol, written_in
from antral.records import load_yaml, path

_OF_MOMENT: Final = ("lab_threshold", "amenorrhoea", "diagnosis_poi", "diagnosis_dor", "ovary_imaging")
"""Kinds of criteria that ask how the ovary is at the moment of entry."""
_FALLS: Final = ("FSH", "LH")
"""Hormones whose fall is taken to be good."""
_SCALED: Final = {"mean_at_entry", "mean", "mean_change"}


@dataclass(frozen=True)
class NotSimulated:
    """A study of which no replica is made."""

    study: Study
    reason: str


@dataclass(frozen=True)
class Reported:
    """One printed outcome, and the endpoint of the protocol that stands for it."""

    key: str
    """As in the study, such as `all.menses_resumed@12`; with the definition in brackets where that is another one."""
    endpoint: str
    arms: tuple[str, ...]
    """Of the protocol; those of an aggregate together."""
    kind: Taken
    rule: Rule | None
    value: float
    """As printed, in the model's unit: women, percent, a mean or a sign."""
    n: int | None
    """Women, as printed."""
    sd: float | None
    """Between women where printed, in the model's unit."""
    unit: str
    meaning: str
    outcome: Outcome
    definition: str = "as mapped"
    """Or the name of another definition of the same outcome."""


@dataclass(frozen=True)
class Replica:
    """A study that can be repeated in silico."""

    study: Study
    distance: Distance
    protocol: Protocol
    reported: tuple[Reported, ...]
    variants: tuple[Reported, ...]
    """The same outcomes by other definitions."""
    assumed: tuple[Assumption, ...]
    not_simulated: dict[str, str]
    """Outcomes that have none, with the reason."""
    selected: bool = True
    """Whether women are admitted by how their ovary is at the moment of entry."""

    @property
    def has_cells(self) -> bool:
        """Whether an arm is given cells; where none is, effects of cells change nothing."""
        return any(arm.total_cells for arm in self.protocol.arms.values())

    def entered_at_any_moment(self) -> "Replica":
        """The same study with women of the same disease and age admitted whatever their hormones and bleeds are."""
        kept = tuple(
            line
            for line in self.protocol.eligibility.criteria
            if not any(part.kind in _OF_MOMENT for part in line.parts)
        )
        if len(kept) == len(self.protocol.eligibility.criteria) or not kept:
            return self
        admitted = self.protocol.model_copy(update={"eligibility": Eligibility(criteria=kept)})
        return replace(self, protocol=admitted, selected=False)

    def one(self, key: str) -> Reported:
        """One reported outcome by its key."""
        found = {one.key: one for one in (*self.reported, *self.variants)}
        if key not in found:
            raise InputError(f"{self.study.id}: {key!r} is not simulated; there are: {', '.join(found)}.")
        return found[key]


def replica(name: str, extra: Path | None = None) -> Replica | NotSimulated:
    """The replica of one study, or why there is none; an `InputError` lists the studies on record.

    Parameters
    ----------
    extra
        A folder of the user's own studies, whose replicas lie in its folder `replicas`.
    """
    return _shipped(name) if extra is None or name in study_names() else _made(name, extra)


@cache
def _shipped(name: str) -> Replica | NotSimulated:
    return _made(name, None)


def _made(name: str, extra: Path | None) -> Replica | NotSimulated:
    written, of = record(name, extra), study(name, extra)
    if written.reason is not None or written.distance is None:
        return NotSimulated(of, written.reason or "")
    reported: list[Reported] = []
    variants: list[Reported] = []
    endpoints: list[dict[str, Any]] = []
    for key, mapped in written.outcomes.items():
        reported.append(_reported(of, key, mapped, _endpoint(endpoints, mapped, key)))
        for label, other in mapped.instead.items():
            name_of_other = _endpoint(endpoints, other, f"{key}, {label}")
            variants.append(replace(reported[-1], key=f"{key} ({label})", endpoint=name_of_other, definition=label))
    return Replica(
        of,
        written.distance,
        _protocol(written, endpoints, of, file_of(name, extra)),
        tuple(reported),
        tuple(variants),
        written.assumed,
        written.not_simulated,
    )


def _protocol(written: ReplicaRecord, endpoints: list[dict[str, Any]], of: Study, file: Path) -> Protocol:
    said = [one.model_dump() for one in written.assumed]
    laid = {**written.protocol, "endpoints": endpoints, "assumptions": said}
    shipped_base = path("replicas", str(laid.get("extends")))
    if not (file.parent / str(laid.get("extends"))).exists() and shipped_base.exists():
        laid["extends"] = str(shipped_base)
    protocol = written_in(laid, file)
    left = {arm for mapped in written.outcomes for arm in _arms(of, mapped.partition(".")[0])}
    if not left <= set(protocol.arms):
        raise InputError(
            f"replicas/{written.study}.yaml: arms {', '.join(sorted(left - set(protocol.arms)))} of the study are no "
            "arms of its protocol; give them the names of the study's record."
        )
    return protocol


def _endpoint(endpoints: list[dict[str, Any]], asked: Asked, label: str) -> str:
    """Add the endpoint, written as a protocol has it, to the list; its name."""
    number = len(endpoints) + 1
    endpoints.append(
        {
            "name": f"outcome_{number}",
            "code": f"OUT{number}",
            "label": label,
            "role": "exploratory",
            "unit": "as printed",
            "direction": "decrease" if asked.measure in _FALLS else "increase",
            **_complete(asked.model_dump(include=set(Asked.model_fields), exclude_none=True)),
        }
    )
    return f"outcome_{number}"


def _complete(fields: dict[str, Any]) -> dict[str, Any]:
    """An endpoint with the limits on record where its kind needs them."""
    if fields["derive"] not in ("menses_resumed", "menses_sustained"):
        return fields
    usual = load_yaml(path("endpoints", "bleeding.yaml"))
    limits = {f"{name}_days": usual[name]["value"] for name in ("shortest_gap", "longest_gap")}
    if fields["derive"] == "menses_sustained":
        limits["last_days"] = usual["last_stretch"]["value"]
    return {**limits, **fields}


def _reported(of: Study, key: str, mapped: Mapped, endpoint: str) -> Reported:
    outcome = of.outcome(key)
    factor = 1.0
    if mapped.unit is not None and mapped.measure is not None:
        internal = load_yaml(path("analytes", f"{mapped.measure.lower()}.yaml"))["unit"]
        factor = convert(1.0, mapped.unit, internal, analyte=mapped.measure)
    scaled = factor if mapped.take in _SCALED else 1.0
    spread = outcome.spread
    return Reported(
        key=key,
        endpoint=endpoint,
        arms=_arms(of, outcome.arm),
        kind=mapped.take,
        rule=mapped.rule,
        value=outcome.value * scaled,
        n=outcome.n,
        sd=spread.low * scaled if spread is not None and spread.kind == "sd" else None,
        unit=outcome.unit if factor == 1.0 else str(internal),
        meaning=mapped.meaning,
        outcome=outcome,
    )


def _arms(of: Study, name: str) -> tuple[str, ...]:
    """The arms of a study whose women an outcome is of."""
    return of.arms[name].aggregate_of or (name,)
