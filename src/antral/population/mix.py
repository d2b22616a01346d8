"""The record of a mix: how diagnosed women divide into aetiologies, and so how candidates are drawn."""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from antral.core import InputError, RecordError
from antral.population.record import Population, Referral, Sourced, population, populations
from antral.records import Strict, cached, names, path, read_model


class MixShare(Sourced):
    """Share of one aetiology among diagnosed women."""

    share: float = Field(gt=0, le=1)


class Mix(Strict):
    """Women of several aetiologies, in the shares they have among diagnosed women."""

    mix: str
    name: str
    shares: dict[str, MixShare] = Field(min_length=1)
    """By aetiology."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        total = sum(one.share for one in self.shares.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"the shares add up to {total:g}; 1 was wanted")
        return self

    @property
    def aetiologies(self) -> tuple[str, ...]:
        """Those in it, in the order of the record."""
        return tuple(self.shares)

    @property
    def populations(self) -> tuple[Population, ...]:
        """Their records."""
        return tuple(population(name) for name in self.aetiologies)

    @property
    def run_in_days(self) -> int:
        """The one run-in of all its populations."""
        return self.populations[0].run_in_days.value

    @property
    def referral(self) -> Referral:
        """The one rule of referral of all its populations."""
        return self.populations[0].referral

    @property
    def weights(self) -> NDArray[np.float64]:
        """Shares among drawn women that give `shares` among the diagnosed. `[aetiology]`."""
        if len(self.shares) == 1:
            return np.ones(1)
        diagnosed = [one.diagnosed_share.value if one.diagnosed_share else 1.0 for one in self.populations]
        raw = np.array([one.share for one in self.shares.values()]) / np.array(diagnosed)
        weights: NDArray[np.float64] = raw / raw.sum()
        return weights


@cached
def mixes() -> dict[str, Mix]:
    """All mixes on record, by name."""
    found = {}
    for name in names("mixes"):
        one = read_model(Mix, path("mixes", f"{name}.yaml"))
        _check(one, name)
        found[name] = one
    return found


def _check(one: Mix, stem: str) -> None:
    """Its populations are on record and can be screened together; every one of them is diagnosed now and then."""
    file = f"mixes/{stem}.yaml"
    if one.mix != stem or stem in populations():
        raise RecordError(f"{file}, mix: {stem!r}, the name of the file, was wanted, and it must name no population.")
    for name in one.aetiologies:
        if name not in populations():
            known = ", ".join(populations())
            raise RecordError(f"{file}, shares.{name}: no such population is on record; use some of: {known}.")
        rare = population(name).diagnosed_share
        if len(one.shares) > 1 and (rare is None or rare.value <= 0.0):
            raise RecordError(
                f"{file}, shares.{name}: nobody of this population is diagnosed, so it can have no share."
            )
    first = one.populations[0]
    for other in one.populations[1:]:
        if _together(other) != _together(first):
            raise RecordError(
                f"{file}: run_in_days and referral of {first.aetiology} and {other.aetiology} differ; "
                "women of one mix have the same."
            )


def _together(one: Population) -> tuple[int, str, int, int]:
    """What women who are screened together have in common."""
    rule = one.referral
    return one.run_in_days.value, rule.rule, rule.window_days, rule.fewer_bleeds_than


def mix(name: str) -> Mix:
    """A mix by name, such as `mix("poi_2017_24")`; the name of an aetiology is that aetiology alone."""
    known = mixes()
    if name in known:
        return known[name]
    if name in populations():
        one = population(name)
        alone = MixShare(share=1.0, tag=one.run_in_days.tag, source="one aetiology alone")
        return Mix(mix=name, name=one.name, shares={name: alone})
    raise InputError(f"no mix or population {name!r} is on record; use one of: {', '.join([*known, *populations()])}.")
