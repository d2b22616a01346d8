"""The hormones that arms are given: their name and the days of their calendar, as the records have them."""

from dataclasses import dataclass

from antral.protocol import Protocol
from antral.records import load_yaml, path


@dataclass(frozen=True)
class Calendar:
    """One regimen."""

    name: str
    title: str
    """As people say it: `Climen`."""
    days: int
    free: tuple[int, ...]
    """Days of the calendar without a tablet, counted from 1."""
    with_progestogen: tuple[int, ...]
    """Days on which a progestogen is taken with the estradiol, or alone."""


def calendar(name: str) -> Calendar:
    """The calendar of a shipped regimen."""
    record = load_yaml(path("hormone_therapies", f"{name}.yaml"))
    day = 0
    free: list[int] = []
    both: list[int] = []
    for phase in record["calendar"]:
        days = int(phase["days"])
        if phase.get("progestogen_mg"):
            both += range(day + 1, day + days + 1)
        elif not phase.get("estradiol_mg"):
            free += range(day + 1, day + days + 1)
        day += days
    return Calendar(name, str(record["title"]).split(":")[0], day, tuple(free), tuple(both))


def calendars(protocol: Protocol) -> list[Calendar]:
    """The regimens of a protocol's arms, each once."""
    given = [arm.comedication.regimen for arm in protocol.arms.values() if arm.comedication is not None]
    return [calendar(name) for name in dict.fromkeys(given)]
