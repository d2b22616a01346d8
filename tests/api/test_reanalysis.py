"""Stored trials are asked again: with another endpoint or test nothing is simulated, and nothing else may differ."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import antral
from antral.api import conducting
from antral.core import RunError, rooms_fingerprint
from antral.design import tornado as _tornado  # noqa: F401  the module is patched by its name
from antral.protocol import load
from antral.trial import NOT_READ, ROOMS

SMALL: dict[str, Any] = {"trials": 6, "seed": 3, "women": 40, "effect": "target", "workers": 1}
ANOTHER = ["analyses.by_endpoint.log_fsh_6m.test=rank_trend", "endpoints.menses_resumed.day=200", "analyses.alpha=0.1"]
PACKAGE = Path(antral.__file__).parent


@pytest.fixture(scope="module", autouse=True)
def _few_values():
    """Other mixes would need banks of their own."""
    with pytest.MonkeyPatch.context() as patch:
        own = load("NCT03816852").candidates.mix
        patch.setattr(sys.modules["antral.design.tornado"], "MIXES", (own, own))
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> antral.Run:
    return antral.simulate("NCT03816852", **SMALL, out=tmp_path_factory.mktemp("runs") / "asked")


def forbidden(*_: Any, **__: Any) -> None:
    raise AssertionError("something was simulated")


def apart(results: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in results.items() if name != "cost"}


def test_another_analysis_simulates_nothing_and_finds_what_a_new_run_finds(
    run: antral.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.folder is not None
    cost = run.results["cost"]
    assert (cost["trials_simulated"], cost["trials_stored"]) == (6, 0)
    assert (cost["moved_trials_simulated"], cost["moved_trials_stored"]) == (6, 0)
    fresh = antral.simulate("NCT03816852", **SMALL, set=ANOTHER, out=tmp_path / "new")
    stages: list[str] = []
    with monkeypatch.context() as patch:
        for name in ("antral.api.conducting", "antral.design.tornado"):
            patch.setattr(sys.modules[name], "conduct_all", forbidden)
        again = antral.simulate(
            "NCT03816852", **SMALL, set=ANOTHER, out=run.folder, progress=lambda stage, _: stages.append(stage)
        )
    assert apart(again.results) == apart(fresh.results) != apart(run.results)
    assert again.women.equals(fresh.women)
    cost = again.results["cost"]
    assert (cost["trials_simulated"], cost["trials_stored"]) == (0, 6)
    assert (cost["moved_trials_simulated"], cost["moved_trials_stored"]) == (0, 6)
    assert "reading stored trials" in stages
    assert "running trials" not in stages
    manifest = json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))
    stored = json.loads((run.folder / "results.json").read_text(encoding="utf-8"))
    assert manifest["analysis"]["protocol_hash"] == stored["hashes"]["protocol"] == again.protocol.fingerprint[:16]
    assert manifest["analysis"]["changes"] == ANOTHER
    assert stored["hashes"]["conduct"] == run.results["hashes"]["conduct"]
    assert stored["hashes"]["protocol"] != run.results["hashes"]["protocol"]
    assert "Trials read from the run's folder" in again.summary() or again.report().exists()


def test_what_conducting_sees_is_refused_by_name(run: antral.Run) -> None:
    with pytest.raises(RunError, match=r"arms\.high\.dose_cells was 90000000, now 120000000"):
        antral.simulate("NCT03816852", **SMALL, set=["arms.high.dose_cells=1.2e8"], out=run.folder)
    with pytest.raises(RunError, match=r"visits\.\d+\.measures"):
        antral.simulate(
            "NCT03816852", **SMALL, set=["visits.week_24.measures=[FSH, E2, AMH, AFC, FOLL, LH]"], out=run.folder
        )


def test_the_rooms_that_count_are_all_that_a_trial_can_import() -> None:
    settings = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    place = next(place for place, layer in enumerate(layers) if "trial" in layer)
    assert set(ROOMS) == {"trial", *layers[place + 1 :]}


def test_code_that_only_analyses_or_reports_makes_no_shard_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[str] = []

    def noted(found: Any) -> str:
        files.extend(str(file.relative_to(PACKAGE)) for file in found)
        return "0" * 64

    monkeypatch.setitem(rooms_fingerprint.__wrapped__.__globals__, "fingerprint_files", noted)
    rooms_fingerprint.cache_clear()
    monkeypatch.setattr(conducting, "fingerprint_files", noted)
    conducting.conducting_code()
    rooms_fingerprint.cache_clear()
    rooms = {file.split("/")[0] for file in files}
    assert rooms == {*ROOMS, "api"}
    assert {file for file in files if file.startswith("api/")} == {"api/conducting.py", "api/shards.py"}
    assert {"engine/lanes.py", "core/chance.py", "protocol/criteria/age.py", "records/parameters/fsh.yaml"} <= set(
        files
    )
    assert {"records/scenarios/target.yaml", "records/endpoints/bleeding.yaml"} <= set(files)
    assert not [file for file in files if file.startswith(("records/reference", "records/protocols"))]


SPY = """
import sys
from pathlib import Path
from antral.protocol import load
protocol = load("NCT07115082")
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
from antral.api.conducting import conducted
from antral.population import bank
pool = bank(protocol, seed=1, size=protocol.design.participants, folder=Path(sys.argv[1]))
conducted(protocol, pool, range(1, 2), effects=("none", "target"), seed=1, truth=True)
for name in opened:
    if "/records/" in name and not name.endswith((".py", ".pyc")):
        print(name.split("/records/")[1].split("/")[0])
"""


def test_conducting_reads_no_record_that_is_left_out(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPY, str(tmp_path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    read = set(done.stdout.split())
    assert {"parameters", "scenarios", "hormone_therapies", "endpoints"} <= read
    assert not read & NOT_READ
