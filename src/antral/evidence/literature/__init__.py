"""The search for studies: exports of databases, duplicates, screening with its reasons, the flow of PRISMA 2020.

1. `start_review` begins the file of a review; `take_in` adds an export: `readers` make `Reference`s of it.
2. `Review.reports` are the references, put together where they are certainly one report; `doubtful` pairs are for a
   person.
3. `decide` adds a person's decision, `settle` what she says of a doubtful pair, `link` the study a report belongs to;
   nothing is ever taken out.
4. `write_sheet` and `take_decisions` do the same for many reports at once, by a spreadsheet.
5. `standing` says where a report stands, `agreements` how far reviewers agree.
6. `flow` gives the numbers of the figure, or refuses where they do not add up.

To add a format, write its reader in `readers` and name it there with its sign.
"""

from antral.evidence.literature.duplicates import Pair, pair_of, sort_out
from antral.evidence.literature.flow import Column, Flow, flow
from antral.evidence.literature.io import correct, read_review, start_review, take_in, write_review
from antral.evidence.literature.readers import READERS, Export, read_export
from antral.evidence.literature.reference import Reference
from antral.evidence.literature.report import Report, put_together
from antral.evidence.literature.review import Decision, Kind, Review, Search, Settled, Stage, Verdict
from antral.evidence.literature.screening import Agreement, Standing, agreements, decide, kappa, link, settle, standing
from antral.evidence.literature.sheets import Change, Given, NotFound, Taken, Undecided, take_decisions, write_sheet

__all__ = [
    "READERS",
    "Agreement",
    "Change",
    "Column",
    "Decision",
    "Export",
    "Flow",
    "Given",
    "Kind",
    "NotFound",
    "Pair",
    "Reference",
    "Report",
    "Review",
    "Search",
    "Settled",
    "Stage",
    "Standing",
    "Taken",
    "Undecided",
    "Verdict",
    "agreements",
    "correct",
    "decide",
    "flow",
    "kappa",
    "link",
    "pair_of",
    "put_together",
    "read_export",
    "read_review",
    "settle",
    "sort_out",
    "standing",
    "start_review",
    "take_decisions",
    "take_in",
    "write_review",
    "write_sheet",
]
