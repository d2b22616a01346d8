"""Studies repeated in silico: each with its own women, criteria, follow-up, visits and definitions of outcomes.

Takes a study's record and its replica's; gives what the same study would have printed, thousands of times, under any
assumption on the cells.

1. `replica` makes a study's `Replica`, a protocol with the endpoint behind each printed outcome, or says why not
   (`NotSimulated`); what had to be assumed stands in it, sentence by sentence.
2. `simulated` repeats it: for each outcome, scenario and replicate the number that would have been printed. Whatever
   is conducted many times is so by `conducted`, in `portions`.
3. `held` holds a printed number against the replicates: both tails, mid-p, the distribution.
4. `verdict` says whether a tail is small, not small, or at the border for its Monte-Carlo error; `cannot_fail`, which
   results the replicates give anyway.
5. `usual` lists what is assumed of every study that does not say it.

To add a study, add its file to `records/replicas`; one that cannot be simulated says why there.
"""

from antral.core import ShareOut, in_order
from antral.evidence.replicas.challenge import Error, Held, Side, Tail, held
from antral.evidence.replicas.conduct import bank_size, conducted, portions
from antral.evidence.replicas.record import Distance, Mapped, ReplicaRecord, record
from antral.evidence.replicas.replica import NotSimulated, Replica, Reported, replica
from antral.evidence.replicas.simulate import (
    Simulated,
    Simulation,
    code_of_replicates,
    simulated,
)
from antral.evidence.replicas.usual import usual
from antral.evidence.replicas.verdict import ENOUGH, Verdict, cannot_fail, interval, verdict

__all__ = [
    "ENOUGH",
    "Distance",
    "Error",
    "Held",
    "Mapped",
    "NotSimulated",
    "Replica",
    "ReplicaRecord",
    "Reported",
    "ShareOut",
    "Side",
    "Simulated",
    "Simulation",
    "Tail",
    "Verdict",
    "bank_size",
    "cannot_fail",
    "code_of_replicates",
    "conducted",
    "held",
    "in_order",
    "interval",
    "portions",
    "record",
    "replica",
    "simulated",
    "usual",
    "verdict",
]
