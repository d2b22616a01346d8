"""Virtual women: drawn by aetiology, run in, screened by a protocol's own criteria, and kept in a bank.

Takes a protocol and a seed; gives the women it admits, with their state on the day of randomisation.

1. `population` reads a record: how women of an aetiology differ, and who of them sees a doctor. `mix` reads how
   diagnosed women divide into aetiologies.
2. `draw` gives women of an aetiology or a mix; each is a function of the seed and her number. `asked` gives the numbers
   of those who were diagnosed as long ago as the protocol asks.
3. `candidates` keeps those with a diagnosis behind them, or so new that screening itself makes it.
4. `run_in` simulates their lives up to the day on which they could be randomised; `begin` is its first day.
5. `clinic` measures them at the visits before it; `screen` holds them against every criterion, with reasons.
   `diagnose` holds them against a definition of the disease.
6. `presenting` gives the women who present, as screening knows them; `kept` puts some on file.
7. `bank` does all of it, and keeps the result on disk under the hash of everything that made it.

To add an aetiology, add its record to `records/populations`, let `python -m antral.population.shares --record` find how
many of its women are diagnosed, and give it a share in a mix of `records/mixes`.
"""

from antral.population.asked import longest_since_diagnosis, refuse_out_of_reach
from antral.population.bank import DEFAULT_SIZE, Bank, bank
from antral.population.clinic import Measured
from antral.population.diagnosed import diagnosed_share
from antral.population.diagnosis import GUIDELINE, at_diagnosis, candidates, days_needed, diagnose, rule_of
from antral.population.draw import Women, draw
from antral.population.mix import Mix, mix, mixes
from antral.population.presented import presenting, usual_clinic
from antral.population.record import Population, population, populations
from antral.population.run_in import Lives, begin, run_in
from antral.population.screen import Summary

__all__ = [
    "DEFAULT_SIZE",
    "GUIDELINE",
    "Bank",
    "Lives",
    "Measured",
    "Mix",
    "Population",
    "Summary",
    "Women",
    "at_diagnosis",
    "bank",
    "begin",
    "candidates",
    "days_needed",
    "diagnose",
    "diagnosed_share",
    "draw",
    "longest_since_diagnosis",
    "mix",
    "mixes",
    "population",
    "populations",
    "presenting",
    "refuse_out_of_reach",
    "rule_of",
    "run_in",
    "usual_clinic",
]
