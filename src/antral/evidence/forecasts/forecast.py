"""A forecast on file: what was predicted of a trial, on which day, by what, under a hash that shows a later change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from antral.core import InputError, RecordError, fingerprint
from antral.evidence.forecasts.prediction import Count, Number, Prediction
from antral.records import Strict, load_yaml, names, path, read_model

_FOLDER: Final = "forecasts"
_SEAL: Final = "sha256"


class Registered(Strict):
    """What the registry said on the day of the forecast."""

    name: str
    number: str
    status: str | None
    last_update: str | None
    start: str | None
    completion: str | None


class Filled(Strict):
    """A question that the registry left open, and the answer taken."""

    field: str
    filled_with: str


class Gaps(Strict):
    """What was filled by assumption."""

    count: int
    filled: tuple[Filled, ...]


class Forecast(Strict):
    """What a trial was expected to report, before it did."""

    id: str
    """The trial and the day."""
    trial: str
    title: str
    registry: Registered | None
    """None for a trial of the user's own that names none."""
    made: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    version: str
    code_and_records: str
    protocol_sha256: str
    samples: dict[str, str]
    """SHA-256 of the posterior sample of each scenario that has one."""
    changes: tuple[str, ...]
    """Values of the protocol changed with `--set`."""
    seed: int
    trials: int
    participants: int
    command: str
    gaps: Gaps
    assumptions: tuple[str, ...]
    quantiles_at: tuple[float, ...]
    predictions: tuple[Prediction, ...]
    sha256: str
    """Of all the rest."""

    def prediction(self, endpoint: str) -> Prediction:
        """One endpoint by name."""
        found = {one.endpoint: one for one in self.predictions}
        if endpoint not in found:
            raise InputError(f"{self.id} has no endpoint {endpoint!r}; it has: {', '.join(found)}.")
        return found[endpoint]

    def group(self, endpoint: str, arm: str, statistic: str | None) -> Count | Number:
        """What is predicted of one group; of numbers the first statistic where none is named."""
        one = self.prediction(endpoint)
        among: list[Count | Number] = [*one.counts, *one.numbers]
        arms = list(dict.fromkeys(of.arm for of in among))
        if arm not in arms:
            raise InputError(f"{self.id}, {endpoint}: there is no arm {arm!r}; there are: {', '.join(arms)}.")
        mine = [of for of in among if of.arm == arm]
        known = [of.statistic if isinstance(of, Number) else "women" for of in mine]
        if statistic is not None and statistic not in known:
            raise InputError(f"{self.id}, {endpoint}: there is no {statistic!r}; there are: {', '.join(known)}.")
        return mine[0 if statistic is None else known.index(statistic)]


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the hash of all of it."""
    own = {name: value for name, value in content.items() if name != _SEAL}
    return {**own, _SEAL: fingerprint(own)}


def holds(place: Path) -> bool:
    """Whether a file of a forecast is what was written on its day."""
    content = load_yaml(place)
    return bool(sealed(content)[_SEAL] == content.get(_SEAL))


def document(content: Mapping[str, Any]) -> str:
    """The YAML of a forecast: it reads as it was sealed."""
    import yaml

    text: str = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
    return text


def read(place: Path) -> Forecast:
    """The forecast in one file."""
    found = read_model(Forecast, place)
    if found.id != place.stem:
        raise RecordError(f"{place.name}: its id is {found.id!r}; give file and id one name.")
    return found


def forecast_names() -> list[str]:
    """The names of the forecasts on file, oldest first within a trial."""
    return names(_FOLDER)


def places(folder: Path | None = None) -> dict[str, Path]:
    """The files of the forecasts on file, or of a folder, by name."""
    if folder is None:
        return {name: path(_FOLDER, f"{name}.yaml") for name in forecast_names()}
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder; give the folder that holds forecasts (*.yaml).")
    return {place.stem: place for place in sorted(folder.glob("*.yaml"))}


def place_of(name: str | Path) -> Path:
    """The file of a forecast, by its name on file, by its trial (the newest), or by path."""
    text = str(name)
    if Path(text).suffix.lower() in (".yaml", ".yml"):
        return Path(text)
    known = forecast_names()
    fitting = [one for one in known if one == text or one.startswith(f"{text}_")]
    if not fitting:
        raise InputError(f"there is no forecast {text!r} on file; there are: {', '.join(known) or 'none'}.")
    return path(_FOLDER, f"{fitting[-1]}.yaml")
