"""A run in an object store: the bits of a run in a folder; what is half-written or damaged there is never read."""

import json
import sys
from pathlib import Path
from typing import Any

import fsspec
import pytest

import antral
from antral.api.object_store import ObjectStore
from antral.core import InputError, RunError

SMALL: dict[str, Any] = {"trials": 4, "seed": 3, "women": 40, "effect": "target", "sensitivity": False, "workers": 1}
SHARDS = 2


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antral.api.shards.WOMEN_A_SHARD", 24)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("antral.api.shards.WOMEN_A_SHARD", 24)
        return apart(antral.simulate("NCT03816852", **SMALL))


def apart(run: antral.Run) -> dict[str, Any]:
    return {name: value for name, value in run.results.items() if name != "cost"}


def counted(run: antral.Run) -> tuple[int, int]:
    return run.results["cost"]["trials_simulated"], run.results["cost"]["trials_stored"]


def test_a_run_in_a_store(expected: dict[str, Any]) -> None:
    url = "memory://bucket/a run"
    store = fsspec.filesystem("memory")
    run = antral.simulate("NCT03816852", **SMALL, out=url)
    assert apart(run) == expected
    assert counted(run) == (4, 0)
    assert json.loads(store.cat_file("/bucket/a run/results.json"))["seed"] == 3
    assert str(run.report()) == f"{url}/report.html"
    assert b"<html" in store.cat_file("/bucket/a run/report.html")
    assert f"--out '{url}'" in run.command
    assert counted(antral.simulate("NCT03816852", **SMALL, out=url)) == (0, 4)
    another = antral.simulate("NCT03816852", **SMALL, out=url, set=["analyses.alpha=0.1"])
    assert counted(another) == (0, 4)
    assert json.loads(store.cat_file("/bucket/a run/manifest.json"))["analysis"]["changes"] == ["analyses.alpha=0.1"]
    with pytest.raises(RunError, match="seed was 3, now 4"):
        antral.simulate("NCT03816852", **(SMALL | {"seed": 4}), out=url)
    # an upload that was cut off has no manifest yet: it is not there
    store.rm_file("/bucket/a run/shards/000001-000002/manifest.json")
    assert counted(again := antral.simulate("NCT03816852", **SMALL, out=url)) == (2, 2)
    assert apart(again) == expected
    place = "/bucket/a run/shards/000003-000004/target/observations.parquet"
    whole = store.cat_file(place)
    store.pipe_file(place, whole[:-7])
    with pytest.warns(UserWarning, match="000003-000004 is damaged"):
        mended = antral.simulate("NCT03816852", **SMALL, out=url)
    assert counted(mended) == (2, 2)
    assert apart(mended) == expected
    assert store.cat_file(place) == whole


def test_processes_share_a_store(expected: dict[str, Any], tmp_path: Path) -> None:
    run = antral.simulate("NCT03816852", **(SMALL | {"workers": 2}), out=f"file://{tmp_path}/run")
    assert apart(run) == expected
    assert counted(run) == (4, 0)
    assert len(list((tmp_path / "run" / "shards").iterdir())) == SHARDS


def test_the_manifest_comes_last_and_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    store = fsspec.filesystem("memory")
    (tmp_path / "inner").mkdir()
    for name in ("a.parquet", "manifest.json", "z.parquet", "inner/manifest.json"):
        (tmp_path / name).write_text("x")
    store.pipe_file("/order/manifest.json", b"old")
    put, removed = type(store).pipe_file, type(store).rm_file
    monkeypatch.setattr(
        type(store), "pipe_file", lambda self, path, *told: (order.append(path), put(self, path, *told))[1]
    )
    monkeypatch.setattr(type(store), "rm_file", lambda self, path: (order.append(f"- {path}"), removed(self, path))[1])
    ObjectStore("memory://order").upload(tmp_path)
    assert order[0] == "- /order/manifest.json"
    assert order[-1] == "/order/manifest.json"
    assert sorted(order[1:-1]) == ["/order/a.parquet", "/order/inner/manifest.json", "/order/z.parquet"]


def test_what_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="nosuch://bucket cannot be used"):
        antral.simulate("NCT03816852", **SMALL, out="nosuch://bucket")
    store = fsspec.filesystem("memory")
    store.pipe_file("/other/file.txt", b"mine")
    with pytest.raises(RunError, match="cannot be read; the run cannot go on"):
        antral.simulate("NCT03816852", **SMALL, out="memory://other")

    def denied(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Access denied")

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "pipe_file", denied)
        with pytest.raises(RunError, match=r"memory://closed/manifest\.json cannot be used: .*Access denied"):
            antral.simulate("NCT03816852", **SMALL, out="memory://closed")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(InputError, match=r"antral\[cluster\]"):
        ObjectStore("memory://x").read()
