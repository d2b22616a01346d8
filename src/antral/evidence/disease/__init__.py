"""What is said of the disease itself: how common it is, causes, diagnosis, treatments, cells, mechanisms, course.

Takes the records of `records/disease`; gives facts, each with its figure, source and tag, and sources that differ.

1. `disease` reads all chapters; a `Fact` says one thing, a `Figure` its number with unit and of whom it is.
2. Where sources differ both stand: nothing is averaged.

To add a fact, add it to its chapter's file; no code changes.
"""

from antral.evidence.disease.fact import Chapter, Fact, Figure, Otherwise, disease

__all__ = ["Chapter", "Fact", "Figure", "Otherwise", "disease"]
