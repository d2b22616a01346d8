"""`antral evidence pool`: what the published record says to one question, pooled, with all that stands beside it."""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from antral.api.whole_file import write_whole
from antral.core import InputError, RunError
from antral.evidence import answers, questions, studies


@dataclass(frozen=True)
class PooledAnswer:
    """An answer from the published record."""

    told: Mapping[str, Any]
    """Numbers and text, as `--json` prints them."""

    def to_dict(self) -> dict[str, Any]:
        """What `--json` prints."""
        return dict(self.told)

    def summary(self) -> str:
        """The first sentences: on how few women it rests, the pooled number, and what stands beside it."""
        from antral.reports import evidence_opening

        return "\n".join(evidence_opening(self.told))

    def html(self, place: str | Path) -> Path:
        """Write a page with its figures, which opens offline."""
        from antral.reports import evidence_answer_page

        return write_whole(Path(place), evidence_answer_page(self.told))

    def save(self, folder: str | Path) -> Path:
        """Write `answer.json` and `answer.html` into a folder."""
        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{place} cannot be made: {error.strerror}. Choose a folder you may write to.") from error
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        write_whole(place / "answer.json", f"{text}\n")
        self.html(place / "answer.html")
        return place


def pool(
    outcome: str,
    *,
    by: str | None = None,
    on: str | None = None,
    role: Sequence[str] = (),
    indication: Sequence[str] = (),
    months: tuple[float, float] | None = None,
    method: str | None = None,
    tau2: str = "REML",
    interval: str | None = None,
    measure: str | None = None,
    records: str | Path | None = None,
) -> PooledAnswer:
    """Pool what studies reported of one outcome, each woman once, with the spontaneous course beside it.

    Parameters
    ----------
    outcome
        A question on record, such as `menses_resumed`, or an outcome that one of them counts.
    by, on
        A field of studies to group by, such as `cell_source`, or to regress on, such as `dose`.
    role, indication
        Of the studies that are pooled; by default cell therapy in women with POI.
    months
        Window since treatment; by default that of the question.
    method, tau2, interval
        `glmm`, `exact`, `logit`, `freeman_tukey` or `arcsine` for shares; the estimator of tau2 and the interval.
    measure
        OR, RR or RD of studies that compare two arms; MD or SMD of a change.
    records
        A folder of your own study records, beside the shipped ones.

    Returns
    -------
    Where the studies are those of the shipped challenges, also what the modelled spontaneous course gives (`modelled`).

    Raises
    ------
    InputError
        Where a name is not known; it lists those that are.
    """
    given = {
        "by": by, "on": on, "role": list(role), "indication": list(indication), "months": months, "method": method,
        "tau2": tau2 if tau2 != "REML" else None, "interval": interval, "measure": measure,
        "records": None if records is None else str(records),
    }  # fmt: skip
    among = studies(extra=None if records is None else Path(records))
    ask = answers.Ask(
        _question(outcome), by, on, tuple(role), tuple(indication), months, method, tau2,
        interval, measure,
    )  # fmt: skip
    made = {"version": version("antral"), "command": _command(outcome, given), "python": _python(outcome, given)}
    found = {**answers.told(answers.answer(ask, among), among), **made}
    usual = not (role or indication or months or records)
    return PooledAnswer({**found, "modelled": _modelled(ask.question.id) if usual else None})


def _modelled(question: str) -> dict[str, Any] | None:
    """What the shipped challenges give for all studies of a question together."""
    from antral.api.evidence.challenging import challenges
    from antral.api.evidence.modelled import modelled_course

    return modelled_course(question, challenges())


def _question(outcome: str) -> Any:
    """A question by its name, or the only one that counts an outcome of this name."""
    if outcome in questions.question_names():
        return questions.question(outcome)
    counting = [one for one in questions.questions().values() if outcome in one.outcomes]
    if len(counting) == 1:
        return counting[0]
    if counting:
        names = " or ".join(one.id for one in counting)
        raise InputError(f"{outcome} is counted by several questions; ask for {names}.")
    return questions.question(outcome)


def _command(outcome: str, given: Mapping[str, Any]) -> str:
    """The same on a command line."""
    words = ["antral", "evidence", "pool", outcome]
    for name, value in given.items():
        if isinstance(value, list):
            words += [word for one in value for word in (f"--{name}", one)]
        elif isinstance(value, tuple):
            words += [f"--{name}", "-".join(f"{end:g}" for end in value)]
        elif value is not None:
            words += [f"--{name}", str(value)]
    return shlex.join(words)


def _python(outcome: str, given: Mapping[str, Any]) -> str:
    """The same in Python."""
    more = "".join(f", {name}={value!r}" for name, value in given.items() if value)
    return f"antral.api.evidence.pool({outcome!r}{more})"
