"""A trial, conducted: women enrolled, allocated, dosed, seen, lost and measured, many replicates at once.

Takes a protocol and a bank of admitted women; gives the tables that a real trial would give.

1. `check` refuses what cannot be simulated, before anything is computed.
2. `enrol` takes women from the bank, none twice in a trial; `allocate` gives arms by permuted blocks.
3. `dropout` and `visits` settle how long each stays and when she is seen; `dose` which infusions she receives.
4. The engine simulates every participant without the cells' effect, and those it reaches with it under a scenario.
5. `observe` measures a course at the visits, with the same luck in every course; `events` writes what happens between.
6. `conduct` (THE entry) does all of it; `batches` the same in portions, so that memory stays flat.
7. `follow` shows one participant in close-up.

Luck is a function of (seed, trial, woman, purpose, ordinal): a woman has the same in every arm and dose.
"""

from antral.trial.check import check
from antral.trial.conduct import Conducted, batches, conduct
from antral.trial.follow import Followed, follow
from antral.trial.truth import OUTPUTS as TRUE_OUTPUTS

__all__ = ["TRUE_OUTPUTS", "Conducted", "Followed", "batches", "check", "conduct", "follow"]
