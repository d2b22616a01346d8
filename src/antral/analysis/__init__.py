"""From the tables of a real or simulated trial to estimates and tests; many trials at once.

Takes `dataset.Tables` and a protocol; gives `Results`, each number with its method's name. Knows nothing of simulation.

1. `plan` reads from the protocol what the analysis needs: arms, doses, endpoints, tests.
2. `derive` computes each endpoint of each participant, or the reason why it is not estimable; kinds in `ENDPOINTS`,
   each with what confounds it and with the strategies for intercurrent events that it knows.
3. `analyse` adds estimates by arm, slopes over the dose, contrasts with the control arm, and tests; methods in
   `METHODS`. An analysis of covariance adjusts for baseline, day of the hormone calendar and stratum.
4. `naive_claims` says what a team without a control arm would claim; `safety` what n women can say about rare events;
   `attained_size` how often a discrete test really rejects.
5. `methods` are also there for any arrays, one data set or many; `answer` prints a `Result` beside its estimand.

`apply` gives one of the methods any trial's table, without a protocol; `event_times` gives the methods of times each
participant's time to an event and how it ended.

To add an endpoint, add a file to `endpoints` and its line there; to add a method, a file to `methods` and its line; to
plan it as a test, its line in `KINDS`.
"""

from antral.analysis.analyse import analyse, analysed
from antral.analysis.applied import APPLICATIONS, ROLES, Application, Applied, Ask, apply
from antral.analysis.attained import AttainedSize, attained_at, attained_size, discrete_tests
from antral.analysis.contrasts import contrast_name
from antral.analysis.derive import Valued, derive, valued
from antral.analysis.endings import Ending
from antral.analysis.endpoints import CONFOUNDERS, ENDPOINTS, Endpoint, Question, Reason
from antral.analysis.estimand import answer, told
from antral.analysis.methods import METHODS, clopper_pearson, midranks, shift, wilson
from antral.analysis.naive import naive_claims
from antral.analysis.plan import Plan, plan
from antral.analysis.randomisation import Tested, test_values, tests_of
from antral.analysis.results import Results
from antral.analysis.safety import Safety, safety
from antral.analysis.tails import side_of
from antral.analysis.times import CAUSES, Times, event_times

__all__ = [
    "APPLICATIONS",
    "CAUSES",
    "CONFOUNDERS",
    "ENDPOINTS",
    "METHODS",
    "ROLES",
    "Application",
    "Applied",
    "Ask",
    "AttainedSize",
    "Ending",
    "Endpoint",
    "Plan",
    "Question",
    "Reason",
    "Results",
    "Safety",
    "Tested",
    "Times",
    "Valued",
    "analyse",
    "analysed",
    "answer",
    "apply",
    "attained_at",
    "attained_size",
    "clopper_pearson",
    "contrast_name",
    "derive",
    "discrete_tests",
    "event_times",
    "midranks",
    "naive_claims",
    "plan",
    "safety",
    "shift",
    "side_of",
    "test_values",
    "tests_of",
    "told",
    "valued",
    "wilson",
]
