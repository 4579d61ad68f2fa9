"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from shared_samples import Samples

# A loaded machine is no fault of the code: speed is measured in benchmarks/, never here.
settings.register_profile("xlcost", deadline=None)
settings.load_profile("xlcost")

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of published real files; skip where it is absent, unless CI requires it."""
    if not DATA.is_dir():
        if os.environ.get("XLCOST_REQUIRE_DATA") == "1":
            pytest.fail(f"The data folder {DATA} is required and absent.")
        pytest.skip("The folder of published data files is not beside this checkout.")
    return DATA


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the examples of the metrics among the fast tests; no test is both fast and long."""
    for item in items:
        if isinstance(item, pytest.DoctestItem):
            item.add_marker("fast")
        if item.get_closest_marker("fast") and item.get_closest_marker("long"):
            message = f"{item.nodeid} is marked fast and long: it can be one of them."
            raise pytest.UsageError(message)


@pytest.fixture(autouse=True, scope="session")
def _own_profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests allow is kept in a profile of their own, never in that of who runs them."""
    profile = tmp_path_factory.mktemp("profile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(profile))
        patch.setenv("APPDATA", str(profile))
        yield


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Return the sample company for tests that only read it; who changes files makes its own."""
    return Samples(tmp_path_factory.mktemp("samples"))
