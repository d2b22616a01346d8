"""One virtual woman: scalar equations, one part a file, that read like the paper.

Takes the state of a part and its parameters; gives the state one step later. Nothing here knows of trials.

1. `reserve` loses resting follicles; `pipeline` carries them to the antral pool; `quality` falls as the pool empties.
2. `follicle` recruits, grows and ends single follicles; `luteal` is the corpus luteum.
3. `steroids`, `inhibin`, `amh` are what follicles secrete; `gnrh`, `lh`, `fsh` are what brain and pituitary answer.
4. `endometrium` grows, and bleeds; `pregnancy` may follow an ovulation, and suspends all of this.
5. `Ports` are the three places where therapy acts. `typical()` reads the parameters from `records/parameters`.

To add a hormone: its file here, its call in `engine`, its record. The engine alone loops over women and time.
"""

from antral.physiology import (
    amh,
    endometrium,
    follicle,
    fsh,
    gnrh,
    inhibin,
    lh,
    luteal,
    pipeline,
    pregnancy,
    quality,
    reserve,
    steroids,
)
from antral.physiology.compile import Spread, records, spreads, typical
from antral.physiology.woman import Hormones, Parameters, Ports

__all__ = [
    "Hormones",
    "Parameters",
    "Ports",
    "Spread",
    "amh",
    "endometrium",
    "follicle",
    "fsh",
    "gnrh",
    "inhibin",
    "lh",
    "luteal",
    "pipeline",
    "pregnancy",
    "quality",
    "records",
    "reserve",
    "spreads",
    "steroids",
    "typical",
]
