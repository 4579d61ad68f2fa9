"""What the proofs of the add-in share."""

from __future__ import annotations

import pytest
from wine import CannotRun, Windows, windows


@pytest.fixture(scope="session")
def windows_python(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """Return CPython for Windows, in Wine, with xlcost installed from its wheel."""
    try:
        return windows(tmp_path_factory.mktemp("windows"))
    except CannotRun as reason:
        pytest.fail(str(reason))
