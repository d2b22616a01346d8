"""The model as one document, made from the code that runs and the records it reads.

Takes nothing; gives Markdown. Nothing of it is written by hand, so it cannot say what the code does not do.

1. `source` reads the modules: what each is, its states with their units, its equations and what calls them.
2. `numbers` reads the records: every value with unit, range, tag, spread between women and source.
3. `document` puts them together, part by part, with version and fingerprints.
4. `symbols` says what the bare arguments of equations are; a new argument wants its line there.
"""

from antral.reports.model.document import document

__all__ = ["document"]
