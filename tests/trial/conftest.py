import pytest
from tests.trial.quiet import load

from antral.population import bank


@pytest.fixture(scope="session")
def protocol():
    return load("NCT03816852")


@pytest.fixture(scope="session")
def women(protocol, tmp_path_factory):
    return bank(protocol, seed=1, size=80, folder=tmp_path_factory.mktemp("banks"))
