"""`verify`: the model's numbers beside published ones, statistics and pooling beside other programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.verification_oracles import OracleVerification, verify_oracles
from antral.api.whole_file import write_whole
from antral.api.workers import cores
from antral.core import InputError, RunError

if TYPE_CHECKING:
    from antral.reports import VerificationMaterial
    from antral.verify import Row

SUBJECTS: Final = ("physiology", "statistics", "evidence")
"""What can be verified."""
_WOMEN: Final = 200
"""Healthy women of each age, if nothing is said."""
_MOST_WOMEN: Final = 20_000
_MOST_MEMBERS: Final = 10_000
MEMBER_WOMEN: Final = 40
"""Healthy women of each age under each member of the posterior, if nothing is said."""


@dataclass(frozen=True)
class Verification:
    """Rows of a subject beside their references, and what the page draws."""

    subject: str
    rows: "tuple[Row, ...]"
    made_with: Mapping[str, str]
    """How the numbers were made: command, version, seed, women, hashes of code and parameters."""
    material: "VerificationMaterial | None" = field(default=None, repr=False)
    """Figures; None where none were asked for."""
    over: Mapping[str, Any] | None = None
    """The posterior whose members the rows were also run under, how many and with how many women; None at the point."""

    @property
    def holds(self) -> bool:
        """Whether no row fails without an explanation."""
        return not any(row.verdict == "fail" for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the figures, for JSON."""
        from antral.reports import tally

        return {
            "subject": self.subject,
            "holds": self.holds,
            "counts": tally(self.rows),
            "made_with": dict(self.made_with),
            "uncertainty": None if self.over is None else dict(self.over),
            "rows": [row.to_dict() for row in self.rows],
        }

    def write(self, folder: str | Path) -> tuple[Path, Path]:
        """Write `verification.json` and `verification.html` into a folder; their places."""
        import json

        from antral.reports import verification_page

        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{place} cannot be made: {error.strerror}. Choose another --out.") from error
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        page = verification_page(self.rows, self.material)
        return write_whole(place / "verification.json", text), write_whole(place / "verification.html", page)


def verify(
    subject: str = "physiology",
    *,
    rows: Sequence[str] = (),
    seed: int = 1,
    women: int = _WOMEN,
    figures: bool = False,
    uncertainty: int = 0,
    posterior: str | Path | None = None,
    member_women: int = MEMBER_WOMEN,
    out: str | Path | None = None,
    workers: int | None = None,
    topics: Sequence[str] = (),
    progress: Progress = silent,
) -> Verification | OracleVerification:
    """Evaluate the reference rows of a subject: ours, the reference, what is accepted, verdict.

    Parameters
    ----------
    subject
        physiology: the virtual woman (a `Verification`); statistics: methods and designs, evidence: the pooling of
        studies (an `OracleVerification`), for which of all that follows only `topics`, `out` and `progress` count.
    rows
        Row numbers such as `3b`; all by default.
    women
        Healthy women of each age; half as many again of those with POI. More give narrower intervals.
    figures
        Whether women are simulated for the figures of the page as well; not where only some rows are asked for.
    uncertainty
        Members of the posterior under which every row is evaluated as well; 0 leaves it at the point.
    posterior
        File of the posterior; the one that is shipped by default.
    member_women
        Healthy women of each age under each member.
    out
        Folder that keeps what was found under each member, so that the same call goes on there.
    workers
        Processes for the members; one a core by default.
    topics
        Of statistics and evidence: names of records in `records/reference/<subject>`; all by default.

    Raises
    ------
    InputError
        Where a value cannot be used, or no posterior is shipped and none is named.
    """
    if subject not in SUBJECTS:
        raise InputError(f"{subject!r} cannot be verified; what can: {', '.join(SUBJECTS)}.")
    if subject != "physiology":
        _refuse(
            subject,
            rows=bool(rows),
            seed=seed != 1,
            women=women != _WOMEN,
            uncertainty=uncertainty != 0,
            posterior=posterior is not None,
            member_women=member_women != MEMBER_WOMEN,
            workers=workers is not None,
        )
        return verify_oracles(subject, topics, progress)
    if topics:
        raise InputError("topics are those of statistics and evidence; of physiology, rows can be chosen.")
    from antral.reports import VerificationMaterial
    from antral.verify import Company, charts, identifiability, report

    whole(seed, "seed", 0, 2**32 - 1)
    whole(women, "women", 2, _MOST_WOMEN)
    whole(uncertainty, "uncertainty", 0, _MOST_MEMBERS)
    whole(member_women, "member_women", 4, _MOST_WOMEN)
    count = cores() if workers is None else whole(workers, "workers", 1, 1024)
    beliefs = None
    if uncertainty:  # the rooms it needs are many: whoever does not ask does not wait for them
        from antral.api.uncertainty import chosen_posterior
        from antral.api.verification_over import over_posterior

        beliefs = chosen_posterior(posterior, hormones=True)
    elif posterior is not None:
        raise InputError("posterior was given without uncertainty: say how many of its members are wanted.")
    compiled(progress)
    company = Company(seed, women)
    found = tuple(report(tuple(rows), company=company, progress=progress))
    made = _made_with(subject, tuple(rows), seed, women)
    over = None
    if beliefs is not None:
        found, over = over_posterior(
            found,
            beliefs,
            members=uncertainty,
            women=member_women,
            seed=seed,
            workers=count,
            out=None if out is None else Path(out),
            progress=progress,
        )
        made = _also_made_with(made, over, posterior)
    material = None
    if figures:
        scope = f"Only these rows were asked for: {', '.join(rows)}; no figures were made." if rows else ""
        material = VerificationMaterial(
            charts=() if rows else charts(company, progress),
            identifiability=() if rows else identifiability(),
            made_with=made,
            scope=scope,
        )
    return Verification(subject, found, made, material, over)


def _refuse(subject: str, **given: bool) -> None:
    """What belongs to physiology was given for another subject."""
    found = [name for name, one in given.items() if one]
    if found:
        raise InputError(
            f"{', '.join(found)}: only physiology knows this; {subject} is compared without simulated women. "
            "Leave it out, or choose topics."
        )


def _also_made_with(made: Mapping[str, str], over: Mapping[str, Any], posterior: str | Path | None) -> dict[str, str]:
    named = "the shipped one" if posterior is None else str(posterior)
    options = f" --uncertainty {over['members']} --member-women {over['women_each']}"
    options += "" if posterior is None else f" --posterior {posterior}"
    return {
        **made,
        "Command": f"{made['Command']}{options}",
        "Posterior": f"of {over['part']}, {named}, SHA-256 {over['sha256']}",
        "Members of the posterior": f"{over['members']}, each with {over['women_each']} healthy women of each age",
    }


def _made_with(subject: str, rows: tuple[str, ...], seed: int, women: int) -> dict[str, str]:
    from importlib.metadata import version

    from antral.verify import made_with

    only = "".join(f" --row {row}" for row in rows)
    hashes = made_with()
    return {
        "Command": f"antral verify {subject}{only} --seed {seed} --women {women}",
        "Version of antral": version("antral"),
        "Seed": str(seed),
        "Healthy women of each age": str(women),
        "Fingerprint of the engine's code": hashes["code"],
        "Fingerprint of the parameters": hashes["parameters"],
    }
