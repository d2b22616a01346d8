"""Virtual women: drawn by aetiology, run in, screened by a protocol's own criteria, and kept in a bank.

Takes a protocol and a seed; gives the women it admits, with their state on the day of randomisation.

1. `population` reads a record: how women of an aetiology differ, and who of them sees a doctor.
2. `draw` gives women; each is a function of the seed and her number.
3. `run_in` simulates their lives up to the day on which they could be randomised.
4. `clinic` measures them at the visits before it; `screen` holds them against every criterion, with reasons.
5. `bank` does all of it, and keeps the result on disk under the hash of everything that made it.

To add an aetiology, add its record to `records/populations`.
"""

from antral.population.bank import DEFAULT_SIZE, Bank, bank
from antral.population.clinic import Measured
from antral.population.draw import Women, draw
from antral.population.record import Population, population, populations
from antral.population.run_in import Lives, run_in
from antral.population.screen import Summary

__all__ = [
    "DEFAULT_SIZE",
    "Bank",
    "Lives",
    "Measured",
    "Population",
    "Summary",
    "Women",
    "bank",
    "draw",
    "population",
    "populations",
    "run_in",
]
