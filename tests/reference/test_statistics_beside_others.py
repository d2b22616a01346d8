"""Every value of another program, paper or algorithm beside ours: `records/reference/statistics/`."""

import pytest

from antral.analysis.methods import METHODS
from antral.design import DESIGNS
from antral.verify.statistics import TOPICS, covered, uncovered
from antral.verify.statistics.case import cases
from antral.verify.statistics.compare import values

NAMES = {*METHODS, *DESIGNS}
CASES = [(topic, name) for topic in TOPICS for name in cases(topic)]


@pytest.mark.parametrize(("topic", "name"), CASES, ids=lambda part: part)
def test_case__oracle(topic: str, name: str) -> None:
    wrong = [value for value in values(topic, name, cases(topic)[name]) if not value.holds]
    shown = [f"{one.row}, {one.quantity}: ours {one.ours!r}, oracle {one.oracle!r}" for one in wrong]
    assert not wrong, f"{cases(topic)[name].source}: {'; '.join(shown)}"


def test_what_a_case_covers_exists() -> None:
    assert covered() <= NAMES


def test_every_method_and_design_has_an_oracle_or_says_why() -> None:
    assert NAMES - covered() - set(uncovered()) == set()


def test_what_has_no_oracle_says_why() -> None:
    for name, why in uncovered().items():
        assert name in NAMES
        assert len(why) > 20
        assert name not in covered(), f"{name} has an oracle"
