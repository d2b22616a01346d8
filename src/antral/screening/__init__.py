"""Women against protocols: who may enter, why not, what would decide, which line loses whom.

Takes protocols and women, real or virtual; gives verdicts with their grounds. Nothing is simulated here.

1. `explain` screens one woman: every line that keeps her out, what is open, and the data that would decide, in the
   order in which a decision costs her least. Its chances are read off kept virtual women (`kept_candidates`) and from
   prevalences on record.
2. `judge` screens many women at once, without reasons; `from_records` and `simulated` say what each line finds of them.
3. `match` holds one woman against many trials, with their recruitment, and says from which day time alone lets her in.
4. `attrition` counts where women are lost, alone and in sequence, and what another limit would admit.
5. `diagnosed` tells what the guidelines say of one woman (`antral.protocol.diagnose`).
6. `scrubbed` and `Wording` take pseudonyms, free text, dates and exact ages out of what is to be shared.

To add a datum with its burden, add it to `records/codes`; to say how often a line keeps women out, give it a policy.
"""

from antral.screening.attrition import Attrition, Loss, Relaxation, attrition
from antral.screening.candidates import Candidates, kept_candidates
from antral.screening.diagnosed import Diagnosed, diagnosed
from antral.screening.explain import Explained, Line, explain
from antral.screening.judged import (
    Answer,
    Judged,
    from_records,
    grounds,
    joined,
    judge,
    line_counts,
    simulated,
    verdict_names,
)
from antral.screening.match import Matched, Recruitment, match, recruitment
from antral.screening.scrub import Wording, scrubbed
from antral.screening.wanted import Wanted

__all__ = [
    "Answer",
    "Attrition",
    "Candidates",
    "Diagnosed",
    "Explained",
    "Judged",
    "Line",
    "Loss",
    "Matched",
    "Recruitment",
    "Relaxation",
    "Wanted",
    "Wording",
    "attrition",
    "diagnosed",
    "explain",
    "from_records",
    "grounds",
    "joined",
    "judge",
    "kept_candidates",
    "line_counts",
    "match",
    "recruitment",
    "scrubbed",
    "simulated",
    "verdict_names",
]
