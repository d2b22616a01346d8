"""Trials whose protocols have one conduct fingerprint are the same, bit for bit: nothing else is looked at."""

from pathlib import Path
from typing import Any, NoReturn

import pytest

from antral.population import bank
from antral.protocol import ASKED_AFTERWARDS, TOLD, Protocol
from antral.trial import conduct_all, potential

SCENARIOS = ("none", "target")


class Untouched:
    """Fails whoever looks at it."""

    def _fail(self, *_: Any) -> NoReturn:
        raise AssertionError("conducting a trial looked at what it should not see")

    __getattr__ = __iter__ = __len__ = __bool__ = __eq__ = __getitem__ = __hash__ = _fail


def unseen(protocol: Protocol) -> Protocol:
    """With nothing in the fields that are asked or told, and other words elsewhere."""
    arms = {name: arm.model_copy(update={"label": "X", "origin": None}) for name, arm in protocol.arms.items()}
    events = tuple(event.model_copy(update={"reason": "X"}) for event in protocol.adverse_events)
    dropout = protocol.dropout.model_copy(update={"reason": "X", "causes_reason": "X"})
    return protocol.model_copy(
        update={
            **{name: Untouched() for name in ASKED_AFTERWARDS | TOLD},
            "arms": arms,
            "adverse_events": events,
            "dropout": dropout,
        }
    )


@pytest.fixture
def blind(protocol: Protocol) -> Protocol:
    return unseen(protocol)


def test_the_same_trials(protocol: Protocol, blind: Protocol, women: Any) -> None:
    told = {"trials": [1, 2, 3], "seed": 5, "scenarios": SCENARIOS}
    ours, theirs = conduct_all(protocol, women, **told), conduct_all(blind, women, **told)
    for name in SCENARIOS:
        for table in ("participants", "observations", "events"):
            assert getattr(ours[name].tables, table).equals(getattr(theirs[name].tables, table))
        assert ours[name].yearly.equals(theirs[name].yearly)
    arms = [
        potential(one, women, trials=[1], seed=5, scenario="target", arm="high").observations
        for one in (protocol, blind)
    ]
    assert arms[0].equals(arms[1])


def test_the_same_bank(protocol: Protocol, blind: Protocol, tmp_path: Path) -> None:
    ours = bank(protocol, seed=2, size=12, folder=tmp_path / "ours")
    theirs = bank(blind, seed=2, size=12, folder=tmp_path / "theirs")
    assert ours.fingerprint == theirs.fingerprint
    assert (ours.state.fast == theirs.state.fast).all()
    assert ours.screening == theirs.screening
