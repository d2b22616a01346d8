"""Tests keep banks apart from the user's own; compiled code is shared, it is named by the hash of its sources."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_banks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of this session, so that no test reads a bank that an earlier run made."""
    folder = tmp_path_factory.mktemp("cache")
    user = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
    (user / "compiled").mkdir(parents=True, exist_ok=True)
    (folder / "compiled").symlink_to(user / "compiled")
    before = os.environ.get("ANTRAL_CACHE")
    os.environ["ANTRAL_CACHE"] = str(folder)
    yield
    if before is None:
        del os.environ["ANTRAL_CACHE"]
    else:
        os.environ["ANTRAL_CACHE"] = before


@pytest.fixture(scope="module")
def _nothing_to_free() -> Iterator[None]:
    """Every evaluation of a calibration frees memory; where rows cost nothing, looking for it is all that costs."""
    gc.freeze()
    yield
    gc.unfreeze()
