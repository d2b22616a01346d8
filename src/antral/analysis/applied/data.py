"""One trial's rows as a method needs them: chosen, checked, by the role of each column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.dataset import CDISC, Rows

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROLES: Final[Mapping[str, str]] = {
    "participant_id": "who the row is of",
    "arm": "the arm she was allocated to",
    "value": "the result: a number, or 1 and 0 (yes and no) for a share; `<0.02` is below detection",
    "baseline": "her value before treatment",
    "visit": "the visit of the result",
    "dose": "the dose of her arm, a number",
    "stratum": "stratum or centre",
    "time": "time until the event or the end of follow-up",
    "event": "1 if the event came, 0 if follow-up ended first, 2 and more for competing events",
}
"""Role of a column, under which it is looked for where no other name is given."""
SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "participant_id": ("subject", "subject_id", "subjid", "patient", "patient_id", "pid", "id"),
    "arm": ("trt01p", "trta", "trt01a", "treatment", "group"),
    "visit": ("week", "month", "timepoint", "avisitn", "visitnum"),
    "baseline": ("basal",),
    "stratum": ("strata",),
    "event": ("cnsr",),
}
"""Other names under which a role is found; `CNSR` of CDISC is 0 where the event came, and is turned round."""
_CODES: Final = (9.0, 88.0, 99.0, 888.0, 999.0, 8888.0, 9999.0)
"""Numbers, and their negatives, that often stand for a missing value."""
_FAR: Final = 3.0
"""How many times the largest other value such a number must be before it is asked about."""
_OURS: Final = {theirs.lower(): name for name, theirs in CDISC.items()}
"""Under which name the rows of a file hold a column of CDISC."""


@dataclass(frozen=True)
class Ask:
    """What is asked of a table."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Column of the file by role, where it has another name."""
    control: str | None = None
    """The arm that others are compared with."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Only rows with this text in this column."""
    visit: str | None = None
    """The visit at which arms are compared."""
    covariates: tuple[str, ...] = ()
    """Columns that are adjusted for: numbers, or words taken as categories."""
    level: float = 0.95
    horizon: float | None = None
    """End of the time that a restricted mean, or a share at a time, looks at."""
    seed: int = 1
    log: bool = False
    """Whether values and baselines are taken as logarithms, and differences told as ratios."""
    adjust: str | None = None
    """How p-values of several comparisons are adjusted: a name in `multiplicity.ADJUSTMENTS`."""
    structure: str = "unstructured"
    """Covariance structure with which a mixed model begins."""

    def __post_init__(self) -> None:
        for role in self.columns:
            if role not in ROLES:
                near = get_close_matches(role, ROLES, n=1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise InputError(
                    f"column {role!r}: no method knows this role; wanted one of: {', '.join(ROLES)}.{hint}"
                )
        if not 0.0 < self.level < 1.0:
            raise InputError(f"level = {self.level:g}: a share between 0 and 1 was wanted, such as 0.95.")


@dataclass(frozen=True)
class Data:
    """The chosen rows of a file. All arrays `[row]`."""

    rows: Rows
    ask: Ask
    chosen: tuple[int, ...]
    """Places of the rows that are used."""
    remarks: list[str] = field(default_factory=list)
    """What a reader must know of how the rows were read."""

    @classmethod
    def of(cls, rows: Rows, ask: Ask, *, every_visit: bool) -> "Data":
        """The rows that fit; at one visit unless the method looks at all.

        Raises
        ------
        InputError
            An unknown column, no row left, or several visits where one was wanted.
        """
        if not rows.lines:
            raise InputError(f"{rows.file} has a header and no rows.")
        found = cls(rows, ask, tuple(range(len(rows.lines))))
        chosen = range(len(rows.lines))
        for name, text in ask.where.items():
            column = found.column(name)
            chosen = [row for row in chosen if (column[row] or "").lower() == text.lower()]  # type: ignore[assignment]
            if not chosen:
                there = ", ".join(sorted({cell for cell in column if cell})[:8])
                raise InputError(f"{rows.file}: no row has {name} = {text!r}; there are: {there}.")
        visit = found._named("visit")
        if not every_visit and visit in rows.columns:
            cells = rows.columns[visit]
            names = list(dict.fromkeys(cells[row] or "" for row in chosen))
            if ask.visit is not None:
                chosen = [row for row in chosen if (cells[row] or "").lower() == ask.visit.lower()]  # type: ignore[assignment]
                if not chosen:
                    raise InputError(f"{rows.file}: there is no visit {ask.visit!r}; there are: {', '.join(names)}.")
            elif len(names) > 1 and not found._one_row_each(chosen):
                raise InputError(f"{rows.file} holds {len(names)} visits; choose one with --visit: {', '.join(names)}.")
        return cls(rows, ask, tuple(chosen))

    def _one_row_each(self, chosen: Sequence[int]) -> bool:
        """Whether the file says whose each row is, and nobody has two: then a visit need not be chosen."""
        people = self.rows.columns.get(self._named("participant_id"))
        mine = [] if people is None else [people[row] for row in chosen]
        return people is not None and None not in mine and len(set(mine)) == len(mine)

    def column(self, name: str) -> list[str | None]:
        """A column by its name in the file, any case."""
        found = self.rows.columns.get(self._held(name))
        if found is None:
            near = get_close_matches(name.lower(), self.rows.columns, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise InputError(f"{self.rows.file}: there is no column {name!r}; there are: {self._known}.{hint}")
        return found

    @staticmethod
    def _held(name: str) -> str:
        """The name under which the rows hold a column."""
        return _OURS.get(name.lower(), name.lower())

    def _named(self, role: str) -> str:
        """The name under which the rows hold the column of a role."""
        if role in self.ask.columns:
            return self._held(self.ask.columns[role])
        names = (role, *SYNONYMS.get(role, ()))
        if role == "time" and "cnsr" in self.rows.columns:
            names = ("time", "value")  # the data set of times of CDISC has them as AVAL
        return next((name for name in names if name in self.rows.columns), role)

    @property
    def _known(self) -> str:
        return ", ".join(self.rows.columns)

    def has(self, role: str) -> bool:
        """Whether a role has a column."""
        return role in self.ask.columns or self._named(role) in self.rows.columns

    def text(self, role: str) -> list[str | None]:
        """The cells of a role."""
        if not self.has(role):
            raise InputError(
                f"{self.rows.file}: a column for {role} ({ROLES[role]}) was wanted; there are: {self._known}. "
                f"Name it with --column {role}=NAME."
            )
        cells = self.column(self.ask.columns.get(role) or self._named(role))
        return [cells[row] for row in self.chosen]

    def remark(self, text: str) -> None:
        """Add something that a reader must know, once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def number(self, role: str) -> Numbers:
        """The cells of a role as numbers, NaN where empty; a value below detection stands at its limit."""
        self.text(role)
        found = self._numbers(self._named(role), below=role in ("value", "baseline"))
        if not self.ask.log or role not in ("value", "baseline"):
            return found
        if (found <= 0).any():
            row = self.chosen[int(np.flatnonzero(found <= 0)[0])]
            raise self.rows.error(row, self._named(role), "a value above 0, since logarithms are taken,")
        logs: Numbers = np.log(found)
        return logs

    def of_column(self, name: str) -> Numbers:
        """Any column as numbers, NaN where empty."""
        self.column(name)
        return self._numbers(self._held(name))

    def _numbers(self, name: str, *, below: bool = False) -> Numbers:
        cells = self.rows.columns[name]
        found = []
        for row in self.chosen:
            text = cells[row]
            part = text.removeprefix("<").removeprefix("=").strip() if text and below else text
            value = self.rows.number(row, name, part)
            found.append(np.nan if value is None else value)
        values = np.asarray(found, dtype=float)
        self._ask_about_codes(name, values)
        return values

    def _ask_about_codes(self, name: str, values: Numbers) -> None:
        """Remark on numbers far from all others that often stand for a missing value."""
        coded = np.isin(np.abs(values), _CODES)
        others = values[np.isfinite(values) & ~coded]
        for code in np.unique(values[coded]) if len(others) else ():
            if code < 0 <= others.min() or code > max(_FAR * np.abs(others).max(), _CODES[1]):
                self.remark(
                    f"{name}: {code:g} lies far from all other values and counts as a value; if it stands for a "
                    "missing one, leave the cell empty"
                )

    @cached_property
    def below(self) -> Flags:
        """Whether each value is written as below a limit, such as `<0.02`."""
        return np.asarray([bool(text and text.startswith("<")) for text in self.text("value")])

    def yes(self, role: str = "value") -> Numbers:
        """The cells of a role as 1 and 0, NaN where empty."""
        self.text(role)
        flags = self.rows.flags(self._named(role)) or []
        return np.asarray([np.nan if flags[row] is None else float(flags[row] or 0) for row in self.chosen])

    @cached_property
    def arm(self) -> list[str]:
        """The arm of each row."""
        cells = self.text("arm")
        if None in cells:
            row = self.chosen[cells.index(None)]
            raise InputError(f"{self.rows.file}, line {self.rows.lines[row]}: the arm is missing.")
        spelt: dict[str, str] = {}
        found = [spelt.setdefault(str(cell).strip().lower(), str(cell).strip()) for cell in cells]
        if len(set(cells)) > len(spelt):
            self.remark("arms whose names differ in capitals or spaces only are taken as one")
        return found

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms in order of appearance, the control arm first."""
        names = list(dict.fromkeys(self.arm))
        control = self.ask.control
        if control is None:
            known = [name for name in names if name.lower() in ("control", "placebo", "none", "0")]
            if len(known) != 1:
                raise InputError(
                    f"{self.rows.file}: which arm is the control? Give --control; the arms are: {', '.join(names)}."
                )
            control = known[0]
        match = [name for name in names if name.lower() == control.lower()]
        if not match:
            raise InputError(f"{self.rows.file}: there is no arm {control!r}; the arms are: {', '.join(names)}.")
        return (match[0], *(name for name in names if name != match[0]))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each other arm with the control arm."""
        if len(self.arms) < 2:
            raise InputError(f"{self.rows.file}: two arms were wanted, only {self.arms[0]} came.")
        return [(name, self.arms[0]) for name in self.arms[1:]]

    def pairs_with(self, values: Numbers) -> list[tuple[str, str]]:
        """`pairs`, without arms in which no woman has a value; that is remarked."""
        arm = np.asarray(self.arm)
        empty = [name for name in self.arms if not np.isfinite(values[arm == name]).any()]
        if self.arms[0] in empty or len(empty) == len(self.arms) - 1:
            raise InputError(f"{self.rows.file}: no woman of {', '.join(empty)} has a value; nothing can be compared.")
        if empty:
            self.remark(f"no woman of {', '.join(empty)} has a value: not compared")
        return [pair for pair in self.pairs if pair[0] not in empty]

    def of_arm(self, values: Numbers, arm: str) -> Numbers:
        """The values of one arm."""
        found: Numbers = values[np.asarray(self.arm) == arm]
        return found

    def covariates(self) -> dict[str, Numbers]:
        """What is adjusted for: the baseline where there is one, then the named columns; categories as indicators."""
        found: dict[str, Numbers] = {"baseline": self.number("baseline")} if self.has("baseline") else {}
        for name in self.ask.covariates:
            cells = self.column(name)
            mine = [cells[row] for row in self.chosen]
            if all(_is_number(cell) for cell in mine if cell is not None):
                found[name] = self._numbers(self._held(name))
                continue
            levels = sorted({cell for cell in mine if cell is not None})
            missing = np.asarray([cell is None for cell in mine])
            for level in levels[1:]:
                column = np.asarray([float(cell == level) for cell in mine])
                found[f"{name}: {level}"] = np.where(missing, np.nan, column)
        return found

    @cached_property
    def people(self) -> list[str]:
        """Whose row each is; an empty cell is refused."""
        cells = self.text("participant_id")
        if None in cells:
            row = self.chosen[cells.index(None)]
            raise self.rows.error(row, self._named("participant_id"), "a participant")
        return [str(cell) for cell in cells]

    @property
    def event(self) -> Numbers:
        """0 censored, 1 the event, 2 and more competing events; NaN where empty. Other codes are refused."""
        codes = self.number("event")
        for place in np.flatnonzero(np.isfinite(codes) & ((codes < 0) | (codes != np.floor(codes)))):
            raise self.rows.error(self.chosen[int(place)], self._named("event"), "0, 1 or another whole number")
        if self._named("event") == "cnsr":
            self.remark("CNSR is 0 where the event came, and was turned round")
            return np.where(np.isnan(codes), np.nan, (codes == 0).astype(float))
        return codes

    def once_each(self) -> None:
        """Refuse a woman who has two rows where one was wanted."""
        if not self.has("participant_id"):
            self.remark(
                "no column says whose row it is, so every row counts as a woman of her own; name it with "
                "--column participant_id=NAME"
            )
            return
        people = self.people
        seen: set[str | None] = set()
        for place, person in enumerate(people):
            if person in seen and person is not None:
                line = self.rows.lines[self.chosen[place]]
                raise InputError(
                    f"{self.rows.file}, line {line}: this participant has a row already; one row a woman was wanted. "
                    "Choose rows with --visit or --where."
                )
            seen.add(person)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def wide(data: Data, values: Numbers, visits: Sequence[str]) -> tuple[list[str], Numbers]:
    """Values by person and visit: who, and `[person, visit]` with NaN where missing; a second value is refused."""
    people, visit = data.people, data.text("visit")
    who = list(dict.fromkeys(people))
    place = {one: at for at, one in enumerate(who)}
    when = {name.lower(): at for at, name in enumerate(visits)}
    table = np.full((len(who), len(visits)), np.nan)
    for row, (person, name) in enumerate(zip(people, visit, strict=True)):
        at = when.get((name or "").lower())
        if at is None or np.isnan(values[row]):
            continue
        if not np.isnan(table[place[str(person)], at]):
            line = data.rows.lines[data.chosen[row]]
            raise InputError(f"{data.rows.file}, line {line}: this participant has a value at {name} already.")
        table[place[str(person)], at] = values[row]
    return who, table
