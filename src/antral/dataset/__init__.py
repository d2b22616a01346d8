"""The tables that real and simulated trials share: participants, observations, events.

Takes polars frames or files (Parquet, CSV); gives `Tables`, checked, in internal units.

1. `schema` says what each column means, in which unit.
2. `tables` puts three frames into the schema's shape; `Tables` holds them.
3. `check` refuses what cannot be analysed: duplicate keys, unknown parameters, wrong units, unknown arms.
4. `write` and `read` store and load a folder of Parquet files; `read` also takes the CSV files of a real trial.
5. `read_rows` gives the rows of any CSV file as text, with line numbers for messages.
6. `CDISC` gives the name of each column in CDISC analysis data sets.

To add a column, add a line to its table in `schema`; to add an analyte, a line to `PARAMETERS` there.
"""

from antral.dataset.cdisc import CDISC
from antral.dataset.check import check
from antral.dataset.io import read, write
from antral.dataset.rows import Rows, read_rows
from antral.dataset.schema import (
    EVENT_KINDS,
    EVENTS,
    OBSERVATIONS,
    OUTCOMES,
    PARAMETERS,
    PARTICIPANTS,
    RELATEDNESS,
    Column,
)
from antral.dataset.tables import REAL_TRIAL, Tables, conform, empty, tables

__all__ = [
    "CDISC",
    "EVENTS",
    "EVENT_KINDS",
    "OBSERVATIONS",
    "OUTCOMES",
    "PARAMETERS",
    "PARTICIPANTS",
    "REAL_TRIAL",
    "RELATEDNESS",
    "Column",
    "Rows",
    "Tables",
    "check",
    "conform",
    "empty",
    "read",
    "read_rows",
    "tables",
    "write",
]
