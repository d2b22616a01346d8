"""A trial, conducted: women enrolled, allocated, dosed, seen, lost and measured, many replicates at once.

Takes a protocol and a bank of admitted women; gives the tables that a real trial would give.

1. `check` refuses what cannot be simulated, before anything is computed.
2. `plan` settles what does not depend on a course: `enrol` takes women from the bank, none twice in a trial;
   `allocate` gives arms by permuted blocks within strata; `dropout`, `visits`, `dose`, `hormones`, `adverse_events` and
   `unblinding` say how long each stays, when she is seen, what she receives, and what befalls her.
3. `simulate` gives each participant's course without cells once, and anew only where a scenario changes it.
4. `observe` measures a course at the visits, with the same luck in every course; `events` writes what happens between.
5. `batches` (THE entry) does all of it for several scenarios, in portions, so that memory stays flat; `conduct_all`
   at once, `conduct` for one scenario.
6. `potential` gives what would have been seen had all women been in one arm; `follow` one participant in close-up.

Luck is a function of (seed, trial, woman, purpose, ordinal): a woman has the same in every arm and dose.
"""

from antral.trial.check import check
from antral.trial.conduct import Conducted, batches, conduct, conduct_all, potential
from antral.trial.enrol import enrolment_days
from antral.trial.follow import Followed, follow
from antral.trial.rooms import NOT_READ, ROOMS
from antral.trial.truth import OUTPUTS as TRUE_OUTPUTS
from antral.trial.yearly import added as added_years

__all__ = [
    "NOT_READ",
    "ROOMS",
    "TRUE_OUTPUTS",
    "Conducted",
    "Followed",
    "added_years",
    "batches",
    "check",
    "conduct",
    "conduct_all",
    "enrolment_days",
    "follow",
    "potential",
]
