"""A new study record: from a template that a person fills, or from a row of a table.

1. `study_template` is the commented text of a record; `study_from_tables` makes one of a row of a table of studies
   and the rows of its arms and outcomes.
2. `document` writes a record as the text of its file.
"""

from antral.evidence.studies.adding.document import document
from antral.evidence.studies.adding.from_tables import study_from_tables
from antral.evidence.studies.adding.template import study_template

__all__ = ["document", "study_from_tables", "study_template"]
