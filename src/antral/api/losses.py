"""`attrition`: where a protocol loses women, real or virtual."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.screening import loaded, made_with
from antral.api.whole_file import write_whole
from antral.api.women import Unread, batches, in_order, unread_of
from antral.core import InputError

if TYPE_CHECKING:
    from antral.api.women import Given
    from antral.protocol import Criterion, Study
    from antral.screening import Answer, Attrition, Wording

    _Virtual = tuple[list[Answer], Callable[[Criterion], str]]


@dataclass(frozen=True)
class Lost:
    """The flow of women through one protocol."""

    protocol: "Study"
    attrition: "Attrition"
    who: str
    """Who the women are, in words."""
    unread: "tuple[Unread, ...]"
    made_with: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        one = self.protocol
        return {
            "protocol": one.id,
            "title": one.title,
            "women_are": self.who,
            **self.attrition.to_dict(),
            **unread_of(self.unread),
            "made_with": dict(self.made_with),
        }

    def html(self, place: str | Path) -> Path:
        """Write the page."""
        from antral.reports import attrition_page

        return write_whole(Path(place), attrition_page(self.to_dict()))


def attrition(
    protocol: "str | Path | Study",
    patients: "Given | None" = None,
    *,
    virtual: int | None = None,
    seed: int = 1,
    on: date | None = None,
    redact: bool = False,
    set: Sequence[str] = (),
    progress: Progress = silent,
) -> Lost:
    """Where a protocol loses women: by line, alone and in sequence, and what relaxing each line would admit.

    Parameters
    ----------
    patients
        As for `screen`; or None, and
    virtual
        how many virtual women are to present instead. They are simulated, from the causes of disease that the protocol
        names and up to its visits (a draft has none: those of NCT07115082); what is not simulated of them is drawn
        with the prevalence on record, else unknown.
    on
        The day of screening of real women; today by default.
    redact
        Take pseudonyms and the day out of what is to be shared.

    Raises
    ------
    InputError
        Where a protocol or a file cannot be used, or both or none of women and a number of virtual ones are given.
    """
    from antral.protocol import Protocol
    from antral.screening import Wording
    from antral.screening import attrition as flow

    if (patients is None) == (virtual is None):
        raise InputError("give women (a file or folder), or --virtual and how many; not both.")
    in_order(patients)
    trial, wording = loaded(protocol, set), Wording(on or date.today(), redact)
    made = made_with(trial, wording)
    if virtual is None:
        assert patients is not None
        answers, unread = _answers(patients, wording)
        return Lost(trial, flow(trial, answers), "women on record", unread, made)
    whole(virtual, "virtual", 1, 100_000)
    whole(seed, "seed", 0, 2**32 - 1)
    del made["Screened for the day"]
    made |= {"Virtual women": f"{virtual:,}, seed {seed}; not patients"}
    diagnosed = trial.candidates.diagnosed if isinstance(trial, Protocol) else None
    who = "virtual women who present to the clinic" + ("" if diagnosed is None else f", {diagnosed}")
    answers, rests_on = _simulated(trial, virtual, seed, progress)
    return Lost(trial, flow(trial, answers, rests_on), who, (), made)


def _answers(patients: "Given", wording: "Wording") -> "tuple[list[Answer], tuple[Unread, ...]]":
    from antral.screening import from_records

    answers: list[Answer] = []
    unread: list[Unread] = []
    came = 0
    for batch in batches(patients, wording.on):
        answers.append(from_records(batch))
        unread += Unread.among(batch, came, wording.redacted)
        came += len(batch)
    return answers, tuple(unread)


def _simulated(trial: "Study", count: int, seed: int, progress: Progress) -> "_Virtual":
    from antral.population import presenting, usual_clinic
    from antral.protocol import Protocol
    from antral.screening import grounds, simulated

    clinic = trial if isinstance(trial, Protocol) else usual_clinic()
    measured = frozenset(code for visit in clinic.screening_visits for code in visit.measures)
    compiled(progress)
    answers: list[Answer] = []
    aetiologies: Sequence[str] = ()
    came = 0
    stage = f"simulating {count:,} women"
    progress(stage, 0.0)
    for cohort, women in presenting(clinic, count=count, seed=seed):
        answers.append(
            simulated(
                cohort,
                women.patients,
                seed=seed,
                aetiology=women.aetiology,
                aetiologies=women.aetiologies,
                measured=measured,
            )
        )
        aetiologies = women.aetiologies
        came += len(cohort)
        progress(stage, min(came / count, 1.0))
    return answers, partial(grounds, aetiologies=aetiologies, measured=measured)
