"""One woman, with and without hormones and a wish to conceive."""

import numpy as np
import pytest

import antral
from antral.api.inputs import effects
from antral.core import InputError
from antral.protocol import load


def test_tablets_are_counted_from_the_first_day() -> None:
    days = antral.woman(regimen="climen", years=0.25).days
    # 21 days of tablets and 7 without, day 1 at the hour of the first tablet, which is after the record of 09:00
    assert days["tablet_day"].to_list()[:30] == [0, *range(2, 29), 1, 2]


def test_hormones_lower_fsh_and_end_with_the_prescription() -> None:
    off, on = antral.woman(years=0.5).days, antral.woman(regimen="climen", years=0.5).days
    assert "tablet_day" not in off
    assert np.median(on["fsh_iu_l"][28:]) < np.median(off["fsh_iu_l"][28:])


def test_nobody_conceives_who_does_not_wish_to() -> None:
    assert (antral.woman(aetiology="healthy", age=25, years=2).days["pregnancy_days"] == -1).all()


def test_a_pregnancy_ends_the_tablets() -> None:
    for number in range(1, 6):
        one = antral.woman(aetiology="healthy", age=25, years=3, number=number, regimen="climen", trying=True)
        known = np.flatnonzero(one.days["pregnancy_days"].to_numpy() > 60)
        if known.size:
            assert (one.days["tablet_day"].to_numpy()[known[0] :] == 0).all()
            return
    pytest.fail("five healthy women of 25 who wish to conceive, and none did in three years")


def test_she_is_named() -> None:
    one = antral.woman(regimen="climen", trying=True, years=0.1)
    assert "under climen, trying to conceive" in one.title


def test_an_unknown_regimen_is_refused() -> None:
    with pytest.raises(InputError, match=r"regimen 'placebo' is not known.*climen"):
        antral.woman(regimen="placebo")


def test_every_scenario_comes_with_its_own_without_cells() -> None:
    plain, hormones = load("NCT03816852"), load("NCT07115082")
    assert effects(None, plain) == ("none", "evidence", "target")
    assert effects(None, hormones) == ("none", "none_link_off", "evidence", "target", "target_link_off")
    assert effects(["target_link_off"], hormones) == ("none", "none_link_off", "target_link_off")
    assert effects(["none", "activation"], plain) == ("none", "activation")
