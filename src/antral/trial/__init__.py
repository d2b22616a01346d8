"""A trial, conducted: women enrolled, allocated, dosed, seen, lost and measured, many replicates at once.

Takes a protocol and a bank of admitted women; gives the tables that a real trial would give, and their no-cell twin.

1. `enrol` takes women from the bank, none twice in a trial; `allocate` gives arms by permuted blocks.
2. `dropout` and `visits` settle how long each stays and when she is seen; `dose` which infusions she receives.
3. The engine simulates every participant with the cells' effect under a scenario, and without any.
4. `observe` measures both courses at the visits with the same luck; `events` writes what happens between them.
5. `conduct` (THE entry) does all of it; `batches` the same in portions, so that memory stays flat.
6. `follow` shows one participant in close-up.

Luck is a function of (seed, trial, woman, purpose, ordinal): a woman has the same in every arm and dose.
"""

from antral.trial.conduct import Conducted, batches, conduct
from antral.trial.follow import Followed, follow
from antral.trial.truth import OUTPUTS as TRUE_OUTPUTS

__all__ = ["TRUE_OUTPUTS", "Conducted", "Followed", "batches", "conduct", "follow"]
