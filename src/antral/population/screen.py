"""Screening candidates by a protocol: who presents, who is admitted, and why the others are not."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL, InputError, Purpose, uniform
from antral.patient import Cohort
from antral.population.record import Referral
from antral.protocol import MET, NOT_MET, Criterion, Eligibility, luck_of_part, statuses


@dataclass(frozen=True)
class Verdicts:
    """Which criteria keep which candidates out."""

    failed: NDArray[np.bool_]
    """`[candidate, criterion]`, criteria that count, in the order of the protocol."""
    criteria: tuple[str, ...]
    """Their ids."""

    @property
    def admitted(self) -> NDArray[np.bool_]:
        """Whether nothing keeps her out. `[candidate]`."""
        admitted: NDArray[np.bool_] = np.logical_not(self.failed.any(axis=1))
        return admitted


@dataclass(frozen=True)
class Summary:
    """How many were screened and why most were not admitted."""

    drawn: int
    """Virtual women drawn: those diagnosed as long ago as the protocol asks, where it asks."""
    candidates: int
    """Those who presented to the clinic."""
    admitted: int
    reasons: Mapping[str, int]
    """Candidates whom each criterion keeps out; a woman counts under every one of hers."""
    first_reasons: Mapping[str, int]
    """Candidates by the first criterion that keeps them out; these and the admitted add up to the candidates."""
    failed_runs: int = 0
    """Drawn women whose simulation did not stay finite; they are left out."""
    by_aetiology: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """The numbers drawn, candidates and admitted, by aetiology."""

    @property
    def failure_rate(self) -> float:
        """Share of candidates who are not admitted."""
        return 1.0 - self.admitted / self.candidates if self.candidates else float("nan")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, the failure rate among them."""
        return asdict(self) | {"failure_rate": self.failure_rate}


def presents(rule: Referral, bleeds_in_window: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each woman sees a doctor: a stated assumption about referral."""
    if rule.rule == "everyone":
        return np.ones(bleeds_in_window.shape, np.bool_)
    return bleeds_in_window < rule.fewer_bleeds_than


def judge(
    eligibility: Eligibility,
    women: Cohort,
    patients: NDArray[np.int64],
    *,
    seed: int,
    aetiology: NDArray[np.integer] | None = None,
    aetiologies: Sequence[str] = (),
) -> Verdicts:
    """Hold candidates against every criterion that counts.

    A line whose policy is `simulate` is evaluated on what the clinic measured; other lines come true with the stated
    probability, by her aetiology where the policy says so, as a function of the woman. What stays unknown keeps her
    out.

    Parameters
    ----------
    aetiology, aetiologies
        Position of each candidate's aetiology (`[candidate]`) among the names.
    """

    def fails(line: Criterion, place: int) -> NDArray[np.bool_]:
        def chances(part: int) -> NDArray[np.float64]:
            return uniform(seed, POPULATION_TRIAL, patients, Purpose.CONDITION, luck_of_part(place, part))

        wanted = MET if line.section == "inclusion" else NOT_MET
        found: NDArray[np.bool_] = (
            statuses(line, women, chances, aetiology=aetiology, aetiologies=aetiologies) != wanted
        )
        return found

    counted = [(place, one) for place, one in enumerate(eligibility.criteria) if one.duplicate_of is None]
    failed = np.stack([fails(one, place) for place, one in counted], axis=1)
    return Verdicts(failed, tuple(one.id for _, one in counted))


def summarise(
    drawn: int,
    verdicts: Verdicts,
    *,
    failed_runs: int = 0,
    by_aetiology: Mapping[str, Mapping[str, int]] | None = None,
) -> Summary:
    """Count the reasons of those not admitted."""
    first = np.where(verdicts.admitted, -1, np.argmax(verdicts.failed, axis=1))
    return Summary(
        drawn=drawn,
        candidates=int(verdicts.failed.shape[0]),
        admitted=int(verdicts.admitted.sum()),
        reasons={name: int(n) for name, n in zip(verdicts.criteria, verdicts.failed.sum(axis=0), strict=True)},
        first_reasons={name: int((first == i).sum()) for i, name in enumerate(verdicts.criteria)},
        failed_runs=failed_runs,
        by_aetiology=by_aetiology or {},
    )


def refuse_empty(summary: Summary, wanted: int, diagnosed: str | None = None) -> InputError:
    """The message for a protocol that admits too few.

    Parameters
    ----------
    diagnosed
        Who alone is drawn, such as "diagnosed less than 1 year ago"; None where that is everybody.
    """
    worst = sorted(summary.reasons.items(), key=lambda item: -item[1])[:3]
    named = ", ".join(f"{name} ({n})" for name, n in worst if n)
    who = "" if diagnosed is None else f" Only women {diagnosed} come: candidates.years_since_diagnosis can be widened."
    return InputError(
        f"{wanted} women were wanted and only {summary.admitted} of {summary.candidates} candidates "
        f"({summary.drawn} women drawn) meet the criteria. What keeps most of them out: {named or 'nobody presented'}. "
        f"Relax these criteria, or ask for a smaller bank.{who}"
    )
