"""A pooled answer carries what the modelled spontaneous course gives, where its studies are those of the challenges."""

from antral.api.evidence import pool
from antral.reports import evidence_sections


def _line(title: str, ratio: float) -> dict:
    group = {"observed": 8, "women": 21, "studies": [1, 2, 3], "expected": 3.1, "usual_low": 0, "usual_high": 7}
    group |= {"ratio": ratio, "ratio_low": 1.2, "ratio_high": 4.2, "role": "comparator_sham_like"}
    return {"title": title, "cells": group, "without": group, "by_role": [group]}


def test_the_modelled_course_stands_with_the_comparison():
    told = {**pool("menses_resumed").told, "modelled": _line("Menses", 2.6)}
    words = " ".join(" ".join(section.paragraphs) for section in evidence_sections(told))
    assert "Menses, after cells: 8 of 21 women in 3 studies" in words
    assert "where the model alone gives 3.10 (0 to 7), 2.60 times as many" in words
    assert "no sign of cells" in words


def test_other_studies_are_not_held_against_it():
    assert pool("menses_resumed", months=(0.0, 6.0)).told["modelled"] is None
