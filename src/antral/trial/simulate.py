"""The courses of the participants of some trials, under every scenario that is asked for; none is simulated twice."""

import math

import numpy as np
from numpy.typing import NDArray

from antral.dataset import Tables
from antral.engine import DAILY, OUTPUTS, Course, Infusions, State, Tablets, advance
from antral.population import Bank
from antral.protocol import Protocol
from antral.therapy import CellParameters, Scenario, hormone_parameters
from antral.trial.compile import treatment
from antral.trial.observe import Form, Results, measured_outputs
from antral.trial.plan import Plan
from antral.trial.seen import Seen, seen
from antral.trial.tabulate import participants, tabulate


class Batch:
    """Participants of some trials, and what was seen of them under each scenario.

    The course without cells is that of everybody; it is simulated anew only for women on hormones, where a scenario
    says otherwise how hormones act, and for women in whom cells do anything.
    """

    def __init__(
        self, protocol: Protocol, bank: Bank, plan: Plan, *, weekly: bool = False, threads: int | None = None
    ) -> None:
        self.protocol, self.plan = protocol, plan
        self.women_days = 0
        """Days simulated so far, of all women together."""
        self._bank, self._weekly, self._threads = bank, weekly, threads
        self._days = math.ceil(protocol.follow_up_days) + 1
        self._entry = entering(bank, plan)
        self._form = Form(
            protocol, plan.roster, plan.attendance, plan.hormones, measured=bank.measured, place=plan.place
        )
        self._people = participants(protocol, bank, plan)
        self._before: Results | None = None
        self._without: dict[float, Seen] = {}

    def without_cells(self, hormone_link: float) -> Seen:
        """What is seen where cells do nothing."""
        link = hormone_link if self.plan.hormones.rows.size else 1.0
        if link in self._without:
            return self._without[link]
        if not self._without:
            found = self._simulated(np.arange(self.plan.roster.size), link)
        else:
            rows = self.plan.hormones.rows
            found = next(iter(self._without.values())).patched(rows, self._simulated(rows, link))
        self._without[link] = found
        return found

    def under(self, scenario: Scenario) -> Seen:
        """What is seen under a scenario."""
        without = self.without_cells(scenario.hormone_link)
        plan = self.plan
        effect = treatment(self.protocol, plan.given, plan.roster, scenario=scenario, entry_day=self._entry.day)
        if effect is None:
            return without
        treated = self._simulated(effect.rows, scenario.hormone_link, effect.parameters, effect.infusions)
        return without.patched(effect.rows, treated)

    def tables(self, found: Seen) -> Tables:
        """The tables of the trials from what was seen."""
        assert self._before is not None
        return tabulate(self.protocol, self._people, self.plan, self._form, self._before, found)

    def _simulated(
        self,
        rows: NDArray[np.int64],
        link: float,
        parameters: CellParameters | None = None,
        infusions: Infusions | None = None,
    ) -> Seen:
        """What is seen of some participants, with cells where parameters are given."""
        roster = self.plan.roster
        state, tablets = on_hormones(self._entry.take(rows), self.plan, rows, link=link)
        if parameters is not None:
            state = state.treated(parameters)
        _, course = advance(
            state,
            self._days,
            seed=roster.seed,
            trial=roster.trial[rows],
            infusions=infusions,
            tablets=tablets,
            sampling=DAILY,
            threads=self._threads,
        )
        self.women_days += rows.size * self._days
        t_days = course.t_days - state.day
        if self._before is None:
            self._before = self._form.before(self._head(course), np.array([t_days[0] - 1.0, t_days[0]]))
        return seen(
            self._form,
            roster,
            rows,
            course,
            t_days,
            hormones=self.plan.hormones,
            diary_kept=self.protocol.diary.kept,
            trying=bool(self.plan.trying[rows].any()),
            weekly=self._weekly,
        )

    def _head(self, course: Course) -> dict[str, NDArray[np.float32]]:
        """The last record before randomisation and the first after it, which no treatment has touched."""
        before = self._bank.last_true[self.plan.place]
        return {
            name: np.stack([before[:, OUTPUTS.index(name)], getattr(course, name)[:, 0]], axis=1)
            for name in measured_outputs(self.protocol)
        }


def entering(bank: Bank, plan: Plan) -> State:
    """The participants on the day of randomisation; some of them try to conceive."""
    state = bank.state.take(plan.place)
    if not plan.trying.any():
        return state
    return state.trying(bank.age_years[plan.place], plan.trying.astype(np.float64))


def on_hormones(state: State, plan: Plan, rows: NDArray[np.int64], *, link: float) -> tuple[State, Tablets | None]:
    """Some participants with the hormones that they will take, and when they take them.

    Parameters
    ----------
    link
        How far hormones ease ovulation.
    """
    tablets = plan.hormones.tablets(rows, state.day)
    if tablets is None:
        return state, None
    roster = plan.roster
    parameters = hormone_parameters(
        plan.hormones.regimens,
        plan.hormones.which[rows],
        roster.seed,
        roster.trial[rows],
        roster.woman[rows],
        link=link,
    )
    return state.taking(parameters), tablets
